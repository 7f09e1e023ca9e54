"""Which days a calendar is open."""

import datetime as dt
from functools import lru_cache
from typing import Any

from sinksim.scenarios.calendars import WEEKDAYS, Calendar

# Years for which the swapped working days have been announced and are known.
ANNOUNCED = range(2004, 2027)

SATURDAY = 5


def is_open_day(calendar: Calendar, day: dt.date) -> bool:
    """Whether the calendar has its hours on that day."""
    if calendar.days == "all":
        return True
    if calendar.days == "weekdays":
        return day.weekday() < SATURDAY
    if calendar.days == "workdays":
        return is_workday(day)
    return WEEKDAYS[day.weekday()] in calendar.days


def is_workday(day: dt.date) -> bool:
    """Whether it is a Chinese working day: public holidays off, swapped working days on.

    2004 to 2026: package chinesecalendar. Other years: Monday to Friday without the public holidays of package
    holidays; working days swapped for them are announced year by year and are not known there.
    """
    if day.year in ANNOUNCED:
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> Any:
    """The public holidays of one year, by date (``expand``: other years are not added when they are asked for)."""
    import holidays

    return holidays.country_holidays("CN", years=year, expand=False)
