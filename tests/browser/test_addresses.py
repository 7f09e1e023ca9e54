"""Every page opened by its own address, as a share link opens it: nothing is asked for in vain, and it shows what was shown."""

import re

import pytest
from playwright.sync_api import expect

from sinksim.i18n import words
from sinksim.ui.pages import PAGES
from tests.browser.reading import idle


@pytest.mark.parametrize("name", [listed.name for listed in PAGES])
def test_a_page_opens_at_its_own_address(visit, name):
    page = visit(f"{'' if name == PAGES[0].name else name}?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text(words("en")(f"{name}.title"))
    idle(page)
    assert re.search(rf"/{'' if name == PAGES[0].name else name}\?", page.url)


def test_the_address_of_a_page_that_was_moved_restores_it(visit):
    page = visit("map?x.today.policy.adoption=0.5")
    idle(page)
    page.get_by_role("radio", name="传统方案").or_(page.get_by_role("button", name="传统方案")).first.click()
    expect(page).to_have_url(re.compile(r"v\.map_shown=baseline"))
    idle(page)
    caption = page.get_by_text("底色").or_(page.locator("[data-testid=stCaptionContainer]")).last.inner_text()
    again = visit(f"map?{page.url.partition('?')[2]}")
    expect(again.get_by_role("heading", level=1)).to_be_visible()
    idle(again)
    assert again.url == page.url
    assert again.locator("[data-testid=stCaptionContainer]").last.inner_text() == caption


def test_what_a_page_looks_at_is_there_again_after_another_page(visit):
    page = visit("process?lang=en")
    idle(page)
    page.get_by_role("tab", name="Platform").click()
    idle(page)
    expect(page).to_have_url(re.compile(r"v\.process_way=platform"))
    page.get_by_test_id("stTopNavSection").first.click()
    page.locator("a[href*='/map']").first.click()
    expect(page).to_have_url(re.compile("/map"))
    idle(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/process"))
    idle(page)
    expect(page.get_by_role("tab", name="Platform")).to_have_attribute("aria-selected", "true")
