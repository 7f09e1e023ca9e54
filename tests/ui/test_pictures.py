import pytest
from streamlit.testing.v1 import AppTest

LANGUAGES = ("zh", "en")


def opened(page, **query):
    app = AppTest.from_string(f"from sinksim.ui.shell import _draw_page\n_draw_page({page!r})", default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["map", "network", "process"])
def test_pages(page, lang):
    app = opened(page, lang=lang)
    assert not app.exception
    print(app)
