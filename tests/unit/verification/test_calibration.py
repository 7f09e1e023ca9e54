import json

import numpy as np
import pytest

from sinksim.cli import main
from sinksim.core.errors import BadInput
from sinksim.experiments.statistics import Interval, t_interval
from sinksim.metrics.equity_figures import FIGURE_NAMES
from sinksim.metrics.indicators import indicators
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.validation import validate
from sinksim.verification.calibration import studies
from sinksim.verification.calibration.checked import Checked, judged
from sinksim.verification.calibration.estimate import Estimate, mean_of, target_interval
from sinksim.verification.calibration.page import amount, asked, page
from sinksim.verification.calibration.studies import Simulated, simulate, targets_of
from sinksim.verification.calibration.target import Awaited, Study, Target


def target(**said):
    given = {
        "code": "C9",
        "what": "something",
        "tag": "held-out",
        "figure": {"name": "coverage"},
        "low": 0.9,
        "high": 1.0,
    }
    return validate(Target, {**given, **said}, "targets")


def study(*targets, **said):
    return validate(Study, {"title": "A study", "targets": [t.model_dump() for t in targets], **said}, "targets")


@pytest.mark.parametrize(
    ("mean", "half_width", "verdict"),
    [(0.95, 0.01, "met"), (0.85, 0.01, "missed"), (0.895, 0.01, "undecided"), (0.905, 0.01, "undecided")],
)
def test_a_target_is_met_or_missed_only_with_its_whole_interval(mean, half_width, verdict):
    assert judged(target(), Interval(mean, half_width, 4)) == verdict


def test_an_unknown_interval_decides_nothing():
    assert judged(target(), Interval(0.95, float("nan"), 1)) == "undecided"


@pytest.mark.parametrize(("mean", "verdict"), [(86.0, "met"), (114.0, "met"), (84.0, "missed"), (116.0, "missed")])
def test_an_expected_value_is_met_by_an_estimate_within_its_share(mean, verdict):
    assert judged(target(expected=100, low=None, high=None), Interval(mean, 50.0, 4)) == verdict


def test_the_range_of_a_negative_expected_value_lies_around_it():
    assert target(expected=-10, low=None, high=None).range == pytest.approx((-11.5, -8.5))


@pytest.mark.parametrize("said", [{"expected": 1.0}, {"low": None, "high": None}])
def test_a_target_that_says_too_much_or_too_little_is_refused(said):
    with pytest.raises(BadInput, match="allowed"):
        target(**said)


def test_a_miss_is_explained_by_a_note_with_a_change_that_removes_it():
    low, enough = Interval(0.1, 0.01, 4), Interval(0.95, 0.01, 4)
    assert Checked(target(), enough).explained
    assert not Checked(target(), low).explained
    assert not Checked(target(note="because"), low).explained
    assert not Checked(target(note="because"), low, low).explained
    assert not Checked(target(), low, enough).explained
    assert Checked(target(note="because"), low, enough).explained


def test_the_interval_of_a_mean_is_student_s_and_values_that_are_not_known_do_not_count():
    values = np.array([1.0, 2.0, 4.0, np.nan])
    assert mean_of(values).interval == pytest.approx(t_interval(values[:3]))


def test_two_figures_are_compared_replication_by_replication():
    # The second is the first doubled in every replication: the ratio is known without error.
    first = mean_of(np.array([1.0, 2.0, 3.0]))
    second = mean_of(np.array([2.0, 4.0, 6.0]))
    assert second.compared(first, "ratio").interval[:2] == pytest.approx((2.0, 0.0))
    assert first.compared(second, "decrease").interval[:2] == pytest.approx((0.5, 0.0))
    assert first.compared(second, "difference").value == -2.0
    assert first.compared(second, "difference").interval.half_width > 0


def test_a_target_against_another_side_takes_both_figures():
    of = target(against={"name": "coverage", "side": "ladder"}, how="decrease")
    estimates = {of.figure: Estimate(1.0, np.array([1.0, 1.0])), of.against: Estimate(4.0, np.array([4.0, 4.0]))}
    assert target_interval(of, estimates) == (0.75, 0.0, 2)


def test_amounts_are_told_in_the_unit_of_the_target():
    assert asked(target()) == "90 to 100 %"
    assert asked(target(high=None)) == "≥ 90 %"
    assert asked(target(low=None)) == "≤ 100 %"
    assert asked(target(low=2, high=2, unit="h", factor=1)) == "2 h"
    assert asked(target(low=None, high=None, expected=6.5, unit="h", factor=1)) == "6.5 h ± 15 %"
    assert amount(target(), Interval(0.85123, 0.0123, 4)) == "85.12 ± 1.2 %"


