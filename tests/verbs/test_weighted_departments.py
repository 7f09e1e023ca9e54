"""Departments that are drawn by weight, and departments with steps of their own."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from sinksim.core.draws import turn
from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from sinksim.workload.inclusion import by_integral, by_subsets, inclusions
from sinksim.workload.offered_load import offered_load
from tests.helpers.worlds import scenario

DRAWING = """
stations: {a: {servers: 999}, b: {servers: 999}, c: {servers: 999}}
processes:
  main:
    - VERB: {departments: DEPARTMENTS, count: COUNT, name: x, REST}
    - close
"""
INSIDE = "steps: [{queue: {station: department, time: 10}}]"
REST = {"fork": INSIDE, "serial": INSIDE, "assemble": "arrival: 1, work: 10"}
MANY = list(range(600))


def drawing(verb, departments, count):
    text = DRAWING.replace("VERB", verb).replace("DEPARTMENTS", departments)
    return text.replace("COUNT", str(count)).replace("REST", REST[verb])


def members(life):
    """By case, the departments that took part."""
    names = life.plan.labels.stations.names
    found = {}
    for case, station in zip(life.visits["ordinal"].tolist(), life.visits["station"].tolist(), strict=True):
        found.setdefault(case, set()).add(names[station][0])
    return found


@pytest.mark.parametrize("verb", ["fork", "serial", "assemble"])
def test_who_takes_part_is_drawn_by_weight_one_after_the_other(live, verb):
    seen = Counter(map(frozenset, members(live(drawing(verb, "{a: 5, b: 3, c: 2}", 2), MANY)).values()))
    # a then b or b then a: 0.5 x 3/5 + 0.3 x 5/7, and so on.
    expected = {
        "ab": 0.5 * 3 / 5 + 0.3 * 5 / 7,
        "ac": 0.5 * 2 / 5 + 0.2 * 5 / 8,
        "bc": 0.3 * 2 / 7 + 0.2 * 3 / 8,
    }
    assert sum(expected.values()) == pytest.approx(1)
    for pair, share in expected.items():
        assert abs(seen[frozenset(pair)] - 600 * share) <= 4 * (600 * share * (1 - share)) ** 0.5


@pytest.mark.parametrize("verb", ["fork", "serial", "assemble"])
def test_equal_weights_give_the_records_of_a_list(live, verb):
    listed, weighed = (live(drawing(verb, d, 2), MANY) for d in ("[a, b, c]", "{a: 7, b: 7, c: 7}"))
    assert listed.cases.tobytes() == weighed.cases.tobytes()
    assert listed.visits.tobytes() == weighed.visits.tobytes()


def test_a_department_of_weight_zero_never_takes_part_and_changes_nobody_else(live):
    alone, beside = (members(live(drawing("fork", d, 1), MANY)) for d in ("{a: 3, b: 1}", "{a: 3, c: 0, b: 1}"))
    assert alone == beside


def test_more_weight_only_brings_a_department_in(live):
    light, heavy = (members(live(drawing("fork", f"{{a: 1, b: {w}, c: 1}}", 1), MANY)) for w in (1.5, 4))
    of_b = [{case for case, who in found.items() if who == {"b"}} for found in (light, heavy)]
    assert of_b[0] < of_b[1]
    # Nobody moves between the others.
    assert all(heavy[case] in (who, {"b"}) for case, who in light.items())


def test_a_turn_comes_sooner_by_weight_and_keeps_the_order_of_the_numbers():
    # -ln(1 - u) / w: the median of an exponential time of rate 2 is ln 2 / 2.
    assert turn(0.5, 2.0) == pytest.approx(0.34657359)
    assert turn(0.2, 1.0) < turn(0.3, 1.0) < turn(0.3, 0.5)


OWN = """
stations: {a: {servers: 1}, b: {servers: 1}, c: {servers: 1}, other: {servers: 1}}
processes:
  main:
    - VERB:
        departments: [a, b, c]
        name: f
        steps: [{queue: {station: department, time: 10}}]
        steps_of:
          b: [{relay: {time: 5}}, {queue: {station: department, time: 20}}]
          c: [{queue: {station: other, time: 7}}]
    - close
"""


def test_a_department_walks_its_own_steps_and_the_others_the_common_ones(live):
    life = live(OWN.replace("VERB", "fork"), [0])
    stays = {name: life.stays(f"{name}@site") for name in ("a", "b", "c", "other")}
    assert stays == {"a": [(0, 10)], "b": [(5, 25)], "c": [], "other": [(0, 7)]}
    # The slowest is b.
    assert (life.minutes("closed"), life.kinds()) == ([25], {"relay": 5, "service": 20})


def test_in_series_each_walks_its_own_steps_in_turn(live):
    life = live(OWN.replace("VERB", "serial"), [0])
    stays = {name: life.stays(f"{name}@site") for name in ("a", "b", "other")}
    assert stays == {"a": [(0, 10)], "b": [(15, 35)], "other": [(35, 42)]}


def test_steps_of_their_own_for_all_need_no_common_ones(live):
    text = """
