"""The brief for superiors prints on one sheet of A4, whatever the case calls itself and however much it sets."""

import json
import re

import pytest

from sinksim.analysis.assumptions import assumptions
from sinksim.experiments.running import compare
from sinksim.i18n import words
from sinksim.reports.brief import brief_html
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.four_sides import FOUR_SIDES
from tests.helpers.toy import TOY

SMALL = ["network.scale=0.02", "experiment.window_days=3", "experiment.follow_up_days=4", "experiment.replications=3"]
LONG = json.dumps("很长的情景名称" * 40, ensure_ascii=False)
MANY = range(20)
SPOKEN = "".join(
    f"  q{n}: {{value: 0, unit: 万元, low: 0, high: 9, evidence: X, zh: {LONG}, en: {LONG}}}\n" for n in MANY
)
USED = "".join(f"    - wait: {{kind: home, time: =q{n}}}\n" for n in MANY)
SET = "".join(f"parameters.q{n}: 1, " for n in MANY)
# Long in every place that the brief shows, and more settings than there is room for.
CROWDED = (
    TOY.replace("{zh: 玩具, en: Toy}", f"{{zh: {LONG}, en: {LONG}}}")
    .replace("zh: 办理时长, en: time at the desk", f"zh: {LONG}, en: {LONG}")
    .replace("name: toy", "name: toy\nillustrative: true")
    .replace("parameters.minutes: 15}", f"parameters.minutes: 15, {SET}}}")
    .replace("parameters:\n", f"parameters:\n{SPOKEN}")
    .replace("  apply:\n", f"  apply:\n{USED}")
)
# As many sides as a comparison may have, each with a long name.
SIDES = "".join(
    f"    s{n}: {{zh: {LONG}, en: {LONG}, set: {{parameters.minutes: {20 + n}, {SET}}}}}\n" for n in range(10)
)
MANY_SIDES = (
    CROWDED.rstrip("\n").replace("  baseline: baseline\n", "  baseline: alternative\n  traditional: baseline\n")
    + f"\n{SIDES}"
)


def briefs():
    yield "guizhou", compose("guizhou", SMALL)
    yield "four", parse_yaml(FOUR_SIDES, "four.yaml")
    yield "crowded", parse_yaml(CROWDED, "crowded.yaml")
    yield "many", parse_yaml(MANY_SIDES, "many.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_brief_is_one_sheet_of_a4(chromium, lang, tmp_path):
    page = chromium.new_page()
    for name, tree in briefs():
        scenario = scenario_of(tree, name)
        sides = compared_sides(tree, name)
        comparison = compare(sides.scenarios(), sides.roles, replications=3)
        command = ("sinksim", "compare", name, *(f"parameters.q{n}=1" for n in range(20)))
        path = tmp_path / f"{name}.html"
        path.write_text(
            brief_html(comparison, scenario, assumptions(scenario, tree, lang), command, words(lang)), encoding="utf-8"
        )
        page.goto(path.as_uri())
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1, name
        (box,) = set(re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+ [\d.]+)\]", printed))
        width, height = map(float, box.split())
        assert (round(width), round(height)) == (595, 842)
    page.close()
