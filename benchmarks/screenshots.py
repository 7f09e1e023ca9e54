"""A picture of every page in both languages, light and dark, for people to look at: docs/pages/.

python benchmarks/screenshots.py [--out docs/pages] [page ...]
"""

import argparse
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from pages import ARGUMENTS, CHROMIUM, free_port, serve

from sinksim.ui.pages import PAGES

WIDE, LONGEST = 1280, 2400
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
NOTHING_UNDER_WAY = "!document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')"


def settle(page: Any) -> None:
    """Wait until the script has run, nothing is loaded any more and the pictures are drawn."""
    page.wait_for_selector("h1", timeout=120_000)
    for _ in range(3):
        page.wait_for_function(IDLE, timeout=120_000)
        page.wait_for_function(NOTHING_UNDER_WAY, timeout=120_000)
        page.wait_for_timeout(700)


def take(browser: Any, address: str, name: str, lang: str, scheme: str, path: Path) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 720}, locale=lang, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{'' if name == PAGES[0].name else name}?lang={lang}")
    settle(page)
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDE, "height": min(max(int(tall), 720), LONGEST)})
    settle(page)
    page.screenshot(path=str(path), type="jpeg", quality=70)
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=[listed.name for listed in PAGES])
    parser.add_argument("--out", type=Path, default=Path("docs/pages"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        port = free_port()
        server = serve(port, folder)
        try:
            time.sleep(5)
            for name in asked.pages:
                for lang in ("zh", "en"):
                    for scheme in ("light", "dark"):
                        take(
                            browser,
                            f"http://127.0.0.1:{port}",
                            name,
                            lang,
                            scheme,
                            asked.out / f"{name}.{lang}.{scheme}.jpg",
                        )
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
            browser.close()


if __name__ == "__main__":
    main()
