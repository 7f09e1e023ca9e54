import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import idle, settled

# A wide table is moved sideways inside its own frame; the page itself is not.
WIDEST = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"


def led_to(page, name, menu="stTopNavSection"):
    """To another page by the navigation."""
    settled(page)
    page.get_by_test_id(menu).first.click()
    page.locator(f"a[href$='/{name}']").first.click()
    expect(page).to_have_url(re.compile(f"/{name}"))
    idle(page)


def citizen(page):
    return page.get_by_role("heading", name=re.compile("^(群众|Citizen) "))


def test_the_next_citizen_is_told_on_both_sides(visit):
    page = visit()
    led_to(page, "twin")
    first = citizen(page).inner_text()
    expect(page.locator("[data-testid=stPlotlyChart] svg").first).to_be_visible()
    expect(page.locator("[data-testid=stTable]:visible").first).to_be_visible()
    page.get_by_role("button", name="下一位").click()
    expect(citizen(page)).not_to_have_text(first)
    idle(page)
    expect(page.get_by_text("两个方案各步骤之和与案例记录一致。")).to_be_visible()
    assert "who=" in page.url


def test_one_of_the_ten_who_fare_most_differently_is_chosen_by_the_keyboard(visit):
    page = visit(locale="en-GB")
    led_to(page, "twin")
    first = citizen(page).inner_text()
    idle(page)
    page.get_by_text("Choose whom").click()
    box = page.get_by_role("combobox", name=re.compile("Falls the most"))
    expect(box).to_be_visible()
    page.wait_for_function("!document.getAnimations().length")  # no list opens while what holds it is still unfolding
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(citizen(page)).not_to_have_text(first)
    idle(page)


def test_every_number_is_taken_apart_in_its_tab(visit):
    page = visit()
    led_to(page, "explain")
    for name in ("解决用时", "时间类型", "成本类型", "成本承担者", "费用转移"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel").locator("[data-testid=stPlotlyChart] svg").first).to_be_visible()
        idle(page)
    expect(page.get_by_text(re.compile("次序：平台采用率"))).to_be_visible()


@pytest.mark.parametrize("name", ["twin", "explain"])
def test_on_a_phone_nothing_is_wider_than_the_screen(visit, name):
    page = visit(width=390, height=844)
    led_to(page, name, menu="stExpandSidebarButton")
    expect(page.locator("[data-testid=stPlotlyChart] svg").first).to_be_visible()
    assert page.evaluate(WIDEST) <= 390
