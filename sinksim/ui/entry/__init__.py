"""The script that Streamlit runs, in a folder of its own: Streamlit would take a ``pages`` beside it for pages to be run."""
