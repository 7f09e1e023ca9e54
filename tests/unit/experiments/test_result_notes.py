"""What the numbers of a run cannot say is said beside them, and a printed result shows headlines instead of arrays."""

import math

import pytest

from sinksim.experiments.comparison import compare as compare_results
from sinksim.experiments.replicate import failed, measure_together, replicate
from sinksim.experiments.running import run
from sinksim.experiments.stored_run import StoredRun, from_bytes, to_bytes
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Naming, words
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario
from sinksim.text.notes import note_sentences, notes_by_run, steps_in_words
from sinksim.text.outcomes import comparison_text, run_text
from tests.helpers.pairs import two
from tests.helpers.samples import FakePlan, fake_run, labels


def desk(minutes=10, per_day=20, deadline=1, name="toy", **experiment):
    tree = {
        "name": name,
        "stations": {"desk": {"servers": 1}},
        "services": {
            "s": {
                "demand": {"per_day": per_day},
                "traditional": {"process": "p"},
                "coverage_deadline_days": deadline,
            }
        },
        "processes": {"p": [{"queue": {"station": "desk", "time": minutes}}, "close"]},
        "experiment": {"window_days": 4, "follow_up_days": 2, "replications": 3, **experiment},
    }
    return run(validate(Scenario, tree, "toy"), engine="agents")


def codes(outcome):
    return [note.code for note in outcome.notes]


@pytest.fixture(scope="module")
def unfollowed():
    return desk(follow_up_days=0)


@pytest.fixture(scope="module")
def slow():
    """Work of five days, which nobody has behind them within two."""
    return desk(minutes=5 * 1440, per_day=1)


def test_a_run_in_which_all_is_solved_has_no_note():
    assert codes(desk()) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_follow_up_in_which_nothing_can_be_solved_gives_no_time_of_0_hours(unfollowed, lang):
    assert codes(unfollowed) == ["nothing_solved_short"]
    assert "at least 1 d (the longest deadline)" in unfollowed.notes[0].sentence(words("en"))
    assert unfollowed.series("elapsed").tolist() == [0, 0, 0]
    for name in ("elapsed", "elapsed_p50", "elapsed_p90"):
        assert math.isinf(unfollowed.indicator(name).mean), name
    for name in ("elapsed_sd", "gini_elapsed", "theil_elapsed", "worst_tenth_elapsed", "segment_gap_elapsed"):
        assert math.isnan(unfollowed.indicator(name).mean), name
    text = run_text(unfollowed, lang=lang)
    times = [line for line in text.splitlines() if line.startswith(("  time to solution", "  解决用时"))]
    assert len(times) == 3
    assert all("> 0" in line for line in times)
    rows = [row for row in unfollowed.to_json_dict()["indicators"] if row["indicator"] == "elapsed"]
    assert rows
    assert all(row["mean"] is None and row["beyond_follow_up"] for row in rows)


def test_a_deadline_beyond_the_follow_up_is_told_where_cases_are_left_open():
    assert codes(desk(minutes=5 * 1440, per_day=1, deadline=7)) == ["follow_up_below_deadline", "nothing_solved_short"]


def test_a_follow_up_longer_than_every_deadline_says_longer_than(slow):
    assert codes(slow) == ["nothing_solved"]
    assert "longer than that" in slow.notes[0].sentence(words("en"))
    assert math.isinf(slow.indicator("elapsed").mean)


def test_a_comparison_with_a_side_that_solved_nothing_gives_no_difference_of_times(slow):
    found = compare_results(two(slow, desk(per_day=1)))
    between = found.difference("elapsed")
    assert math.isinf(between.baseline)
    assert between.alternative == pytest.approx(1 / 6, abs=0.05)
    assert math.isnan(between.difference)
    assert between.verdict == "no interval"
    assert found.difference("coverage").verdict == "better"
    assert notes_by_run(found) == [(("baseline",), slow.notes[0])]
    assert note_sentences(found, words("zh"))[0].startswith("基准方案：随访期 2 天内")
    assert "baseline: No need was solved" in comparison_text(found)


