"""What Streamlit runs and serves, in a folder of its own: it would take a ``pages`` beside it for pages to be run."""
