"""Laws of random times. A plain number means a constant number of minutes."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, model_validator

from sinksim.scenarios.base import Part, Weight, item, number, option

Unit = Literal["ms", "s", "min", "h", "d"]
MS_PER = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}

# The longest time that a law may be given [d], and the shortest that may not be 0 [ms]; what is shorter is always drawn
# as 0. Each law holds them in its own unit.
LONGEST_DAYS = 36_500
LONGEST_MS = LONGEST_DAYS * MS_PER["d"]
SHORTEST_MS = 1e-3

# What other tools call the laws of this schema, and what a law that is not there is mostly meant to be.
OTHER_NAMES = {
    "normal": "truncated_normal",
    "norm": "truncated_normal",
    "gaussian": "truncated_normal",
    "gauss": "truncated_normal",
    "truncnorm": "truncated_normal",
    "lognorm": "lognormal",
    "log_normal": "lognormal",
    "expon": "exponential",
    "exp": "exponential",
    "markov": "exponential",
    "poisson": "exponential",
    "deterministic": "constant",
    "fixed": "constant",
    "const": "constant",
    "triang": "triangular",
    "weibull_min": "weibull",
    "rectangular": "uniform",
    "hyperexpon": "hyperexponential",
    "discrete": "empirical",
    "choice": "empirical",
}

# Bounds on the coefficient of variation of a lognormal law, however its spread is stated.
LEAST_CV, MOST_CV = 0.001, 20.0
# A truncated normal law is drawn between the probabilities of its two ends. They must differ, so that its range may not be
# shorter than a millionth of the standard deviation; and more than 8 standard deviations from the mean there is less than
# 1e-15 of the law, which floats next to 1 cannot tell from nothing.
MOST_SD_A_RANGE = 1_000_000
MOST_SD_FROM_MEAN = 8

Time = Annotated[float, item(unit="time", low=0, high=LONGEST_MS)]


def longest(unit: Unit) -> float:
    """The longest time that a law may be given, in its unit."""
    return LONGEST_MS / MS_PER[unit]


def _time(default: Any = ..., *, zh: str, en: str, low: float | None = 0, above: float | None = None) -> Any:
    """Declare a time in the law's unit: ``low`` is allowed and ``above`` is not, as in ``number``.

    The unit is known only when the law is read, so that ``Law`` checks the exact range.
    """
    return number(default, unit="time", low=low if above is None else None, above=above, high=LONGEST_MS, zh=zh, en=en)


class Law(Part):
    """What every law of times shares: the unit of its parameters."""

    unit: Unit = option("min", zh="时间单位", en="unit of the law's times")

    @model_validator(mode="after")
    def _within_reach(self) -> "Law":
        """Refuse a time outside what the clock of the simulation [ms] can hold, in the law's own unit."""
        most = longest(self.unit)
        for name, lowest, value in self._times():
            least = lowest / MS_PER[self.unit]
            if not least <= value <= most:
                raise ValueError(
                    f"{name} is {value:.15g} {self.unit}; allowed: {_amount(least)} to {_amount(most)} {self.unit}"
                )
        return self

    def _times(self) -> Iterator[tuple[str, float, float]]:
        """Every time in the law: its name, the least that is allowed [ms], its value [in the law's unit].

        The least is 0; SHORTEST_MS for a time declared as above 0; -LONGEST_MS for one declared with a negative end.
        """
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if isinstance(value, tuple) and name != "weights":
                yield from ((name, 0.0, one) for one in value)
            elif (field.json_schema_extra or {}).get("unit") == "time" and value is not None:  # type: ignore[union-attr]
                above = any(hasattr(limit, "gt") for limit in field.metadata)
                below = any(getattr(limit, "ge", 0) < 0 for limit in field.metadata)
                yield name, SHORTEST_MS if above else -LONGEST_MS if below else 0.0, value


def _shortest(unit: Unit) -> float:
    """The shortest positive time [in the unit] that the clock of the simulation can tell from nothing."""
    return SHORTEST_MS / MS_PER[unit]


def _amount(value: float) -> str:
    """A time as text: whole numbers with separators, others to six digits."""
    return f"{value:,.0f}" if value == int(value) else f"{value:.6g}"


class Constant(Law):
    """Always the same time."""

    law: Literal["constant"] = "constant"
    value: float = _time(zh="时长", en="the time")


class Exponential(Law):
    """Exponential law."""

    law: Literal["exponential"]
    mean: float = _time(above=0, zh="均值", en="mean")


class Erlang(Law):
    """Erlang law: the sum of ``k`` exponential phases."""

    law: Literal["erlang"]
    mean: float = _time(above=0, zh="均值", en="mean")
    k: int = number(unit="phases", low=1, high=100, zh="阶段数", en="number of phases")


class Gamma(Law):
    """Gamma law by mean and coefficient of variation."""

    law: Literal["gamma"]
    mean: float = _time(above=0, zh="均值", en="mean")
    cv: float = number(unit="1", low=0.01, high=20, zh="变异系数", en="coefficient of variation")


class Lognormal(Law):
    """Lognormal law by mean and coefficient of variation, or by mean and standard deviation."""

    law: Literal["lognormal"]
    mean: float = _time(above=0, zh="均值", en="mean")
    cv: float | None = number(
        None, unit="1", low=LEAST_CV, high=MOST_CV, zh="变异系数", en="coefficient of variation (or sd)"
    )
    sd: float | None = _time(None, above=0, zh="标准差", en="standard deviation of the time itself (or cv)")

    @property
    def variation(self) -> float:
        """Coefficient of variation, as stated or from the standard deviation."""
        return self.sd / self.mean if self.sd is not None else self.cv or 0.0

    @model_validator(mode="after")
    def _spread(self) -> "Lognormal":
        """Refuse both or neither of cv and sd, and an sd beyond the range allowed to cv."""
        if (self.cv is None) == (self.sd is None):
            raise ValueError("the lognormal law has both or neither of cv and sd; allowed: exactly one of them")
        if not LEAST_CV <= self.variation <= MOST_CV:
            low, high = (f"{self.mean * cv:.6g}" for cv in (LEAST_CV, MOST_CV))
            raise ValueError(f"sd is {self.sd} for mean = {self.mean}; allowed: {low} to {high}")
        return self


