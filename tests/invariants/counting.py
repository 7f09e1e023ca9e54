"""Rules counted minute by minute from the text of a scenario, by none of the package's own code."""

import datetime as dt
from fractions import Fraction
from itertools import count
from math import floor

import numpy as np

from tests.helpers.worlds import DAY, HOUR, MINUTE

# Beyond the end of a run somebody may still look for the next opening.
DAYS_AHEAD = 30
# The days around the generated starts that are not what their weekday says.
HOLIDAYS = {dt.date(2022, 1, 3), *(dt.date(2022, 1, 31) + dt.timedelta(days=n) for n in range(7))}
SWAPPED = {dt.date(2022, 1, 29), dt.date(2022, 1, 30)}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FOREVER = 2**61


def half_up(amount):
    """The whole number next to a fraction."""
    return floor(amount + Fraction(1, 2))


def money(span, rate):
    """What ``span`` [ms] cost at ``rate`` [0.001 yuan an hour]."""
    return half_up(Fraction(int(span) * int(rate), HOUR))


def is_open_day(days, day):
    """Whether a calendar has its hours on a day."""
    if days == "all":
        return True
    if days == "workdays":
        return day in SWAPPED or (day.weekday() < 5 and day not in HOLIDAYS)
    return day.weekday() < 5 if days == "weekdays" else WEEKDAYS[day.weekday()] in days


class Hours:
    """A calendar as the share of servers on duty in each minute."""

    def __init__(self, calendar, start, days):
        first = dt.date.fromisoformat(start)
        self.level = np.zeros(days * 24 * 60)
        shares = calendar.get("levels", [1] * len(calendar["hours"]))
        for day in range(days):
            if is_open_day(calendar["days"], first + dt.timedelta(days=day)):
                for window, share in zip(calendar["hours"], shares, strict=True):
                    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in window.split("-"))
                    self.level[day * 1440 + begin : day * 1440 + end] = share
        self.open = self.level > 0

    def open_ms(self, begin, end):
        """Open milliseconds between two instants; before the start everything is open."""
        if begin < 0:
            return min(end, 0) - begin + self.open_ms(0, max(end, 0))
        whole = self.open[-(-begin // MINUTE) : end // MINUTE].sum() * MINUTE
        if begin // MINUTE == end // MINUTE:
            return (end - begin) * int(self.open[begin // MINUTE])
        head = -begin % MINUTE * int(self.open[begin // MINUTE])
        return int(whole) + head + end % MINUTE * int(self.open[end // MINUTE])

    def after(self, begin, span):
        """The first instant at which ``span`` open milliseconds have passed."""
        at = begin
        while span > 0:
            if at // MINUTE >= len(self.open):
                return FOREVER
            step = min(MINUTE - at % MINUTE, span if self.open[at // MINUTE] else MINUTE)
            span -= step if self.open[at // MINUTE] else 0
            at += step
        return at

    def is_last_closing(self, instant):
        """Whether it closes then and does not open again that day; midnight belongs to the day that ends."""
        minute = instant // MINUTE
        rest_of_day = -(-minute // 1440) * 1440
        closes = instant % MINUTE == 0 and self.open[minute - 1] and not self.open[minute]
        return bool(closes and not self.open[minute:rest_of_day].any())

    def opening_of_a_later_day(self, instant):
        """The first opening after the day on which it closed."""
        ahead = np.flatnonzero(self.open[-(-instant // DAY) * 1440 :])
        return (-(-instant // DAY) * 1440 + int(ahead[0])) * MINUTE if len(ahead) else FOREVER


class Always:
    """Round the clock."""

    def open_ms(self, begin, end):
        """All of it."""
        return end - begin

    def after(self, begin, span):
        """Straight on."""
        return begin + span

    def is_last_closing(self, instant):
        """Never."""
        return False


def all_hours(tree, horizon):
    """The calendars of a scenario by name; none: round the clock."""
    days = -(-horizon // DAY) + DAYS_AHEAD
    return {None: Always()} | {name: Hours(c, tree["start"], days) for name, c in tree["calendars"].items()}


def next_meeting(instant, every_days, offset_days=0):
    """The first meeting strictly after an instant."""
    every, first = round(every_days * DAY), round(offset_days * DAY)
    return next(first + n * every for n in count() if first + n * every > instant)


def servers_on_duty(servers, hours, horizon):
    """Servers on duty in each minute of a run."""
    level = hours.level[: horizon // MINUTE] if isinstance(hours, Hours) else np.ones(horizon // MINUTE)
    duty = np.floor(servers * level + 0.5 + 1e-9).astype(int)
    return np.where(level > 0, np.maximum(duty, 1), 0)
