"""Mean and standard deviation of the laws of a Plan [ms], read from their rows; the forms are those of ``laws``."""

import math

import numpy as np
from scipy.special import ndtri

from sinksim.network.laws import CODES
from sinksim.network.plan import Floats, Laws

_NAMES = {code: name for name, code in CODES.items()}


def mean_and_sd(laws: Laws, law: int) -> tuple[float, float]:
    """Mean and standard deviation of a law [ms]; nothing where the position is -1."""
    if law < 0:
        return 0.0, 0.0
    name = _NAMES[int(laws.code[law])]
    if name in ("empirical", "hyperexponential"):
        return _mixture(laws.values[law], laws.cumulative[law], exponential=name == "hyperexponential")
    return _simple(name, *laws.real[law].tolist())


def _simple(name: str, a: float, b: float, c: float, d: float) -> tuple[float, float]:
    match name:
        case "exponential":
            return a, a
        case "erlang" | "gamma":
            return a * b, a * math.sqrt(b)
        case "lognormal":
            mean = math.exp(a + b * b / 2)
            return mean, mean * math.sqrt(math.expm1(b * b))
        case "weibull":
            mean = a * math.gamma(1 + b)
            return mean, math.sqrt(max(a * a * math.gamma(1 + 2 * b) - mean * mean, 0.0))
        case "uniform":
            return (a + b) / 2, (b - a) / math.sqrt(12)
        case "triangular":
            return (a + b + c) / 3, math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)
        case "truncated_normal":
            return _cut_normal(a, b, c, d)
    return a, 0.0


def _cut_normal(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """A normal law cut at the probabilities ``low`` and ``high``; a negative ``sd`` is the mirror image.

    Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, section 13.10.
    """
    ends = ndtri([low, high])
    height = np.exp(-(ends**2) / 2) / math.sqrt(2 * math.pi)
    moved = np.where(np.isfinite(ends), ends, 0.0) * height
    shift = (height[0] - height[1]) / (high - low)
    spread = 1 + (moved[0] - moved[1]) / (high - low) - shift**2
    return mean + sd * float(shift), abs(sd) * math.sqrt(max(float(spread), 0.0))


def _mixture(values: Floats, cumulative: Floats, exponential: bool) -> tuple[float, float]:
    weights = np.diff(cumulative, prepend=0.0)
    mean = float(weights @ values)
    second = float(weights @ values**2) * (2 if exponential else 1)
    return mean, math.sqrt(max(second - mean * mean, 0.0))
