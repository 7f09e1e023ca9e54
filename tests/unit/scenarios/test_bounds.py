"""Every number of the schema has finite ends and a unit, every list and mapping a largest size."""

import math
from collections.abc import Iterator
from typing import Annotated, get_args, get_origin

import pytest

from sinksim.scenarios import base
from sinksim.scenarios import laws as d
from sinksim.scenarios.base import WeightsByNumber
from sinksim.scenarios.declarations import Kind, is_model, kinds_of
from sinksim.scenarios.divisions import Division, Institutions, OutlineRow, TravelRoute
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.scenario import Scenario

ROOTS = (Scenario, Node, Edge, LogRow, Division, TravelRoute, Institutions, OutlineRow)


def _fields(models=ROOTS) -> Iterator[tuple[str, Kind, str]]:
    """Every kind of value of every field, with its path and the unit that the field says."""
    seen, waiting = set(), list(models)
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            unit = (field.json_schema_extra or {}).get("unit", "")
            for path, kind in _inside(f"{model.__name__}.{name}", kinds_of(field.annotation, tuple(field.metadata))):
                if is_model(kind.annotation):
                    waiting.append(kind.annotation)
                yield path, kind, kind.unit or unit


def _inside(path: str, kinds: list[Kind]) -> Iterator[tuple[str, Kind]]:
    for kind in kinds:
        yield path, kind
        if get_origin(kind.annotation) is dict:
            yield from _inside(f"{path}.NAME", kinds_of(get_args(kind.annotation)[1]))
        elif get_origin(kind.annotation) is tuple:
            for inner in get_args(kind.annotation):
                yield from _inside(f"{path}.N", kinds_of(inner) if inner is not Ellipsis else [])


def _numbers() -> dict[str, tuple[Kind, str]]:
    return {path: (kind, unit) for path, kind, unit in _fields() if kind.annotation in (int, float)}


def _unbounded(found: dict[str, tuple[Kind, str]]) -> list[str]:
    return [path for path, (kind, unit) in found.items() if not unit or not _has_ends(kind.range)]


def _has_ends(ends: dict[str, float]) -> bool:
    low, high = ends.get("ge", ends.get("gt", -math.inf)), ends.get("le", ends.get("lt", math.inf))
    return math.isfinite(low) and math.isfinite(high) and low < high


def test_every_number_has_finite_ends_and_a_unit():
    found = _numbers()
    assert len(found) > 100
    assert _unbounded(found) == []


@pytest.mark.parametrize(
    "path",
    [
        "Travel.fare", "Route.wait_minutes.NAME", "Experiment.catchment_minutes.NAME",
        "Constant.value", "LoggedCase.arisen", "Service.urgency.NAME", "Service.requires.NAME", "Check.weights.NAME",
        "Demand.group_size.NAME", "Fork.count", "Fork.count.NAME", "Profile.by_hour.N", "Calendar.levels.N",
        "Empirical.values.N", "Empirical.weights.N", "Hyperexponential.means.N", "Gamma.mean", "Triangular.high",
        "TruncatedNormal.sd", "Demand.per_day", "Demand.per_100k_per_day", "Parameter.value", "Parameter.low",
        "Station.servers", "Lognormal.sd",
    ],
)  # fmt: skip
def test_the_walk_comes_to(path):
    assert path in _numbers()


def test_every_list_and_mapping_has_a_largest_size():
    # A tuple without an ellipsis, such as a point, has the size of its type.
    sized = [
        (path, kind)
        for path, kind, _ in _fields()
        if get_origin(kind.annotation) is dict or Ellipsis in get_args(kind.annotation)
    ]
    assert {"Scenario.calendars", "Scenario.parameters", "Scenario.names", "Scenario.processes.NAME"} <= dict(
        sized
    ).keys()
    assert [path for path, kind in sized if not any(hasattr(limit, "max_length") for limit in kind.limits)] == []


def test_a_number_without_ends_or_unit_would_be_found():
    class Careless(base.Part):
        bare: float = 1.0
        half: Annotated[float, base.Field(ge=0)] = 1.0
        inside: dict[str, float] = base.option(zh="内", en="inside")
        fine: Annotated[float, base.item(unit="1", low=0, high=1)] = 1.0
        weights: WeightsByNumber = base.option(zh="权", en="weights")

    found = {path: (kind, unit) for path, kind, unit in _fields([Careless]) if kind.annotation in (int, float)}
    assert _unbounded(found) == ["Careless.bare", "Careless.half", "Careless.inside.NAME"]


@pytest.mark.parametrize(
    "ends",
    [{"high": 1}, {"low": 0, "above": 0, "high": 1}, {"low": 0, "high": math.inf}, {"above": -math.inf, "high": 0},
     {"low": 2, "high": 1}],
)  # fmt: skip
def test_a_number_cannot_be_declared_without_both_ends(ends):
    with pytest.raises(TypeError, match="'a wait' needs"):
        base.number(unit="min", zh="等", en="a wait", **ends)


def test_a_number_cannot_be_declared_without_its_upper_end():
    with pytest.raises(TypeError, match="high"):
        base.number(unit="min", zh="等", en="a wait", low=0)


@pytest.mark.parametrize("unit", d.MS_PER)
def test_a_time_may_be_as_long_in_every_unit(unit):
    longest = d.LONGEST_DAYS * d.MS_PER["d"] / d.MS_PER[unit]
    assert d.Exponential(law="exponential", mean=longest, unit=unit).mean == longest
    with pytest.raises(
        ValueError, match=f"mean is .* {unit}; allowed: .* to {longest:,.0f} {unit}|equal to {longest:.0f} "
    ):
        d.Exponential(law="exponential", mean=longest * 1.001, unit=unit)


@pytest.mark.parametrize(
    "law",
    [
        {"law": "gamma", "mean": 1e308, "cv": 1},
        {"law": "uniform", "low": 0, "high": 36_501},
        {"law": "triangular", "low": 0, "mode": 0, "high": 1e300},
        {"law": "truncated_normal", "mean": -36_501, "sd": 1},
        {"law": "truncated_normal", "mean": 5, "sd": 1e-300},
        {"law": "empirical", "values": (1.0, 36_501)},
        {"law": "hyperexponential", "means": (1.0, -1.0)},
        {"law": "lognormal", "mean": 1e-300, "cv": 0.001},
        {"law": "empirical", "values": (1.0, 2.0), "weights": (1e308, 1e308)},
    ],
    ids=str,
)
def test_what_no_law_may_be_given(law):
    kind = next(kind for kind in get_args(d.AnyLaw) if get_args(kind.model_fields["law"].annotation) == (law["law"],))
    with pytest.raises(ValueError, match=r"allowed|should be"):
        kind(**law, unit="d")
