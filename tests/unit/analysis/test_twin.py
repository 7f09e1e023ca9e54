import numpy as np
import pytest

from sinksim.analysis.twin import build_timelines, citizen_of, pair_cohorts
from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.twins import CEILINGS, WORLD, scenario
from tests.helpers.worlds import WHO, live_plan


@pytest.fixture(scope="module")
def paired():
    return pair_cohorts(scenario(), scenario(policy={"adoption": 1, "ceilings": CEILINGS}), replication=1)


@pytest.fixture(scope="module")
def twins(paired):
    return build_timelines(paired, range(len(paired)))


def test_a_citizen_is_named_by_service_place_layer_and_ordinal():
    citizen = citizen_of("permit/t1/0/17")
    assert citizen == ("permit", "t1", 0, 17)
    assert citizen.id == "permit/t1/0/17"
    assert citizen_of("permit/t1/-1/2").layer == -1


@pytest.mark.parametrize(
    "text", ["", "permit", "permit/t1/0", "permit/t1/0/x", "permit/t1/0/1/2", "/t1/0/1", "a/b/1.5/2"]
)
def test_any_other_form_of_a_citizen_is_refused(text):
    with pytest.raises(BadInput, match="allowed: SERVICE/ORIGIN/LAYER/ORDINAL"):
        citizen_of(text)


@pytest.mark.slow
def test_the_steps_of_every_citizen_add_up_to_the_record_on_both_sides(twins):
    assert len(twins) > 200
    assert all(side.adds_up for twin in twins for side in twin.sides)
    assert any(step.branch for twin in twins for side in twin.sides for step in side.steps)
    assert any(step.after_report for twin in twins for side in twin.sides for step in side.steps)


def test_a_side_whose_steps_are_changed_does_not_add_up(twins):
    from dataclasses import replace

    side = next(side for twin in twins for side in twin.sides if side.times["queue"])
    assert not replace(side, steps=side.steps[1:]).adds_up


def test_records_are_those_of_the_engines(paired, twins):
    life = live_plan(paired.plans[0], replication=1)
    by_who = {tuple(row[name] for name in WHO): row for row in life.cases}
    labels = paired.plans[0].labels
    for twin in twins:
        who = (
            labels.services.index(twin.citizen.service),
            labels.origins.index(twin.citizen.origin),
            *twin.citizen[2:],
        )
        row = by_who[who]
        assert {name: int(row[name]) for name in row.dtype.names} == twin.baseline.record


def test_both_sides_share_need_and_luck(twins):
    for twin in twins:
        one, other = (side.record for side in twin.sides)
        assert [one[name] for name in ("arisen", "segment", "urgency", "requires")] == [
            other[name] for name in ("arisen", "segment", "urgency", "requires")
        ]
        decided = [
            {step.chosen for step in side.steps if step.name == "complete" and step.decided_by == "chance"}
            for side in twin.sides
        ]
        assert len(set.union(*decided)) <= 1, "the same luck decides the same check in the same way"


def test_needs_filed_on_one_side_only_are_found_and_shown_as_such(paired, twins):
    only = paired.select(filed="alternative")
    assert len(only) > 5
    assert len(paired.select(filed="baseline")) == 0
    for position in only:
        twin = twins[position]
        assert (twin.baseline.presence, twin.alternative.presence) == ("never filed", "filed")
        assert twin.baseline.steps == ()
        assert twin.alternative.steps
    sizes = [len(paired.select(filed=filed)) for filed in ("both", "baseline", "alternative")]
    neither = (paired.presence == 1).all(axis=1).sum()
    assert sum(sizes) + neither == len(paired) == len(paired.select())


def test_needs_that_arise_on_one_side_only_are_shown_as_such():
    more = pair_cohorts(scenario(), scenario(policy={"demand": 1.5}))
    absent = np.flatnonzero(more.presence[:, 0] == 0)
    assert len(absent) > 20
    assert (more.presence[:, 1] > 0).all()
    (twin,) = build_timelines(more, absent[:1])
    assert (twin.baseline.presence, twin.baseline.record, twin.baseline.steps) == ("absent", {}, ())
    assert twin.alternative.record["layer"] == 1
    assert more.rows_of(absent[:1])[0].change is None


def test_choices_by_service_and_segment(paired, twins):
    chosen = paired.select("grant", "over60_rural")
    expected = [n for n, twin in enumerate(twins) if (twin.citizen.service, twin.segment) == ("grant", "over60_rural")]
    assert chosen.tolist() == expected
    assert len(chosen) > 3
    for wrong in ({"service": "grants"}, {"segment": "over60"}):
        with pytest.raises(BadInput, match=r"did you mean|known"):
            paired.select(**wrong)