def test_the_page_headlines_held_out_targets_and_shows_tag_figure_and_verdict():
    missed = Checked(target(note="because", removed_by={"a.b": 2}), Interval(0.85, 0.01, 4), Interval(0.95, 0.01, 4))
    part = Simulated("guizhou", study(target(), settings={"network.scale": 0.5}), (missed,))
    text = page([part], [("guizhou", Awaited(code="C17", what="volume", awaits="trust"))])
    assert "held-out 0 of 1 met" in text
    assert "| C9 | something | guizhou: all | held-out | 90 to 100 % | 85 ± 1 % | missed |" in text
    assert "* C9, something: because With `a.b=2`: 95 ± 1 %." in text
    assert text.index("## Held-out") < text.index("## A study: `guizhou`")
    assert "`network.scale=0.5`; 4 replications" in text
    assert "| guizhou | C17 | volume | trust |" in text


@pytest.mark.slow
def test_studies_state_what_exists_and_explain_by_settings_that_can_be_laid():
    for name in presets():
        found = targets_of(name)
        for each in (*found.studies, *found.headlines):
            scenarios = studies._scenarios(name, each, {"network.scale": 0.02})
            known = {side: {row.name for row in indicators(compile_plan(s).labels)} for side, s in scenarios.items()}
            for row in each.targets:
                studies._scenarios(name, each, row.removed_by)
                for figure in (row.figure, row.against):
                    if figure is not None and each.records is None:
                        side = studies._side(figure, scenarios)
                        assert figure.name in known[side] | set(FIGURE_NAMES), (name, row.code, figure.name)


def test_a_preset_without_targets_has_none_and_an_unknown_one_is_refused():
    assert targets_of("guizhou").studies
    with pytest.raises(BadInput, match=r"'guizou' is no preset; .*guizhou"):
        targets_of("guizou")


SMALL = {
    "network.scale": 0.02,
    "experiment.warm_up_days": 0,
    "experiment.window_days": 1,
    "experiment.follow_up_days": 2,
}


def test_a_study_simulates_its_sides_and_repeats_a_miss_with_its_change():
    asked_for = target(
        figure={"name": "platform_share", "side": "off"}, low=0.99, note="nobody", removed_by={"policy.adoption": 1}
    )
    sides = {"off": {"policy.adoption": 0}, "on": {"policy.adoption": 1}}
    (checked,) = simulate("guizhou", study(asked_for, sides=sides, settings=SMALL, replications=2)).checked
    assert checked.simulated.mean == 0.0
    assert checked.verdict == "missed"
    assert checked.removed.mean > 0.5


def test_a_study_without_sides_has_those_of_the_preset():
    asked_for = target(
        figure={"name": "platform_share", "side": "today"},
        against={"name": "platform_share", "side": "ladder"},
        how="difference",
    )
    (checked,) = simulate("guizhou", study(asked_for, settings=SMALL, replications=2)).checked
    assert checked.simulated.mean > 0


def test_a_side_that_is_not_simulated_is_refused():
    with pytest.raises(BadInput, match="side 'more' is not simulated; allowed: off"):
        simulate(
            "guizhou", study(target(figure={"name": "coverage", "side": "more"}), sides={"off": {}}, settings=SMALL)
        )


def test_the_command_fails_by_a_miss_that_nothing_explains(monkeypatch, tmp_path, capsys):
    wanted = study(target(figure={"name": "coverage", "side": "off"}, low=2, high=3), sides={"off": {}}, settings=SMALL)
    monkeypatch.setattr(studies, "targets_of", lambda _: studies.Targets(studies=(wanted,)))
    out = tmp_path / "page.md"
    assert main(["calibrate", "guizhou", "--quiet", "--json", "--fresh", "--replications", "2", "--out", str(out)]) == 1
    (found,) = json.loads(capsys.readouterr().out)["studies"]
    assert found["targets"][0]["verdict"] == "missed"
    assert "held-out 0 of 1 met" in out.read_text(encoding="utf-8")


def test_the_targets_of_the_telemedicine_presets_are_in_a_study():
    codes = {
        row.code for name in ("guizhou", "guizhou_visits") for each in targets_of(name).studies for row in each.targets
    }
    assert codes == {"C1", "C2", "C3", "C4", "C5", "C6"}


def test_what_cannot_be_written_or_is_unknown_is_refused_before_the_first_run(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(studies, "simulate", lambda *_: pytest.fail("it has run"))
    assert main(["calibrate", "guizhou", "--out", str(tmp_path / "nowhere" / "page.md")]) == 2
    assert main(["calibrate", "guizhou", "guizou"]) == 2
    said = capsys.readouterr().err
    assert "cannot be written (no such folder)" in said
    assert "'guizou' is no preset" in said
