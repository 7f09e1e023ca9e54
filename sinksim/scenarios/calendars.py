"""When things are open and when needs arise: calendars of opening hours and profiles of arrivals."""

import re
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sinksim.scenarios.base import Part, Weight, item, option

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MINUTES_A_DAY = 24 * 60

_WINDOW = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])|([01][0-9]|2[0-3]):([0-5][0-9])-24:00"
)

# Shares of servers are kept in thousandths.
Share = Annotated[float, item(unit="1", low=0.001, high=1)]


def minutes_of(window: str) -> tuple[int, int]:
    """Start and end of a window such as "09:00-12:00", in minutes of the day; raises ValueError for any other text."""
    if not _WINDOW.fullmatch(window):
        raise ValueError(
            f'{window!r} is not a window; allowed: "HH:MM-HH:MM" from 00:00 to 24:00, such as "09:00-12:00"'
        )
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in window.split("-"))
    if start >= end:
        raise ValueError(
            f"{window!r} ends before it begins; allowed: a window within one day "
            '(over midnight: two windows, such as "00:00-06:00" and "22:00-24:00")'
        )
    return start, end


class Calendar(Part):
    """Opening hours on certain days, in local time without daylight saving. With nothing given: round the clock."""

    hours: tuple[str, ...] = option(
        ("00:00-24:00",),
        zh="开放时段",
        en='windows of a day, such as "09:00-12:00", in order',
        min_length=1,
        max_length=48,
    )
    days: Literal["all", "weekdays", "workdays"] | Annotated[tuple[Weekday, ...], Field(max_length=7)] = option(
        "all",
        zh="开放日：每天、周一至周五、法定工作日（含调休），或列出星期",
        en="all, weekdays (Monday to Friday), workdays (Chinese working days, swapped ones included), or a list of weekdays",
    )
    levels: tuple[Share, ...] | None = option(
        None,
        zh="各时段在岗比例（0.001–1）",
        en="share of the servers on duty in each window, 0.001 to 1 (default: all)",
        max_length=48,
    )

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each window [minutes of the day]."""
        return tuple(minutes_of(window) for window in self.hours)

    @model_validator(mode="after")
    def _orderly(self) -> "Calendar":
        """Refuse windows that overlap, shares that do not match the windows, and repeated weekdays."""
        for (_, end), (start, _) in pairwise(self.windows):
            if start < end:
                raise ValueError(f"hours is {list(self.hours)}; allowed: windows in order that do not overlap")
        if self.levels is not None and len(self.levels) != len(self.hours):
            raise ValueError(f"levels has {len(self.levels)} values; allowed: {len(self.hours)}, one for each window")
        if isinstance(self.days, tuple) and (not self.days or len(set(self.days)) < len(self.days)):
            raise ValueError(f"days is {list(self.days)}; allowed: at least one weekday, each once")
        return self


class Profile(Part):
    """How needs are spread over time; the mean rate stays what the service says. With nothing given: constant.

    Weights are relative: only their ratios count. The rate at an instant is proportional to the product of the three
    weights, and is nothing outside the hours of ``within``.
    """

    by_hour: tuple[Weight, ...] | None = option(
        None, zh="24 小时权重", en="24 weights, by hour of the day", min_length=24, max_length=24
    )
    by_weekday: tuple[Weight, ...] | None = option(
        None, zh="周一至周日权重", en="7 weights, Monday to Sunday", min_length=7, max_length=7
    )
    by_month: tuple[Weight, ...] | None = option(
        None, zh="12 个月权重", en="12 weights, January to December", min_length=12, max_length=12
    )
    within: str | None = option(None, zh="仅在此日历开放时", en="name of the calendar in whose open hours needs arise")

    @model_validator(mode="after")
    def _somewhen(self) -> "Profile":
        """Refuse weights that are all zero: no need could ever arise."""
        for name in ("by_hour", "by_weekday", "by_month"):
            weights = getattr(self, name)
            if weights is not None and not any(weights):
                raise ValueError(f"{name} has only zeros; allowed: at least one weight above 0")
        return self
