"""A report to carry away: every number the same in CSV, workbook and pages; nothing in it acts or is fetched."""

import csv
import hashlib
import io
import json
import re
import shlex
import zipfile
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

import sinksim as library
from sinksim.analysis.assumptions import assumptions
from sinksim.cli import main
from sinksim.experiments.running import compare, run
from sinksim.metrics.headlines import HEADLINES
from sinksim.reports.archive import zipped
from sinksim.reports.carry_away import report_zip
from sinksim.reports.workbook import Table, workbook_bytes
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.scenarios.loading.yaml_writing import to_yaml
from tests.helpers.toy import TOY

pytestmark = pytest.mark.slow

LANGUAGES = ["zh", "en"]
HOSTILE = """<script>alert(1)</script>"'&{}%s"""
COMMAND = ("sinksim", "compare", "toy.yaml", "policy.adoption=0.5")


def made(lang="zh", text=TOY, alone=False, command=COMMAND, **settings):
    from sinksim.scenarios.loading.strict_yaml import parse_yaml

    tree = parse_yaml(text, "toy.yaml")
    scenario = scenario_of(tree, "toy.yaml")
    sides = compared_sides(tree, "toy.yaml")
    outcome = run(scenario, **settings) if alone else compare(sides.scenarios(), sides.roles, **settings)
    content = report_zip(outcome, scenario, to_yaml(tree), assumptions(scenario, tree, lang), command, lang)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return outcome, {name: archive.read(name) for name in archive.namelist()}, content


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request):
    return request.param, *made(request.param)


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content):
    book = load_workbook(io.BytesIO(content))
    return [[list(row) for row in sheet.iter_rows()] for sheet in book]


def test_the_archive_holds_all_there_is_and_its_hashes(report):
    _, _, files, _ = report
    tables = {"summary", "by_area", "by_service", "by_segment", "stations", "data_dictionary", "comparison"}
    others = {
        "README.txt",
        "report.html",
        "brief.html",
        "report.xlsx",
        "scenario.yaml",
        "reproduce.txt",
        "manifest.json",
    }
    assert set(files) == others | {f"{name}.csv" for name in tables}
    hashes = json.loads(files["manifest.json"])["files"]
    assert hashes == {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "manifest.json"}


def test_the_same_run_makes_the_same_archive_apart_from_the_time_it_took():
    first, second = (made(replications=2)[2] for _ in range(2))
    assert first == second


def test_every_table_is_the_same_in_the_workbook_and_numbers_are_numbers(report):
    _, _, files, _ = report
    names = [name for name in files if name.endswith(".csv")]
    numbers = 0
    for name, rows in zip(names, sheets(files["report.xlsx"])[2:], strict=True):
        told = csv_rows(files[name])
        assert len(told) == len(rows)
        for texts, cells in zip(told, rows, strict=True):
            for text, cell in zip(texts, cells, strict=True):
                if isinstance(cell.value, int | float):
                    numbers += 1
                    assert cell.value == pytest.approx(float(text), rel=1e-14)
                else:
                    assert text == (cell.value or "")
    assert numbers > 500


def test_the_first_sheet_says_the_headlines_in_the_reader_s_language(report):
    lang, comparison, files, _ = report
    head, *rows = sheets(files["report.xlsx"])[0]
    columns = (
        ["方案", "方案水平", "相比于", "对照水平"] if lang == "zh" else ["side", "level", "against", "level against"]
    )
    assert [cell.value for cell in head][2:6] == columns
    found = comparison.difference("cost_solved")
    named = {cells[0].value: [cell.value for cell in cells] for cells in rows}
    label = HEADLINES["cost_solved"].zh if lang == "zh" else HEADLINES["cost_solved"].en
    _, _, side, level, against, level_against, difference, half_width, *_ = named[label]
    assert [side, against] == (["备选方案", "基准方案"] if lang == "zh" else ["alternative", "baseline"])
    assert [level, level_against, difference, half_width] == pytest.approx(
        [found.alternative, found.baseline, found.difference, found.half_width]
    )


def test_the_page_and_the_brief_show_the_headline_with_its_interval(report):
    from sinksim.text.phrases import amount

    _, comparison, files, _ = report
    found = comparison.difference("cost_solved")
    told = amount(found.difference, found.half_width, "yuan", 24.0, signed=True)
    assert told in files["report.html"].decode()
    assert told in files["brief.html"].decode()


