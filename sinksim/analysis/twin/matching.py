"""The same citizens on both sides: who is who, and the rows of their two records."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sinksim.analysis.twin.cohort import Cases
from sinksim.plan.labels import Labels

Ints = NDArray[np.int64]
ABSENT = -1


def paired_rows(baseline: Cases, alternative: Cases, ours: Labels, theirs: Labels) -> Ints:
    """Rows [citizens, 2] of the records of each citizen, ``ABSENT`` where the need does not arise on that side.

    In the order in which the needs arise, then of who they are. Positions of services and places may differ between
    the two sides; names and codes decide.
    """
    services = _together(ours.services, theirs.services)
    origins = _together(ours.origins, theirs.origins)
    who = np.concatenate([_who(baseline, *_same(ours)), _who(alternative, *_moved(theirs, services, origins))], axis=1)
    side = np.repeat([0, 1], [len(baseline), len(alternative)])
    row = np.concatenate([np.arange(len(baseline)), np.arange(len(alternative))])
    arisen = np.concatenate([baseline["arisen"], alternative["arisen"]])
    order = np.lexsort((side, *who[::-1]))
    who, side, row, arisen = who[:, order], side[order], row[order], arisen[order]
    first = np.ones(len(side), np.bool_)
    first[1:] = (who[:, 1:] != who[:, :-1]).any(axis=0)
    citizen = np.cumsum(first) - 1
    rows = np.full((int(first.sum()), 2), ABSENT, np.int64)
    rows[citizen, side] = row
    return rows[np.argsort(arisen[first], kind="stable")]


def _together(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(dict.fromkeys([*ours, *theirs]))}


def _same(labels: Labels) -> tuple[Ints, Ints]:
    return np.arange(len(labels.services)), np.arange(len(labels.origins))


def _moved(labels: Labels, services: dict[str, int], origins: dict[str, int]) -> tuple[Ints, Ints]:
    return (
        np.array([services[name] for name in labels.services], np.int64),
        np.array([origins[code] for code in labels.origins], np.int64),
    )


def _who(cases: Cases, services: Ints, origins: Ints) -> Ints:
    return np.array([services[cases["service"]], origins[cases["origin"]], cases["layer"], cases["ordinal"]], np.int64)
