"""The pages, for ``streamlit run app.py``; ``sinksim app`` starts the same."""

from sinksim.ui import main

main()
