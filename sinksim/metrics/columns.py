"""What is counted and summed in every group of cases: one table of named columns, each an integer per case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import MONEY, NEVER, TIME_KINDS, Channel, End, Mark
from sinksim.core.time_bins import SQUARE_BITS

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Cases = Mapping[str, NDArray[np.int64]]
Of = Callable[[Cases], NDArray[np.integer | np.bool_]]
# Spans of which a whole distribution is kept, in bins: to the solution, of waiting, to the reported closure.
Distribution = Literal["elapsed", "wait", "closing"]
DISTRIBUTIONS: tuple[Distribution, ...] = get_args(Distribution)

_LOW = (1 << SQUARE_BITS) - 1

# Fields of a record that are summed as they are; ``folding`` takes each of the two as contiguous.
TIMES_AND_COUNTS = (
    *(f"time_{kind}" for kind in TIME_KINDS),
    "time_alert",
    "citizen_time",
    "staff_time",
    "contacts",
    "visits",
    "trips",
    "hops",
    "bounces",
    "departments",
)
SUMMED = (*TIMES_AND_COUNTS, *MONEY)

# Ends of which a share of cases filed is an indicator, though a case may come to them without having been filed.
ENDS_OF_FILED = (End.REFUSED, End.RENEGED, End.LOST, End.OPEN)

# What became of a clock, and the tiers of a case, by the fields that hold it.
CLOCK_OUTCOMES = {"started": "clocks_started", "kept": "clocks_kept", "broken": "clocks_broken"}
CASE_TIERS = {"place": "place_tier", "top": "top_tier"}

# What is also summed by the day on which the need arose.
DAILY = ("arisen", "filed", "covered", "alert", "elapsed")


class Column(NamedTuple):
    """A column of a group: its name and the integer that each case adds to it."""

    name: str
    of: Of


@dataclass(frozen=True)
class Sum:
    """The value of a field itself."""

    field: str

    def __call__(self, cases: Cases) -> Ints:
        """What each case adds."""
        return cases[self.field]


@dataclass(frozen=True)
class Equal:
    """1 where a field has this value."""

    field: str
    value: int

    def __call__(self, cases: Cases) -> Flags:
        """What each case adds."""
        return np.equal(cases[self.field], self.value)


@dataclass(frozen=True)
class OfFiled:
    """1 where a case was filed and a field has this value: the numerator of a share of cases filed lies inside them."""

    field: str
    value: int

    def __call__(self, cases: Cases) -> Flags:
        """What each case adds."""
        return np.not_equal(cases["filed"], NEVER) & np.equal(cases[self.field], self.value)


@dataclass(frozen=True)
class Happened:
    """1 where an instant came to pass."""

    field: str

    def __call__(self, cases: Cases) -> Flags:
        """What each case adds."""
        return np.not_equal(cases[self.field], NEVER)


@dataclass(frozen=True)
class Bit:
    """1 where this bit of a field is set."""

    field: str
    bit: int

    def __call__(self, cases: Cases) -> Ints:
        """What each case adds."""
        return (cases[self.field] >> self.bit) & 1


@dataclass(frozen=True)
class Since:
    """Span from one instant to another [ms], 0 where the later did not come to pass."""

    start: str
    end: str

    def __call__(self, cases: Cases) -> Ints:
        """What each case adds."""
        return np.where(cases[self.end] != NEVER, cases[self.end] - cases[self.start], 0)


@dataclass(frozen=True)
class Square:
    """One of the three products of a span's square: high x high ("hh"), high x low ("hl"), low x low ("ll").

    The restricted span is high x 2**SQUARE_BITS + low: each product fits an integer of 64 bits in sums over many cases.
    """

    part: str

    def __call__(self, cases: Cases) -> Ints:
        """What each case adds."""
        high, low = cases["restricted"] >> SQUARE_BITS, cases["restricted"] & _LOW
        return {"hh": high * high, "hl": high * low, "ll": low * low}[self.part]


def square_total(high: int, mixed: int, low: int) -> int:
    """Sum of squares from the sums of their three products (see ``Square``), exact at any size.

    With b = SQUARE_BITS: (high 2**b + low)**2 = high**2 2**(2b) + high low 2**(b + 1) + low**2.
    """
    return (int(high) << 2 * SQUARE_BITS) + (int(mixed) << (SQUARE_BITS + 1)) + int(low)


def covered(cases: Cases) -> Flags:
    """1 where a case was truly solved within its service's coverage deadline, counted from arising."""
    in_time = cases["solved"] - cases["arisen"] <= cases["deadline"]
    both: Flags = (cases["solved"] != NEVER) & in_time
    return both


def closing(cases: Cases) -> Ints:
    """Span from filing to the first reported closure [ms], 0 where a case was not reported closed."""
    return np.where(reported(cases), cases["closed"] - cases["filed"], 0)


