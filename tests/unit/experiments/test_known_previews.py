"""The previews of presets that are kept with the presets: within the bar, and what a preview of today gives."""

import math
from typing import ClassVar

import pytest

import sinksim
from sinksim.core.records import SEMANTICS_VERSION
from sinksim.experiments.known_previews import known_preview, preview_for
from sinksim.experiments.pair import Difference
from sinksim.experiments.preview import Cut, ground, parts
from sinksim.experiments.running import compare
from sinksim.scenarios.loading.composing import compose
from sinksim.scenarios.loading.presets import conf_folder
from sinksim.scenarios.loading.sides import own_sides
from sinksim.scenarios.loading.strict_yaml import parse_yaml, read_yaml
from sinksim.verification.previews import BAR, SEEDS, Deviation, _apart, document, largest

KNOWN = sinksim.presets()


def kept(name):
    return read_yaml(conf_folder() / "targets" / f"{name}.preview.yaml")


@pytest.mark.parametrize("name", KNOWN)
def test_every_preset_has_a_preview_measured_within_the_bar_under_three_seeds(name):
    file = kept(name)
    assert known_preview(name).deviation == file["deviation"] <= BAR
    assert file["semantics_version"] == SEMANTICS_VERSION
    assert {row["seed"] for row in file["measured"]} == set(SEEDS)
    assert max(row["deviation"] for row in file["measured"]) <= file["deviation"]
    own = own_sides(compose(name), name)
    baseline, traditional = own.roles.baseline, own.roles.traditional
    pairs = {(row["side"], row["against"]) for row in file["measured"]}
    first = [] if traditional in (None, baseline) else [(baseline, traditional)]
    assert pairs == {*first, *((side, baseline) for side in own.proposals)}


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_a_preset_is_previewed_as_kept_and_a_place_of_it_or_a_changed_file_is_not(name):
    scenario = sinksim.load(name)
    part = parts(ground(scenario.network.model_copy(update={"scale": 1.0, "within": None})))[0]
    assert preview_for(scenario, name) == known_preview(name)
    assert preview_for(scenario, None).deviation is None
    assert preview_for(scenario, name, part).within == part
    assert preview_for(scenario, name, part).deviation is None
    assert known_preview("nowhere") is None


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_what_was_measured_is_what_the_preview_gives_today(name):
    own, cut = own_sides(compose(name), name), known_preview(name)
    found = compare(own.ending_with({"experiment.seed": 1, **cut.settings}).scenarios(), own.roles, engine="compiled")
    for row in (row for row in kept(name)["measured"] if row["seed"] == 1):
        difference = found.pair(row["side"], row["against"]).difference(row["headline"]).difference
        assert float(f"{difference:.4g}") == row["preview"]


class PairOf:
    """As much of a pair as is measured: one difference."""

    least: ClassVar[dict[str, float]] = {}

    def __init__(self, baseline, difference, verdict="better", at_least=False):
        alternative = math.inf if at_least else baseline + difference
        self.found = Difference(baseline, alternative, difference, 0.1, 10, 1.0, 1.0, verdict, at_least)

    def difference(self, name):
        return self.found


@pytest.mark.parametrize(
    ("full", "preview", "expected"),
    [
        (PairOf(0.5, 0.2), PairOf(0.5, 0.17), 0.15),  # a share of the full run's difference
        (PairOf(0.5, 0.004), PairOf(0.5, 0.002), 0.2),  # of the least that matters, which is larger
        (PairOf(0.5, 0.2), PairOf(0.5, -0.2, "worse"), 2.0),
        (PairOf(0.5, 0.2), PairOf(0.5, 0.1, "little difference"), 0.5),  # said by one of the two only
        (PairOf(0.5, 0.004, "little difference"), PairOf(0.5, -0.01, "little difference"), 0.0),
        (PairOf(0.5, 9.0, at_least=True), PairOf(0.5, 5.0, at_least=True), 0.0),
        (PairOf(0.5, 9.0, at_least=True), PairOf(0.5, 5.0), math.inf),
    ],
)
def test_a_deviation_is_a_share_of_what_the_full_run_says(full, preview, expected):
    assert _apart("coverage", full, preview)[2] == pytest.approx(expected)


def test_the_largest_deviation_is_rounded_up_and_is_infinite_where_one_is_no_number():
    row = Deviation(1, "today", "ladder", "coverage", 0.2, 0.17, 0.1501)
    assert largest([row, row._replace(deviation=0.01)]) == 0.151
    assert largest([row, row._replace(deviation=math.nan)]) == math.inf


def test_the_document_is_read_back_as_the_preview():
    cut = Cut(None, 0.1, "share", 1.0, 2.0, 3.0, 4)
    read = parse_yaml(document("toy", cut, [Deviation(1, "today", "ladder", "coverage", 0.2, 0.17, 0.15)]), "toy")
    assert Cut(**read["preview"]) == cut
    assert read["deviation"] == 0.15
