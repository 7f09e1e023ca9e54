import math

import numpy as np
import pytest

from sinksim.analysis.explain import changes, compared_paths, explain
from sinksim.analysis.explain import in_turn as in_turn_of
from sinksim.analysis.explain.series import NAMES, Slice
from sinksim.core.errors import BadInput
from sinksim.experiments.statistics import paired_difference
from sinksim.scenarios.loading.sides import compared_sides
from tests.helpers.pairs import pair_of
from tests.helpers.twins import tree


def in_turn(compared, where, **how):
    return in_turn_of(*compared_sides(compared, where).trees().values(), where, first=compared_paths(compared), **how)[
        0
    ]


@pytest.fixture(scope="module")
def comparison():
    return pair_of(*compared_sides(tree(), "twins").scenarios().values(), replications=4)


@pytest.fixture(scope="module")
def attribution():
    return in_turn(tree(), "twins", replications=4)


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("of", [{}, {"service": "permit"}, {"segment": "over60_rural"}, {"area": "c"}])
def test_parts_add_up_to_the_whole_on_both_sides_and_in_the_difference(comparison, name, of):
    found = explain(comparison, **of)[name]
    for column in ("baseline", "alternative", "difference"):
        assert close(sum(getattr(part, column) for part in found.parts), getattr(found.whole, column))
    assert found.whole.n == 4


@pytest.mark.parametrize(
    ("name", "indicator"),
    [("elapsed", "elapsed"), ("cost", "cost_need"), ("payers", "cost_need")],
)
def test_the_whole_is_the_number_that_a_comparison_reports(comparison, name, indicator):
    whole, told = explain(comparison)[name].whole, comparison.difference(indicator)
    assert close(whole.difference, told.difference)
    assert close(whole.half_width, told.half_width)
    assert (close(whole.baseline, told.baseline), whole.verdict) == (True, told.verdict)


@pytest.mark.parametrize("name", ["cost", "payers"])
def test_money_without_capital_is_the_whole_less_capital(comparison, name):
    found = explain(comparison)[name]
    told = comparison.difference("cost_need_without_capital")
    assert close(found.without_capital.difference, told.difference)
    assert close(found.without_capital.difference + found.part("capital").difference, found.whole.difference)
    assert found.part("capital").difference > 0


def test_every_part_has_its_paired_interval(comparison):
    found = explain(comparison)["time"]
    for kind in ("travel", "queue", "rework"):
        a, b = (result.series(f"time_{kind}") for result in (comparison.baseline, comparison.alternative))
        expected = paired_difference(a, b)
        part = found.part(kind)
        assert (part.difference, part.half_width, part.n) == (expected.mean, expected.half_width, expected.n)
        assert part.half_width > 0


def test_never_filed_needs_count_with_the_whole_follow_up(comparison):
    part = explain(comparison)["elapsed"].part("never_filed")
    shares = [result.series("never_filed_share").mean() for result in (comparison.baseline, comparison.alternative)]
    assert (close(part.baseline, shares[0] * 120), close(part.alternative, shares[1] * 120)) == (True, True)
    assert part.verdict == "better"


def test_an_unknown_slice_is_refused(comparison):
    with pytest.raises(BadInput, match="service: 'visa' is not in this result"):
        explain(comparison, service="visa")


