"""Values that a mutation puts into a scenario or a cell: numbers at and beyond every bound, texts, dates, windows."""

import math
import random
from typing import Any

INTEGERS = tuple(2**power + step for power in (31, 32, 53, 62, 63, 64) for step in (-1, 0, 1))
HUGE = (1e6, 1e9, 1e10, 1e13, 1e15, 1e16, 1e18, 1e19, 1e30, 1e100, 1e154, 1e200, 1e300, 1e308, 10**12, 10**17, 10**40)
TINY = (1e-320, 5e-324, 1e-308, 1e-300, 1e-100, 1e-18, 1e-12, 1e-9, 1e-8, 1e-6, 1e-5, 0.001)
ODD = (math.nan, math.inf, -math.inf, -0.0, "12", "1e3", "many", "", True, None, [1], {"value": 1}, "=nobody", "1,5")
PLAIN = (0, 1, 2, 3, 7, 10, 30, 100, 1000, 0.1, 0.25, 0.5, 1.5, 0.999999999999, 1 - 1e-16, 1.0000001)
SOUND_DATES = ("1990-01-01", "2100-12-31", "2024-02-29", "2022-01-29", "2022-09-30", "2023-10-01", "2003-12-31")
DATES = (
    "1989-12-31", "1990-01-01", "2100-12-31", "2101-01-01", "2024-02-29", "2023-02-29", "2022-01-31", "2022-10-01",
    "2004-05-01", "2099-01-01", "0001-01-01", "9999-12-31", "20220103", "2022-1-3", "today", 20220103, None,
)  # fmt: skip
UNSUITABLE_CELLS = (
    "", " ", "nan", "inf", "-inf", "NULL", "#REF!", "１２３", "1 000", "１", "x" * 300, "河湾", "\t", '"', "=1+1", "-",
)  # fmt: skip
SOUND_WINDOWS = ("00:00-24:00", "00:00-00:01", "23:59-24:00", "09:00-17:00", "08:00-12:00", "13:00-18:30")
WINDOWS = (
    "00:00-24:00", "00:00-00:01", "23:59-24:00", "09:00-17:00", "12:00-12:00", "17:00-09:00", "24:00-24:00", "9-17",
    "25:00-26:00", "08:00-12:00,13:00-17:00", "",
)  # fmt: skip


def mutated_number(rng: random.Random, bounds: dict[str, float], now: Any = None, whole: bool = False) -> Any:
    """A number for a declaration with these ends: a mild change, one inside, an end or just beyond, or something extreme."""
    chance = rng.random()
    if not {"le", "lt"} & set(bounds):
        chance = 0.2 + 0.8 * chance  # nothing but an end would keep an extreme out
    if chance < 0.3:
        return _mild(rng, now)
    if chance < 0.5 and bounds:
        return _inside(rng, bounds, whole)
    if chance < 0.6 and bounds:
        return _at_an_end(rng, rng.choice(sorted(bounds.items())), whole)
    if chance < 0.63:
        return rng.choice(ODD)
    family = rng.choice((HUGE, TINY, INTEGERS, PLAIN, PLAIN))
    if whole and rng.random() < 0.8:
        family = [value for value in family if isinstance(value, int)] or PLAIN[:4]
    value = rng.choice(family)
    return -value if rng.random() < 0.1 else value


def _inside(rng: random.Random, bounds: dict[str, float], whole: bool) -> Any:
    """A number of any size within the ends; the ends themselves too."""
    low, high = bounds.get("ge", bounds.get("gt", 0.0)), bounds.get("le", bounds.get("lt", 1e6))
    span = max(high - low, 0.0)
    value = rng.choice((low, high, low + span * 10.0 ** -rng.uniform(0, 12), low + span * rng.random()))
    return round(value) if whole else value


def _mild(rng: random.Random, now: Any) -> Any:
    if isinstance(now, bool) or not isinstance(now, int | float):
        return rng.choice(PLAIN)
    return rng.choice((0, 0.0, -now, now + 1, now - 1, now * 2, now / 3, now * 10, now / 1000, float(now), now * 1000))


def _at_an_end(rng: random.Random, end: tuple[str, float], whole: bool) -> Any:
    """One end of a range, or the next number on either side of it."""
    value = end[1]
    near = (value - 1, value, value + 1)
    if not whole:
        near = (*near, math.nextafter(value, -math.inf), math.nextafter(value, math.inf), value * (1 + 1e-9))
    return rng.choice(near)
