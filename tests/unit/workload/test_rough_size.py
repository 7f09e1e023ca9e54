"""What cannot finish is refused from what the scenario says alone, without work for each of its needs."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.workload.offered_load import offered_load
from sinksim.workload.rough_size import refuse_endless, rough_size
from tests.helpers.toy import TOY
from tests.helpers.work import calls_of, peak_bytes

LOOP = "    - check: {name: again, chance: 1, back_to: first, at_most: 10000}\n    - close\n"
ENDLESS = {
    "demand": TOY.replace("per_day: 20", "per_day: 100000000"),
    "multiplied demand": TOY.replace("per_day: 20", "per_day: 1000000") + "policy: {demand: 64}\n",
    "a century of years": TOY.replace("per_day: 20", "per_day: 100000").replace("window_days: 8", "window_days: 3650"),
    "replications": TOY.replace("replications: 4", "replications: 1000000"),
    "batches": TOY.replace("per_day: 20", "per_day: 100000, group_size: {'1000': 1}"),
    "a backlog": TOY.replace(
        "demand: {per_day: 20}", "backlog: {per_origin: 1000000, waited: {law: constant, value: 1, unit: d}}"
    ).replace("replications: 4", "replications: 1000"),
    "a loop": TOY.replace("- queue: {station: desk", "- {label: first, queue: {station: desk")
    .replace("mean: =minutes}}\n", "mean: =minutes}}}\n", 1)
    .replace("    - close\n", LOOP, 1)
    .replace("per_day: 20", "per_day: 20000"),
    "breakdowns": TOY.replace("window_days: 8", "window_days: 3650")
    + "risks: {breakdowns: {all: {station: desk, mean_up_hours: 0.001, down: {law: constant, value: 1, unit: ms}}}}\n",
    "servers": TOY.replace("tier: township, servers: 1", "tier: township, servers: 1000000")
    .replace("tier: county, servers: 1}", "tier: county, servers: 1000000}")
    .replace("stations:\n", "stations:\n" + "".join(f"  d{n}: {{servers: 1000000}}\n" for n in range(9))),
}


def scenario(text):
    return scenario_of(parse_yaml(text, "own.yaml"), "own.yaml")


@pytest.mark.parametrize("name", ENDLESS)
def test_what_cannot_finish_is_refused_by_one_sentence_that_says_what_to_lower(name):
    with pytest.raises(BadInput) as refused:
        refuse_endless(scenario(ENDLESS[name]), "own.yaml")
    for line in str(refused.value).splitlines():
        assert line.startswith("own.yaml: ")
        assert "allowed here: at most" in line


def test_refusing_a_hundred_million_needs_is_no_more_work_than_accepting_twenty():
    few, many = scenario(TOY), scenario(TOY.replace("per_day: 20", "per_day: 100000000"))

    def refused():
        with pytest.raises(BadInput):
            refuse_endless(many, "own.yaml")

    assert calls_of(refused) < 2 * calls_of(lambda: refuse_endless(few, "own.yaml"))
    assert peak_bytes(refused) < 1_000_000


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_accepted_and_not_taken_for_smaller_than_it_is(name):
    ready = scenario_of(compose(name), name)
    size = refuse_endless(ready, name)
    load = offered_load(compile_plan(ready))
    assert size.needs >= 0.9 * load.needs


def test_the_toy_is_accepted_at_its_own_size():
    size = rough_size(scenario(TOY))
    assert size.needs == pytest.approx(20 * 2 * 10)
    assert (size.nodes, size.stations) == (3, 3)