def test_settings_that_differ_are_found_in_the_order_of_the_comparison(attribution):
    assert [c.change for c in attribution.contributions] == [
        ("policy.adoption", 0, 1),
        ("costs.capital.amount", 0, 200000),
        ("stations.desk.servers", 1, 2),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_contributions_of_settings_add_up_to_the_whole_part_by_part(attribution, comparison, name):
    whole = attribution.whole[name]
    assert whole == explain(comparison)[name]
    for n, part in enumerate((*whole.parts, whole.whole)):
        steps = [
            (*c.explanation[name].parts, c.explanation[name].whole)[n].difference for c in attribution.contributions
        ]
        assert close(sum(steps), part.difference)


def test_a_setting_without_a_say_adds_nothing(attribution):
    by_path = {c.change.path: c.explanation for c in attribution.contributions}
    assert by_path["costs.capital.amount"]["elapsed"].whole.difference == 0
    assert by_path["costs.capital.amount"]["cost"].part("capital").difference > 0
    assert by_path["policy.adoption"]["cost"].part("capital").difference == 0, "there is no capital yet"


def test_another_order_has_the_same_sum(attribution):
    order = ["stations.desk.servers", "costs.capital.amount", "policy.adoption"]
    other = in_turn(tree(), "twins", order=order, replications=4)
    assert [c.change.path for c in other.contributions] == order
    assert other.whole["elapsed"] == attribution.whole["elapsed"]
    # Nobody comes to the desks before the platform is there.
    assert other.contributions[0].explanation["elapsed"].whole.difference == 0
    assert attribution.contributions[2].explanation["elapsed"].whole.difference != 0


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (["policy.adopt"], "order has 'policy.adopt', which does not differ"),
        (["policy.adoption"], "allowed: each of policy.adoption, costs.capital.amount, stations.desk.servers once"),
        (["policy.adoption", "policy.adoption", "costs.capital.amount", "stations.desk.servers"], "once"),
    ],
)
def test_an_order_that_is_not_all_of_them_is_refused(order, said):
    with pytest.raises(BadInput, match=said):
        in_turn(tree(), "twins", order=order, replications=1)


def test_sides_that_do_not_differ_have_nothing_to_attribute():
    with pytest.raises(BadInput, match="do not differ in any setting"):
        in_turn(tree(baseline={}, alternative={"policy.adoption": 0}), "twins", replications=1)


def test_more_settings_than_can_be_run_in_turn_are_refused():
    many = {f"services.{name}.coverage_deadline_days": 3 for name in ("permit", "grant")}
    many |= {f"network.nodes.{n}.population": 50 for n in range(3)}
    many |= {f"network.nodes.{n}.local_minutes": 3 for n in range(3)} | {"policy.adoption": 1, "policy.demand": 2}
    many |= {f"stations.{name}.servers": 9 for name in ("desk", "bureau", "archive")} | {"costs.capital.rate": 0.1}
    base = tree()
    for name in ("permit", "grant"):
        base["services"][name] = {**base["services"][name], "coverage_deadline_days": 9}
    base["network"]["nodes"] = [{"local_minutes": 5, "population": 70, **node} for node in base["network"]["nodes"]]
    with pytest.raises(BadInput, match="14 settings differ between the sides; allowed: at most 12"):
        in_turn({**base, "comparison": {"sides": {"as_it_is": {}, "changed": {"set": many}}}}, "twins", replications=1)


def test_changes_name_parameters_and_whole_sections():
    before = {"parameters": {"x": {"value": 1, "unit": "1"}}, "risks": {"a": 1}, "list": [1, {"b": 2}], "name": "one"}
    after = {
        "parameters": {"x": {"value": 2, "unit": "1"}},
        "risks": {"a": 1, "c": 2},
        "list": [1, {"b": 3}],
        "name": "two",
    }
    assert changes(before, after) == [
        ("parameters.x", 1, 2),
        ("risks", {"a": 1}, {"a": 1, "c": 2}),
        ("list.1.b", 2, 3),
    ]
    assert changes(before, after, ["list.1.b"])[0].path == "list.1.b"
    assert changes(before, before) == []


def test_a_replication_without_a_number_is_left_out_of_every_part(comparison):
    from dataclasses import replace

    values = {family: cells.copy() for family, cells in comparison.alternative.values.items()}
    values["overall"][1, comparison.alternative.position["time_queue"]] = np.nan
    broken = replace(comparison.alternative, values=values)
    found = explain(type(comparison)(comparison.baseline, broken))["time"]
    assert {part.n for part in found.parts} == {3}
    assert close(sum(part.difference for part in found.parts), found.whole.difference)


def test_the_default_slice_is_everybody():
    assert Slice() == (None, None, None)
