import pytest
from streamlit.testing.v1 import AppTest

from tests.architecture.source import ROOT


def opened(**query):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize(("lang", "title"), [("zh", "下沉方案比较"), ("en", "Two ways to serve, side by side")])
def test_the_home_page_speaks_the_language_of_the_link(lang, title):
    app = opened(lang=lang)
    assert not app.exception
    assert app.title[0].value == title


def test_the_language_is_switched_and_the_link_says_so():
    app = opened()
    app.segmented_control(key="language").set_value("en").run()
    assert app.title[0].value == "Two ways to serve, side by side"
    assert app.query_params["lang"] in ("en", ["en"])


def test_a_broken_link_says_so_and_shows_the_default_case():
    app = opened(case="<script>alert(1)</script>")
    assert not app.exception
    assert "默认情景" in app.warning[0].value
    assert app.title