def test_the_brief_has_the_parts_of_a_chinese_report_to_superiors():
    brief = made("zh")[1]["brief.html"].decode()
    parts = ["关于“玩具”", "主送机关", "一、", "二、", "三、", "四、", "妥否，请批示", "呈报单位：", "年　　月　　日"]
    places = [brief.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "办理时长 = 15 分钟" in brief


def test_the_commands_and_the_python_lines_repeat_the_numbers(report, tmp_path, monkeypatch, capsys):
    _, comparison, files, _ = report
    (tmp_path / "scenario.yaml").write_bytes(files["scenario.yaml"])
    monkeypatch.chdir(tmp_path)
    lines = files["reproduce.txt"].decode("utf-8-sig").replace("\r\n", "\n").splitlines()
    assert shlex.join(COMMAND) in lines
    (command,) = [line for line in lines if line.startswith("sinksim compare scenario.yaml")]
    assert main([*shlex.split(command)[1:], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["differences"][0]["difference"]
    assert told == comparison.rows()[0]["difference"]
    python = "\n".join(lines[lines.index("import sinksim") :])
    names = {}
    exec(compile(python, "reproduce", "exec"), names)
    assert names["comparison"].difference("elapsed") == comparison.difference("elapsed")
    assert library is names["sinksim"]


class Reader(HTMLParser):
    """Tags and attributes of a page as a browser would find them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


@pytest.mark.parametrize("name", ["report.html", "brief.html"])
def test_pages_fetch_nothing_and_run_nothing_of_their_own_accord(report, name):
    page = Reader(report[2][name].decode())
    assert not {"link", "iframe", "img", "object", "embed", "form", "base", "a"} & set(page.tags)
    assert [a for a in page.attributes if a[1].startswith("on") or a[1] in ("src", "href", "action")] == []
    assert ("script" in page.tags) is (name == "report.html")


def test_the_page_of_pictures_is_forbidden_to_ask_any_host_for_anything(report):
    page = Reader(report[2]["report.html"].decode())
    (policy,) = [value for _, name, value in page.attributes if name == "content" and "default-src" in value]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def hostile(text=TOY):
    quoted = json.dumps(HOSTILE)
    return (
        text.replace("en: Toy", f"en: {quoted}")
        .replace("zh: 玩具", f"zh: {quoted}")
        .replace("name: 甲镇", f"name: {quoted}")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_that_is_markup_is_shown_and_never_acts(lang):
    _, files, _ = made(lang, hostile(), replications=2)
    plain = made(lang, replications=2)[1]
    for name in ("report.html", "brief.html"):
        text = files[name].decode()
        assert "<script>alert(1)" not in text
        assert Reader(text).tags == Reader(plain[name].decode()).tags
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_name_that_is_a_formula_stays_text_in_the_workbook():
    files = made(text=TOY.replace("name: 甲镇", 'name: " =1+1"'), replications=2)[1]
    cells = [cell for rows in sheets(files["report.xlsx"]) for row in rows for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []


def test_texts_that_look_like_errors_or_hold_what_xml_cannot_are_text():
    rows = [{"a": text} for text in ("#REF!", "#N/A", "a\x00\x0bb\ufffe", "=1", "＝1", "-3")]
    ((_, *found),) = sheets(workbook_bytes({"t/[1]": Table(rows, ("a",))}))
    assert [(row[0].value, row[0].data_type) for row in found] == [
        ("#REF!", "s"), ("#N/A", "s"), ("ab", "s"), ("'=1", "s"), ("'＝1", "s"), ("-3", "s"),
    ]  # fmt: skip


def test_a_run_alone_has_a_report_without_a_brief():
    _, files, _ = made(alone=True, replications=2)
    assert "brief.html" not in files
    assert "comparison.csv" not in files
    assert "sinksim run scenario.yaml" in files["reproduce.txt"].decode("utf-8-sig")


def test_a_part_of_a_run_says_so_on_every_page():
    told = []

    def enough():
        told.append(None)
        return len(told) > 3

    comparison, files, _ = made("zh", engine="agents", workers=1, stop=enough)
    assert comparison.first.ended == "partial"
    assert "部分结果" in files["brief.html"].decode()
    assert "部分结果" in files["report.html"].decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_preset_has_a_report_in_which_nothing_is_left_untranslated(lang):
    tree = compose("guizhou", ["network.scale=0.02", "experiment.window_days=5", "experiment.follow_up_days=5"])
    sides = compared_sides(tree, "guizhou")
    comparison = compare(sides.scenarios(), sides.roles, replications=2)
    scenario = scenario_of(tree, "guizhou")
    content = report_zip(comparison, scenario, to_yaml(tree), assumptions(scenario, tree, lang), (), lang)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        brief = archive.read("brief.html").decode()
    text = re.sub(r"<style>.*?</style>|<[^>]+>|sinksim( compare)?", " ", brief, flags=re.DOTALL)
    stray = re.findall(r"[A-Za-z]{3,}", text) if lang == "zh" else re.findall(r"[\u4e00-\u9fff]+", text)
    assert stray == []


def test_the_command_line_writes_the_archive_when_asked(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    assert main(["compare", "toy.yaml", "--out", "plain", "--quiet"]) == 0
    assert not (tmp_path / "plain" / "report.zip").exists()
    assert main(["compare", "toy.yaml", "--out", "out", "--zip", "--lang", "zh", "--quiet"]) == 0
    assert "report.zip" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "out" / "report.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("comparison.csv") == (tmp_path / "out" / "comparison.csv").read_bytes()
        assert "汇报" in archive.read("brief.html").decode()


def test_an_archive_of_the_same_files_is_the_same():
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"a": b"1", "b": b"2"})
