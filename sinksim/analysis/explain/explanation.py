"""The paired difference of two results, part by part, each with its interval; the parts add up to the whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.analysis.explain.series import CAPITAL, NAMES, UNITS, Name, Series, Slice, series
from sinksim.core.side_names import ROLES, USUAL_NAMES, PairNames
from sinksim.experiments.pair import Pair, Verdict, verdict_on
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import paired_difference

Flags = NDArray[np.bool_]


class Part(NamedTuple):
    """One part: levels, difference (alternative minus baseline), half width of its 95 % interval, pairs, verdict."""

    name: str
    baseline: float
    alternative: float
    difference: float
    half_width: float
    n: int
    verdict: Verdict


@dataclass(frozen=True)
class Decomposition:
    """A number of both sides and the parts of which it is the sum.

    ``without_capital`` is the whole less its capital, where it has such a part.
    """

    name: Name
    unit: str
    parts: tuple[Part, ...]
    whole: Part
    without_capital: Part | None = None
    names: PairNames = USUAL_NAMES

    @property
    def shown(self) -> tuple[Part, ...]:
        """Parts that are not nothing on both sides."""
        return tuple(part for part in self.parts if part.baseline or part.alternative or part.difference)

    def part(self, name: str) -> Part:
        """A part by name."""
        return next(part for part in self.parts if part.name == name)


@dataclass(frozen=True)
class Explanation:
    """Every decomposition of one comparison, for one slice of the cohort."""

    decompositions: tuple[Decomposition, ...]
    of: Slice
    pairs: int

    def __getitem__(self, name: Name) -> Decomposition:
        return next(found for found in self.decompositions if found.name == name)

    def to_json_dict(self) -> dict[str, Any]:
        """All of it as plain JSON values."""
        return {
            "pairs": self.pairs,
            "slice": self.of._asdict(),
            "decompositions": [_plain(found) for found in self.decompositions],
        }


def explain(
    comparison: Pair, service: str | None = None, area: str | None = None, segment: str | None = None
) -> Explanation:
    """Take the difference of a comparison apart, for all of the cohort or a slice of it; raises BadInput."""
    results, of = [comparison.baseline, comparison.alternative], Slice(service, area, segment)
    (found,) = explained(results, of, comparison.names)
    return found


def explained(results: Sequence[Result], of: Slice, names: PairNames = USUAL_NAMES) -> list[Explanation]:
    """The explanation of each step from one result to the next, all over the same pairs of replications."""
    steps: list[list[Decomposition]] = [[] for _ in results[1:]]
    for name in NAMES:
        found = [series(result, name, of) for result in results]
        # A replication in which a number is missing anywhere is left out everywhere, or nothing would add up.
        known_everywhere = np.logical_and.reduce([_known(one) for one in found])
        for n, step in enumerate(steps):
            step.append(_decomposition(name, found[n], found[n + 1], known_everywhere, names))
    pairs = min(result.n for result in results)
    return [Explanation(tuple(step), of, pairs) for step in steps]


def _known(found: Series) -> Flags:
    """Replications [bool] in which the whole and all of its parts are finite."""
    finite: Flags = np.isfinite(np.array([*found.parts.values(), found.whole]))
    known: Flags = np.logical_and.reduce(finite, axis=0)
    return known


def _decomposition(name: Name, before: Series, after: Series, counted: Flags, names: PairNames) -> Decomposition:
    """The paired difference of each part and of the whole, over the replications that count.

    ``counted``: True for each replication known on both sides. Where capital is a part, a total without it is added.
    """

    def part(part_name: str, baseline: NDArray[np.float64], alternative: NDArray[np.float64]) -> Part:
        """Levels of both sides, their paired difference and its verdict."""
        baseline, alternative = baseline[counted], alternative[counted]
        found = paired_difference(baseline, alternative)
        nan = float("nan")
        levels = (float(baseline.mean()), float(alternative.mean())) if len(baseline) else (nan, nan)
        verdict = verdict_on(found.mean, found.half_width, _better(name, part_name))
        return Part(part_name, *levels, found.mean, found.half_width, found.n, verdict)

    parts = tuple(part(n, before.parts[n], after.parts[n]) for n in before.parts)
    whole = part("whole", before.whole, after.whole)
    without_capital = None
    if CAPITAL in before.parts:
        without_capital = part("without_capital", *(one.whole - one.parts[CAPITAL] for one in (before, after)))
    return Decomposition(name, UNITS[name], parts, whole, without_capital, names)


def _better(name: Name, part: str) -> Any:
    """Which direction is better for a part: "lower", None where neither is.

    Transfers only move money from one payer to another, and time in service is time in which a case is worked on.
    """
    return None if name == "transfers" or part == "service" else "lower"


def _plain(found: Decomposition) -> dict[str, Any]:
    """A decomposition as JSON, nan and infinities as null."""
    plain = asdict(found)
    plain["names"] = {role: name.key for role, name in zip(ROLES, found.names, strict=True)}
    plain["parts"] = [_finite(part) for part in found.parts]
    for name in ("whole", "without_capital"):
        value = getattr(found, name)
        plain[name] = None if value is None else _finite(value)
    return plain


def _finite(part: Part) -> dict[str, Any]:
    return {k: None if isinstance(v, float) and not np.isfinite(v) else v for k, v in part._asdict().items()}
