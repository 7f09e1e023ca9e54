"""First two moments of laws of time, by the parameters a scenario uses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards
from sinksim.verification.theory.chains import Vector


@dataclass(frozen=True)
class Moments:
    """Mean [time] and second moment [time²] of a law."""

    mean: float
    second: float

    @property
    def variance(self) -> float:
        """Variance [time²]."""
        return self.second - self.mean**2

    @property
    def cv2(self) -> float:
        """Squared coefficient of variation [1]."""
        return self.second / self.mean**2 - 1

    def __add__(self, other: "Moments") -> "Moments":
        """Moments of the sum of two independent times."""
        return Moments(self.mean + other.mean, self.second + 2 * self.mean * other.mean + other.second)


def by_cv2(mean: float, cv2: float) -> Moments:
    """Law given by its mean [time] and squared coefficient of variation [1]."""
    guards.not_negative(mean=mean, cv2=cv2)
    return Moments(mean, mean**2 * (1 + cv2))


def constant(value: float) -> Moments:
    """Always ``value`` [time]."""
    return by_cv2(value, 0.0)


def exponential(mean: float) -> Moments:
    """Exponential law."""
    return by_cv2(mean, 1.0)


def erlang(mean: float, k: int) -> Moments:
    """Sum of ``k`` exponential phases of equal mean."""
    guards.at_least(1, k=k)
    return by_cv2(mean, 1 / k)


def gamma(mean: float, cv: float) -> Moments:
    """Gamma law by mean [time] and coefficient of variation [1]."""
    return by_cv2(mean, cv**2)


def lognormal(mean: float, cv: float) -> Moments:
    """Lognormal law by the mean and coefficient of variation of the time itself, not of its logarithm."""
    return by_cv2(mean, cv**2)


def weibull(mean: float, shape: float) -> Moments:
    """Weibull law by mean [time] and shape [1]: E[X²]/E[X]² = Γ(1 + 2/k)/Γ(1 + 1/k)²."""
    guards.positive(mean=mean, shape=shape)
    return Moments(mean, mean**2 * math.exp(math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape)))


def uniform(low: float, high: float) -> Moments:
    """Uniform law on [low, high] [time]."""
    _ordered(low, high)
    return Moments((low + high) / 2, (low * low + low * high + high * high) / 3)


def triangular(low: float, mode: float, high: float) -> Moments:
    """Triangular law on [low, high] with its peak at ``mode`` [time]."""
    _ordered(low, mode)
    _ordered(mode, high)
    mean = (low + mode + high) / 3
    squares = low * low + mode * mode + high * high
    return Moments(mean, mean**2 + (squares - low * mode - low * high - mode * high) / 18)


def truncated_normal(mean: float, sd: float, low: float, high: float) -> Moments:
    """Normal law cut to [low, high]; ``mean`` and ``sd`` are those before the cut. Source: Johnson and Kotz (1970)."""
    guards.positive(sd=sd)
    _ordered(low, high)
    a, b = (low - mean) / sd, (high - mean) / sd
    inside = float(ndtr(b) - ndtr(a) if a < 0 else ndtr(-a) - ndtr(-b))
    height_a, height_b = _height(a), _height(b)
    shift = (height_a - height_b) / inside
    spread = 1 + (a * height_a - b * height_b) / inside
    return Moments(mean + sd * shift, mean**2 + 2 * mean * sd * shift + sd**2 * spread)


def _height(deviate: float) -> float:
    """Density of the standard normal law."""
    return math.exp(-deviate * deviate / 2) / math.sqrt(2 * math.pi)


def empirical(values: Sequence[float], weights: Sequence[float] | None = None) -> Moments:
    """One of the given times, with the given weights (equal where none are given)."""
    share = _shares(values, weights)
    times = np.asarray(values, dtype=np.float64)
    return Moments(float(share @ times), float(share @ times**2))


def hyperexponential(means: Sequence[float], weights: Sequence[float] | None = None) -> Moments:
    """Mixture of exponential laws of the given means and weights (equal where none are given)."""
    share = _shares(means, weights)
    times = np.asarray(means, dtype=np.float64)
    return Moments(float(share @ times), float(share @ (2 * times**2)))


def mixture(parts: Sequence[Moments], weights: Sequence[float]) -> Moments:
    """Law that follows one of the ``parts``, chosen with probability in proportion to its weight."""
    share = _shares([part.mean for part in parts], weights)
    return Moments(
        float(share @ np.array([part.mean for part in parts])),
        float(share @ np.array([part.second for part in parts])),
    )


def _ordered(low: float, high: float) -> None:
    """BadInput where the ends of an interval are turned round."""
    if not low <= high:
        raise BadInput(f"the lower time = {low} is above the upper time = {high}; allowed: lower <= upper")


def _shares(values: Sequence[float], weights: Sequence[float] | None) -> Vector:
    """Weights as probabilities; None means equal ones."""
    weights = [1.0] * len(values) if weights is None else weights
    guards.same_length(values=values, weights=weights)
    guards.each(guards.not_negative, values=values, weights=weights)
    guards.positive(sum_of_weights=sum(weights))
    return np.asarray(weights, dtype=np.float64) / sum(weights)
