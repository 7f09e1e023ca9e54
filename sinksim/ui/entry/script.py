"""The script that Streamlit runs, wherever the package is installed."""

from sinksim.ui import main

main()