def test_notes_that_both_sides_share_are_told_once(unfollowed):
    assert {sides for sides, _ in notes_by_run(compare_results(two(unfollowed, unfollowed)))} == {()}


def test_a_median_beyond_the_follow_up_is_told():
    # One server, four days of work a day: the first are solved within two days, half of them never.
    assert codes(desk(minutes=4 * 72)) == ["median_beyond"]


def test_a_run_without_a_need_by_chance_says_so():
    result = desk(per_day=1e-6)
    assert codes(result) == ["no_cohort_by_chance"]
    assert "headlines are empty" in run_text(result)


def test_notes_of_a_scenario_outlive_the_store():
    scenario = validate(
        Scenario,
        {
            "stations": {"desk": {"servers": 1}},
            "services": {"s": {"demand": None, "traditional": {"process": "p"}}},
            "processes": {"p": ["close"]},
        },
        "toy",
    )
    from sinksim.agents import run as agents

    plan = compile_plan(scenario)
    (finished,) = measure_together([plan], agents, 1).finished
    kept = from_bytes(to_bytes(StoredRun(plan.labels, plan.seed, tuple(finished), "agents", 0.0), "k"), "k", 1)
    assert plan.labels.notes
    assert kept.labels.notes == plan.labels.notes


@pytest.fixture(scope="module")
def comparison():
    return compare_results(
        two(replicate(FakePlan(labels()), fake_run, 4), replicate(FakePlan(labels(), mean_days=8.0), fake_run, 4))
    )


def test_a_printed_outcome_shows_headlines_with_intervals_and_no_array(comparison):
    for outcome in (comparison, comparison.first):
        text = str(outcome)
        assert all(name in text for name in headline_names(comparison.first))
        assert "array" not in text
        assert len(text.splitlines()) < 20
    found = comparison.difference("elapsed_p50")
    assert f"{found.difference:+,.4g} ± {found.half_width:,.2g}" in str(comparison)
    assert found.verdict in str(comparison)
    level = comparison.first.indicator("coverage")
    assert f"{level.mean * 100:,.4g} ± {level.half_width * 100:,.2g}" in repr(comparison.first)


def test_a_notebook_s_cell_is_a_table_and_escapes_names(comparison):
    assert comparison._repr_html_().count("<tr>") == len(headline_names(comparison.first)) + 1
    assert "<td>coverage</td>" in comparison.first._repr_html_()
    bad = failed(FakePlan(labels()), "<script>", 3)
    assert "<script>" in repr(bad)
    assert "<script>" not in bad._repr_html_()


LOOP = {
    "processes": {
        "p": [
            {"label": "again", "queue": {"station": "desk", "time": 1}},
            {"check": {"name": "bad", "chance": 1, "back_to": "again", "at_most": 2}},
            "close",
        ]
    },
    "stations": {"desk": {"servers": 1}},
    "services": {"s": {"demand": {"per_day": 20}, "traditional": {"process": "p"}}},
    "experiment": {"window_days": 4, "follow_up_days": 2, "replications": 2},
}


@pytest.mark.parametrize("engine", ["agents", "compiled"])
def test_a_loop_at_its_bound_is_told_with_its_step_and_how_often(engine):
    found = run(validate(Scenario, LOOP, "toy"), engine=engine)
    (note,) = found.notes
    assert (note.code, note.values["steps"]) == ("loop_at_bound", ("processes.p.1.check",))
    # Every case comes to the bound once; those of the follow-up and the last of the run too, unless they are still open.
    assert note.values["times"] == pytest.approx(20 * 6, rel=0.2)
    assert "processes.p.1.check" in run_text(found)
    assert "退回次数上限" in note.sentence(words("zh"))
    told = note_sentences(found, words("zh"), steps_in_words(Naming(words("zh"))))
    assert told[0].startswith("“p”第 2 步：")


def test_a_loop_that_is_never_at_its_bound_is_not_told():
    quiet = {**LOOP, "processes": {"p": [*LOOP["processes"]["p"][:1], "close"]}}
    assert codes(run(validate(Scenario, quiet, "toy"))) == []
