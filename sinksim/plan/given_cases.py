"""Cases that are given: the recorded log and the initial backlog. Draws of the backlog are left to the engine."""

from typing import NamedTuple

import numpy as np

from sinksim.core.errors import BadInput
from sinksim.plan.plan import Ints, Recorded
from sinksim.plan.program import Program
from sinksim.plan.territory import Territory
from sinksim.scenarios.laws import MS_PER, Constant
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.services import LoggedCase, Service

LOG, BACKLOG = -1, -2
MINUTE_MS = 60_000


class Row(NamedTuple):
    """One given case; the order of the fields is the order in which equal times are admitted."""

    arisen: int
    service: int
    origin: int
    layer: int
    ordinal: int
    urgency: int = -1
    requires: int = -1
    segment: int = -1
    enter: int = -1


def build_recorded(scenario: Scenario, territory: Territory, program: Program) -> Recorded:
    """Every given case, sorted by arising."""
    parts = [np.empty((len(Row._fields), 0), np.int64)]
    for s, (name, service) in enumerate(scenario.services.items()):
        logged = _cases_of_log(scenario, territory, s, name, service)
        parts.append(np.array(logged, np.int64).reshape(len(logged), len(Row._fields)).T)
        parts.append(_cases_of_backlog(territory, program, s, name, service))
    columns = np.concatenate(parts, axis=1)
    # The last key given sorts first.
    order = np.lexsort(columns[::-1])
    return Recorded(**dict(zip(Row._fields, np.ascontiguousarray(columns[:, order]), strict=True)))


def _cases_of_log(scenario: Scenario, territory: Territory, s: int, name: str, service: Service) -> list[Row]:
    """The recorded cases of a service; the ordinal numbers those of one origin in the order of the file."""
    known = {code: i for i, code in enumerate(territory.origins)}
    seen: dict[int, int] = {}
    rows = []
    for n, case in enumerate(service.log):
        at = f"services.{name}.log.{n}"
        origin = _position(case.origin, known, f"{at}.origin")
        seen[origin] = seen.get(origin, -1) + 1
        row = Row(arisen=round(case.arisen * MINUTE_MS), service=s, origin=origin, layer=LOG, ordinal=seen[origin])
        rows.append(_with_stated_attributes(scenario, territory, case, at, row))
    return rows


def _with_stated_attributes(scenario: Scenario, territory: Territory, case: LoggedCase, at: str, row: Row) -> Row:
    """``row`` with the attributes that the log states; -1 where it leaves one to be drawn. ``at``: its path, for messages."""
    urgencies = {u: i for i, u in enumerate(scenario.urgencies)}
    tiers = {t: i for i, t in enumerate(territory.tiers)}
    return Row(
        row.arisen, row.service, row.origin, row.layer, row.ordinal,
        urgency=-1 if case.urgency is None else _position(case.urgency, urgencies, f"{at}.urgency"),
        requires=-1 if case.requires is None else _position(case.requires, tiers, f"{at}.requires"),
        segment=-1 if case.segment is None else case.segment,
    )  # fmt: skip


def _position(name: str, known: dict[str, int], where: str) -> int:
    """Position of a name among the known ones; BadInput where it is none of them."""
    if name not in known:
        some = ", ".join(list(known)[:5]) + (", ..." if len(known) > 5 else "")
        raise BadInput(f"{where} is {name!r}; allowed: one of {some}")
    return known[name]


def _cases_of_backlog(territory: Territory, program: Program, s: int, name: str, service: Service) -> Ints:
    """The backlog of a service, the same number at every origin, as columns [fields, cases].

    ``s``: position of the service, ``name`` its name for messages; ``enter`` -1: at the first instruction. Made as arrays,
    since there may be a million of them.
    """
    backlog = service.backlog
    if backlog is None:
        return np.empty((len(Row._fields), 0), np.int64)
    route = service.traditional or service.platform
    assert route is not None  # the schema refuses a service without channel
    unknown = -2
    enter = -1 if backlog.at is None else program.labels.get((route.process, backlog.at), unknown)
    if enter == unknown:
        raise BadInput(f"services.{name}.backlog.at is {backlog.at!r}; allowed: a label of process {route.process!r}")
    if not isinstance(backlog.waited, Constant):
        raise BadInput(f"services.{name}.backlog.waited is random; allowed: a constant time, or dated rows in the log")
    joined = -round(backlog.waited.value * MS_PER[backlog.waited.unit])
    origins, waiting = np.arange(len(territory.origins)), np.arange(backlog.per_origin)
    columns = np.empty((len(Row._fields), len(origins) * len(waiting)), np.int64)
    # Origin and ordinal, 0 here, are what cases differ in.
    columns[:] = np.array(Row(arisen=joined, service=s, origin=0, layer=BACKLOG, ordinal=0, enter=enter))[:, None]
    columns[Row._fields.index("origin")] = np.repeat(origins, len(waiting))
    columns[Row._fields.index("ordinal")] = np.tile(waiting, len(origins))
    return columns
