"""All indicators in all slices at once, each value as its own formula gives it, to the last bit.

Nearly every formula divides one sum of columns by another. Each sum that occurs is taken once over the slices of all
families together; a run of a hundred cases would otherwise spend most of its time in thousands of tiny divisions.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sinksim.metrics.aggregate import KINDS, Aggregate
from sinksim.metrics.all_quantiles import all_quantiles
from sinksim.metrics.columns import columns_of
from sinksim.metrics.formulas import Formula, Quantile, Ratio, StationRatio, StationTotal, Total
from sinksim.metrics.indicators import indicators_of
from sinksim.metrics.slices import FAMILIES, Family, Slice
from sinksim.plan.labels import Labels

Names = tuple[str, ...]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def evaluate(aggregate: Aggregate) -> dict[Family, Floats]:
    """Every indicator in every slice: [indicators, slices] of each family."""
    evaluator = _evaluator(aggregate.labels)
    slices = {family: aggregate.sums_of(family) for family in FAMILIES}
    found = evaluator(slices)
    evaluator.add_quantiles(found, aggregate)
    ends = np.cumsum([len(part.sums) for part in slices.values()]).tolist()
    return {
        family: found[:, end - len(part.sums) : end] for end, (family, part) in zip(ends, slices.items(), strict=True)
    }


def _evaluator(labels: Labels) -> "Evaluator":
    kinds, area = labels.payroll.kinds, labels.scope.tier
    return _prepared(labels.tiers, labels.clocks, labels.templates, kinds, area, labels.judged)


@lru_cache(maxsize=32)
def _prepared(tiers: Names, clocks: Names, templates: Names, kinds: Names, area: str, judged: bool) -> "Evaluator":
    """The evaluator of a plan with these names, ``judged`` as of ``indicators_of``; cached, since runs of a sweep share it."""
    table, known = indicators_of(tiers, clocks, templates, kinds, area, judged), columns_of(clocks, tiers)
    return Evaluator([row.formula for row in table], [column.name for column in known])


class Evaluator:
    """Formulas sorted by shape: quotients of sums, quantiles, those of stations, and the few others."""

    def __init__(self, formulas: Sequence[Formula], names: Sequence[str]) -> None:
        """Sort the formulas by shape: quotients, quantiles and stations are worked out together, others one by one."""
        numbered = list(enumerate(formulas))
        self.number = len(formulas)
        self.quotients = Quotients([(n, f) for n, f in numbered if isinstance(f, Ratio | Total)], names)
        self.quantiles = [(n, f) for n, f in numbered if isinstance(f, Quantile)]
        self.shares = sorted({f.share for _, f in self.quantiles})
        self.of_stations = [(n, f) for n, f in numbered if isinstance(f, StationRatio | StationTotal)]
        shapes = Ratio | Total | Quantile | StationRatio | StationTotal
        self.others = [(n, f) for n, f in numbered if not isinstance(f, shapes)]

    def __call__(self, slices: Mapping[Family, Slice]) -> Floats:
        """Values [formulas, slices] of all families, one after the other; quantiles stand apart."""
        together = stacked(list(slices.values()))
        found = np.full((self.number, len(together.sums)), np.nan)
        found[self.quotients.rows] = self.quotients(together)
        for n, formula in self.others:
            found[n] = formula(together)
        self._add_stations(found, slices)
        return found

    def add_quantiles(self, found: Floats, aggregate: Aggregate) -> None:
        """Put the quantiles in their rows of the values of all families."""
        spans = all_quantiles(aggregate.by_area, aggregate.by_segment, self.shares)
        for n, f in self.quantiles:
            found[n] = spans[self.shares.index(f.share), KINDS.index(f.kind)] / f.per

    def _add_stations(self, found: Floats, slices: Mapping[Family, Slice]) -> None:
        """Fill in the formulas of stations, for the one family whose slices have stations ("overall")."""
        first = 0
        for part in slices.values():
            if part.stations is not None:
                for n, formula in self.of_stations:
                    found[n, first : first + len(part.sums)] = formula(part)
            first += len(part.sums)


class Quotients:
    """The formulas that are (sum - sum) / sum / unit, as positions among the sums that occur.

    Two columns are added to those of a slice: one of nothing, for empty sums, and one of ones, to divide totals by.
    """

    def __init__(self, formulas: Sequence[tuple[int, Ratio | Total]], names: Sequence[str]) -> None:
        """Each distinct sum of columns once, as positions; "nothing" is a column of zeros, "one" one of ones.

        A formula is then (top - minus) / bottom / per over these sums; capital is added to those that name it, since
        it is no integer.
        """
        one = ("one",)
        terms = [(f.top, f.minus, f.bottom) if isinstance(f, Ratio) else (f.top, (), one) for _, f in formulas]
        sums = list(dict.fromkeys(part for term in terms for part in term))
        place = {name: position for position, name in enumerate([*names, "nothing", "one"])}
        columns_of = [[place[name] for name in part if name in place] or [place["nothing"]] for part in sums]
        self.rows = np.array([n for n, _ in formulas], np.int64)
        self.columns = np.array([position for part in columns_of for position in part], np.int64)
        # Where the columns of each sum begin, for ``reduceat``.
        self.starts = np.cumsum([0, *(len(part) for part in columns_of[:-1])])
        # Sums to which a charge, which is no column, is added afterwards.
        self.charged = [(n, name) for n, part in enumerate(sums) for name in part if name not in place]
        self.top = np.array([sums.index(top) for top, _, _ in terms], np.int64)
        self.minus = np.array([sums.index(minus) for _, minus, _ in terms], np.int64)
        self.bottom = np.array([sums.index(bottom) for _, _, bottom in terms], np.int64)
        self.per = np.array([[f.per] for _, f in formulas])

    def __call__(self, part: Slice) -> Floats:
        """(top - minus) / bottom / per of every formula [formulas, slices]; nan where the bottom is 0.

        ``part`` holds all slices of a family; ``per`` is the unit, such as an hour in milliseconds. A formula that subtracts
        nothing has the sum of no columns as its ``minus``, one that divides by nothing a column of ones as its ``bottom``.
        """
        totals = self._totals(part)
        top, bottom = totals[self.top] - totals[self.minus], totals[self.bottom]
        quotient = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)
        values: Floats = quotient / self.per
        return values

    def _totals(self, part: Slice) -> Floats:
        """Each sum in every slice [sums, slices], added up in integers, with capital where a sum names it.

        The columns of the slices are followed by "nothing" (zeros) and "one" (ones).
        """
        extra = np.zeros((2, len(part.sums)), np.int64)
        extra[1] = 1
        known = np.concatenate([part.sums.T, extra])
        totals = np.add.reduceat(known[self.columns], self.starts, axis=0).astype(np.float64)
        for n, name in self.charged:
            totals[n] += part.charges[name]
        return totals


def stacked(parts: Sequence[Slice]) -> Slice:
    """Slices of several families as one, distributions and stations apart."""
    sums = np.concatenate([part.sums for part in parts])
    charged = {name: np.concatenate([part.charges[name] for part in parts]) for name in parts[0].charges}
    return Slice(parts[0].family, parts[0].at, sums, {}, charged, parts[0].year)
