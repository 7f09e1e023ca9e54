"""Attributes that a scenario declares: drawn once a case, asked again anywhere; priorities by an attribute."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from sinksim.workload.visit_chain import Attributes, VisitChain
from tests.helpers.worlds import scenario

KINDS = "attributes: {kind: {values: {simple: 0.4, complex: 0.6}}}"
HOME = "branches: {simple: [{wait: {kind: home, time: 1}}]}"
REWORK = "branches: {simple: [{wait: {kind: rework, time: 1}}]}"
MANY = list(range(64))


def test_every_asking_has_the_same_answer_in_loops_processes_and_departments(live):
    text = f"""
{KINDS}
stations: {{a: {{servers: 99}}, b: {{servers: 99}}}}
processes:
  main:
    - {{label: again, check: {{name: x, by: kind, {HOME}}}}}
    - check: {{name: back, chance: 1, back_to: again, at_most: 2}}
    - serial:
        departments: [a, b]
        name: s
        steps: [{{check: {{name: y, by: kind, {REWORK}}}}}]
    - follow: other
  other:
    - check: {{name: z, by: kind, branches: {{simple: [{{wait: {{kind: match, time: 1}}}}]}}}}
    - close
"""
    life = live(text, MANY)
    home, rework, match = (life.minutes(f"time_{kind}") for kind in ("home", "rework", "match"))
    # Three rounds, two departments, one asking in the other process: all of them, or none.
    assert set(zip(home, rework, match, strict=True)) == {(3, 2, 1), (0, 0, 0)}
    assert 12 <= sum(match) <= 40


def test_nothing_is_kept_of_an_answer_that_the_luck_of_the_case_holds():
    text = f"""
{KINDS}
processes:
  main:
    - check: {{name: x, by: kind, branches: {{simple: [{{charge: {{fee: 1}}}}]}}}}
    - check: {{name: x, by: kind, branches: {{simple: [{{charge: {{fee: 1}}}}]}}}}
    - close
"""
    assert compile_plan(scenario(text, [0])).code.slots == 0


def test_both_channels_see_the_same_value(live):
    text = f"""
{KINDS}
processes:
  ladder: [{{check: {{name: x, by: kind, {HOME}}}}}, close]
  online: [{{relay: {{time: 5}}}}, {{check: {{name: w, chance: 0.5}}}}, {{check: {{name: y, by: kind, {HOME}}}}}, close]
services: {{need: {{traditional: {{process: ladder}}, platform: {{process: online}}, adopter: institution}}}}
"""
    ladder, online = (live(text, MANY, policy={"adoption": share}) for share in (0, 1))
    assert (ladder.all("channel"), online.all("channel")) == ([0] * 64, [1] * 64)
    assert ladder.minutes("time_home") == online.minutes("time_home")
    assert 0 < sum(ladder.minutes("time_home")) < 64


def test_two_attributes_are_independent(live):
    text = f"""
attributes: {{kind: {{values: {{simple: 1, complex: 1}}}}, other: {{values: {{simple: 1, complex: 1}}}}}}
processes:
  main:
    - check: {{name: x, by: kind, {HOME}}}
    - check: {{name: y, by: other, {REWORK}}}
    - close
"""
    life = live(text, list(range(400)))
    pairs = list(zip(life.minutes("time_home"), life.minutes("time_rework"), strict=True))
    # 100 of each of the four pairs; four standard deviations are 35.
    assert all(abs(pairs.count(pair) - 100) <= 35 for pair in [(0, 0), (0, 1), (1, 0), (1, 1)])


@pytest.mark.parametrize(
    ("priority", "begins"),
    [
        # One server of 10 minutes; the first case is served at once, the others arrive while it is.
        ("{by: segment, classes: {over60_rural: 0}, otherwise: 1}", [0, 20, 30, 10]),
        ("{by: segment, classes: {over60_urban: 0, over60_rural: 0}, otherwise: 1}", [0, 30, 10, 20]),
        ("{by: requires, classes: {township: 0, county: 1}}", [0, 20, 10, 30]),
        ("{by: service, classes: {need: 1}}", [0, 10, 20, 30]),
        ("{by: kind, classes: {only: 3}}", [0, 10, 20, 30]),
    ],
)
def test_a_class_may_be_chosen_by_a_value_of_the_case(live, priority, begins):
    text = f"""
