"""Laws of times and what they should be, and samples of them drawn by the package."""

import math

import numpy as np
from scipy import stats

from sinksim.core import draws
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.laws import law_row
from sinksim.scenarios import laws as d

KEY = np.uint64(stable_hash("somebody"))
DRAW = np.uint64(stable_hash("draw|test"))
MINUTE = 60_000.0


def gamma(mean, cv):
    return stats.gamma(1 / cv**2, scale=mean * MINUTE * cv**2)


def lognormal(mean, cv):
    spread = math.log1p(cv**2)
    return stats.lognorm(math.sqrt(spread), scale=mean * MINUTE / math.sqrt(1 + cv**2))


LAWS = [
    (d.Exponential(law="exponential", mean=7), stats.expon(scale=7 * MINUTE)),
    (d.Erlang(law="erlang", mean=7, k=3), stats.erlang(3, scale=7 * MINUTE / 3)),
    (d.Erlang(law="erlang", mean=7, k=100), stats.erlang(100, scale=7 * MINUTE / 100)),
    (d.Gamma(law="gamma", mean=7, cv=0.4), gamma(7, 0.4)),
    (d.Gamma(law="gamma", mean=7, cv=1.8), gamma(7, 1.8)),
    (d.Lognormal(law="lognormal", mean=7, cv=0.6), lognormal(7, 0.6)),
    (d.Weibull(law="weibull", mean=7, shape=0.8), stats.weibull_min(0.8, scale=7 * MINUTE / math.gamma(1 + 1 / 0.8))),
    (d.Weibull(law="weibull", mean=7, shape=3), stats.weibull_min(3, scale=7 * MINUTE / math.gamma(1 + 1 / 3))),
    (d.Uniform(law="uniform", low=2, high=9), stats.uniform(2 * MINUTE, 7 * MINUTE)),
    (d.Triangular(law="triangular", low=2, mode=4, high=9), stats.triang(2 / 7, loc=2 * MINUTE, scale=7 * MINUTE)),
    (d.Triangular(law="triangular", low=2, mode=2, high=9), stats.triang(0, loc=2 * MINUTE, scale=7 * MINUTE)),
    (d.Triangular(law="triangular", low=2, mode=9, high=9), stats.triang(1, loc=2 * MINUTE, scale=7 * MINUTE)),
    (
        d.TruncatedNormal(law="truncated_normal", mean=5, sd=3, low=1, high=8),
        stats.truncnorm(-4 / 3, 1, loc=5 * MINUTE, scale=3 * MINUTE),
    ),
    (
        d.TruncatedNormal(law="truncated_normal", mean=0, sd=1, low=6, high=20),
        stats.truncnorm(6, 20, loc=0, scale=MINUTE),
    ),
]
IDS = [f"{law.law}-{number}" for number, (law, _) in enumerate(LAWS)]


def sampled(law, n):
    row = law_row(law)
    if row.values:
        mixture = (row.code, np.array(row.values), np.array(row.cumulative))
        return np.array([draws.mixture_sample(KEY, DRAW, i, *mixture) for i in range(n)])
    return np.array([draws.sample(KEY, DRAW, i, row.code, row.a, row.b, row.c, row.d) for i in range(n)])
