"""Filed is the earliest of first contact and first closure; who leaves without contact has not filed."""

import pytest

from sinksim.core.records import NEVER

DESK = "stations: {desk: {servers: 1, room: 1}}\nclocks: {reply: {deadline: 60}}\n"


@pytest.mark.parametrize(
    ("steps", "filed"),
    [
        ("{wait: {kind: discover, time: 7}}, {queue: {station: desk, time: 5}}, close", 7),
        ("{wait: {kind: discover, time: 7}}, {relay: {time: 5}}, close", 7),
        ("{wait: {kind: discover, time: 7}}, {meet: {every_days: 0.1}}, close", 7),
        ("{wait: {kind: discover, time: 7}}, {clock: {start: reply}}, close", 7),
        (
            "{wait: {kind: discover, time: 7}}, {assemble: {name: a, departments: [desk], arrival: 1, work: 1}}, close",
            7,
        ),
        ("{travel: {time: 7}}, close", 7),  # the first closure
        ("{travel: {time: 7}}, {leave: {end: lost}}", None),
        ("{travel: {time: 7}}, {wait: {kind: rework, time: 1}}, {leave: {end: reneged}}", None),
    ],
)
def test_the_first_contact_or_closure_files_a_case(live, steps, filed):
    life = live(f"{DESK}processes: {{main: [{steps}]}}", [0])
    assert life.all("filed") == [NEVER if filed is None else filed * 60_000]


def test_a_hollow_closure_files_a_case_too(live):
    close = "{close: {hollow: 1, reopen: {chance: 1, after: 9, back_to: a}}}"
    text = f"processes: {{main: [{{label: a, wait: {{kind: home, time: 7}}}}, {close}]}}"
    assert live(text, [0]).minutes("filed") == [7]
