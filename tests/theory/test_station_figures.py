"""Station figures of the window against queueing theory: utilisation, mean wait, mean number waiting; none of the warm-up."""

import pytest

from sinksim.experiments.running import run
from sinksim.experiments.station_figures import FIGURES
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import parse_yaml

# M/M/1 at load 0.95: long run 0.95, mean wait rho / (mu - lambda) = 19 x 20 min = 6.33 h, mean number waiting 18.05.
BUSY = """
stations: {desk: {servers: 1}}
services: {request: {demand: {per_day: 68.4}, traditional: {process: p}}}
processes: {p: [{queue: {station: desk, time: {law: exponential, mean: 20, unit: min}}}, close]}
experiment: {warm_up_days: 60, window_days: 10, follow_up_days: 5, replications: 400}
"""
# M/M/infinity in all but name: 100 beds, one arrival a day that stays 30 days: 30 beds in use, nobody waits.
BEDS = """
stations: {bed: {servers: 100}}
services: {stay: {demand: {per_day: 1}, traditional: {process: p}}}
processes: {p: [{queue: {station: bed, time: {law: exponential, mean: 30, unit: d}}}, close]}
experiment: {warm_up_days: 200, window_days: 100, follow_up_days: 10, replications: 400}
"""
NORMAL = 1.96
# Four standard errors: the sixteen thousandth part of a chance to be wrong, at each of a handful of figures.
FAR = 4


def figures(text, engine, replications=None):
    result = run(scenario_of(parse_yaml(text, "toy"), "toy"), engine=engine, replications=replications)
    mean, half_width = result.station_figures
    return {f.name: (mean[n, 0], half_width[n, 0] / NORMAL) for n, f in enumerate(FIGURES)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BUSY, {"utilisation": (0.95, 0.005), "mean_wait_h": (19 / 3, 0.6), "mean_waiting": (18.05, 1.8)}),
        (BEDS, {"utilisation": (0.30, 0.003), "mean_wait_h": (0, 0), "mean_waiting": (0, 0)}),
    ],
    ids=["M/M/1 at 0.95", "100 beds"],
)
def test_station_figures_are_those_of_the_long_run(text, expected):
    found = figures(text, "compiled")
    for name, (value, most_error) in expected.items():
        mean, error = found[name]
        assert error <= most_error, name
        assert abs(mean - value) <= FAR * error, name


def test_the_readable_engine_tells_the_same_to_the_last_bit():
    assert figures(BEDS, "agents", 5) == figures(BEDS, "compiled", 5)
