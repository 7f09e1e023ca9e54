"""Spans and instants as people say them."""

import datetime as dt

from sinksim.text.phrases import Lang

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_UNITS = {"en": (" d", " h", " min", " s"), "zh": (" 天", " 小时", " 分", " 秒")}
_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}


def span_text(span: int, lang: Lang) -> str:
    """A span [ms] in its two largest units: ``3 d 4 h``, ``2 h 5 min``, ``40 s``; rounded to the smaller of the two."""
    day, hour, minute, second = _UNITS[lang]
    if span < 0:
        return f"-{span_text(-span, lang)}"
    if span < MINUTE - SECOND // 2:  # or it would be rounded to a whole minute, shown as 60 s
        return f"{_whole(span, SECOND)}{second}"
    minutes = _whole(span, MINUTE)
    if minutes < 24 * 60:
        return _two(minutes, per=60, large=hour, small=minute)
    return _two(_whole(span, HOUR), per=24, large=day, small=hour)


def _whole(span: int, unit: int) -> int:
    """A span in whole units, rounded to the nearest."""
    return (span + unit // 2) // unit


def _two(amount: int, per: int, large: str, small: str) -> str:
    """An amount of small units as large and small ones, those that are 0 left out.

    ``per``: small units in a large one; ``large`` and ``small`` are their words.
    """
    whole, rest = divmod(amount, per)
    parts = [f"{whole}{large}"] * (whole > 0) + [f"{rest}{small}"] * (rest > 0 or whole == 0)
    return " ".join(parts)


def instant_text(start: dt.date, instant: int, lang: Lang) -> str:
    """An instant [ms since the start] as weekday, month, day and time: ``Tue 01-31 09:05``; cut to the minute."""
    at = dt.datetime.combine(start, dt.time()) + dt.timedelta(milliseconds=instant)
    return f"{_WEEKDAYS[lang][at.weekday()]} {at:%m-%d %H:%M}"


def yuan_text(money: int, lang: Lang, signed: bool = False) -> str:
    """Money [0.001 yuan] in yuan with two decimals."""
    return f"{money / 1000:{'+' if signed else ''},.2f} {'元' if lang == 'zh' else 'yuan'}"
