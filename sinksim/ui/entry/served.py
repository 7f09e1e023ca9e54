"""The pages as a web application, wherever the package is installed."""

from streamlit.starlette import App

from sinksim.ui.serving import SCRIPT, page_routes, showing

app = App(SCRIPT, routes=page_routes(), lifespan=showing)
