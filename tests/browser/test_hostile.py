"""Hostile names and uploads in a real browser: no script runs, nothing is asked of another host, every refusal is clear."""

import io
import zipfile
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from sinksim.i18n import words
from sinksim.scenarios.loading.uploads import LARGEST_UPLOAD
from sinksim.ui.pages import PAGES
from tests.helpers import payloads
from tests.helpers.toy import TOY

HOSTILE = payloads.scenario()
# Whatever a script of a name would call is noted instead of done.
TRAP = """
window.acted = [];
for (const name of ['alert', 'confirm', 'prompt', 'print']) {
  window[name] = (...given) => { window.acted.push(name); };
}
"""


@dataclass
class Watched:
    """A page of a fresh visitor, and what was noted while it was open."""

    page: object
    address: str
    elsewhere: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    def open(self, path="", lang="zh", **query):
        """Open a page by its link and wait until it has been drawn."""
        words = "&".join(f"{name}={value}" for name, value in {"lang": lang, **query}.items())
        self.page.goto(f"{self.address}/{path}?{words}")
        return self.drawn()

    def drawn(self):
        """Wait until Streamlit is no longer at work."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'",
            timeout=60_000,
        )
        return self

    @property
    def acted(self):
        """What scripts of names have called, in any frame."""
        return [call for frame in self.page.frames for call in frame.evaluate("window.acted || []")]


@pytest.fixture
def watched(chromium, address):
    """A fresh visitor, whose every request to another host, dialog and error of a script is noted."""
    with closing(
        chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, locale="zh-CN")
    ) as context:
        context.add_init_script(TRAP)
        page = context.new_page()
        found = Watched(page, address)
        page.on("request", lambda r: None if _is_here(r.url, address) else found.elsewhere.append(r.url))
        page.on("dialog", lambda d: (found.faults.append(f"dialog: {d.message}"), d.dismiss()))
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        yield found


def _is_here(url, address):
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:", "about:", "file:"))


def dropped(watched, *files):
    given = [
        {"name": name, "mimeType": "", "buffer": content.encode() if isinstance(content, str) else content}
        for name, content in files
    ]
    watched.page.locator("input[type=file]").set_input_files(given)
    watched.page.wait_for_selector(
        "[data-testid=stAlert], [data-testid=stFileUploaderFile] [data-testid*=Error]", timeout=60_000
    )
    return watched.drawn()


def used(watched, lang="zh"):
    """A visitor with the hostile case, on the page that shows it."""
    watched.open("data", lang)
    dropped(watched, ("hostile.yaml", HOSTILE))
    watched.page.get_by_role("button", name=words(lang)("data.use")).click()
    watched.page.wait_for_timeout(500)
    return watched.drawn()


def visit(watched, listed, t):
    """Go to another page as a visitor does: the session, and what was uploaded, stays."""
    section = watched.page.get_by_test_id("stTopNavSection").filter(has_text=t(f"nav.group_{listed.navigation.group}"))
    section.click()
    watched.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=t(f"nav.{listed.name}")).first.click()
    watched.page.wait_for_timeout(500)
    watched.drawn()
    for expander in watched.page.locator("[data-testid=stExpander] summary").all()[:12]:
        if expander.is_visible():
            expander.click()
    watched.page.wait_for_timeout(300)


def harmless(watched):
    assert watched.acted == []
    assert watched.elsewhere == []
    assert watched.faults == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hundred_payloads_in_names_run_nothing_on_any_page(watched, lang):
    used(watched, lang)
    for listed in PAGES:
        visit(watched, listed, words(lang))
        assert watched.page.locator("[data-testid=stException]").count() == 0, listed.name
        harmless(watched)


@pytest.mark.parametrize("key", ["get_archive", "get_page", "get_brief"])
def test_what_is_carried_away_runs_nothing_when_it_is_opened(watched, key, tmp_path):
    used(watched)
    with watched.page.expect_download(timeout=60_000) as handed:
        watched.page.get_by_role("button", name=words("zh")(f"data.{key}"), exact=True).click()
    content = (tmp_path / "download").resolve()
    handed.value.save_as(content)
    pages = _pages(content.read_bytes())
    assert pages
    for name, page in pages.items():
        (tmp_path / name).write_bytes(page)
        watched.page.goto((tmp_path / name).as_uri())
        watched.page.wait_for_selector("h1")
        watched.page.wait_for_timeout(1500)
        if name == "report.html":
            assert watched.page.locator(".js-plotly-plot .main-svg").count() > 4
        harmless(watched)


def _pages(content):
    if not content.startswith(b"PK"):
        return {"page.html": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".html")}


REFUSALS = [
    ("n.csv", "code,tier\na b,city\n", "n.csv:2: code is 'a b'"),
    ("n.xlsx", b"PK\x03\x04" + b"x" * 200, "damaged"),
    ("n.csv", b"\x00\x01\x02", "NUL"),
    ("own.yaml", "a: &x 1\nb: *x\n", "own.yaml:1"),
    ("own.yaml", TOY.replace("per_day: 20", "per_day: 100000000"), "allowed here: at most"),
    ("h.yaml", payloads.scenario([payloads.REFUSED[3]]), "direction-changing"),
]


@pytest.mark.parametrize(("name", "content", "told"), REFUSALS)
def test_a_broken_upload_gets_a_clear_message(watched, name, content, told):
    watched.open("data", "en")
    dropped(watched, (name, content))
    assert told in watched.page.locator("[data-testid=stCode]").first.inner_text()
    assert watched.page.get_by_role("button", name=words("en")("data.use")).count() == 0
    harmless(watched)


def test_an_oversized_upload_is_refused_by_the_page_itself(watched):
    watched.open("data")
    watched.page.locator("input[type=file]").set_input_files(
        [{"name": "big.csv", "mimeType": "text/csv", "buffer": b"a," * (LARGEST_UPLOAD // 2 + 600_000)}]
    )
    watched.page.get_by_text("5").first.wait_for()
    watched.page.wait_for_function(
        "document.body.innerText.includes('5.0MB') || document.body.innerText.includes('5MB')"
    )
    assert watched.page.get_by_role("button", name=words("zh")("data.use")).count() == 0
    harmless(watched)


def test_a_good_upload_is_shown_before_it_is_used(watched):
    watched.open("data", "en")
    dropped(watched, ("toy.yaml", TOY))
    assert watched.page.get_by_text("Understood: Toy").count() == 1
    harmless(watched)


def test_a_hostile_link_opens_the_default_case_and_says_so(watched):
    watched.open("", "zh", case="<script>alert(1)</script>", **{"a.policy.adoption": "<img src=x onerror=alert(1)>"})
    assert watched.page.get_by_text("默认情景").count() >= 1
    harmless(watched)
