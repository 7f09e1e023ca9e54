"""A citizen's story on one side: the entries of the trace with the names of what happened and where."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from sinksim.agents.observers.trace_entries import TimeSpan
from sinksim.analysis.twin.pairing import Presence
from sinksim.analysis.twin.people import Citizen
from sinksim.core.records import MONEY, NEVER, TIME_KINDS
from sinksim.core.side_names import SideName

Record = dict[str, int]
ClockState = Literal["kept", "broken", "running", "not started"]


class Place(NamedTuple):
    """A place of the network: code, names in both languages, tier."""

    code: str
    zh: str
    en: str
    tier: str


class Stop(NamedTuple):
    """One visit to a station: template and place; joined, served from (None: not served) and left [ms]; how it ended."""

    station: str
    place: Place | None
    joined: int
    began: int | None
    ended: int
    outcome: str


@dataclass(frozen=True)
class TimelineStep:
    """One step of a story.

    ``began`` and ``ended`` are in ms since the start of the run; ``kinds`` holds the times by kind that are not 0, ``spells``
    their order; ``counted`` holds money [0.001 yuan], own time, staff time [ms] and counts that are not 0. ``branch`` is 0 on
    the main line, else the number of the department (``department``: its station) inside the fork above; ``is_critical``
    is true where its time is the case's. ``after_report``: the case had been reported closed already. A check is
    ``decided_by`` chance, outage, weights or an attribute, and ``chosen`` says which way it went.
    """

    verb: str
    name: str
    process: str
    place: Place | None
    began: int
    ended: int
    kinds: dict[str, int] = field(default_factory=dict)
    spells: tuple[TimeSpan, ...] = ()
    counted: dict[str, int] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    branch: int = 0
    department: str = ""
    is_critical: bool = False
    after_report: bool = False
    decided_by: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Side:
    """One side of a twin: whether the need arises and is filed there, its record, its steps and its clocks by name."""

    name: SideName
    scenario: str
    presence: Presence
    channel: str
    end: str
    record: Record
    steps: tuple[TimelineStep, ...] = ()
    clocks: dict[str, ClockState] = field(default_factory=dict)

    @property
    def times(self) -> dict[str, int]:
        """Times by kind up to the first report, as the record has them [ms]."""
        return {kind: self.record.get(f"time_{kind}", 0) for kind in TIME_KINDS}

    @property
    def money(self) -> dict[str, int]:
        """Money by kind, as the record has it [0.001 yuan]."""
        return {name: self.record.get(name, 0) for name in MONEY}

    @property
    def adds_up(self) -> bool:
        """Whether the steps add up to the record: times by kind, money, own and staff time, visits and trips.

        Of the times, the steps of departments and those after the first report are left out, as the record leaves them
        out. ``cost_time`` belongs to no step: the citizen's own time is valued once, when the case ends.
        """
        main = [step for step in self.steps if step.branch == 0 and not step.after_report]
        times = {kind: sum(step.kinds.get(kind, 0) for step in main) for kind in TIME_KINDS}
        named = [name for name in (*MONEY, "citizen_time", "staff_time", "visits", "trips") if name != "cost_time"]
        counted = {name: sum(step.counted.get(name, 0) for step in self.steps) for name in named}
        return times == self.times and counted == {name: self.record.get(name, 0) for name in named}

    def instant(self, name: str) -> int | None:
        """An instant of the record [ms]; None where it did not come to pass."""
        value = self.record.get(name, NEVER)
        return None if value == NEVER else value


@dataclass(frozen=True)
class Twin:
    """One citizen on both sides of a comparison.

    ``position`` counts from 1 among all ``of`` citizens of the cohort; ``requires``: the tier truly required, empty where
    none is; ``follow_up`` in ms; ``area``: of reporting, None where the origin is one itself.
    """

    citizen: Citizen
    position: int
    of: int
    replication: int
    origin: Place
    area: Place | None
    segment: str
    urgency: str
    requires: str
    start: dt.date
    follow_up: int
    baseline: Side
    alternative: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """Baseline, then alternative."""
        return self.baseline, self.alternative

    def to_json_dict(self) -> dict[str, Any]:
        """All of it as plain JSON values: times in ms, money in thousandths of a yuan."""
        plain = {**asdict(self), "start": self.start.isoformat()}
        plain["citizen"] = {**self.citizen._asdict(), "id": self.citizen.id}
        for name, side in (("baseline", self.baseline), ("alternative", self.alternative)):
            record = {key: None if value == NEVER else value for key, value in side.record.items()}
            plain[name] = {**plain[name], "name": side.name.key, "record": record, "adds_up": side.adds_up}
        return plain
