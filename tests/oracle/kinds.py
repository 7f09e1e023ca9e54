"""Laws of times of every kind that a scenario can state, by their mean; other parameters at random."""

KINDS = {
    "constant": lambda luck, mean: {"value": mean},
    "exponential": lambda luck, mean: {"mean": mean},
    "erlang": lambda luck, mean: {"mean": mean, "k": int(luck.integers(2, 11))},
    "gamma": lambda luck, mean: {"mean": mean, "cv": luck.uniform(0.3, 2.0)},
    "lognormal": lambda luck, mean: {"mean": mean, "cv": luck.uniform(0.2, 2.5)},
    "weibull": lambda luck, mean: {"mean": mean, "shape": luck.uniform(0.6, 3.0)},
    "uniform": lambda luck, mean: dict(zip(("low", "high"), _around(luck, mean), strict=True)),
    "triangular": lambda luck, mean: {"mode": mean, **dict(zip(("low", "high"), _around(luck, mean), strict=True))},
    "truncated_normal": lambda luck, mean: {
        "mean": mean,
        "sd": mean * luck.uniform(0.1, 1.5),
        **dict(zip(("low", "high"), _around(luck, mean), strict=True)),
    },
    "empirical": lambda luck, mean: {"values": [mean / 2, mean, 2 * mean], "weights": [2, 3, 1]},
    "hyperexponential": lambda luck, mean: {"means": [mean / 2, 3 * mean], "weights": [4, 1]},
}

MS_PER = {"s": 1_000, "min": 60_000, "h": 3_600_000}


def law(luck, kind, mean_ms):
    """A law of a kind with a mean [ms], in a unit at random."""
    unit = luck.choice(list(MS_PER))
    return {"law": kind, "unit": str(unit), **KINDS[kind](luck, mean_ms / MS_PER[unit])}


def _around(luck, mean):
    half = mean * luck.uniform(0.1, 1.0)
    return mean - half, mean + half
