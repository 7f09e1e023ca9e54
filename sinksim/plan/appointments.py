"""Slots of stations that give appointments, spread out over a run."""

import numpy as np

from sinksim.plan.doors import united
from sinksim.plan.operations import APPOINT, APPOINTED, QUEUE, Op
from sinksim.plan.plan import CalendarRows, Ints, Slots, Stations
from sinksim.plan.program import Program
from sinksim.plan.rotas import BEYOND_DAYS, DAY_MS, MINUTE_MS
from sinksim.scenarios.scenario import Scenario

# Appointments for one slot of a stand-in for unselected places: so many that nobody finds it full.
AMPLE = 1 << 40


def build_slots(scenario: Scenario, stations: Stations, calendars: tuple[CalendarRows, ...], horizon: int) -> Slots:
    """The slots of every template, and where each station counts its bookings; -1: it gives no appointments."""
    known, last = list(scenario.calendars), -(-horizon // DAY_MS) * DAY_MS + BEYOND_DAYS * DAY_MS
    times, each = [], []
    for station in scenario.stations.values():
        if station.slots is None:
            times.append(np.zeros(0, np.int64))
            each.append(0)
            continue
        hours = calendars[known.index(station.calendar)] if station.calendar else None
        times.append(slot_times(hours, round(station.slots.every * MINUTE_MS), last))
        each.append(station.slots.each)
    number = np.array([len(own) for own in times], np.int64)[stations.template]
    begins = np.concatenate([[0], np.cumsum(number)]).astype(np.int64)
    return Slots(
        times=tuple(times),
        first=np.where(number > 0, begins[:-1], -1),
        each=np.where(stations.ample, AMPLE, np.array(each, np.int64)[stations.template]),
        number=int(begins[-1]),
    )


def slot_times(hours: CalendarRows | None, every: int, last: int) -> Ints:
    """Instants [ms] of slots before ``last``: each opening and every so many ms from it, while it lasts.

    None: open round the clock from the start. Another number of servers on duty is no opening.
    """
    if hours is None:
        return np.arange(0, last, every, dtype=np.int64)
    changes, is_open = united([hours])
    spans = zip(changes.tolist(), [*changes[1:].tolist(), last], is_open.tolist(), strict=True)
    found = [np.arange(begin, end, every, dtype=np.int64) for begin, end, level in spans if level]
    return np.concatenate([np.zeros(0, np.int64), *found])


def check_appointments(scenario: Scenario, program: Program) -> list[str]:
    """Whoever books at a station is received there by appointment somewhere, and the other way round."""
    booked = {row[APPOINT.template] for row in program.code if row.op is Op.APPOINT}
    received = {row[QUEUE.template] for row in program.code if row.op is Op.QUEUE and row[QUEUE.priority] == APPOINTED}
    names = list(scenario.stations)
    return [
        f"stations.{names[n]} is booked by appoint, but no queue there is appointed; allowed: both or neither"
        for n in sorted(booked - received)
    ] + [
        f"stations.{names[n]} has a queue that is appointed, but no appoint books there; allowed: both or neither"
        for n in sorted(received - booked)
    ]
