"""Mean, standard deviation and largest draw of the laws of a Plan [ms], from their rows; the forms are those of ``laws``."""

import math

import numpy as np
from scipy.special import ndtri

from sinksim.core.draws import normal_quantile
from sinksim.plan.law_rows import CODES
from sinksim.plan.plan import Floats, Laws

# ``core.draws.luck`` lies in [2^-53, 1 - 2^-53]; ``core.draws.whole`` cuts what is longer than this [ms].
_LOWEST = 2.0**-53
_LONGEST = 9.0e15
# Largest exponential draw of mean 1, and largest standard normal one.
_MOST_EXPONENTIAL, _MOST_NORMAL = -math.log(_LOWEST), float(normal_quantile(1 - _LOWEST))

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


def largest(laws: Laws, law: int) -> int:
    """The longest time that a law can draw [whole ms]."""
    name = _NAMES[int(laws.code[law])]
    if name in ("empirical", "hyperexponential"):
        most = float(laws.values[law].max()) * (_MOST_EXPONENTIAL if name == "hyperexponential" else 1.0)
    else:
        most = _largest(name, *laws.real[law].tolist())
    # The same rounding as ``core.draws.whole``, and one more for the last bit of a product.
    return int(min(most + 0.5, _LONGEST)) + 1


def _largest(name: str, a: float, b: float, c: float, d: float) -> float:
    match name:
        case "exponential":
            return _MOST_EXPONENTIAL * a
        case "erlang":
            return _MOST_EXPONENTIAL * a * b
        case "gamma":
            # Marsaglia & Tsang: d v, v = (1 + c x)^3; below shape 1 a factor of at most 1 comes to it.
            third = (b if b >= 1 else b + 1) - 1 / 3
            return float(a * third * (1 + _MOST_NORMAL / math.sqrt(9 * third)) ** 3)
        case "lognormal":
            return math.exp(a + _MOST_NORMAL * b)
        case "weibull":
            return float(a * _MOST_EXPONENTIAL**b)
        case "uniform":
            return b
        case "triangular":
            return c
        case "truncated_normal":
            ends = (c + (d - c) * _LOWEST, min(c + (d - c) * (1 - _LOWEST), 1 - _LOWEST))
            return max(a + b * float(normal_quantile(end)) for end in ends)
    return a
