"""The pages map, network and process in a browser: drawn, nothing cut off, readable on light and dark ground and on a phone."""

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=60_000)

TITLES = {
    "zh-CN": ("看结果", {"map": "示意地图", "network": "层级与流向", "process": "流程图"}),
    "en-GB": ("Results", {"map": "Map", "network": "Tiers and flows", "process": "Flowcharts"}),
}
# Texts of pictures: which picture, how wide, whether any part lies outside of it, and what it says.
TEXTS = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].flatMap((chart, n) => {
  const frame = chart.querySelector('.main-svg')?.getBoundingClientRect();
  return frame ? [...chart.querySelectorAll('.annotation-text')].map(text => {
    const box = text.getBoundingClientRect();
    const cut = box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    return {chart: n, width: box.width, cut: cut && box.width > 0, says: text.textContent};
  }) : [];
})"""
COLOURS = """selector => {
  const text = document.querySelector(`[data-testid=stPlotlyChart] ${selector}`);
  return [getComputedStyle(text).fill, getComputedStyle(document.querySelector('h1')).color];
}"""
BOX = 164  # px, the width of a box of a flowchart


def go(page, locale, name):
    """By the navigation, as a visitor does."""
    group, titles = TITLES[locale]
    page.get_by_text(group, exact=True).first.click()
    page.get_by_text(titles[name], exact=True).last.click()
    expect(page.locator("[data-testid=stPlotlyChart] .main-svg").first).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def opened(visit, name, locale="zh-CN", **how):
    page = visit(locale=locale, **how)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    go(page, locale, name)
    return page


@pytest.mark.parametrize("locale", sorted(TITLES))
@pytest.mark.parametrize("name", ["map", "network", "process"])
def test_no_text_of_a_picture_is_cut_off(visit, name, locale):
    page = opened(visit, name, locale)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 3
    assert [text["says"] for text in texts if text["cut"]] == []
    if name == "process":
        assert [text["says"] for text in texts if text["width"] > BOX] == []


def have_the_colour_of_the_page(page, selector):
    """A picture is drawn once in the colours that its maker gave it, and at once again in those of the page."""
    for _ in range(50):
        in_picture, on_page = page.evaluate(COLOURS, selector)
        if in_picture == on_page:
            return
        page.wait_for_timeout(100)
    assert in_picture == on_page, selector


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_in_a_picture_has_the_colour_of_the_page_s_own_text(visit, scheme):
    page = opened(visit, "process", scheme=scheme)
    have_the_colour_of_the_page(page, ".annotation-text")
    page = visit("explain", scheme=scheme)
    expect(page.locator("[data-testid=stPlotlyChart] .main-svg").first).to_be_visible()
    for selector in (".ytick text", ".xtick text", ".bartext-outside"):
        have_the_colour_of_the_page(page, selector)


def test_on_a_phone_a_flowchart_is_moved_sideways_and_not_squeezed(visit):
    page = visit(width=390, height=800)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wide = "[class*=st-key-wide_process]"
    page.locator("[data-testid=stExpandSidebarButton], [data-testid=stSidebarCollapsedControl] button").first.click()
    page.get_by_text(TITLES["zh-CN"][1]["process"], exact=True).last.click()
    expect(page.locator(f"{wide} .main-svg").first).to_be_visible()
    inner, outer = page.evaluate(
        f"() => {{const e = document.querySelector('{wide}'); return [e.scrollWidth, e.clientWidth]}}"
    )
    assert outer <= 390 < inner


def test_both_channels_and_sides_can_be_looked_at(visit):
    page = opened(visit, "process")
    page.get_by_role("tab", name="平台渠道").click()
    shown = page.get_by_role("tabpanel").filter(has=page.locator(":visible")).last
    expect(shown.locator(".main-svg").first).to_be_visible()
    expect(shown.get_by_text("瓶颈", exact=False).first).to_be_visible()
