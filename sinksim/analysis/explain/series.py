"""What a result is made of, replication by replication: parts whose sum is a number that the result reports itself.

* ``elapsed``: the mean time from arising to true solution, restricted to the follow-up, per need. Its parts are the times by
  kind up to the first report, per need; ``never_filed``, which counts the whole follow-up; and ``unsolved``: what is still
  missing to true solution after the first report, where that is the whole follow-up for needs never solved.
* ``time``: the mean time to the first report (or to leaving, or to the end of the run), per case filed, by kind.
* ``cost``: resource cost per need, by kind; ``payers``: the same, by who bears it. Capital is a part of its own, so that
  both have a whole with and one without it.
* ``transfers``: fees per need, by who pays them.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import TIME_KINDS
from sinksim.experiments.result import Result

Floats = NDArray[np.float64]
Name = Literal["elapsed", "time", "cost", "payers", "transfers"]
NAMES: tuple[Name, ...] = ("elapsed", "time", "cost", "payers", "transfers")
UNITS: dict[Name, str] = {"elapsed": "h", "time": "h", "cost": "yuan", "payers": "yuan", "transfers": "yuan"}
CAPITAL = "capital"
COST_KINDS = ("staff", "fares", "time", "operation")
NEVER_FILED, UNSOLVED = "never_filed", "unsolved"
_HOUR = 3_600_000


class Slice(NamedTuple):
    """Part of the cohort: a service, an area or a segment, as ``Result.series`` has it."""

    service: str | None = None
    area: str | None = None
    segment: str | None = None


class Series(NamedTuple):
    """Values of every part and of the whole, one per finished replication."""

    parts: dict[str, Floats]
    whole: Floats


def series(result: Result, name: Name, of: Slice) -> Series:
    """The parts of the number ``name`` for the slice ``of`` the cohort; unknown names of a slice raise BadInput."""

    def read(indicator: str) -> Floats:
        return result.series(indicator, of.service, of.area, of.segment)

    # Functions, so that only the indicators of the number asked for are read.
    makers: dict[Name, Callable[[], Series]] = {
        "elapsed": lambda: _elapsed(result, read),
        "time": lambda: _summed({kind: read(f"time_{kind}") for kind in TIME_KINDS}),
        "cost": lambda: _with_capital({kind: read(f"cost_{kind}_need") for kind in COST_KINDS}, read),
        "payers": lambda: _with_capital(
            {
                **{who: read(f"payer_{who}") for who in ("citizen", "institution")},
                "treasury": read("payer_treasury_without_capital"),  # capital becomes a part of its own
                "volunteer": read("payer_volunteer"),
            },
            read,
        ),
        "transfers": lambda: _summed({who: read(f"transfer_{who}") for who in ("citizen", "insurer")}),
    }
    return makers[name]()


def _elapsed(result: Result, read: Callable[[str], Floats]) -> Series:
    """Parts of the time per need [h]: each kind of time of those who file, the whole follow-up for those who never do.

    What these leave of the reported mean is a part of its own (UNSOLVED): the time for which needs stay unsolved
    after their case has ended.
    """
    filed, whole = read("filed_share"), read("elapsed")
    follow_up = result.labels.window.follow_up / _HOUR
    # Times by kind are means per case filed: times the share that files they are means per need. Where nobody files
    # there is no time per case, and none per need.
    kinds = {kind: np.where(filed > 0, read(f"time_{kind}"), 0.0) * filed for kind in TIME_KINDS}
    parts = {**kinds, NEVER_FILED: read("never_filed_share") * follow_up}
    return Series({**parts, UNSOLVED: whole - sum(parts.values(), np.zeros(len(whole)))}, whole)


def _summed(parts: dict[str, Floats]) -> Series:
    """Parts with their sum as the whole."""
    return Series(parts, sum(parts.values(), np.zeros(len(next(iter(parts.values()))))))


def _with_capital(parts: dict[str, Floats], read: Callable[[str], Floats]) -> Series:
    """Parts with capital as one more, so that they add up to the cost with capital."""
    return Series({**parts, CAPITAL: read("cost_capital_need")}, read("cost_need"))
