"""A page as a visitor opens it, without a browser."""

from streamlit.testing.v1 import AppTest

from sinksim.ui.serving import SCRIPT


def opened(**query):
    """The app with these parameters in its link, drawn once; whatever raised an exception fails the test."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app
