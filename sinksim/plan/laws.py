"""Laws of times in a Plan: each is declared once, in ``FORMS``, under its name in a scenario.

A law is stored as a row: its code in ``core.draws`` with up to four parameters in milliseconds, or, for a mixture, a list
of values with cumulative weights. Loads and bounds are computed before a run from the same rows.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from scipy.special import ndtri

from sinksim.core import draws
from sinksim.core.draws import normal_quantile
from sinksim.plan.plan import Floats, Laws
from sinksim.scenarios.laws import MS_PER, AnyLaw, TruncatedNormal

# ``core.draws.uniform`` lies in [2^-53, 1 - 2^-53]; ``core.draws.whole`` cuts what is longer than this [ms].
_LOWEST = 2.0**-53
_LONGEST = 9.0e15
# Largest exponential draw of mean 1, and largest standard normal one.
_MOST_EXPONENTIAL, _MOST_NORMAL = -math.log(_LOWEST), float(normal_quantile(1 - _LOWEST))


@dataclass(frozen=True)
class LawRow:
    """One law: code, four parameters [ms where they are times], values [ms] and cumulative weights of a mixture."""

    code: int
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    values: tuple[float, ...] = ()
    cumulative: tuple[float, ...] = ()


@dataclass(frozen=True)
class LawForm:
    """A law with parameters: how a row is made of a scenario's law, and what is known of its draws from the row.

    ``names`` says what the parameters a to d of ``core.draws.sample`` are; ``parameters`` gives them from the law and the
    milliseconds of its unit. ``mean_and_sd`` and ``largest`` (the longest draw) take them and give milliseconds.
    """

    code: int
    names: tuple[str, ...]
    parameters: Callable[[Any, float], tuple[float, ...]]
    mean_and_sd: Callable[..., tuple[float, float]]
    largest: Callable[..., float]

    def row(self, law: Any, ms: float) -> LawRow:
        """The row of a law whose unit has ``ms`` milliseconds; parameters that the law does not have are 0."""
        a, b, c, d = (*self.parameters(law, ms), 0.0, 0.0, 0.0, 0.0)[:4]
        return LawRow(self.code, a, b, c, d)

    def parameters_of(self, laws: Laws, law: int) -> list[float]:
        """Its parameters in a Plan, in the order of ``names``."""
        stored: list[float] = laws.real[law].tolist()
        return stored[: len(self.names)]


@dataclass(frozen=True)
class MixtureForm:
    """A law that draws one of several values by weights, or an exponential time around the value that was drawn."""

    code: int
    field: str  # of the schema, that lists the values
    exponential: bool

    def row(self, law: Any, ms: float) -> LawRow:
        """The row of a law whose unit has ``ms`` milliseconds; without weights all values are equally likely."""
        values: tuple[float, ...] = getattr(law, self.field)
        weights = law.weights or (1.0,) * len(values)
        return LawRow(self.code, values=tuple(v * ms for v in values), cumulative=_cumulative(weights))

    def parameters_of(self, laws: Laws, law: int) -> tuple[Floats, Floats]:
        """Its values [ms] and cumulative weights in a Plan."""
        return laws.values[law], laws.cumulative[law]

    def mean_and_sd(self, values: Floats, cumulative: Floats) -> tuple[float, float]:
        """Mean and standard deviation [ms]; an exponential time has twice the second moment of a constant one."""
        weights = np.diff(cumulative, prepend=0.0)
        mean = float(weights @ values)
        second = float(weights @ values**2) * (2 if self.exponential else 1)
        return mean, math.sqrt(max(second - mean * mean, 0.0))

    def largest(self, values: Floats, _: Floats) -> float:
        """The longest draw [ms]."""
        return float(values.max()) * (_MOST_EXPONENTIAL if self.exponential else 1.0)


def _cumulative(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Weights summed up to each, over their total; the last is exactly 1, which no uniform number reaches."""
    total = math.fsum(weights)
    steps = [w / total for w in accumulate(weights)]
    return (*steps[:-1], 1.0)


