"""Scores press on offices: chances of shirking and of hollow closures move with the weight that the scores have."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.core.records import End
from sinksim.plan.compiling import compile_plan
from sinksim.workload.offered_load import offered_load
from tests.helpers.worlds import scenario

PRESSED = """
network: {nodes: [{code: top, tier: county, population: 1000}, {code: site, tier: township, parent: top}]}
stations: {desk: {tier: township, servers: 999}}
processes:
  main:
    - {label: desk, queue: {station: desk, time: 10}}
    - check: {name: shirk, SHIRK, back_to: desk, at_most: 1}
    - close: {HOLLOW}
policy: {score_weight: WEIGHT}
"""
MANY = list(range(0, 1200, 2))


def text(weight, shirk="chance: 0", hollow="hollow: 0"):
    """The scenario with these chances, at this weight of scores."""
    return PRESSED.replace("SHIRK", shirk).replace("HOLLOW", hollow).replace("WEIGHT", str(weight))


def test_without_weight_scores_press_on_nobody_and_with_full_weight_in_full(live):
    both = {"shirk": "chance: 0, under_pressure: 1", "hollow": "hollow: 0, under_pressure: 1"}
    free, pressed = live(text(0, **both), [0, 5]), live(text(1, **both), [0, 5])
    # Free: one service of 10 min, solved. Pressed: sent back once, so 20 min, and closed on paper only.
    assert (free.all("bounces"), free.minutes("closed"), free.all("end")) == ([0, 0], [10, 15], [End.SOLVED] * 2)
    assert (pressed.all("bounces"), pressed.minutes("closed")) == ([1, 1], [20, 25])
    assert pressed.all("end") == [End.HOLLOW] * 2


def test_appraisal_may_lower_shirking_while_it_raises_hollow_closures(live):
    given = {"shirk": "chance: 1, under_pressure: 0", "hollow": "hollow: 0, under_pressure: 1"}
    life = live(text(1, **given), [0])
    assert (life.all("bounces"), life.minutes("closed"), life.all("end")) == ([0], [10], [End.HOLLOW])


def test_between_both_the_chances_are_in_proportion_to_the_weight(live):
    # By hand: .2 + .5 x (.6 - .2) = .4 and .1 + .5 x (.9 - .1) = .5; the same cases as where these chances are stated.
    given = {"shirk": "chance: 0.2, under_pressure: 0.6", "hollow": "hollow: 0.1, under_pressure: 0.9"}
    life, stated = live(text(0.5, **given), MANY), live(text(0, "chance: 0.4", "hollow: 0.5"), MANY)
    assert (life.all("bounces"), life.all("end")) == (stated.all("bounces"), stated.all("end"))
    assert sum(life.all("bounces")) / 600 == pytest.approx(0.4, abs=0.06)
    assert sum(end == End.HOLLOW for end in life.all("end")) / 600 == pytest.approx(0.5, abs=0.06)


def test_whoever_closes_on_paper_without_pressure_does_so_under_it(live):
    # Common luck: more weight adds hollow closures and takes none away.
    hollow = []
    for weight in (0, 0.5, 1):
        life = live(text(weight, hollow="hollow: 0.1, under_pressure: 0.5"), MANY)
        hollow.append({n for n, end in enumerate(life.all("end")) if end == End.HOLLOW})
    assert hollow[0] < hollow[1] < hollow[2]


def test_the_load_that_pressure_brings_is_reckoned_before_the_run():
    given = text(0.5, shirk="chance: 0, under_pressure: 0.5")
    demand = {"need": {"traditional": {"process": "main"}, "demand": {"per_day": 24}}}
    load = offered_load(plan := compile_plan(scenario(given, services=demand)))
    at = plan.labels.stations.names.index("desk@site")
    # 24 needs a day of 10 min each; one in four is sent back once.
    assert load.work[at] == pytest.approx(24 * 10 / 1440 * 1.25, rel=1e-3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"shirk": "outage: true, under_pressure: 0.5"},
            "check shirk has under_pressure without chance; allowed: beside chance",
        ),
        ({"hollow": "under_pressure: 1.5"}, "close.under_pressure is 1.5"),
        ({"weight": 2}, "policy.score_weight is 2"),
    ],
)
def test_nonsense_is_refused(given, said):
    with pytest.raises(BadInput, match=said):
        compile_plan(scenario(text(**{"weight": 0, **given}), [0]))
