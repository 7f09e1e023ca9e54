"""The few shapes a formula of an indicator can have: data that can be printed, compared and sent to a worker."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import STATION_FIELDS, names
from sinksim.core.time_bins import quantile
from sinksim.metrics.columns import Distribution, square_total
from sinksim.metrics.slices import Slice

Floats = NDArray[np.float64]


def divide(top: Floats, bottom: Floats) -> Floats:
    """Top over bottom, nan where the bottom is 0."""
    quotient: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom != 0)
    return quotient


@dataclass(frozen=True)
class Total:
    """Sum of columns, in units of ``per``."""

    top: tuple[str, ...]
    per: float = 1.0

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        return part.total(self.top) / self.per


@dataclass(frozen=True)
class Ratio:
    """(sum of ``top`` - sum of ``minus``) over the sum of ``bottom``, in units of ``per``."""

    top: tuple[str, ...]
    bottom: tuple[str, ...]
    per: float = 1.0
    minus: tuple[str, ...] = ()

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        return divide(part.total(self.top) - part.total(self.minus), part.total(self.bottom)) / self.per


@dataclass(frozen=True)
class Yearly:
    """What a calendar year comes to, in units of ``per``: sums of the window as often as it goes into it, and its own charges."""

    of_window: tuple[str, ...]
    of_year: tuple[str, ...]
    per: float = 1.0

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        return (part.total(self.of_window) * part.year + part.total(self.of_year)) / self.per


@dataclass(frozen=True)
class WeightedMean:
    """Mean position in a list of columns, weighted by what each holds: 0 for the first."""

    names: tuple[str, ...]

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice: each position times what its column holds, over what all hold."""
        held = np.array([part.total((name,)) for name in self.names])
        return divide(np.arange(len(self.names)) @ held, held.sum(axis=0))


@dataclass(frozen=True)
class ElapsedDeviation:
    """Standard deviation of the restricted elapsed time among cases, in units of ``per``; nan below two cases."""

    per: float = 1.0

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        columns = ("arisen", "elapsed", "elapsed_hh", "elapsed_hl", "elapsed_ll")
        rows = zip(*(part.exact(name).tolist() for name in columns), strict=True)
        return np.array([self._one(*row) for row in rows], np.float64)

    def _one(self, n: int, total: int, high: int, mixed: int, low: int) -> float:
        """Standard deviation in one slice, nan below two cases.

        From the number of cases, the sum and the three parts of the sum of squares (see ``columns.Square``).
        """
        if n < 2:
            return float("nan")
        # In integers of any size: the difference of two large numbers keeps every digit.
        squares = n * square_total(high, mixed, low) - total * total
        return float((squares / (n * (n - 1))) ** 0.5 / self.per)


@dataclass(frozen=True)
class Quantile:
    """Quantile of a distribution, in units of ``per``; inf where it lies beyond the follow-up."""

    kind: Distribution
    share: float
    per: float = 1.0

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        if self.kind not in part.counts:
            return np.full(len(part.sums), np.nan)
        return quantile(part.counts[self.kind], self.share) / self.per


@dataclass(frozen=True)
class StationRatio:
    """Ratio of two station fields over all stations of one template; whole only."""

    top: str
    bottom: str
    template: int

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        if part.stations is None:
            return np.full(len(part.sums), np.nan)
        fields = names(STATION_FIELDS)
        row = part.stations[[self.template]].astype(np.float64)
        return divide(row[:, fields.index(self.top)], row[:, fields.index(self.bottom)])


@dataclass(frozen=True)
class StationTotal:
    """Sum of one station field over all stations, in units of ``per``; whole only."""

    top: str
    per: float = 1.0

    def __call__(self, part: Slice) -> Floats:
        """Value in every slice."""
        if part.stations is None:
            return np.full(len(part.sums), np.nan)
        column = part.stations[:, [names(STATION_FIELDS).index(self.top)]]
        total: Floats = column.sum(axis=0) / self.per
        return total


Formula = Total | Ratio | Yearly | WeightedMean | ElapsedDeviation | Quantile | StationRatio | StationTotal
