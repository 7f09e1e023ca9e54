"""What a station's visits must be, by recursion, and what an engine says they were."""

from typing import NamedTuple

import numpy as np

from sinksim.core.records import NEVER, VisitEnd
from tests.oracle.arriving import arriving, layer_key
from tests.oracle.drawing import drawn
from tests.oracle.recursions import waits_of


class Visits(NamedTuple):
    """One entry a customer, in the order of (service, ordinal); instants and spans in ms."""

    service: np.ndarray
    ordinal: np.ndarray
    joined: np.ndarray
    began: np.ndarray
    ended: np.ndarray
    end: np.ndarray


def expected(station):
    """Who began within the run waited as the recursion says; who is still there at the horizon is cut."""
    plan, streams = station.plan, station.streams
    came = [arriving(plan, n, stream) for n, stream in enumerate(streams)]
    times = [drawn(s.time, layer_key(plan, s), s.name, o) for s, (_, o) in zip(streams, came, strict=True)]
    service = np.repeat(np.arange(len(streams)), [len(t) for t in times])
    joined, ordinal = (np.concatenate(column) for column in zip(*came, strict=True))
    # Who comes in the same millisecond stands in the order of services and ordinals.
    order = np.lexsort((ordinal, service, joined))
    waits, took = np.empty_like(joined), np.concatenate(times)
    waits[order] = waits_of(joined[order], took[order], station.servers)
    return _cut(service, ordinal, joined, joined + waits, took, plan.labels.window.horizon)


def _cut(service, ordinal, joined, began, took, horizon):
    served = began + took < horizon
    return Visits(
        service,
        ordinal,
        joined,
        np.where(began < horizon, began, NEVER),
        np.where(served, began + took, horizon),
        np.where(served, int(VisitEnd.SERVED), int(VisitEnd.OPEN)),
    )


def simulated(station, run):
    """The visits in an engine's log."""
    log = np.concatenate([batch.visits for batch in run(station.plan, 0, visits=True)])
    log = log[np.lexsort((log["ordinal"], log["service"]))]
    return Visits(*(log[name] for name in Visits._fields))


def first_difference(wanted, found):
    """Where two sets of visits differ first, in words; nothing where they are identical."""
    if len(wanted.service) != len(found.service):
        return f"{len(found.service)} visits, expected {len(wanted.service)}"
    differs = np.any([a != b for a, b in zip(wanted, found, strict=True)], axis=0)
    if not differs.any():
        return ""
    n = int(np.argmax(differs))
    pairs = zip(Visits._fields, wanted, found, strict=True)
    said = ", ".join(f"{name} {b[n]} (expected {a[n]})" for name, a, b in pairs if a[n] != b[n])
    who = f"service {wanted.service[n]}, ordinal {wanted.ordinal[n]}"
    return f"{int(differs.sum())} of {len(differs)} visits differ, first {who}: {said}"
