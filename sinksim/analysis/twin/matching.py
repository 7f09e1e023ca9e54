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

    Citizens are told apart by service, origin, layer and ordinal of their need, and stand in the order in which the needs
    arise, then of these four. Positions of services and places may differ between the two sides; names and codes decide.
    """
    # All cases of both sides, sorted by whose they are: the two of a citizen become neighbours and get one number.
    services = _common_list(ours.services, theirs.services)
    origins = _common_list(ours.origins, theirs.origins)
    who = np.concatenate(
        [_who(baseline, *_own_positions(ours)), _who(alternative, *_common_positions(theirs, services, origins))],
        axis=1,
    )
    side = np.repeat([0, 1], [len(baseline), len(alternative)])
    row = np.concatenate([np.arange(len(baseline)), np.arange(len(alternative))])
    arisen = np.concatenate([baseline["arisen"], alternative["arisen"]])
    order = np.lexsort((side, *who[::-1]))  # by the first row of ``who`` first: lexsort takes its keys last first
    who, side, row, arisen = who[:, order], side[order], row[order], arisen[order]
    first = np.ones(len(side), np.bool_)
    first[1:] = (who[:, 1:] != who[:, :-1]).any(axis=0)
    citizen = np.cumsum(first) - 1
    rows = np.full((int(first.sum()), 2), ABSENT, np.int64)
    rows[citizen, side] = row
    return rows[np.argsort(arisen[first], kind="stable")]


def _common_list(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, int]:
    """Position of each name in the list that both sides share."""
    return {name: n for n, name in enumerate(dict.fromkeys([*ours, *theirs]))}


def _own_positions(labels: Labels) -> tuple[Ints, Ints]:
    """The first side's services and origins, which open the common lists: their own positions."""
    return np.arange(len(labels.services)), np.arange(len(labels.origins))


def _common_positions(labels: Labels, services: dict[str, int], origins: dict[str, int]) -> tuple[Ints, Ints]:
    """For each service and origin of one side, its position in the common lists of both sides."""
    return (
        np.array([services[name] for name in labels.services], np.int64),
        np.array([origins[code] for code in labels.origins], np.int64),
    )


def _who(cases: Cases, services: Ints, origins: Ints) -> Ints:
    """Who each case is, as rows of service, origin, layer and ordinal, numbered as in the common lists."""
    return np.array([services[cases["service"]], origins[cases["origin"]], cases["layer"], cases["ordinal"]], np.int64)
