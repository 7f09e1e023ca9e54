"""The notes of what a page shows stand on the page, in its language."""

import pytest

from tests.ui.opened import opened


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "2027 年的法定工作日（调休）尚未公布"), ("en", "Working days of 2027")]
)
def test_a_page_tells_what_its_numbers_do_not_show(lang, said):
    app = opened(case="guizhou", lang=lang, **{"s.start": "2027-02-01", "s.calendars.windows.days": "workdays"})
    assert len([block for block in app.info if said in block.value]) == 1
