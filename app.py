"""The pages, for ``streamlit run app.py``; ``sinksim app`` starts the same."""

from streamlit.starlette import App

from sinksim.ui.serving import SCRIPT, page_routes, showing

app = App(SCRIPT, routes=page_routes(), lifespan=showing)
