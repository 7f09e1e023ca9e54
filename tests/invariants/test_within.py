"""One place of a network alone: its people live as they do in the whole, its counties' servers and hours included."""

import copy

import pytest

from sinksim.core.records import Mark
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.worlds import live

WORLD = parse_yaml(
    """
network:
  nodes:
    - {code: p, tier: province}
    - {code: f1, tier: prefecture, parent: p}
    - {code: f2, tier: prefecture, parent: p}
    - {code: c1, tier: county, parent: f1}
    - {code: c2, tier: county, parent: f1}
    - {code: c3, tier: county, parent: f2}
    - {code: t1, tier: township, parent: c1}
    - {code: t2, tier: township, parent: c2}
    - {code: t3, tier: township, parent: c3}
stations:
  desk: {tier: township, servers: 1000}  # so that whoever comes from elsewhere reaches the upper stations at the same instants
  city: {tier: prefecture, servers: 1}
  top: {tier: province, servers: 2}
processes:
  ladder:
    - queue: {station: desk, time: {law: exponential, mean: 20}, draw: work}
    - check:
        name: up
        by: requires
        branches:
          prefecture: [{queue: {station: city, time: {law: exponential, mean: 30}, draw: expert}}]
          province: [{queue: {station: top, time: {law: exponential, mean: 30}, draw: expert}}]
    - close: {hollow: 0.1}
services:
  need:
    demand: {per_day: 40}
    requires: {township: 2, prefecture: 1, province: 1}
    traditional: {process: ladder}
experiment: {window_days: 10, seed: 3}
""",
    "world",
)


def lived(within):
    tree = copy.deepcopy(WORLD)
    tree["network"]["within"] = within
    return live(tree)


def cohort(life, counties):
    labels, cases = life.plan.labels, life.cases
    inside = [labels.areas.codes[labels.areas.of_origin[c["origin"]]] in counties for c in cases]
    kept = cases[inside]
    who = ((labels.origins[c["origin"]], c["layer"], c["ordinal"]) for c in kept)
    return dict(zip(who, kept.tolist(), strict=True))


@pytest.mark.parametrize(("place", "counties"), [("f1", {"c1", "c2"}), ("f2", {"c3"}), ("c1", {"c1"})])
def test_the_people_of_one_place_live_as_they_do_in_the_whole(place, counties):
    whole, part = cohort(lived(None), counties), cohort(lived(place), counties)
    assert len(part) > 300
    assert part == whole


def test_stations_that_serve_nobody_of_the_place_keep_nobody_waiting():
    life = lived("f1")
    assert "city@f1" in life.plan.labels.stations.names
    assert "city@f2" not in life.plan.labels.stations.names
    outside = [c for c in life.cases if c["marks"] & Mark.BACKGROUND]
    assert {life.plan.labels.origins[c["origin"]] for c in outside} == {"t3"}
    assert {life.plan.labels.tiers[c["requires"]] for c in outside} == {"province"}
