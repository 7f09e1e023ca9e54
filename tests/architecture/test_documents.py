import re
from pathlib import Path

import pytest

from tests.helpers.shown_changes import edits, new_files

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sinksim"
DECISIONS = ROOT / "docs/decisions"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "conf").rglob("*.md"))]
FOLDERS = ("benchmarks", "conf", "docs", "tests", *(path.name for path in PACKAGE.iterdir() if path.is_dir()))

# A path that exists elsewhere than in a checkout, with the reason.
ELSEWHERE = {"sinksim/conf": "presets as an installed package carries them"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
DECISION = re.compile(
    r"# (?P<number>\d{4})\. (?P<title>.+)\n\n"
    r"\* Status: (?P<status>.+)\n"
    r"\* Date: (?P<date>\d{4}-\d{2}-\d{2})\n\n"
    r"## Context\n\n.+?\n\n## Decision\n\n.+?\n\n## Consequences\n\n.+",
    re.DOTALL,
)
STATUS = re.compile(r"accepted|(?:accepted, amended|superseded) by \[(\d{4})\]\((\1-[a-z-]+\.md)\)")


def broken_links(page, text):
    """Links of a page, addresses of the web apart, that lead to no file."""
    targets = {target.split("#")[0] for target in LINK.findall(text) if not re.match(r"\w+:", target)} - {""}
    return sorted(target for target in targets if not (page.parent / target).exists())


def unknown_paths(text):
    """Quoted paths of the checkout or of the package that match no file and that the page does not add.

    Names in capitals stand for any name.
    """
    words = [word for quoted in QUOTED.findall(text) for word in re.findall(r"[\w.*-]+(?:/[\w.*-]+)*/?", quoted)]
    paths = {word.strip("/") for word in words if "/" in word and word.split("/")[0] in (*FOLDERS, "sinksim")}
    meant = (
        {path for path in paths if not re.search(r"\b[A-Z]{2,}\b", path)} - ELSEWHERE.keys() - new_files(text).keys()
    )
    return sorted(path for path in meant if not any(ROOT.glob(path)) and not any(PACKAGE.glob(path)))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def decisions():
    return [path for path in sorted(DECISIONS.glob("*.md")) if path.name != "README.md"]


def test_there_are_pages_to_look_at():
    assert {ROOT / "README.md", ROOT / "CONTRIBUTING.md", DECISIONS / "README.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_to_a_file(page):
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_a_page_names_exists(page):
    assert unknown_paths(page.read_text(encoding="utf-8")) == []


def test_a_broken_link_and_an_old_path_would_be_found():
    text = "[a](docs/gone.md) [b](README.md#x) `tests/gone.py` `metrics/*.py` `conf/places/NAME/` `ui/gone/`"
    assert broken_links(ROOT / "README.md", text) == ["docs/gone.md"]
    assert unknown_paths(text) == ["tests/gone.py", "ui/gone"]


def test_the_first_change_of_contributing_fits_the_files_as_they_are():
    shown = list(edits((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert [name for name, *_ in shown] == [
        "tests/unit/metrics/test_indicators.py",
        "sinksim/metrics/indicators.py",
        "CHANGELOG.md",
    ]
    for name, before, after in shown:
        text = (ROOT / name).read_text(encoding="utf-8")
        # A reader who has made the change runs this test, too.
        assert 1 in (text.count(before), text.count(after)), f"{name} has no longer, or more than once: {before}"


@pytest.mark.parametrize("path", decisions(), ids=name_of)
def test_a_decision_has_its_number_status_date_and_three_parts(path):
    found = DECISION.fullmatch(path.read_text(encoding="utf-8"))
    assert found, "not in the form of docs/decisions/0001-*.md"
    assert path.name.startswith(found["number"] + "-")
    status = STATUS.fullmatch(found["status"])
    assert status, found["status"]
    assert status[2] is None or (DECISIONS / status[2]).exists()


def test_the_index_lists_every_decision_in_order_with_title_and_status():
    listed = re.findall(
        r"^\* \[(\d{4})\]\((.+?)\) (.+?)(?: \((.+)\))?$", (DECISIONS / "README.md").read_text("utf-8"), re.M
    )
    expected = []
    for path in decisions():
        found = DECISION.fullmatch(path.read_text(encoding="utf-8"))
        status = re.sub(r"\[(\d+)\]\(.+?\)", r"\1", found["status"].removeprefix("accepted").removeprefix(", "))
        expected.append((found["number"], path.name, found["title"], status))
    assert listed == expected
    assert [int(number) for number, *_ in listed] == list(range(1, len(listed) + 1))


def test_decisions_stand_in_the_order_of_their_dates():
    dates = [DECISION.fullmatch(path.read_text(encoding="utf-8"))["date"] for path in decisions()]
    assert dates == sorted(dates)


def test_the_walk_of_a_setting_is_short_and_goes_down_the_house():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    walk = page.partition("## The walk of one setting\n")[2].partition("\n## ")[0]
    assert 10 <= len(walk.splitlines()) <= 25
    picture = page.partition("```\n")[2].partition("```")[0]
    packages = [path.split("/")[0] for path in QUOTED.findall(walk) if path.endswith(".py")]
    # The command composes the scenario from above, and what a run writes down is declared at the top.
    within = [picture.index(name) for name in packages if name not in ("cli", "core", "compiled")]
    assert within == sorted(within)
