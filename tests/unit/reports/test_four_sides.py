"""Four sides in a report: every form of it has two blocks and says the same numbers."""

import csv
import html
import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from sinksim.analysis.assumptions import assumptions
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.running import compare
from sinksim.experiments.summary import headline_names
from sinksim.i18n import words
from sinksim.i18n.note import Note
from sinksim.reports.carry_away import report_zip
from sinksim.reports.folder import csv_files
from sinksim.reports.headline import MORE, headlines
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.yaml_writing import to_yaml
from sinksim.text.notes import note_rows, note_sentences
from sinksim.text.outcomes import comparison_text, words_of
from sinksim.text.phrases import phrase
from tests.helpers.four_sides import FOUR_SIDES

pytestmark = pytest.mark.slow

PAIRS = [("today", "ladder"), ("desks", "today"), ("courts", "today")]
CALLED = {
    "en": {"ladder": "before", "today": "as it is", "desks": "more desks", "courts": "more at court"},
    "zh": {"ladder": "传统方案", "today": "现状", "desks": "增加窗口", "courts": "增加法庭"},
}


@pytest.fixture(scope="module")
def tree():
    return parse_yaml(FOUR_SIDES, "four.yaml")


@pytest.fixture(scope="module")
def comparison(tree):
    sides = compared_sides(tree, "four.yaml")
    return compare(sides.scenarios(), sides.roles, replications=3)


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request, tree, comparison):
    """The language, and the files of the report to carry away."""
    scenario = scenario_of(tree, "four.yaml")
    assumed = assumptions(scenario, tree, request.param)
    content = report_zip(
        comparison, scenario, to_yaml(tree), assumed, ("sinksim", "compare", "four.yaml"), request.param
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return request.param, {name: archive.read(name) for name in archive.namelist()}


def text_of(page):
    """What a page shows, a line a tag."""
    bare = re.sub(r"<(script|style)>.*?</\1>", "", page.decode(), flags=re.DOTALL)
    return [html.unescape(part).strip() for part in re.split(r"<[^>]+>", bare) if part.strip()]


def in_order(parts, text):
    """Whether parts stand in a text one after the other."""
    at = 0
    for part in parts:
        at = text.index(part, at) + len(part)
    return True


def told(comparison, lang):
    """Headlines of each pair in words, by side and what it is compared with."""
    return {(pair.names[1].key, pair.names[0].key): headlines(pair, words(lang)) for pair in comparison.pairs}


def test_the_blocks_are_what_the_platform_brings_and_what_each_proposal_changes(comparison):
    assert {block: [(p.names[1].key, p.names[0].key) for p in pairs] for block, pairs in comparison.blocks.items()} == {
        "platform": PAIRS[:1],
        "proposals": PAIRS[1:],
    }


def test_table_workbook_and_document_hold_the_same_numbers(report, comparison):
    _, files = report
    assert files["comparison.csv"] == csv_files(comparison)["comparison.csv"]
    table = list(csv.DictReader(io.StringIO(files["comparison.csv"].decode("utf-8-sig"))))
    document = [row for row in comparison.to_json_dict()["differences"] if row["verdict"]]
    assert len(table) == len(document) > 200
    for row, plain in zip(table, document, strict=True):
        assert [row[name] for name in ("block", "side", "against", "indicator", "verdict")] == [
            plain[name] for name in ("block", "side", "against", "indicator", "verdict")
        ]
        for name in ("difference", "half_width", "level", "level_against"):
            assert (float(row[name]) if row[name] else None) == plain[name]
    book = load_workbook(io.BytesIO(files["report.xlsx"]))
    (sheet,) = [sheet for sheet in book if sheet.cell(1, 1).value == "block"]
    names, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == len(table)
    for cells, row in zip(rows, table, strict=True):
        found = dict(zip(names, cells, strict=True))
        assert (found["side"], found["against"], found["indicator"]) == (row["side"], row["against"], row["indicator"])
        assert found["difference"] == pytest.approx(float(row["difference"]), rel=1e-14)


def test_the_first_sheet_has_the_headlines_of_every_pair_with_both_levels(report, comparison):
    lang, files = report
    _, *rows = load_workbook(io.BytesIO(files["report.xlsx"])).worksheets[0].iter_rows(values_only=True)
    called = CALLED[lang]
    assert list(dict.fromkeys((row[2], row[4]) for row in rows)) == [(called[a], called[b]) for a, b in PAIRS]
    names = {words_of(comparison.first, name, lang).label: name for name in (*headline_names(comparison.first), *MORE)}
    pairs = {tuple(called.in_language(lang) for called in pair.names): pair for pair in comparison.pairs}
    assert len(rows) > 30
    for label, _, side, level, against, level_against, difference, *_ in rows:
        found = pairs[against, side].difference(names[label])
        assert [level, level_against, difference] == pytest.approx(
            [found.alternative, found.baseline, found.difference]
        )


def test_page_brief_and_console_say_the_same_differences_and_levels(report, comparison):
    lang, files = report
    page, brief = (text_of(files[name]) for name in ("report.html", "brief.html"))
    console = comparison_text(comparison, lang=lang)
    for pair, rows in told(comparison, lang).items():
        assert len(rows) > 8
        side, against = (CALLED[lang][name] for name in pair)
        assert words(lang)("brief.versus", side=side, against=against) in page
        for row in rows:
            assert row.difference in page
            assert any(cell.startswith(f"{row.baseline} → {row.alternative}") for cell in page)
        for row in rows[:6]:
            assert row.difference.split(" 个百分点")[0].split(" points")[0] in brief
            assert {row.baseline, row.alternative} <= set(brief)
            assert row.difference.split(" 个百分点")[0].split(" points")[0] in console


def test_page_brief_and_console_tell_the_blocks_in_their_order(report, comparison):
    lang, files = report
    heads = [words(lang)("brief.versus", side=CALLED[lang][a], against=CALLED[lang][b]) for a, b in PAIRS]
    blocks = [phrase(block, lang) for block in ("platform", "proposals")]
    assert in_order([blocks[0], heads[0], blocks[1], *heads[1:]], "\n".join(text_of(files["report.html"])))
    assert in_order(heads, "\n".join(text_of(files["brief.html"])))
    minus = [phrase("minus", lang).format(side=CALLED[lang][a], against=CALLED[lang][b]) for a, b in PAIRS]
    together = phrase("together", lang).format(n=3, baseline=CALLED[lang]["today"])
    assert in_order([blocks[0], minus[0], blocks[1], *minus[1:], together], comparison_text(comparison, lang=lang))


def test_the_brief_says_of_each_side_its_name_its_year_and_what_it_sets(report):
    lang, files = report
    brief = "\n".join(text_of(files["brief.html"]))
    year = {"zh": "现状（2020 年）：", "en": "as it is (2020): "}[lang]
    assert in_order([CALLED[lang]["ladder"], year.strip(), CALLED[lang]["desks"], CALLED[lang]["courts"]], brief)


def test_notes_name_the_sides_that_they_are_about(comparison):
    note = Note("never_open", {"stations": ("desk",), "first": "2022-01-03", "last": "2022-01-12"})
    shared = Note("never_open", {"stations": ("court",), "first": "2022-01-03", "last": "2022-01-12"})
    notes = {side: (shared, note) if side in ("today", "courts") else (shared,) for side in comparison.results}
    results = {
        side: replace(result, labels=replace(result.labels, notes=notes[side]))
        for side, result in comparison.results.items()
    }
    noted = Comparison(results, comparison.roles)
    for lang, names in (("en", "as it is, more at court: "), ("zh", "现状、增加法庭：")):
        told = note_sentences(noted, words(lang))
        assert [line for line in told if line.startswith("court")] == [shared.sentence(words(lang))]
        assert [line for line in told if "desk:" in line or "desk：" in line] == [
            f"{names}{note.sentence(words(lang))}"
        ]
    assert [row["run"] for row in note_rows(noted) if row["code"] == "never_open"] == ["all", "today courts"]