def satisfaction(cases: Cases) -> Ints:
    """Score of a case [0.001 points], 0 where it was not judged."""
    return np.maximum(cases["satisfaction"], 0)


def called_responded(cases: Cases) -> Flags:
    """1 where a callback reached the citizen of a case that had been responded to."""
    both: Flags = (cases["marks"] & Mark.CALLED_BACK != 0) & (cases["responded"] != NEVER)
    return both


def called_satisfied(cases: Cases) -> Flags:
    """1 where a callback reached a citizen who is satisfied."""
    both: Flags = (cases["marks"] & Mark.CALLED_BACK != 0) & (cases["marks"] & Mark.SATISFIED != 0)
    return both


def solved_at_first(cases: Cases) -> Flags:
    """1 where the first reported closure was the true solution: nothing had to be opened again."""
    return np.not_equal(cases["solved"], NEVER) & np.equal(cases["solved"], cases["closed"])


@dataclass(frozen=True)
class SolvedOnce:
    """1 where a case was truly solved and a count of it (trips, visits) is at most 1."""

    field: str

    def __call__(self, cases: Cases) -> Flags:
        """What each case adds."""
        return np.not_equal(cases["solved"], NEVER) & np.less_equal(cases[self.field], 1)


def reported(cases: Cases) -> Flags:
    """1 where a case was reported closed as dealt with, truly or hollow; leaving, refusal and loss are not."""
    end = cases["end"]
    dealt_with = (end == End.SOLVED) | (end == End.HOLLOW) | (end == End.OPEN)
    both: Flags = dealt_with & (cases["closed"] != NEVER)
    return both


def arisen(cases: Cases) -> Flags:
    """1 for every case."""
    return np.ones(len(cases["arisen"]), np.bool_)


# Cached: a sweep of small runs asks for the same columns again and again.
@lru_cache(maxsize=32)
def columns_of(clocks: tuple[str, ...], tiers: tuple[str, ...]) -> tuple[Column, ...]:
    """All columns of a group for these clocks and tiers, in a fixed order: those of clocks and tiers come last."""
    return (*_counts(), *_spans(), *(Column(f, Sum(f)) for f in SUMMED), *_clocks(clocks), *_tiers(tiers))


def _counts() -> list[Column]:
    """How many cases arose, were filed, answered, solved, covered and reported, and how they ended."""
    return [
        Column("arisen", arisen),
        Column("filed", Happened("filed")),
        Column("responded", Happened("responded")),
        Column("solved", Happened("solved")),
        Column("covered", covered),
        Column("reported", reported),
        *(Column(f"end_{end.name.lower()}", Equal("end", end)) for end in End),
        Column("platform", OfFiled("channel", Channel.PLATFORM)),
        Column("alert", Bit("marks", Mark.ALERT.bit_length() - 1)),
        Column("yellow", Bit("marks", Mark.YELLOW.bit_length() - 1)),
        Column("satisfied", Bit("marks", Mark.SATISFIED.bit_length() - 1)),
        Column("satisfaction", satisfaction),
        Column("patrol", Bit("marks", Mark.PATROL.bit_length() - 1)),
        Column("sensor", Bit("marks", Mark.SENSOR.bit_length() - 1)),
        Column("called_back", Bit("marks", Mark.CALLED_BACK.bit_length() - 1)),
        Column("detected", Bit("marks", Mark.DETECTED.bit_length() - 1)),
        Column("called_responded", called_responded),
        Column("called_satisfied", called_satisfied),
        *(Column(f"filed_{end.name.lower()}", OfFiled("end", end)) for end in ENDS_OF_FILED),
        Column("solved_at_first", solved_at_first),
        Column("solved_one_trip", SolvedOnce("trips")),
        Column("solved_one_visit", SolvedOnce("visits")),
    ]


def _spans() -> list[Column]:
    """Time to the solution with its square, to the first response and to the first reported closure [ms]."""
    return [
        Column("elapsed", Sum("restricted")),
        *(Column(f"elapsed_{part}", Square(part)) for part in ("hh", "hl", "ll")),
        Column("elapsed_solved", Since("arisen", "solved")),
        Column("response", Since("filed", "responded")),
        Column("closing", closing),
    ]


def _clocks(clocks: tuple[str, ...]) -> list[Column]:
    """How often each legal clock was started, met ("kept") and missed ("broken")."""
    return [
        Column(f"clock_{outcome}:{name}", Bit(field, bit))
        for outcome, field in CLOCK_OUTCOMES.items()
        for bit, name in enumerate(clocks)
    ]


def _tiers(tiers: tuple[str, ...]) -> list[Column]:
    """Cases by the tier where the citizen was physically served (place) and by the highest tier touched (top)."""
    return [
        Column(f"{what}:{name}", Equal(field, tier))
        for what, field in CASE_TIERS.items()
        for tier, name in enumerate(tiers)
    ]
