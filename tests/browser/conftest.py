"""A server of its own and a browser that notes what no page may do: speak to other hosts, fail, or show an exception."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.helpers.source import ROOT
from tests.helpers.waiting import wait_until

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser: skipped on a machine without one, but never where CI is set."""
    absent = not CHROMIUM.exists() and not os.environ.get("CI")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if absent:
                item.add_marker(pytest.mark.skip(reason="needs /usr/bin/chromium"))


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the pages are served for these tests alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    log = (folder / "log.txt").open("w")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SINKSIM_CACHE": str(folder / "kept"),
        "PYTHONWARNINGS": "default",
    }
    command = [sys.executable, "-m", "sinksim", "app", "--port", str(port), "--no-browser"]
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", server)
        yield url
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(10)
        log.close()


def _wait_for(url, server):
    def answers():
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            assert server.poll() is None, "the server ended"
            return False
        return True

    wait_until(answers, "the start of the server")


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Open the app as a visitor; afterwards nothing may have gone wrong."""
    contexts, outside, errors, pages = [], [], [], []

    def opened(where="", locale="zh-CN", width=1280, height=720, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=locale, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: outside.append(request.url) if _is_outside(request.url, address) else None)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/{where}")
        pages.append(page)
        return page

    yield opened
    exceptions = [page.locator("[data-testid=stException]").count() for page in pages]
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []
    assert not any(exceptions)


def _is_outside(url, address):
    return not url.startswith((f"{address}/", address.replace("http", "ws"), "data:", "blob:"))
