"""Laws of random times. A plain number means a constant number of minutes."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, model_validator

from sinksim.scenarios.base import Part, number, words

Unit = Literal["ms", "s", "min", "h", "d"]
MS_PER = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


class Law(Part):
    """What every law of times shares: the unit of its parameters."""

    unit: Unit = words("min", zh="时间单位", en="unit of the law's times")


class Constant(Law):
    """Always the same time."""

    law: Literal["constant"] = "constant"
    value: float = number(unit="time", low=0, zh="时长", en="the time")


class Exponential(Law):
    """Exponential law."""

    law: Literal["exponential"]
    mean: float = number(unit="time", above=0, zh="均值", en="mean")


class Erlang(Law):
    """Erlang law: the sum of ``k`` exponential phases."""

    law: Literal["erlang"]
    mean: float = number(unit="time", above=0, zh="均值", en="mean")
    k: int = number(unit="phases", low=1, high=100, zh="阶段数", en="number of phases")


class Gamma(Law):
    """Gamma law by mean and coefficient of variation."""

    law: Literal["gamma"]
    mean: float = number(unit="time", above=0, zh="均值", en="mean")
    cv: float = number(unit="1", low=0.01, high=20, zh="变异系数", en="coefficient of variation")


class Lognormal(Law):
    """Lognormal law by mean and coefficient of variation."""

    law: Literal["lognormal"]
    mean: float = number(unit="time", above=0, zh="均值", en="mean")
    cv: float = number(unit="1", low=0.001, high=20, zh="变异系数", en="coefficient of variation")


class Weibull(Law):
    """Weibull law by mean and shape."""

    law: Literal["weibull"]
    mean: float = number(unit="time", above=0, zh="均值", en="mean")
    shape: float = number(unit="1", low=0.1, high=50, zh="形状", en="shape")


class Uniform(Law):
    """Uniform law between ``low`` and ``high``."""

    law: Literal["uniform"]
    low: float = number(unit="time", low=0, zh="下限", en="lowest time")
    high: float = number(unit="time", low=0, zh="上限", en="highest time")

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        if self.high < self.low:
            raise ValueError(f"high = {self.high} is below low = {self.low}; allowed: low <= high")
        return self


class Triangular(Law):
    """Triangular law."""

    law: Literal["triangular"]
    low: float = number(unit="time", low=0, zh="下限", en="lowest time")
    mode: float = number(unit="time", low=0, zh="众数", en="most likely time")
    high: float = number(unit="time", low=0, zh="上限", en="highest time")

    @model_validator(mode="after")
    def _ordered(self) -> "Triangular":
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError(
                f"low = {self.low}, mode = {self.mode}, high = {self.high}; allowed: low <= mode <= high, low < high"
            )
        return self


class TruncatedNormal(Law):
    """Normal law cut to [low, high]; ``mean`` and ``sd`` are those of the uncut law."""

    law: Literal["truncated_normal"]
    mean: float = number(unit="time", zh="均值（截断前）", en="mean before cutting")
    sd: float = number(unit="time", above=0, zh="标准差（截断前）", en="standard deviation before cutting")
    low: float = number(0.0, unit="time", low=0, zh="下限", en="lowest time")
    high: float = number(1e6, unit="time", low=0, zh="上限", en="highest time")

    @model_validator(mode="after")
    def _ordered(self) -> "TruncatedNormal":
        if self.high <= self.low:
            raise ValueError(f"high = {self.high} is not above low = {self.low}; allowed: low < high")
        if self.low > self.mean + 8 * self.sd or self.high < self.mean - 8 * self.sd:
            raise ValueError(
                f"[{self.low}, {self.high}] lies more than 8 sd from mean = {self.mean}; allowed: a range the law reaches"
            )
        return self


class Empirical(Law):
    """One of the given times, with the given weights (equal where none are given)."""

    law: Literal["empirical"]
    values: tuple[float, ...] = words(zh="取值", en="the times", min_length=1, max_length=10_000)
    weights: tuple[float, ...] | None = words(None, zh="权重", en="weights of the times")

    @model_validator(mode="after")
    def _weighed(self) -> "Empirical":
        _check_mixture(self.values, self.weights, "values")
        return self


class Hyperexponential(Law):
    """A mixture of exponential laws."""

    law: Literal["hyperexponential"]
    means: tuple[float, ...] = words(zh="各支均值", en="means of the branches", min_length=1, max_length=100)
    weights: tuple[float, ...] | None = words(None, zh="权重", en="weights of the branches")

    @model_validator(mode="after")
    def _weighed(self) -> "Hyperexponential":
        _check_mixture(self.means, self.weights, "means")
        return self


def _check_mixture(values: tuple[float, ...], weights: tuple[float, ...] | None, name: str) -> None:
    if min(values) < 0:
        raise ValueError(f"{name} holds {min(values)}; allowed: times of 0 or more")
    if weights is None:
        return
    if len(weights) != len(values):
        raise ValueError(f"weights has {len(weights)} entries for {len(values)} {name}; allowed: as many")
    if min(weights) < 0 or sum(weights) <= 0:
        raise ValueError("weights are negative or all zero; allowed: 0 or more, not all 0")


def _plain_number(value: Any) -> Any:
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
