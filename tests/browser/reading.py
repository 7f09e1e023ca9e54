"""What a visitor sees and does on the home page."""

import re

from playwright.sync_api import Page, expect

expect.set_options(timeout=60_000)

# What the platform brings and two proposals, six headlines each, in both presets; the proposal that levers move first.
PAIRS, HEADLINE_COUNT, PROPOSAL = 3, 6, "more_adoption"
HEADLINES = "[class*=st-key-headline_] h4"


def idle(page: Page) -> None:
    """Wait until nothing runs any more."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def settled(page: Page) -> None:
    """Wait until the headlines of every pair of the page are there and nothing runs any more."""
    expect(page.locator(HEADLINES)).to_have_count(PAIRS * HEADLINE_COUNT)
    idle(page)


def headlines(page: Page) -> list[str]:
    """The differences of every pair as they are written."""
    settled(page)
    return page.locator(HEADLINES).all_inner_texts()


def move(page: Page, lever: str, presses: int, key: str = "ArrowRight") -> None:
    """Move a slider of the first proposal by the keyboard, as somebody without a mouse does."""
    name = re.sub(r"[^\w-]", "-", f"lever.{PROPOSAL}.{lever}")
    thumb = page.locator(f".st-key-{name} input[type=range]")
    expect(thumb).to_have_count(1)
    thumb.focus()
    for _ in range(presses):
        page.keyboard.press(key)


def wait_for_other(page: Page, before: list[str]) -> None:
    """Wait until the headlines are no longer what they were."""
    page.wait_for_function(
        "([selector, before]) => {const now = [...document.querySelectorAll(selector)].map(e => e.innerText);"
        "return now.length === before.length && JSON.stringify(now) !== JSON.stringify(before)}",
        arg=[HEADLINES, before],
    )
