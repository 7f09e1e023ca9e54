"""A day from an empty start: demand and staff that vary. Rates per minute, times in minutes."""

from sinksim.verification.systems.figures import (
    cases_arisen,
    number_present,
    station_count,
    station_minutes,
    wait_of_hour,
)
from sinksim.verification.systems.system import System
from sinksim.verification.theory import shifts, transient
from sinksim.verification.theory.shifts import ShiftRule

HOUR = 60.0
BY_HOUR = (
    *(0.2, 0.2, 0.2, 0.2, 0.4, 0.6, 1.0, 1.6, 2.0, 2.2, 2.0, 1.6),
    *(1.2, 1.0, 1.4, 1.8, 1.8, 1.4, 1.0, 0.8, 0.6, 0.4, 0.2, 0.2),
)
# Servers on duty by hour: 06-09, 09-12, lunch, 13-15, 15-18, 18-22; nobody at night.
ON_DUTY = (*[0] * 6, *[2] * 3, *[4] * 3, 0, *[3] * 2, *[4] * 3, *[1] * 4, *[0] * 2)


def days() -> tuple[System, ...]:
    """Transient systems: every replication is one day."""
    return (_infinite_servers(), _many_servers(), _staffed("finish"), _staffed("interrupt"))


def _rates(per_day: float) -> list[float]:
    """Arrival rates by hour of the day [1/min] of a daily number of needs."""
    return [per_day / 1440 * weight for weight in BY_HOUR]


def _infinite_servers() -> System:
    """M(t)/M/∞: nobody waits, and the number present follows the demand with a delay.

    The scenario has 240 needs a day, a mean service of 90 minutes, and 1,000 servers, more than are ever wanted at once.
    """
    rates = _rates(240)
    instants = [HOUR * hour for hour in (6, 10, 13, 18, 24)]
    present = [
        number_present(transient.infinite_servers(rates, piece=HOUR, service_rate=1 / 90, time=instant), at=instant)
        for instant in instants
    ]
    load = 240 / 1440 * 90 / 1000  # needs a minute, times minutes of service, over servers
    return System("mt_m_infinite", load, (cases_arisen(240), *present), "transient")


def _many_servers() -> System:
    """M(t)/M/c: waits and numbers present at some hours of a day of 120 needs, with a mean service of 18 minutes."""
    hours = transient.many_servers(_rates(120), piece=HOUR, service_rate=1 / 18, servers=3)
    waits = [wait_of_hour(hours[hour].wait, hour) for hour in (8, 9, 10, 16)]
    # At the full hour: as the piece that ends then leaves it.
    present = [number_present(hours[hour - 1].end_in_system, at=HOUR * hour) for hour in (10, 12, 18)]
    load = 120 / 1440 * 18 / 3  # needs a minute, times minutes of service, over servers
    return System("mt_m_c", load, (*waits, *present), "transient")


def _staffed(rule: ShiftRule) -> System:
    """M(t)/M/c(t)+M: staff vary in shifts, customers give up; ``rule``: what happens to services at a shift's end."""
    means = shifts.staffed_day(
        _rates(120), ON_DUTY, piece=HOUR, service_rate=1 / 15, abandonment_rate=1 / 60, rule=rule
    )
    figures = (
        station_count("reneged a day", means.abandoned, "reneged"),
        station_count("served a day", means.completed, "served"),
        station_minutes("time waiting a day", means.waiting_time + means.suspended_time, "waiting"),
        station_minutes("time in service a day", means.busy_time, "busy", "overtime"),
    )
    load = 120 * 15 / (HOUR * sum(ON_DUTY))  # minutes of work over minutes of servers on duty
    return System(f"shifts_{rule}", load, figures, "transient")