@pytest.mark.parametrize("measure", ["elapsed", "citizen_time", "money"])
def test_the_largest_differences_either_way(paired, twins, measure):
    among = paired.select(filed="both")
    falls, rises = paired.largest(among, measure, 10)
    change = {int(p): change_of(twins[p], measure, paired.plans[0].labels.window.follow_up) for p in among}
    ordered = sorted(change.values())
    assert [change[p] for p in falls.tolist()] == [value for value in ordered[:10] if value < 0]
    assert [change[p] for p in rises.tolist()] == [value for value in ordered[::-1][:10] if value > 0]
    known = paired.rows_of(falls, measure)
    assert [row.change for row in known] == sorted(row.change for row in known)
    assert [row.id for row in known] == [twins[p].citizen.id for p in falls]


def change_of(twin, measure, follow_up):
    def value(record):
        if measure == "elapsed":
            span = follow_up if record["solved"] == NEVER else min(record["solved"] - record["arisen"], follow_up)
            return span / 3_600_000
        if measure == "citizen_time":
            return record["citizen_time"] / 3_600_000
        return (record["cost_fares"] + record["fee_citizen"]) / 1000

    return value(twin.alternative.record) - value(twin.baseline.record)


def test_a_citizen_is_found_by_id_and_an_unknown_one_is_refused(paired):
    for position in (0, 7, len(paired) - 1):
        assert paired.position(paired.citizen(position).id) == position
    for unknown in ("permit/t1/0/999999", "visa/t1/0/1", "permit/t9/0/1"):
        with pytest.raises(BadInput, match="has no need in the window of replication 1; allowed: one who has, such as"):
            paired.position(unknown)


def test_places_have_names_and_branches_their_departments(twins):
    twin = next(twin for twin in twins if twin.citizen.origin == "t1" and twin.baseline.steps)
    assert twin.origin[:3] == ("t1", "甲镇", "First Town")
    assert twin.area[:3] == ("c", "县城", "County Seat")
    trip = twin.baseline.steps[0]
    assert (trip.verb, trip.place.en, trip.kinds) == ("travel", "County Seat", {"travel": 30 * 60_000})
    assert trip.counted["cost_fares"] == 10_000
    branches = [step for step in twin.baseline.steps if step.branch]
    assert {step.department for step in branches} == {"bureau", "archive"}
    assert {step.is_critical for step in branches} == {True, False}


def test_two_sides_with_other_luck_are_refused():
    other = scenario(experiment={"warm_up_days": 1, "window_days": 20, "follow_up_days": 5, "seed": 7})
    with pytest.raises(BadInput, match=r"twin\.seed: 1 in the baseline and 7 in the alternative"):
        pair_cohorts(scenario(), other)


def test_whoever_wants_to_stop_is_asked():
    from sinksim.core.errors import Stopped

    with pytest.raises(Stopped):
        pair_cohorts(scenario(), scenario(), stop=lambda: True)


def test_nothing_is_told_of_the_people_of_a_recorded_log():
    tree = parse_yaml(WORLD, "twins")
    grant = {
        **tree["services"]["grant"],
        "demand": None,
        "log": [{"origin": "t1", "arisen": 1500 + n} for n in range(30)],
    }
    logged = scenario(services={**tree["services"], "grant": grant})
    paired = pair_cohorts(logged, logged)
    assert len(paired) > 100
    assert len(paired.select("grant")) == 0


def test_clocks_are_told_as_the_record_has_them(twins):
    states = [twin.alternative.clocks["promise"] for twin in twins if twin.alternative.channel == "platform"]
    assert {"kept", "broken"} <= set(states)
    for twin in twins:
        record, state = twin.alternative.record, twin.alternative.clocks["promise"]
        bits = (record["clocks_started"], record["clocks_kept"], record["clocks_broken"])
        assert bits == {"kept": (1, 1, 0), "broken": (1, 0, 1), "running": (1, 0, 0), "not started": (0, 0, 0)}[state]
        assert twin.baseline.clocks["promise"] == "not started"


def test_both_engines_meet_the_same_citizens(paired):
    other = pair_cohorts(*paired.scenarios, replication=1, engine="agents")
    assert other.rows.tolist() == paired.rows.tolist()
    assert all((a == b).all() for a, b in zip(other.records, paired.records, strict=True))
