"""The Plan: a scenario compiled to frozen, integer-indexed arrays. Engines see nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinksim.plan.labels import Labels
from sinksim.plan.operations import SWITCH

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Doors:
    """When somebody who travels finds a door open (see ``plan.doors``).

    A travel names its row: where its part of the table begins, then what the case's position in tiers, urgencies, segments
    and services adds to that. The table names the hours, -1 where it is never shut.
    """

    rows: Ints  # [travels with doors, 1 + attributes]
    table: Ints
    hours: tuple[tuple[Ints, Ints], ...]  # instants [ms] of a change, 1 where a door is open from then on


@dataclass(frozen=True, eq=False)
class Code:
    """Assembled processes (see ``plan.operations`` for the meaning of the columns)."""

    rows: Ints  # [instructions, columns]
    real: Floats  # [instructions, 2]
    entry: Ints  # [services, channels] first instruction, -1 where the channel does not exist
    draw_key: Keys  # [draws] key of each draw's name
    patience_key: Keys  # [draws] key of the patience that goes with a service draw
    slots: int  # number of visit counters of a case
    jumps: Ints  # targets of switches
    weights: tuple[Floats, ...]  # cumulative weights
    sets: tuple[Ints, ...]  # department templates
    set_weights: tuple[Floats, ...]  # weights with which they are drawn; empty: all alike
    set_keys: tuple[Keys, ...]  # key of each department's name
    phases: Ints  # [meetings, origins] first meeting [ms]
    doors: Doors


def jumps_of(code: Code, row: Sequence[int]) -> list[int]:
    """Instructions that a switch may lead to, in the order of its options."""
    first = row[SWITCH.first]
    return [int(jump) for jump in code.jumps[first : first + row[SWITCH.options]]]


def sole_choice(cumulative: Floats) -> int:
    """The position that holds all of some cumulative weights, so that nothing need be drawn; -1 where several do (or none)."""
    for position, reached in enumerate(cumulative):
        if reached >= 1.0:
            return position if position == 0 or cumulative[position - 1] <= 0.0 else -1
    return -1


@dataclass(frozen=True, eq=False)
class Laws:
    """Laws of times (see ``plan.laws``)."""

    code: Ints  # [laws]
    real: Floats  # [laws, 4]
    values: tuple[Floats, ...]  # [laws] values of mixtures [ms]
    cumulative: tuple[Floats, ...]  # [laws] their cumulative weights


@dataclass(frozen=True, eq=False)
class CalendarRows:
    """One calendar: its changes of level, as ``plan.rotas.Rota`` has them, with closings that send people home."""

    times: Ints
    level: Ints
    opened: Ints
    next_day_opening: Ints
    more_today: Flags


@dataclass(frozen=True, eq=False)
class Stations:
    """Stations of a run; ``ample`` ones stand for all unselected nodes of a template and never make anyone wait."""

    servers: Ints
    calendar: Ints  # -1: round the clock
    room: Ints  # -1: no limit
    preemptive: Flags
    interrupt: Flags  # shift end: suspend (True) or finish (False)
    template: Ints
    tier: Ints
    escalates_to: Ints  # template, -1: none
    wage: Ints  # 0.001 yuan per hour that a case is charged; 0 where posts are paid
    payer: Ints  # -> ``core.records.STAFF_PAYERS``
    ample: Flags


@dataclass(frozen=True, eq=False)
class Slots:
    """Appointments that stations give (see ``plan.appointments``)."""

    times: tuple[Ints, ...]  # [templates] instants [ms], in order; empty: no appointments
    first: Ints  # [stations] where its bookings are counted, one place a slot; -1: no appointments
    each: Ints  # [stations] appointments given for one slot
    number: int  # places at which bookings are counted


@dataclass(frozen=True, eq=False)
class Demand:
    """Streams of needs, one per service and origin with positive demand, in the order of (service, origin)."""

    service: Ints
    origin: Ints
    rate: Floats  # long-run arrivals per ms: needs, or groups of needs where they come in batches
    profile: Ints
    key: Keys
    background: Flags
    layers: Ints  # unit-rate layers; one where ``rate`` holds the whole demand, as for a law of gaps
    last_keep: Floats  # share kept of the last layer
    profiles: tuple[tuple[Ints, Floats], ...]  # cumulative intensity
    interarrival: Ints  # [services] law of the gaps, of mean 1 in operational time; -1: exponential (Poisson)
    dispersion: Floats  # [services] variance over mean of the number of arrivals in a long time; Poisson: 1
    group_size: tuple[Floats, ...]  # [services] cumulative weights of sizes 1, 2, ...; empty: single needs


@dataclass(frozen=True, eq=False)
class Citizens:
    """Attributes of cases and what they decide: segment, urgency, requirement, adoption, filing."""

    segment: Floats  # [origins, segments] cumulative
    urgency: Floats  # [services, urgencies] cumulative
    requires: tuple[Floats, ...]  # [services] cumulative over tiers; empty: none stated
    adopt_below: Floats  # [services, segments] a citizen adopts when u is below
    institution: Ints  # [services, origins] -1: citizens decide; else 0 or 1
    file_chance: tuple[tuple[Floats, ...], ...]  # [services][channels] -> [tiers + 1, origins, rural]; empty: always
    time_value: Ints  # [segments] 0.001 yuan per hour
    rural: Ints  # [segments]


@dataclass(frozen=True, eq=False)
class ClockRows:
    """Deadlines [ms] by clock and urgency."""

    deadline: Ints  # [clocks, urgencies], -1: none for that urgency
    warn: Floats  # [clocks]
    calendar: Ints  # [clocks], -1: wall clock
    alert: Flags  # [clocks]


@dataclass(frozen=True, eq=False)
class RiskRows:
    """World ticks to come: alternating up times (exponential) and down times."""

    kind: Ints  # 0 platform outage, 1 breakdown of a template's stations
    template: Ints  # -1 for the platform
    mean_up: Floats  # ms
    law: Ints  # law of the down time
    key: Keys
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Recorded:
    """Cases that are given, not generated: the log and the initial backlog, in order of arising."""

    service: Ints
    origin: Ints
    layer: Ints  # -1 log, -2 backlog
    ordinal: Ints
    arisen: Ints  # ms; negative: waiting since before the start
    urgency: Ints  # -1: drawn
    requires: Ints  # -1: drawn
    segment: Ints  # -1: drawn
    enter: Ints  # instruction at which it starts, -1: the first of its process


@dataclass(frozen=True, eq=False)
class Satisfaction:
    """How citizens judge cases."""

    numbers: Floats  # decay, points off a trip and where unsolved, mean and standard deviation of the threshold
    expected: Ints  # [services] time expected [ms]


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything an engine needs for any replication."""

    labels: Labels
    seed: int
    code: Code
    laws: Laws
    calendars: tuple[CalendarRows, ...]
    stations: Stations
    slots: Slots
    role: Ints  # [templates, origins] station, -1: unreachable
    travel_ms: Ints  # [tiers, origins] one way
    travel_fare: Ints  # [tiers, origins] 0.001 yuan
    demand: Demand
    citizens: Citizens
    clocks: ClockRows
    risks: RiskRows
    recorded: Recorded
    satisfaction: Satisfaction | None  # None: nobody judges


def breakable(plan: Plan) -> frozenset[int]:
    """Stations that a breakdown may strike."""
    struck = {t for t in plan.risks.template.tolist() if t >= 0}
    rows = plan.stations
    pairs = zip(rows.template.tolist(), rows.ample.tolist(), strict=True)
    return frozenset(i for i, (t, ample) in enumerate(pairs) if t in struck and not ample)


def freeze(plan: Plan) -> Plan:
    """Make every array of a plan read-only."""
    left: list[object] = [plan]
    while left:
        value = left.pop()
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
        elif isinstance(value, (tuple, list)):
            left += value
        elif hasattr(value, "__dict__"):
            left += vars(value).values()
    return plan
