"""Nothing appears, vanishes or is counted twice, in any world."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sinksim.core.records import CASE_FIELDS, NEVER, End, VisitEnd
from sinksim.metrics.conservation import cases_unique, conserved, presence
from sinksim.metrics.tally import Tally
from sinksim.plan.compiling import compile_plan
from tests.helpers.generated.worlds import worlds
from tests.helpers.worlds import WHO, live, live_plan, scenario

MANY = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lived(tree):
    life = live(tree)
    assert np.all(life.cases["arisen"] < life.plan.labels.window.horizon)
    return life


def tally(life):
    found = Tally(life.plan.labels.window.horizon)
    found.fold(np.ascontiguousarray(life.cases).view(np.int64).reshape(len(life.cases), len(CASE_FIELDS)))
    return found


def every_given_case_has_one_record(life):
    given_rows = life.plan.recorded
    told = given_rows.arisen < life.plan.labels.window.horizon
    expected = {tuple(row) for row in zip(*(getattr(given_rows, name)[told].tolist() for name in WHO), strict=True)}
    found = [tuple(row) for row in life.cases[WHO].tolist()]
    assert {row for row in found if row[2] < 0} == expected
    assert len(found) == len(set(found))


def within(instants, window):
    """Which lie in the window; who waited before the start has joined at the start."""
    joined = np.maximum(instants, 0)
    return (joined >= window.warm_up) & (joined < window.warm_up + window.window)


def visits_end_in_one_way(life):
    window = life.plan.labels.window
    for number, row in enumerate(life.tables.stations):
        own = life.visits[life.visits["station"] == number]
        ends = own["end"][within(own["ended"], window) & (own["end"] != VisitEnd.OPEN)]
        counted = [row[name] for name in ("served", "reneged", "withdrawn", "went_home", "refused")]
        assert [int((ends == end).sum()) for end in list(VisitEnd)[:5]] == counted
        assert within(own["joined"], window).sum() == row["joined"]


def server_time_is_the_visits(life):
    window = life.plan.labels.window
    for number, row in enumerate(life.tables.stations):
        own = life.visits[life.visits["station"] == number]
        assert own["busy"].sum() >= row["busy"] + row["overtime"]
        if window.horizon == window.window:
            assert own["busy"].sum() == row["busy"] + row["overtime"]
        assert row["present"] - row["waiting"] == row["busy"] + row["overtime"]
        assert 0 <= row["busy"] <= row["open"]
    assert life.cases["staff_time"].sum() == life.visits["busy"].sum()


def visits_are_in_order(life):
    own = life.visits
    assert np.all(own["joined"] <= own["ended"])
    begun = own[own["began"] != NEVER]
    assert np.all((begun["joined"] <= begun["began"]) & (begun["began"] + begun["busy"] <= begun["ended"]))


def instants_are_in_order(life):
    horizon, cases = life.plan.labels.window.horizon, life.cases
    for name in ("filed", "responded", "closed", "solved"):
        happened = cases[cases[name] != NEVER]
        assert np.all((happened["arisen"] <= happened[name]) & (happened[name] < horizon))
    solved = cases[cases["end"] == End.SOLVED]
    assert np.all(solved["solved"] >= solved["closed"])
    assert np.all(cases[cases["end"] != End.SOLVED]["solved"] == NEVER)
    assert np.all(cases[np.isin(cases["end"], [End.HOLLOW, End.RENEGED, End.LOST, End.REFUSED])]["closed"] != NEVER)


def clocks_are_kept_or_broken_not_both(life):
    started, kept, broken = (life.cases[f"clocks_{name}"] for name in ("started", "kept", "broken"))
    assert np.all((kept & broken) == 0)
    assert np.all(((kept | broken) & ~started) == 0)
    ended = life.cases["end"] != End.OPEN
    assert np.all((kept | broken)[ended] == started[ended])


@pytest.mark.filterwarnings("error")
@MANY
@given(worlds())
def test_nothing_appears_vanishes_or_is_counted_twice(tree):
    life = lived(tree)
    assert conserved(tally(life), life.tables.ledger, len(life.cases)) == []
    assert cases_unique(life.cases) == []
    assert presence(life.visits, life.plan.labels.window, life.tables.stations, life.plan.labels) == []
    every_given_case_has_one_record(life)
    visits_end_in_one_way(life)
    server_time_is_the_visits(life)
    visits_are_in_order(life)
    instants_are_in_order(life)
    clocks_are_kept_or_broken_not_both(life)


@settings(parent=MANY, max_examples=25)
@given(worlds())
def test_a_replication_is_the_same_each_time_and_leaves_the_plan_as_it_was(tree):
    plan = compile_plan(scenario(tree))
    first, second = live_plan(plan), live_plan(plan)
    for one, two in ((first.cases, second.cases), (first.visits, second.visits)):
        assert one.tobytes() == two.tobytes()
    assert first.tables.stations.tobytes() == second.tables.stations.tobytes()
