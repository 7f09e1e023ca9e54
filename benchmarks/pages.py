"""How long a visitor waits: the first look after the server has started, and 20 moves of levers, in a real browser.

    python benchmarks/pages.py [--moves 20] [--case guizhou]

A move is timed in the page itself, from the release of the slider's key to the new differences drawn. Each move goes to a
value that nobody has asked for before, so that the proposal is simulated every time.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# Classes of the sliders in the order of the page, and the key that moves each away from its nearer end; the four first are
# moved in turn.
SLIDERS = """() => [...document.querySelectorAll('[class*=st-key-lever-]')].filter(e => e.querySelector('input[type=range]'))
  .map(e => [e, e.querySelector('input[type=range]')])
  .map(([e, bar]) => [[...e.classList].find(name => name.startsWith('st-key-lever-')),
    2 * bar.value > Number(bar.min) + Number(bar.max) ? 'ArrowLeft' : 'ArrowRight'])"""
MOVED = 4
DRAWN = """() => {
  const cards = [...document.querySelectorAll('[class*=st-key-headline_]')].map(e => e.innerText);
  return cards.length ? JSON.stringify(cards) : '';
}"""
# Resolves with the time from the key's release to other headlines on the screen, painted [ms]; where the headlines stay as
# they were, to the end of the page's run.
TIMED = """([selector]) => new Promise((resolve, reject) => {
  const drawn = DRAWN;
  const before = drawn();
  const thumb = document.querySelector(selector);
  const app = document.querySelector('[data-testid=stApp]');
  const began = {};
  window.addEventListener('keyup', () => { began.at ??= performance.now(); }, { once: true, capture: true });
  const look = () => {
    const now = drawn();
    const idle = app.dataset.testScriptState === 'notRunning';
    began.ran ||= began.at && !idle;
    if (began.at && now && (now !== before || (began.ran && idle))) {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began.at)));
    } else if (began.at && performance.now() - began.at > 20000) { reject('nothing changed within 20 s'); }
    else { setTimeout(look, 5); }
  };
  look();
})""".replace("DRAWN", DRAWN)


def serve(port: int, folder: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SINKSIM_CACHE": str(Path(folder) / "kept")}
    command = [sys.executable, "-m", "sinksim", "app", "--port", str(port), "--no-browser"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, start_new_session=True, **quiet)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def first_look(browser: Any, port: int, case: str, began: float) -> tuple[Any, float, float]:
    """The page, seconds from the start of the server to the answer of its port, and to the headlines on the screen."""
    while True:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    answered = time.perf_counter() - began
    page = browser.new_page(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    page.goto(f"http://127.0.0.1:{port}/?case={case}")
    page.wait_for_function(DRAWN, timeout=120_000)
    page.locator("[data-testid=stPlotlyChart] svg").first.wait_for(timeout=60_000)
    return page, answered, time.perf_counter() - began


def move(page: Any, slider: str, key: str) -> float:
    """One move [s]: a slider taken one step further, to a value it has not had before."""
    selector = f".{slider} input[type=range]"
    page.locator(selector).focus()
    page.wait_for_timeout(400)
    page.evaluate(f"void (window.timed = ({TIMED})([{selector!r}]))")
    page.keyboard.press(key)
    seconds = float(page.evaluate("window.timed")) / 1000
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--case", default="guizhou")
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        port, began = free_port(), time.perf_counter()
        server = serve(port, folder)
        try:
            page, answered, drawn = first_look(browser, port, asked.case, began)
            print(f"first look: port after {answered:.2f} s, headlines and first picture after {drawn:.2f} s")
            page.wait_for_timeout(1500)
            sliders = page.evaluate(SLIDERS)[:MOVED]
            told = [move(page, *sliders[number % len(sliders)]) for number in range(asked.moves)]
            print(f"{asked.case}: {', '.join(name for name, _ in sliders)}")
            print("moves: " + " ".join(f"{seconds:.2f}" for seconds in told))
            times = sorted(told)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
            browser.close()
    p95 = times[max(round(0.95 * len(times)) - 1, 0)]
    print(f"{len(times)} moves: median {statistics.median(times):.2f} s, p95 {p95:.2f} s, worst {times[-1]:.2f} s")


if __name__ == "__main__":
    main()
