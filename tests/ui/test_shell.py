import pytest

from tests.ui.opened import opened

TITLES = {"zh": "下沉方案比较", "en": "Ways to serve, side by side"}


@pytest.mark.parametrize("lang", TITLES)
def test_the_home_page_speaks_the_language_of_the_link(lang):
    app = opened(lang=lang)
    assert app.title[0].value == TITLES[lang]


def test_the_language_is_switched_and_the_link_says_so():
    app = opened()
    app.segmented_control(key="language").set_value("en").run()
    assert not app.exception
    assert app.title[0].value == TITLES["en"]
    assert app.query_params["lang"] in ("en", ["en"])


def test_a_broken_link_says_so_and_shows_the_default_case():
    app = opened(case="<script>alert(1)</script>")
    assert "默认情景" in app.warning[0].value
    assert app.title


def test_a_case_that_is_not_there_is_said_in_one_sentence():
    app = opened(case="nowhere")
    assert "nowhere" in app.error[0].value
    assert "Traceback" not in app.error[0].value
