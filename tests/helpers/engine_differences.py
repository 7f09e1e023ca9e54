"""A plan lived through by both engines, and what differs between the two."""

import numpy as np

from sinksim import agents, compiled
from sinksim.core.errors import BadInput
from sinksim.core.records import End


def lived(run, plan, replication=0, visits=True):
    """Every case record and visit in order of emission, and the tables at the end."""
    batches, stream = [], run(plan, replication, visits)
    while True:
        try:
            batches.append(next(stream))
        except StopIteration as end:
            return np.concatenate([b.cases for b in batches]), np.concatenate([b.visits for b in batches]), end.value


def or_refusal(live, *arguments):
    """What a life tells, or the sentence that refuses it, such as where stations wait for each other for ever."""
    try:
        return live(*arguments)
    except BadInput as refusal:
        return str(refusal)


def first_difference(one, two, name):
    """Where two tables differ first, in words; none where they are the same to the last bit."""
    if one.tobytes() == two.tobytes():
        return []
    for number, (a, b) in enumerate(zip(one, two, strict=False)):
        fields = [f"{f} {a[f]} != {b[f]}" for f in one.dtype.names if a[f] != b[f]]
        if fields:
            return [f"{name} {number} of {len(one)} and {len(two)}: {', '.join(fields[:6])}; {a}"]
    return [f"{name}: {len(one)} rows and {len(two)} rows"]


def counted(run, plan, replication=0):
    """Every visit, and the tables, of a life of which no case is written down."""
    batches, stream = [], run(plan, replication, visits=True, cases=False)
    while True:
        try:
            batches.append(next(stream))
        except StopIteration as end:
            assert sum(len(b.cases) for b in batches) == 0
            return np.concatenate([b.visits for b in batches]), end.value


def different_tables(one, two):
    """What two tables of the same life say differently."""
    return [
        *first_difference(one.stations, two.stations, "station"),
        *first_difference(one.incidents, two.incidents, "incident"),
        *([] if one.ledger == two.ledger else [f"ledger {one.ledger} != {two.ledger}"]),
        *([] if one.ends.tolist() == two.ends.tolist() else [f"ends {one.ends} != {two.ends}"]),
        *(
            []
            if one.limit_hits.tolist() == two.limit_hits.tolist()
            else [f"bounded {one.limit_hits} != {two.limit_hits}"]
        ),
    ]


def differences(plan, replication=0, visits=True):
    """What the two engines say differently; nothing where they agree."""
    one, two = (or_refusal(lived, run, plan, replication, visits) for run in (agents.run, compiled.run))
    if isinstance(one, str) or isinstance(two, str):
        return [] if one == two else [f"refused by one, or otherwise: {one}; {two}"]
    (cases, log, tables), (own_cases, own_log, own_tables) = one, two
    return [
        *first_difference(cases, own_cases, "case"),
        *first_difference(log, own_log, "visit"),
        *different_tables(tables, own_tables),
    ]


def differences_when_counted(plan, replication=0):
    """What lives without records say differently from those with them, and from each other."""
    told = or_refusal(lived, compiled.run, plan, replication)
    if isinstance(told, str):
        refusals = [or_refusal(counted, run, plan, replication) for run in (compiled.run, agents.run)]
        return [refusal for refusal in refusals if not isinstance(refusal, str) or refusal != told]
    cases, log, tables = told
    assert np.bincount(cases["end"], minlength=len(End)).tolist() == tables.ends.tolist()
    ledger = {kind: money for kind, money in tables.ledger.items() if kind != "cost_time"}
    wanted = tables._replace(ledger=ledger)
    lives = [counted(run, plan, replication) for run in (compiled.run, agents.run)]
    return [
        difference
        for own_log, own in lives
        for difference in (*first_difference(log, own_log, "visit"), *different_tables(wanted, own))
    ]


def tied(plan):
    """Whether at least a tenth of the visits end at an instant at which another ends."""
    told = or_refusal(lived, compiled.run, plan)
    if isinstance(told, str):
        return False
    _, log, _ = told
    counts = np.unique(log["ended"], return_counts=True)[1]
    return bool(len(log) and counts[counts > 1].sum() >= 0.1 * len(log))
