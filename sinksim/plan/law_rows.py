"""Laws of times as rows of a Plan: a code and up to four parameters in milliseconds, or a list of values.

| law | a | b | c | d |
|---|---|---|---|---|
| constant | value | | | |
| exponential | mean | | | |
| Erlang | mean of a phase | phases | | |
| gamma | scale | shape | | |
| lognormal | mean of the logarithm | sd of the logarithm | | |
| Weibull | scale | 1 / shape | | |
| uniform | low | high | | |
| triangular | low | mode | high | |
| truncated normal | mean | sd (negative: mirror image) | P(low) | P(high) |
| empirical, hyperexponential | values or means and cumulative weights | | | |
"""

import math
from dataclasses import dataclass
from itertools import accumulate

from sinksim.scenarios import laws as d

CODES = {
    "constant": 0,
    "exponential": 1,
    "erlang": 2,
    "gamma": 3,
    "lognormal": 4,
    "weibull": 5,
    "uniform": 6,
    "triangular": 7,
    "truncated_normal": 8,
    "empirical": 9,
    "hyperexponential": 10,
}


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


def _parameters(law: d.AnyLaw, ms: float) -> tuple[float, ...]:
    match law:
        case d.Constant():
            return (law.value * ms,)
        case d.Exponential():
            return (law.mean * ms,)
        case d.Erlang():
            return (law.mean * ms / law.k, law.k)
        case d.Gamma():
            return (law.mean * ms * law.cv**2, 1 / law.cv**2)
        case d.Lognormal():
            spread = math.log1p(law.variation**2)
            return (math.log(law.mean * ms) - spread / 2, math.sqrt(spread))
        case d.Weibull():
            return (law.mean * ms / math.gamma(1 + 1 / law.shape), 1 / law.shape)
        case d.Uniform():
            return (law.low * ms, law.high * ms)
        case d.Triangular():
            return (law.low * ms, law.mode * ms, law.high * ms)
        case d.TruncatedNormal():
            return _truncated(law, ms)
    return ()


def _truncated(law: d.TruncatedNormal, ms: float) -> tuple[float, ...]:
    low, high = (law.low - law.mean) / law.sd, (law.end - law.mean) / law.sd
    if low > 0:  # far in the upper tail probabilities near 1 lose digits: draw the mirror image
        return (law.mean * ms, -law.sd * ms, _normal(-high), _normal(-low))
    return (law.mean * ms, law.sd * ms, _normal(low), _normal(high))


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _cumulative(weights: tuple[float, ...]) -> tuple[float, ...]:
    total = math.fsum(weights)
    steps = [w / total for w in accumulate(weights)]
    return (*steps[:-1], 1.0)


def law_row(law: d.AnyLaw) -> LawRow:
    """A law of the scenario as a row of the Plan."""
    ms = float(d.MS_PER[law.unit])
    if isinstance(law, (d.Empirical, d.Hyperexponential)):
        values = law.values if isinstance(law, d.Empirical) else law.means
        weights = law.weights or (1.0,) * len(values)
        return LawRow(CODES[law.law], values=tuple(v * ms for v in values), cumulative=_cumulative(weights))
    a, b, c, e = (*_parameters(law, ms), 0.0, 0.0, 0.0, 0.0)[:4]
    return LawRow(CODES[law.law], a, b, c, e)