stations: {a: {servers: 1}, b: {servers: 1}}
processes:
  main:
    - fork:
        departments: [a, b]
        name: f
        steps_of: {a: [{queue: {station: department, time: 3}}], b: [{queue: {station: department, time: 4}}]}
    - close
"""
    life = live(text, [0])
    assert (life.stays("a@site"), life.stays("b@site")) == ([(0, 3)], [(0, 4)])


# --- expected load ---------------------------------------------------------------------------------------------------


def enumerated(weights, count):
    """Chances of inclusion from all orders of drawing."""
    found = np.zeros(len(weights))

    def draw(left, chance, drawn):
        if len(drawn) == count:
            found[drawn] += chance
            return
        for n in left:
            share = weights[n] / sum(weights[m] for m in left)
            draw([m for m in left if m != n], chance * share, [*drawn, n])

    draw(list(range(len(weights))), 1.0, [])
    return found


@pytest.mark.parametrize("weights", [(5, 3, 2), (1, 1, 1, 10), (1e-6, 1, 1e6, 3, 2), (1, 2, 3, 4, 5, 6)])
def test_chances_of_inclusion_are_those_of_all_orders(weights):
    weights = np.array(weights, float)
    for count in range(1, len(weights) + 1):
        counts = np.eye(count)[-1]
        expected = enumerated(weights, count)
        assert by_subsets(weights, counts) == pytest.approx(expected, abs=1e-12)
        assert by_integral(weights, counts) == pytest.approx(expected, abs=1e-9)
        assert inclusions(weights, counts).sum() == pytest.approx(count)


def test_chances_of_large_sets_add_up_to_the_mean_number_drawn():
    weights, counts = np.geomspace(1e-3, 1e3, 64), np.full(40, 1 / 40)
    found = inclusions(weights, counts)
    assert found.sum() == pytest.approx(20.5, abs=1e-9)
    assert (np.diff(found) > 0).all()


def test_alike_departments_share_alike():
    assert inclusions(np.ones(4), np.array([0.5, 0.5])) == pytest.approx([1.5 / 4] * 4)


def loaded(text):
    """The offered load of 144 cases a day, of which 10 minutes each are one server."""
    need = {"demand": {"per_day": 144}, "traditional": {"process": "main"}}
    return offered_load(compile_plan(scenario(text, services={"need": need}))).work


@pytest.mark.parametrize("verb", ["fork", "serial", "assemble"])
def test_the_offered_load_is_that_of_the_weights(verb):
    shares = dict(zip(combinations("abc", 2), (0.514285714, 0.325, 0.160714286), strict=True))
    expected = [sum(share for pair, share in shares.items() if name in pair) for name in "abc"]
    text = drawing(verb, "{a: 5, b: 3, c: 2}", 2).replace("arrival: 1", "arrival: 0")
    assert loaded(text) == pytest.approx(expected, rel=1e-6)


def test_the_offered_load_follows_steps_of_their_own():
    text = OWN.replace("VERB", "fork").replace("[a, b, c]", "{a: 5, b: 3, c: 2}\n        count: 1")
    # a: half of them 10 minutes, b: three tenths 20; c has the other office work 7 minutes for two tenths.
    assert loaded(text) == pytest.approx([0.5, 0.6, 0, 0.14])


STEPS = "steps: [{relay: {time: 1}}]"


@pytest.mark.parametrize(
    ("fork", "sentence"),
    [
        (f"departments: {{a: 0, b: 0}}, {STEPS}",
         "departments of f has weights {'a': 0.0, 'b': 0.0}; allowed: 0 or more, not all 0"),
        (f"departments: {{a: 1, b: 0}}, count: 2, {STEPS}", "count of f is 2; allowed: 1 to 1 departments"),
        ("departments: [a, b]", "f has no steps for a, b; allowed: steps, or steps_of for each"),
        ("departments: [a, b], steps_of: {a: [{relay: {time: 1}}]}",
         "f has no steps for b; allowed: steps, or steps_of for each"),
        (f"departments: [a], {STEPS}, steps_of: {{a: [{{relay: {{time: 1}}}}]}}",
         "f has steps that no department walks; allowed: steps_of without steps"),
        (f"departments: [a], {STEPS}, steps_of: {{b: [{{relay: {{time: 1}}}}]}}", "steps_of of f has 'b'; allowed: a"),
    ],
)  # fmt: skip
def test_departments_that_make_no_sense_are_refused(fork, sentence):
    text = f"""
stations: {{a: {{servers: 1}}, b: {{servers: 1}}}}
processes: {{main: [{{fork: {{name: f, {fork}}}}}, close]}}
"""
    with pytest.raises(BadInput, match=sentence):
        compile_plan(scenario(text, [0]))
