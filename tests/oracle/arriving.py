"""When customers come: demand read back from the plan's streams, or gaps of a law written into the plan as a record."""

import dataclasses

import numpy as np

from sinksim.core.draws import arrivals, derive, pick, uniform
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.given_cases import LOG
from sinksim.plan.plan import Recorded, freeze
from tests.oracle.drawing import drawn

ARRIVAL, GROUP_SIZE = (stable_hash(f"draw|{name}") for name in ("arrival", "batch"))
GROUP_BITS = 10


def layer_key(plan, stream, replication=0):
    """Key of the one layer of customers that a stream has."""
    run = derive(derive(0, plan.seed), replication)
    layer = 0 if stream.gap is None else LOG & 0xFF
    return derive(derive(run, stable_hash(f"{stream.name}|{plan.labels.origins[0]}")), layer)


def arriving(plan, service, stream):
    """Instants [ms] at which the customers of a stream come within the run, and their ordinals."""
    if stream.gap is None:
        return _generated(plan, service, layer_key(plan, stream))
    mine = (plan.recorded.service == service) & (plan.recorded.arisen < plan.labels.window.horizon)
    return plan.recorded.arisen[mine], plan.recorded.ordinal[mine]


def _generated(plan, service, key):
    rows = plan.demand
    (row,) = np.flatnonzero(rows.service == service)
    times, cumulative = rows.profiles[rows.profile[row]]
    size = int(2 * rows.rate[row] * cumulative[-1]) + 1000
    time, epoch = np.empty(size, np.int64), np.empty(size, np.int64)
    count, *_ = arrivals(key, ARRIVAL, 0, 0.0, 0, rows.rate[row], 1.0, times, cumulative, time, epoch)
    time, epoch = time[:count], epoch[:count]
    sizes = rows.group_size[service]
    return _grouped(key, time, epoch, sizes) if len(sizes) else (time, epoch)


def _grouped(key, time, epoch, sizes):
    """Every epoch brings a group."""
    groups = np.array([1 + pick(sizes, uniform(key, GROUP_SIZE, e, 0)) for e in epoch.tolist()], np.int64)
    ordinals = [np.arange(n) + (e << GROUP_BITS) for e, n in zip(epoch.tolist(), groups.tolist(), strict=True)]
    return np.repeat(time, groups), np.concatenate(ordinals)


def with_recorded(plan, streams):
    """The plan with a record of the customers whose gaps follow a law: up to the horizon and some beyond it."""
    parts = [_record(plan, n, stream) for n, stream in enumerate(streams) if stream.gap is not None]
    if not parts:
        return plan
    service, ordinal, arisen = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((ordinal, service, arisen))
    free, first = np.full(len(order), -1), np.zeros(len(order), np.int64)
    record = Recorded(
        service=service[order],
        origin=first,
        layer=np.full(len(order), LOG),
        ordinal=ordinal[order],
        arisen=arisen[order],
        urgency=free,
        requires=free,
        segment=free,
        enter=free,
    )
    return freeze(dataclasses.replace(plan, recorded=record))


def _record(plan, service, stream):
    count = int(1.1 * plan.labels.window.horizon / stream.mean) + 100
    ordinal = np.arange(count)
    gaps = drawn(stream.gap, stable_hash(f"{plan.seed}|{stream.name}"), "gap", ordinal)
    return np.full(count, service), ordinal, np.cumsum(gaps)