class Weibull(Law):
    """Weibull law by mean and shape."""

    law: Literal["weibull"]
    mean: float = _time(above=0, zh="均值", en="mean")
    shape: float = number(unit="1", low=0.1, high=50, zh="形状", en="shape")


class Uniform(Law):
    """Uniform law between ``low`` and ``high``."""

    law: Literal["uniform"]
    low: float = _time(zh="下限", en="lowest time")
    high: float = _time(zh="上限", en="highest time")

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        """Refuse an interval turned round."""
        if self.high < self.low:
            raise ValueError(f"high = {self.high} is below low = {self.low}; allowed: low <= high")
        return self


class Triangular(Law):
    """Triangular law."""

    law: Literal["triangular"]
    low: float = _time(zh="下限", en="lowest time")
    mode: float = _time(zh="众数", en="most likely time")
    high: float = _time(zh="上限", en="highest time")

    @model_validator(mode="after")
    def _ordered(self) -> "Triangular":
        """Refuse a mode outside the interval, and an interval so short that sampling divides by nothing."""
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError(
                f"low = {self.low}, mode = {self.mode}, high = {self.high}; allowed: low <= mode <= high, low < high"
            )
        if self.high - self.low < _shortest(self.unit):
            raise ValueError(
                f"high = {self.high} is too near to low = {self.low}; allowed: high at least a microsecond above low"
            )
        return self


class TruncatedNormal(Law):
    """Normal law cut to [low, high]; ``mean`` and ``sd`` are those of the uncut law."""

    law: Literal["truncated_normal"]
    mean: float = _time(low=-LONGEST_MS, zh="均值（截断前）", en="mean before cutting")
    sd: float = _time(above=0, zh="标准差（截断前）", en="standard deviation before cutting")
    low: float = _time(0.0, zh="下限", en="lowest time")
    high: float | None = _time(None, zh="上限", en="highest time (default: the longest that is allowed, 36,500 days)")

    @property
    def highest_time(self) -> float:
        """The stated ``high``, else the longest time that is allowed [in the law's unit]."""
        return longest(self.unit) if self.high is None else self.high

    @model_validator(mode="after")
    def _ordered(self) -> "TruncatedNormal":
        """Refuse an interval that is empty, too short to draw from, or so far from the mean that the law has no mass there.

        See MOST_SD_A_RANGE; ``highest_time`` stands for ``high``, which need not be stated.
        """
        low, high = self.low, self.highest_time
        if high <= low:
            raise ValueError(f"high = {high} is not above low = {low}; allowed: low < high")
        if high - low < max(_shortest(self.unit), self.sd / MOST_SD_A_RANGE):
            raise ValueError(
                f"high = {high} is too near to low = {low} for sd = {self.sd}; allowed: high at least a "
                f"microsecond and sd / {MOST_SD_A_RANGE:,} above low"
            )
        reach = MOST_SD_FROM_MEAN * self.sd
        if low > self.mean + reach or high < self.mean - reach:
            raise ValueError(
                f"[{low}, {high}] lies more than {MOST_SD_FROM_MEAN} sd from mean = {self.mean}; "
                "allowed: a range the law reaches"
            )
        return self


class Empirical(Law):
    """One of the given times, with the given weights (equal where none are given)."""

    law: Literal["empirical"]
    values: tuple[Time, ...] = option(zh="取值", en="the times", min_length=1, max_length=10_000)
    weights: tuple[Weight, ...] | None = option(None, zh="权重", en="weights of the times", max_length=10_000)

    @model_validator(mode="after")
    def _weighed(self) -> "Empirical":
        _check_mixture(self.values, self.weights, "values")
        return self


class Hyperexponential(Law):
    """A mixture of exponential laws."""

    law: Literal["hyperexponential"]
    means: tuple[Time, ...] = option(zh="各支均值", en="means of the branches", min_length=1, max_length=100)
    weights: tuple[Weight, ...] | None = option(None, zh="权重", en="weights of the branches", max_length=100)

    @model_validator(mode="after")
    def _weighed(self) -> "Hyperexponential":
        _check_mixture(self.means, self.weights, "means")
        return self


def _check_mixture(values: tuple[float, ...], weights: tuple[float, ...] | None, name: str) -> None:
    """Refuse weights that do not match the values of a law or are all zero; None means equal weights."""
    if weights is None:
        return
    if len(weights) != len(values):
        raise ValueError(f"weights has {len(weights)} entries for {len(values)} {name}; allowed: as many")
    if sum(weights) <= 0:
        raise ValueError("weights are all zero; allowed: 0 or more, not all 0")


def _plain_number(value: Any) -> Any:
    # A plain number stands for a constant law.
    # A comment and no docstring: the docstring of a BeforeValidator becomes part of what is said to be allowed.
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"law": "constant", "value": float(value)}
    return value


AnyLaw = (
    Constant
    | Exponential
    | Erlang
    | Gamma
    | Lognormal
    | Weibull
    | Uniform
    | Triangular
    | TruncatedNormal
    | Empirical
    | Hyperexponential
)
Duration = Annotated[Annotated[AnyLaw, Discriminator("law")], BeforeValidator(_plain_number)]
