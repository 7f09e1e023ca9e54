"""Processes as text: every step, those that follow an outcome under its name."""

from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.processes import Step
from sinksim.text.processes import process_lines

STEPS = """
- check:
    name: returned
    chance: 0.2
    counter: returns
    then: [{wait: {kind: rework, time: 5}}]
    at_bound: [{meet: {every_days: 14}}]
- close
"""


def test_steps_of_every_outcome_stand_under_its_name():
    steps = tuple(Step.model_validate(step) for step in parse_yaml(f"steps:{STEPS}", "steps")["steps"])
    assert [line.strip() for line in process_lines(steps)] == [
        "check name returned, chance 0.2, counter returns",
        "then:",
        "wait kind rework, time 5 min",
        "at_bound:",
        "meet every_days 14",
        "close",
    ]
