"""A counter that several checks share, and what a case does at its bound."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from sinksim.workload.visit_chain import Attributes, VisitChain
from tests.helpers.worlds import scenario

# Misrouting sends back, shirking passes on; at the third hit there is a meeting (a relay of 100 minutes), then no more of it.
TWO_CHECKS = """
counters: {bounces: {at_most: 2}}
processes:
  main:
    - {label: again, relay: {time: 10}}
    - check:
        name: misrouted
        chance: 1
        counter: bounces
        back_to: again
        at_bound: [{relay: {time: 100}}]
        otherwise: [{wait: {kind: home, time: 1}}]
    - check:
        name: shirked
        chance: 1
        counter: bounces
        then: [{wait: {kind: rework, time: 1000}}]
        at_bound: [{relay: {time: 5000}}]
    - close
"""


def test_the_bound_leads_once_through_its_steps_then_on_as_if_the_check_did_not_hold(live):
    life = live(TWO_CHECKS, [0, 0])
    # Relays of 10 minutes: the first, and after each of two ways back; the meeting; no shirking and no second meeting.
    assert life.kinds() == {"relay": 3 * 10 + 100, "home": 1}
    assert (life.all("bounces"), life.all("hops")) == ([2, 2], [4, 4])


def test_each_check_that_holds_raises_the_counter_of_both(live):
    text = """
counters: {hits: {at_most: 3}}
processes:
  main:
    - {label: again, wait: {kind: home, time: 1}}
    - check: {name: a, chance: 1, counter: hits, then: [{wait: {kind: rework, time: 10}}]}
    - check: {name: b, chance: 1, counter: hits, back_to: again, at_bound: [{relay: {time: 100}}]}
    - check: {name: c, chance: 1, counter: hits, then: [{wait: {kind: match, time: 7}}]}
    - close
"""
    life = live(text, [0])
    # a, b, a count to three; b comes to its bound, and c holds no more.
    assert life.kinds() == {"home": 2, "rework": 20, "relay": 100}
    # Only a way back is a bounce.
    assert life.all("bounces") == [1]


def test_without_steps_at_the_bound_a_case_goes_straight_on_and_that_is_counted(live):
    text = """
counters: {hits: {at_most: 1}}
processes:
  main:
    - {label: again, wait: {kind: home, time: 1}}
    - check: {name: a, chance: 1, counter: hits, back_to: again}
    - close
"""
    life = live(text, [0, 0])
    assert life.minutes("closed") == [2, 2]
    assert int(life.tables.limit_hits.sum()) == 2
    assert int(live(TWO_CHECKS, [0]).tables.limit_hits.sum()) == 0


def test_the_bound_may_lead_back_without_going_round_for_ever(live):
    text = """
counters: {hits: {at_most: 1}}
processes:
  main:
    - {label: again, relay: {time: 10}}
    - check: {name: a, chance: 1, counter: hits, back_to: again, at_bound: [{goto: again}]}
    - close
"""
    assert live(text, [0]).minutes("closed") == [30]


def test_departments_of_a_fork_count_for_their_case(live):
    text = """
counters: {hits: {at_most: 2}}
stations: {a: {servers: 9}, b: {servers: 9}, c: {servers: 9}, d: {servers: 9}}
processes:
  main:
    - fork:
        departments: [a, b, c, d]
        name: f
        steps:
          - check: {name: k, chance: 1, counter: hits, then: [{relay: {time: 1}}], at_bound: [{wait: {kind: home, time: 50}}]}
          - queue: {station: department, time: 5}
    - check: {name: after, chance: 1, counter: hits, then: [{relay: {time: 1000}}]}
    - close
"""
    life = live(text, [0, 0])
    # In the order of the set a and b hold, c walks the steps at the bound, d and the check after the join go straight on.
    assert life.all("hops") == [2, 2]
    assert life.stays("a@site") == life.stays("b@site") == [(1, 6)] * 2
    assert life.stays("c@site") == [(50, 55)] * 2
    assert life.stays("d@site") == [(0, 5)] * 2
    assert life.minutes("closed") == [55, 55]


def test_luck_of_a_check_is_the_same_with_a_counter_and_without(live):
    text = """
counters: {hits: {at_most: 1}}
processes:
  main:
    - check: {name: first, chance: 0.5, COUNTER then: [{wait: {kind: home, time: 1}}]}
    - check: {name: second, chance: 0.5, COUNTER then: [{wait: {kind: rework, time: 1}}]}
    - close
"""
    free, bound = (live(text.replace("COUNTER", c), list(range(64))) for c in ("", "counter: hits,"))
    assert bound.minutes("time_home") == free.minutes("time_home")
    both = [a and b for a, b in zip(free.minutes("time_home"), free.minutes("time_rework"), strict=True)]
    expected = [0 if two else b for two, b in zip(both, free.minutes("time_rework"), strict=True)]
    assert bound.minutes("time_rework") == expected
    assert 0 < sum(map(bool, both)) < 64


def test_expected_visits_follow_the_counter():
    text = """
counters: {hits: {at_most: 1}}
processes:
  main:
    - check: {name: a, chance: 0.5, counter: hits, then: [{wait: {kind: home, time: 1}}]}
    - check: {name: b, chance: 0.5, counter: hits, then: [{wait: {kind: rework, time: 1}}], at_bound: [{relay: {time: 1}}]}
    - check: {name: c, chance: 0.5, counter: hits, then: [{wait: {kind: match, time: 1}}], at_bound: [{relay: {time: 1}}]}
    - close
"""
    plan = compile_plan(scenario(text, [0]))
    seen = VisitChain(plan).visits(0, Attributes(-1, 0, 0, 0)).tolist()
    found = {"then": [0.0] * 3, "at_bound": [0.0] * 3}
    for step, visits in zip(plan.labels.steps, seen, strict=True):
        _, _, number, _, side, *inner = [*step.split("."), "", "", ""]
        if side in found and inner[0]:
            found[side][int(number)] += visits
    # a holds in 1/2; b in half of the rest; c in half of what is then left.
    assert found["then"] == pytest.approx([1 / 2, 1 / 4, 1 / 8])
    # A second hit comes to b after a (1/4), or to c after a alone or b alone (1/4 x 1/2 each).
    assert found["at_bound"] == pytest.approx([0, 1 / 4, 1 / 4])


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        ("chance: 1, counter: hits", "check k has a counter without then or back_to; allowed: one of them"),
        ("chance: 1, counter: hits, back_to: x, at_most: 2",
         "check k has both counter and at_most; allowed: at_most of the counter"),
        ("chance: 1, back_to: x, at_bound: [close]", "check k has at_bound without counter; allowed: at_bound beside counter"),
        ("by: urgency, branches: {ordinary: []}, counter: hits",
         "check k has both counter and branches; allowed: counter with then or back_to"),
        ("chance: 1, counter: hit, back_to: x", "check.counter is 'hit'; allowed: one of hits"),
    ],
)  # fmt: skip
def test_a_counter_that_makes_no_sense_is_refused(check, sentence):
    text = f"""
counters: {{hits: {{at_most: 1}}}}
processes: {{main: [{{label: x, wait: {{kind: home, time: 1}}}}, {{check: {{name: k, {check}}}}}, close]}}
"""
    with pytest.raises(BadInput, match=sentence):
        compile_plan(scenario(text, [0]))
