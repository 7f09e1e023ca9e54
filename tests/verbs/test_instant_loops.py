"""Cases that walk in a loop while simulated time stands still: the replication ends and names the steps."""

import threading

import pytest
from joblib.externals.loky import get_reusable_executor

from sinksim import agents, compiled
from sinksim.agents import case as readable
from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from tests.helpers.worlds import scenario

NEARLY = "0.999999999999"
LOOPS = {
    "goto": f"main: [{{label: a, charge: {{fee: 1}}}}, {{check: {{name: x, chance: {NEARLY}, then: [{{goto: a}}]}}}}, close]",
    "a check near 1": f"main: [{{label: a, check: {{name: x, chance: {NEARLY}, then: [{{goto: a}}]}}}}, close]",
    "a ring of processes": (
        f"main: [{{check: {{name: x, chance: {NEARLY}, then: [{{follow: other}}]}}}}, close], "
        f"other: [{{check: {{name: y, chance: {NEARLY}, then: [{{follow: main}}]}}}}, close]"
    ),
    "a wait of no time": (
        f"main: [{{label: a, wait: {{kind: home, time: 0}}}}, {{check: {{name: x, chance: {NEARLY}, then: [{{goto: a}}]}}}}, "
        "close]"
    ),
    "a closure that comes back at once": (
        f"main: [{{label: a, charge: {{operation: 1}}}}, {{check: {{name: x, chance: {NEARLY}, then: "
        "[{wait: {kind: rework, time: 0}}, {goto: a}]}}, {close: {hollow: 1, reopen: {chance: 1, after: 0, back_to: a}}}]"
    ),
}
STEPS = {
    "goto": "processes.main.0.charge, processes.main.1.check",
    "a check near 1": "processes.main.0.check",
    "a ring of processes": "processes.main.0.check, processes.other.0.check",
    "a wait of no time": "processes.main.0.wait, processes.main.1.check",
    "a closure that comes back at once": "processes.main.0.charge, processes.main.1.check, processes.main.1.check.then.0.wait",
}


def plan_of(name):
    return compile_plan(scenario(f"processes: {{{LOOPS[name]}}}", [10]))


def lived(engine, plan):
    """What ends the run, in words."""
    try:
        for _ in engine.run(plan, 0):
            pass
    except BadInput as stopped:
        return str(stopped)
    return "it ended"


def names_its_steps(name, told):
    """Whether a sentence begins with a step of the loop, names all of them and says at which instant time stood still."""
    steps = STEPS[name].split(", ")
    instant = "steps while simulated time stands still on day 0 at 00:10; allowed:"
    return told.split(":")[0] in steps and all(step in told for step in steps) and instant in told


@pytest.mark.parametrize("name", LOOPS)
def test_the_fast_engine_stops_and_names_the_steps(name):
    assert names_its_steps(name, lived(compiled, plan_of(name)))


@pytest.mark.parametrize("name", LOOPS)
def test_the_readable_engine_stops_and_names_the_steps(name, monkeypatch):
    # Whoever lives through as many as the fast engine waits up to twenty seconds.
    monkeypatch.setattr(readable, "MOST_INSTRUCTIONS_AT_ONCE", 50_000)
    assert names_its_steps(name, lived(agents, plan_of(name)))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [agents, compiled], ids=["agents", "compiled"])
def test_a_worker_and_a_thread_come_back_with_the_sentence(engine):
    plan, name = plan_of("a check near 1"), "a check near 1"
    told = []
    thread = threading.Thread(target=lambda: told.append(lived(engine, plan)))
    thread.start()
    told.append(get_reusable_executor(max_workers=1).submit(lived, engine, plan).result(timeout=120))
    thread.join(120)
    assert len(told) == 2
    for one in told:
        assert names_its_steps(name, one)


def test_instructions_of_many_cases_at_one_instant_are_no_loop(monkeypatch):
    monkeypatch.setattr(readable, "MOST_INSTRUCTIONS_AT_ONCE", 40)
    text = "processes: {main: [{charge: {fee: 1}}, {charge: {fee: 1}}, {wait: {kind: home, time: 1}}, close]}"
    assert lived(agents, compile_plan(scenario(text, [10 * n for n in range(30)]))) == "it ended"


def test_the_fast_engine_hands_back_amid_a_walk_and_goes_on_as_if_it_had_not(monkeypatch):
    text = """
stations: {desk: {servers: 1, room: 2}}
processes:
  main:
    - {label: a, charge: {fee: 1}}
    - fork: {name: f, departments: [desk], steps: [{charge: {operation: 1}}, {wait: {kind: home, time: 1}}]}
    - queue:
        station: desk
        time: 3
        on_full: [{charge: {fee: 2}}, {check: {name: y, chance: 1, back_to: a, at_most: 3}}, {leave: {}}]
    - check: {name: x, chance: 0.7, back_to: a, at_most: 9}
    - close
"""
    plan = compile_plan(scenario(text, [0, 0, 0, 1, 1, 2, 5, 5, 5, 5]))
    whole = [batch.cases.tobytes() for batch in compiled.run(plan, 0)]
    from sinksim.compiled import replication

    advance = replication.advance
    monkeypatch.setattr(replication, "advance", lambda *lists, events, instructions: advance(*lists, events, 1))
    pieces = [batch.cases.tobytes() for batch in compiled.run(plan, 0)]
    assert len(pieces) > 50
    assert b"".join(pieces) == b"".join(whole)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["refused", "clocks"])
def test_a_loop_within_one_event_finds_room_for_all_that_it_writes(what):
    again = "{check: {name: y, chance: 1, back_to: a, at_most: 9999}}"
    steps = {
        "refused": f"{{label: a, queue: {{station: desk, time: 900, on_full: [{again}, {{leave: {{}}}}]}}}}, close",
        "clocks": f"{{label: a, clock: {{start: reply}}}}, {{clock: {{stop: reply}}}}, {again}, close",
    }
    world = "stations: {desk: {servers: 1, room: 1}}\nclocks: {reply: {deadline: 60}}"
    plan = compile_plan(scenario(f"{world}\nprocesses: {{main: [{steps[what]}]}}", [0] * 9))
    lives = []
    for engine in (agents, compiled):
        batches = list(engine.run(plan, 0, True))
        lives.append(
            tuple(b"".join(getattr(batch, rows).tobytes() for batch in batches) for rows in ("cases", "visits"))
        )
    assert lives[0] == lives[1]
