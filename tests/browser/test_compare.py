import re

from playwright.sync_api import expect

from tests.browser.reading import (
    HEADLINE_COUNT,
    HEADLINES,
    PAIRS,
    headlines,
    idle,
    move,
    settled,
    wait_for_other,
)


def test_the_home_page_compares_the_default_case(visit):
    page = visit()
    assert all("±" in text or "至少" in text for text in headlines(page))
    expect(page.get_by_role("heading", name="下沉方案比较")).to_be_visible()
    expect(page.locator("[data-testid=stPlotlyChart] svg").first).to_be_visible()


def test_a_lever_moved_by_the_keyboard_changes_the_differences_and_the_address_restores_them(visit):
    page = visit()
    before = headlines(page)
    move(page, "policy.adoption", 3)
    wait_for_other(page, before)
    moved = headlines(page)
    assert "x.more_adoption.policy.adoption" in page.url
    again = visit(f"?{page.url.partition('?')[2]}")
    assert headlines(again) == moved


def test_the_language_follows_the_browser_and_can_be_switched(visit):
    page = visit(locale="en-GB")
    settled(page)
    expect(page.get_by_role("heading", name="Ways to serve")).to_be_visible()
    page.get_by_role("radio", name="中文").or_(page.get_by_role("button", name="中文")).first.click()
    expect(page.get_by_role("heading", name="下沉方案比较")).to_be_visible()
    settled(page)
    assert "lang=zh" in page.url


def test_another_case_is_a_click_away(visit):
    page = visit()
    before = headlines(page)
    page.get_by_role("button", name="贵州全部门诊").click()
    wait_for_other(page, before)
    settled(page)
    assert "case=guizhou_visits" in page.url


def test_every_tab_shows_a_picture_or_a_table(visit):
    page = visit()
    settled(page)
    for name in ("等待分布", "费用", "均等性", "时限与预警"):
        page.get_by_role("tab", name=name).click()
        expect(page.locator("[data-testid=stPlotlyChart] svg").first).to_be_visible()
        settled(page)
    page.get_by_role("tab", name="全部指标").click()
    expect(page.get_by_text(re.compile("全部 .* 项指标"))).to_be_visible()


def test_all_other_numbers_can_be_opened_and_moved(visit):
    page = visit()
    before = headlines(page)
    page.get_by_text(re.compile("情景参数")).click()
    box = page.get_by_role("spinbutton", name=re.compile("乡镇医生接诊时长"))
    box.fill("12")
    box.press("Enter")
    wait_for_other(page, before)
    assert "x.more_adoption.parameters.doctor_minutes=12" in page.url


def test_a_full_run_shows_progress_and_is_given_up(visit):
    page = visit("?s.experiment.replications=100")
    settled(page)
    page.get_by_role("button", name="完整计算").click()
    expect(page.get_by_text(re.compile("已完成 .* 次重复"))).to_be_visible()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text(re.compile("已取消"))).to_be_visible()
    settled(page)


def test_a_full_run_takes_the_place_of_the_preview(visit):
    page = visit("?s.experiment.replications=2&s.network.scale=0.02")
    before = headlines(page)
    page.get_by_role("button", name="完整计算").click()
    expect(page.get_by_text("完整计算已完成")).to_be_visible()
    wait_for_other(page, before)


def test_it_is_usable_on_a_phone(visit):
    page = visit(width=390, height=844)
    settled(page)
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert wide <= 0


def test_levers_and_pictures_have_names_for_those_who_do_not_see_them(visit):
    page = visit()
    settled(page)
    nameless = page.evaluate(
        "[...document.querySelectorAll('input, [role=tab], [role=combobox], button')]"
        ".filter(e => e.offsetParent && !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') ||"
        " e.innerText.trim() || e.title || (e.labels && e.labels.length))).map(e => e.outerHTML.slice(0, 120))"
    )
    assert nameless == []


def test_a_slider_that_is_moved_by_the_keyboard_keeps_the_keyboard(visit):
    page = visit()
    before = headlines(page)
    move(page, "parameters.physical_after_tele", 1)
    wait_for_other(page, before)
    between = headlines(page)
    focused = "document.activeElement.closest('[class*=st-key-lever-]')?.className ?? document.activeElement.tagName"
    assert "lever-more_adoption-parameters-physical_after_tele" in page.evaluate(focused)
    page.keyboard.press("ArrowRight")
    wait_for_other(page, between)
    headlines(page)
    assert "lever-more_adoption-parameters-physical_after_tele" in page.evaluate(focused)
    page.get_by_role("button", name="恢复").or_(
        page.locator("[class*=st-key-back-more_adoption-parameters-physical_after_tele] button")
    ).first.click()
    page.wait_for_function("!location.search.includes('physical_after_tele')")
    assert headlines(page) == before


def test_a_proposal_is_added_and_taken_away_and_the_address_restores_it(visit):
    page = visit()
    before = headlines(page)
    page.get_by_role("button", name="新增方案").click()
    cards = page.locator(HEADLINES)
    expect(cards).to_have_count((PAIRS + 1) * HEADLINE_COUNT)
    idle(page)
    assert "x.proposal_1" in page.url
    again = visit(f"?{page.url.partition('?')[2]}")
    expect(again.locator(HEADLINES)).to_have_count((PAIRS + 1) * HEADLINE_COUNT)
    idle(again)
    page.get_by_role("button", name="删除此方案").click()
    assert headlines(page) == before


def test_another_pair_is_looked_at_and_its_address_restores_it(visit):
    page = visit("?v.pair=more_specialists~today")
    settled(page)
    expect(page.get_by_role("combobox", name=re.compile("看哪两个方案"))).to_be_visible()
    expect(page.locator("[data-testid=stMarkdownContainer] li").first).to_contain_text("增加县级专家")
