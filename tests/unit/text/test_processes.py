"""Processes as text: every step, those that follow an outcome under its name."""

import json

from sinksim.scenarios.processes import Step
from sinksim.text.processes import process_lines

STEPS = (
    {
        "check": {
            "name": "returned",
            "chance": 0.2,
            "counter": "returns",
            "then": [{"wait": {"kind": "rework", "time": {"law": "constant", "value": 5}}}],
            "at_bound": [{"meet": {"every_days": 14}}],
        }
    },
    {"leave": {}},
)


def test_steps_of_every_outcome_stand_under_its_name():
    steps = tuple(Step.model_validate_json(json.dumps(step)) for step in STEPS)
    assert [line.strip() for line in process_lines(steps)] == [
        "check name returned, chance 0.2, counter returns",
        "then:",
        "wait kind rework, time 5 min",
        "at_bound:",
        "meet every_days 14",
        "leave",
    ]
