"""What a user of SimPy would write by hand for offices with opening hours: times in minutes, one event a waiting visit.

It keeps sums only (cases, visits, time until solved): no records, no money, no clocks, no order of ties.
"""

import math
import random
from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Sequence
from typing import Any

import simpy

DAY = 1440.0
VISITS, ELAPSED = "visits a case", "elapsed [h]"
Process = Generator[Any, Any, None]


class Hours:
    """Opening hours [minutes of the day] on certain weekdays; who still queues when a day's last window closes goes home."""

    def __init__(self, env: simpy.Environment, windows: Sequence[tuple[float, float]], days: Sequence[int]) -> None:
        self.env, self.windows, self.days = env, windows, frozenset(days)
        self.offices: list[Office] = []
        self.is_open = False
        env.process(self.keep())

    def keep(self) -> Process:
        for day in range(10**6):
            if day % 7 not in self.days:
                continue
            for begin, end in self.windows:
                yield self.env.timeout(day * DAY + begin - self.env.now)
                self.is_open = True
                for office in self.offices:
                    office.opens()
                yield self.env.timeout(day * DAY + end - self.env.now)
                self.is_open = False
            for office in self.offices:
                office.sends_home()

    def next_morning(self) -> float:
        """Minutes until the first window of a later day."""
        day = int(self.env.now // DAY) + 1
        while day % 7 not in self.days:
            day += 1
        return day * DAY + self.windows[0][0] - self.env.now

    def after_open_days(self, days: float) -> float:
        """Minutes until so many days of open weekdays, round the clock, have passed."""
        at, left = self.env.now, days * DAY
        while True:
            midnight = (at // DAY + 1) * DAY
            if int(at // DAY) % 7 in self.days:
                if left <= midnight - at:
                    return at + left - self.env.now
                left -= midnight - at
            at = midnight


class Office:
    """Servers with one list; ``hours`` None: always open."""

    def __init__(self, env: simpy.Environment, servers: int, hours: Hours | None) -> None:
        self.env, self.free, self.hours = env, servers, hours
        self.waiting: deque[tuple[simpy.Event, bool]] = deque()
        if hours is not None:
            hours.offices.append(self)

    def enter(self, is_file: bool) -> simpy.Event | None:
        """None where a server is free at once; else an event that says whether a server came (or closing time)."""
        if self.free and (self.hours is None or self.hours.is_open):
            self.free -= 1
            return None
        event = self.env.event()
        self.waiting.append((event, is_file))
        return event

    def leave(self) -> None:
        if self.waiting and (self.hours is None or self.hours.is_open):
            self.waiting.popleft()[0].succeed(True)
        else:
            self.free += 1

    def opens(self) -> None:
        while self.free and self.waiting:
            self.free -= 1
            self.waiting.popleft()[0].succeed(True)

    def sends_home(self) -> None:
        leaving = [event for event, is_file in self.waiting if not is_file]
        self.waiting = deque(entry for entry in self.waiting if entry[1])
        for event in leaving:
            event.succeed(False)

    def serve(self, minutes: float, is_file: bool = False) -> Process:
        """Wait, home and back if need be, and be served."""
        while True:
            event = self.enter(is_file)
            if event is None or (yield event):
                break
            assert self.hours is not None
            yield self.env.timeout(self.hours.next_morning())
        yield self.env.timeout(minutes)
        self.leave()


class Books:
    """Sums over the cases of a window: how many were filed, their visits, their time until solved within the follow-up."""

    def __init__(self, env: simpy.Environment, warm_up: float, window: float, follow_up: float) -> None:
        self.env, self.first, self.last, self.follow_up = env, warm_up, warm_up + window, follow_up
        self.horizon = warm_up + window + follow_up
        self.all, self.cases, self.filed, self.solved, self.visits, self.minutes = 0, 0, 0, 0, 0, 0.0

    def arises(self) -> float:
        now: float = self.env.now
        self.all += 1
        self.cases += self.first <= now < self.last
        return now

    def files(self, arisen: float) -> None:
        self.filed += self.first <= arisen < self.last

    def visit(self, arisen: float) -> None:
        self.visits += self.first <= arisen < self.last

    def solves(self, arisen: float) -> None:
        if self.first <= arisen < self.last:
            self.solved += 1
            self.minutes += min(self.env.now - arisen, self.follow_up)

    def figures(self) -> dict[str, float]:
        """Whoever is not solved counts with the whole follow-up."""
        minutes = self.minutes + (self.cases - self.solved) * self.follow_up
        return {VISITS: self.visits / max(self.filed, 1), ELAPSED: minutes / max(self.cases, 1) / 60}


class Arrivals:
    """A Poisson stream over places by their rates, with weights by hour of the day."""

    def __init__(self, luck: random.Random, per_day: Sequence[float], by_hour: Sequence[float]) -> None:
        self.luck = luck
        self.cumulative = list(_running(per_day))
        total, mean = self.cumulative[-1], sum(by_hour) / 24
        self.per_minute = [total * weight / mean / DAY for weight in by_hour]

    def times(self, horizon: float) -> Generator[float, None, None]:
        """Instants, in order: hour by hour, as an exponential gap has no memory."""
        for hour in range(math.ceil(horizon / 60)):
            rate, now, end = self.per_minute[hour % 24], hour * 60.0, min(hour * 60.0 + 60.0, horizon)
            while rate > 0:
                now += self.luck.expovariate(rate)
                if now >= end:
                    break
                yield now

    def place(self) -> int:
        return bisect_right(self.cumulative, self.luck.random() * self.cumulative[-1])


def _running(numbers: Sequence[float]) -> Generator[float, None, None]:
    total = 0.0
    for number in numbers:
        total += number
        yield total


class Lognormal:
    """Service times with a mean and a coefficient of variation."""

    def __init__(self, luck: random.Random, mean: float, cv: float) -> None:
        sigma2 = math.log(1 + cv * cv)
        self.mu, self.sigma, self.draw = math.log(mean) - sigma2 / 2, math.sqrt(sigma2), luck.lognormvariate

    def __call__(self) -> float:
        return self.draw(self.mu, self.sigma)
