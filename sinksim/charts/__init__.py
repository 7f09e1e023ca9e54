"""Pictures: one a file, a function from numbers and words to a plotly figure; no screens in here."""
