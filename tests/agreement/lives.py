"""A plan lived through by both engines, and what differs between the two."""

import numpy as np

from sinksim import agents, compiled


def lived(run, plan, replication=0, visits=True):
    """Every case record and visit in order of emission, and the tables at the end."""
    batches, stream = [], run(plan, replication, visits)
    while True:
        try:
            batches.append(next(stream))
        except StopIteration as end:
            return np.concatenate([b.cases for b in batches]), np.concatenate([b.visits for b in batches]), end.value


def first_difference(one, two, name):
    """Where two tables differ first, in words; none where they are the same to the last bit."""
    if one.tobytes() == two.tobytes():
        return []
    for number, (a, b) in enumerate(zip(one, two, strict=False)):
        fields = [f"{f} {a[f]} != {b[f]}" for f in one.dtype.names if a[f] != b[f]]
        if fields:
            return [f"{name} {number} of {len(one)} and {len(two)}: {', '.join(fields[:6])}; {a}"]
    return [f"{name}: {len(one)} rows and {len(two)} rows"]


def differences(plan, replication=0, visits=True):
    """What the two engines say differently; nothing where they agree."""
    cases, log, tables = lived(agents.run, plan, replication, visits)
    own_cases, own_log, own_tables = lived(compiled.run, plan, replication, visits)
    return [
        *first_difference(cases, own_cases, "case"),
        *first_difference(log, own_log, "visit"),
        *first_difference(tables.stations, own_tables.stations, "station"),
        *first_difference(tables.incidents, own_tables.incidents, "incident"),
        *([] if tables.ledger == own_tables.ledger else [f"ledger {tables.ledger} != {own_tables.ledger}"]),
    ]


def tied(plan):
    """Whether at least a tenth of the visits end at an instant at which another ends."""
    _, log, _ = lived(compiled.run, plan)
    counts = np.unique(log["ended"], return_counts=True)[1]
    return bool(len(log) and counts[counts > 1].sum() >= 0.1 * len(log))
