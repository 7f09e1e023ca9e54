import re

import pytest

from sinksim.scenarios.loading import presets
from sinksim.verification.calibration import studies
from tests.helpers.losing import LOSING

TARGETS = """
headlines:
  - title: As worked out
    replications: 2
    targets: [{code: H1, what: solved in time, figure: {name: coverage, side: today}, low: 1.5, high: 2}]
"""


@pytest.fixture
def conf(tmp_path, monkeypatch):
    """A folder with two small presets in the place of those that come with the package."""
    folder = tmp_path / "conf"
    for name in ("first_case", "second_case"):
        (folder / "scenario").mkdir(parents=True, exist_ok=True)
        text = LOSING.replace("name: losing", f"name: {name}")
        (folder / "scenario" / f"{name}.yaml").write_text(text, encoding="utf-8")
    for module in (presets, studies):
        monkeypatch.setattr(module, "conf_folder", lambda: folder)
    studies.targets_of.cache_clear()
    yield folder
    studies.targets_of.cache_clear()


def sections(text):
    return re.findall(r"^## .*\(`(\w+)`\)$", text, re.MULTILINE)


def test_the_page_of_all_presets_goes_to_docs(sinksim, conf, tmp_path):
    (tmp_path / "docs").mkdir()
    said = sinksim("cases")
    assert (said.code, said.out, said.err) == (0, "docs/cases.md\n", "first_case\nsecond_case\n")
    text = (tmp_path / "docs/cases.md").read_text(encoding="utf-8")
    assert text.startswith("# Cases\n")
    assert sections(text) == ["first_case", "second_case"]


def test_some_presets_are_printed_or_go_to_a_file_in_either_language(sinksim, conf, tmp_path):
    (tmp_path / "docs").mkdir()
    assert sections(sinksim("cases", "second_case", "--quiet").out) == ["second_case"]
    assert sinksim("cases", "first_case", "--quiet", "--lang", "zh", "--out", "page.md").code == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# 案例汇编\n")
    assert not (tmp_path / "docs/cases.md").exists()


def test_one_document_tells_levels_and_losses(sinksim, conf):
    (case,) = sinksim("cases", "first_case", "--json", "--quiet", "--replications", "3").document["cases"]
    assert case["levels"]["today"]["coverage"] == {"mean": 1.0, "half_width": 0.0, "n": 3}
    (loss,) = case["losses"]
    assert (loss["side"], loss["against"], loss["headline"]) == ("today", "ladder", "elapsed_p50")


def test_what_was_expected_and_is_missed_without_an_explanation_fails(sinksim, conf):
    (conf / "targets").mkdir()
    (conf / "targets/first_case.yaml").write_text(TARGETS, encoding="utf-8")
    said = sinksim("cases", "first_case")
    assert said.code == 1
    assert "| H1 | solved in time | today | expected | 150 to 200 % | 100 ± 0 % | missed |" in said.out


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["first_cas"], "'first_cas' is no preset"),
        (["first_case", "--out", "nowhere/page.md"], "nowhere/page.md: cannot be written"),
        (["first_case", "--out", "."], ".: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused(sinksim, conf, arguments, fault):
    said = sinksim("cases", *arguments, "--quiet")
    assert (said.code, said.out) == (2, "")
    assert fault in said.err