def _largest_gamma(scale: float, shape: float) -> float:
    """Largest gamma variate that ``core.draws`` can make (Marsaglia & Tsang 2000): d (1 + c x)^3 at the largest normal x.

    d = shape - 1/3, c = 1 / sqrt(9 d). A shape below 1 is drawn as shape + 1, times a factor of at most 1.
    """
    third = (shape if shape >= 1 else shape + 1) - 1 / 3
    return float(scale * third * (1 + _MOST_NORMAL / math.sqrt(9 * third)) ** 3)


def _lognormal_moments(mu: float, sigma: float) -> tuple[float, float]:
    """Mean and standard deviation, from those of the logarithm."""
    mean = math.exp(mu + sigma * sigma / 2)
    return mean, mean * math.sqrt(math.expm1(sigma * sigma))


def _lognormal_parameters(law: Any, ms: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm, from the law's mean and coefficient of variation."""
    variance = math.log1p(law.variation**2)
    return math.log(law.mean * ms) - variance / 2, math.sqrt(variance)


def _weibull_moments(scale: float, power: float) -> tuple[float, float]:
    """Mean and standard deviation; ``power`` is 1 / shape."""
    mean = scale * math.gamma(1 + power)
    return mean, math.sqrt(max(scale * scale * math.gamma(1 + 2 * power) - mean * mean, 0.0))


def _triangular_moments(a: float, b: float, c: float) -> tuple[float, float]:
    """Mean and standard deviation; a, b, c: lowest, most likely, highest."""
    return (a + b + c) / 3, math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)


def _truncated_normal_parameters(law: TruncatedNormal, ms: float) -> tuple[float, ...]:
    """Mean and standard deviation [ms] before it was cut, and the probabilities below its two ends."""
    low, high = (law.low - law.mean) / law.sd, (law.highest_time - law.mean) / law.sd
    if low > 0:  # in the upper tail probabilities near 1 lose digits: draw the mirror image, with a negative deviation
        return (law.mean * ms, -law.sd * ms, _normal_probability(-high), _normal_probability(-low))
    return (law.mean * ms, law.sd * ms, _normal_probability(low), _normal_probability(high))