network: {{nodes: [{{code: top, tier: county}}, {{code: site, tier: township, parent: top}}]}}
urgencies: [urgent, usual]
attributes: {{kind: {{values: {{only: 1}}}}}}
stations: {{desk: {{servers: 1}}}}
processes: {{main: [{{queue: {{station: desk, time: 10, priority: {priority}}}}}, close]}}
"""
    given = [(0, "township", 0), (1, "county", 0), (2, "township", 2), (3, "county", 3)]
    log = [{"arisen": t, "requires": r, "segment": s, "urgency": "usual"} for t, r, s in given]
    life = live(text, log)
    assert [end - 10 for end in life.minutes("closed")] == begins


def test_values_without_a_class_wait_by_their_urgency(live):
    text = """
urgencies: [urgent, usual]
stations: {desk: {servers: 1}}
processes:
  main: [{queue: {station: desk, time: 10, priority: {by: segment, classes: {over60_rural: 1}}}}, close]
"""
    given = [(0, "usual", 0), (1, "usual", 0), (2, "urgent", 3), (3, "urgent", 0)]
    life = live(text, [{"arisen": t, "urgency": u, "segment": s} for t, u, s in given])
    # The last is urgent by itself; the third is urgent, but of class 1 like the second, who came before.
    assert life.minutes("closed") == [10, 30, 40, 20]


def test_expected_visits_take_two_askings_for_one_draw():
    text = f"""
{KINDS}
processes:
  main:
    - check: {{name: x, by: kind, branches: {{complex: [{{relay: {{time: 1}}}}]}}}}
    - check: {{name: y, by: kind, {HOME}}}
    - check:
        name: z
        by: kind
        branches: {{complex: [{{check: {{name: w, by: kind, branches: {{simple: [{{meet: {{every_days: 1}}}}]}}}}}}]}}
    - close
"""
    plan = compile_plan(scenario(text, [0]))
    seen = VisitChain(plan).visits(0, Attributes(-1, 0, 0, 0))
    found = dict(zip(plan.labels.steps, seen.tolist(), strict=True))
    assert found["processes.main.0.check.branches.complex.0.relay"] == pytest.approx(0.6)
    assert found["processes.main.1.check.branches.simple.0.wait"] == pytest.approx(0.4)
    # Complex and simple at once is nobody, where two draws would make it 0.24.
    assert found["processes.main.2.check.branches.complex.0.check.branches.simple.0.meet"] == 0


def test_beyond_so_many_combinations_askings_count_as_draws_of_their_own():
    names = [f"k{n}" for n in range(7)]
    inner = "{{check: {{name: d, by: {0}, branches: {{b: [{{relay: {{time: 1}}}}]}}}}}}"
    outer = "{{check: {{name: c, by: {0}, branches: {{a: [" + inner + "]}}}}}}"
    steps = [outer.format(name) for name in names]
    attributes = ", ".join(f"{n}: {{values: {{a: 1, b: 1}}}}" for n in names)
    text = f"attributes: {{{attributes}}}\nprocesses: {{main: [{', '.join(steps)}, close]}}"
    plan = compile_plan(scenario(text, [0]))
    seen = VisitChain(plan).visits(0, Attributes(-1, 0, 0, 0)).tolist()
    relays = [v for step, v in zip(plan.labels.steps, seen, strict=True) if step.endswith("relay")]
    # Six attributes of two values make 64 combinations; the seventh counts as two draws: 1/2 x 1/2.
    assert relays == pytest.approx([0] * 6 + [0.25])


@pytest.mark.parametrize(
    ("more", "step", "sentence"),
    [
        ("", "{check: {name: x, by: king, branches: {a: []}}}",
         "check.by is 'king'; allowed: one of requires, urgency, segment, service, kind"),
        ("", "{check: {name: x, by: kind, branches: {odd: []}}}", "check.branches has 'odd'; allowed: simple, complex"),
        ("", "{queue: {station: desk, time: 1, priority: {by: kind, classes: {odd: 1}}}}",
         "priority.classes has 'odd'; allowed: simple, complex"),
        ("", "{queue: {station: desk, time: 1, priority: {by: sort, classes: {odd: 1}}}}",
         "priority.by is 'sort'; allowed: one of requires, urgency, segment, service, kind"),
        (", urgency: {values: {a: 1}}", "close",
         "attributes has 'urgency'; allowed: a name other than requires, urgency, segment, service"),
        (", odd: {values: {a: 0}}", "close", "values has weights {'a': 0.0}; allowed: 0 or more, not all 0"),
    ],
)  # fmt: skip
def test_an_attribute_that_makes_no_sense_is_refused(more, step, sentence):
    text = f"""
attributes: {{kind: {{values: {{simple: 1, complex: 1}}}}{more}}}
stations: {{desk: {{servers: 1}}}}
processes: {{main: [{step}, close]}}
"""
    with pytest.raises(BadInput, match=sentence):
        compile_plan(scenario(text, [0]))
