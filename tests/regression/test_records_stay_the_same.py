"""Pinned digests of records: they guard the luck and the meaning of runs, not the truth (theory tests do that)."""

import hashlib

import numpy as np
import pytest

from sinksim.core.records import SEMANTICS_VERSION, Mark
from tests.helpers.worlds import WHO, live

# Three stations, half go on; then a world with hours, patience, a clock with alert, a fork and a hollow closure.
ROW = """
stations: {first: {servers: 10}, second: {servers: 5}}
services: {visit: {demand: {per_day: 11520}, traditional: {process: row}}}
processes:
  row:
    - queue: {station: first, time: {law: exponential, mean: 1}}
    - check:
        name: goes_on
        chance: 0.5
        then: [{queue: {station: second, time: {law: gamma, mean: 1, cv: 0.5}}}]
    - close: {hollow: 0}
satisfaction: {}
experiment: {window_days: 0.1}
"""

OFFICE = """
calendars: {office: {hours: ["09:00-12:00", "14:00-17:00"], days: weekdays}}
clocks: {answer: {deadline: {law: constant, value: 1, unit: h}}}
stations:
  window: {servers: 2, calendar: office}
  water: {servers: 1, calendar: office}
  power: {servers: 1}
services:
  matter: {demand: {per_day: 120}, traditional: {process: matter}}
processes:
  matter:
    - travel: {time: {law: triangular, low: 10, mode: 20, high: 40}}
    - clock: {start: answer}
    - queue:
        station: window
        time: {law: lognormal, mean: 8, cv: 0.6}
        patience: {law: weibull, mean: 300, shape: 2}
        accepts: [answer]
    - fork:
        name: reviews
        departments: [water, power]
        steps: [{queue: {station: department, time: {law: erlang, mean: 5, k: 3}, file: true}}]
    - relay: {time: {law: uniform, low: 1, high: 2, unit: h}}
    - close: {hollow: 0.1}
satisfaction: {}
experiment: {window_days: 3}
"""

# Raise SEMANTICS_VERSION in sinksim/core/records.py when one of these is meant to change: stored results carry it.
PINNED = {
    # Version 3: staff paid by the minute stand in one column a payer.
    3: {
        "row": "1130 cases 91f88ac19276ec72",
        "office": "334 cases e59757173c6294d9",
    },
    # Version 4: the column ``satisfaction`` and the mark SATISFIED, nothing else (``before_satisfaction``).
    4: {
        "row": "1130 cases cad6aed346b076ca",
        "office": "334 cases bb60ffd2e7d6149b",
    },
}


def columns(text):
    """Columns of the records of one replication, in the order of the needs."""
    ordered = np.sort(live(text).cases, order=WHO)
    return {name: ordered[name] for name in ordered.dtype.names}


def before_satisfaction(found):
    """The same columns as version 3 had them."""
    older = {name: column for name, column in found.items() if name != "satisfaction"}
    return older | {"marks": older["marks"] & ~int(Mark.SATISFIED)}


def digest(found):
    """Columns of records as one short number, byte order fixed."""
    ordered, flat = found["ordinal"], np.stack(list(found.values())).astype("<i8")
    return f"{len(ordered)} cases {hashlib.sha256(flat.tobytes()).hexdigest()[:16]}"


@pytest.mark.parametrize(("name", "text"), [("row", ROW), ("office", OFFICE)])
def test_records_are_those_of_this_version_of_the_semantics(name, text):
    found = columns(text)
    assert digest(found) == PINNED[SEMANTICS_VERSION][name]
    assert digest(before_satisfaction(found)) == PINNED[3][name]


@pytest.mark.parametrize("text", [ROW, OFFICE])
def test_where_nobody_is_asked_all_else_stays_the_same(text):
    asked, unasked = columns(text), columns(text.replace("satisfaction: {}\n", ""))
    assert set(unasked["satisfaction"].tolist()) == {-1}
    assert not (unasked["marks"] & int(Mark.SATISFIED)).any()
    assert digest(before_satisfaction(unasked)) == digest(before_satisfaction(asked))


def test_another_seed_gives_another_digest():
    assert (
        digest(columns(ROW.replace("window_days: 0.1", "window_days: 0.1, seed: 2")))
        != PINNED[SEMANTICS_VERSION]["row"]
    )