def _normal_probability(x: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _truncated_normal_moments(mean: float, sd: float, low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation of a normal law cut at the quantiles of the probabilities ``low`` and ``high``.

    Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, section 13.10.
    """
    ends = ndtri([low, high])
    height = np.exp(-(ends**2) / 2) / math.sqrt(2 * math.pi)
    moved = np.where(np.isfinite(ends), ends, 0.0) * height
    shift = (height[0] - height[1]) / (high - low)
    spread = 1 + (moved[0] - moved[1]) / (high - low) - shift**2
    # A negative ``sd`` is that of a law drawn as its mirror image. Rounding may leave a spread just below 0.
    return mean + sd * float(shift), abs(sd) * math.sqrt(max(float(spread), 0.0))


def _largest_truncated_normal(mean: float, sd: float, low: float, high: float) -> float:
    """Longest draw: at the largest uniform number or, where the deviation is negative (mirror image), at the smallest."""
    ends = (low + (high - low) * _LOWEST, min(low + (high - low) * (1 - _LOWEST), 1 - _LOWEST))
    return max(mean + sd * float(normal_quantile(end)) for end in ends)


FORMS: dict[str, LawForm | MixtureForm] = {
    "constant": LawForm(
        draws.CONSTANT,
        ("value",),
        parameters=lambda law, ms: (law.value * ms,),
        mean_and_sd=lambda value: (value, 0.0),
        largest=lambda value: value,
    ),
    "exponential": LawForm(
        draws.EXPONENTIAL,
        ("mean",),
        parameters=lambda law, ms: (law.mean * ms,),
        mean_and_sd=lambda mean: (mean, mean),
        largest=lambda mean: _MOST_EXPONENTIAL * mean,
    ),
    "erlang": LawForm(
        draws.ERLANG,
        ("mean of a phase", "phases"),
        parameters=lambda law, ms: (law.mean * ms / law.k, law.k),
        mean_and_sd=lambda mean, phases: (mean * phases, mean * math.sqrt(phases)),
        largest=lambda mean, phases: _MOST_EXPONENTIAL * mean * phases,
    ),
    "gamma": LawForm(
        draws.GAMMA,
        ("scale", "shape"),
        parameters=lambda law, ms: (law.mean * ms * law.cv**2, 1 / law.cv**2),
        mean_and_sd=lambda scale, shape: (scale * shape, scale * math.sqrt(shape)),
        largest=_largest_gamma,
    ),
    "lognormal": LawForm(
        draws.LOGNORMAL,
        ("mean of the logarithm", "standard deviation of the logarithm"),
        parameters=_lognormal_parameters,
        mean_and_sd=_lognormal_moments,
        largest=lambda mu, sigma: math.exp(mu + _MOST_NORMAL * sigma),
    ),
    "weibull": LawForm(
        draws.WEIBULL,
        ("scale", "1 / shape"),
        parameters=lambda law, ms: (law.mean * ms / math.gamma(1 + 1 / law.shape), 1 / law.shape),
        mean_and_sd=_weibull_moments,
        largest=lambda scale, power: float(scale * _MOST_EXPONENTIAL**power),
    ),
    "uniform": LawForm(
        draws.UNIFORM,
        ("low", "high"),
        parameters=lambda law, ms: (law.low * ms, law.high * ms),
        mean_and_sd=lambda low, high: ((low + high) / 2, (high - low) / math.sqrt(12)),
        largest=lambda low, high: high,
    ),
    "triangular": LawForm(
        draws.TRIANGULAR,
        ("low", "mode", "high"),
        parameters=lambda law, ms: (law.low * ms, law.mode * ms, law.high * ms),
        mean_and_sd=_triangular_moments,
        largest=lambda low, mode, high: high,
    ),
    "truncated_normal": LawForm(
        draws.TRUNCATED_NORMAL,
        ("mean", "standard deviation (negative: mirror image)", "P(low)", "P(high)"),
        parameters=_truncated_normal_parameters,
        mean_and_sd=_truncated_normal_moments,
        largest=_largest_truncated_normal,
    ),
    "empirical": MixtureForm(draws.EMPIRICAL, "values", exponential=False),
    "hyperexponential": MixtureForm(draws.HYPEREXPONENTIAL, "means", exponential=True),
}
_FORM_OF_CODE = {form.code: form for form in FORMS.values()}


def law_row(law: AnyLaw) -> LawRow:
    """A law of the scenario as a row of the Plan."""
    return FORMS[law.law].row(law, float(MS_PER[law.unit]))


def mean_and_sd(laws: Laws, law: int) -> tuple[float, float]:
    """Mean and standard deviation of a law of a Plan [ms]; 0 and 0 where its position is -1, for none."""
    if law < 0:
        return 0.0, 0.0
    form = _FORM_OF_CODE[int(laws.code[law])]
    return form.mean_and_sd(*form.parameters_of(laws, law))


def mean_and_sd_of_row(row: LawRow) -> tuple[float, float]:
    """Mean and standard deviation of one law [ms]."""
    form = _FORM_OF_CODE[row.code]
    if isinstance(form, MixtureForm):
        return form.mean_and_sd(np.array(row.values), np.array(row.cumulative))
    return form.mean_and_sd(*(row.a, row.b, row.c, row.d)[: len(form.names)])


def largest(laws: Laws, law: int) -> int:
    """The longest time that a law of a Plan can draw [whole ms]."""
    form = _FORM_OF_CODE[int(laws.code[law])]
    most = form.largest(*form.parameters_of(laws, law))
    # The same rounding as ``core.draws.whole``, and one more for the last bit of a product.
    return int(min(most + 0.5, _LONGEST)) + 1
