"""Times of customers from the public draw functions alone, whatever an engine does with them."""

import numpy as np
from numba import njit
from pydantic import TypeAdapter

from sinksim.core.draws import derive, duration, mixture_duration
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.laws import law_row
from sinksim.scenarios.laws import Duration

_LAW = TypeAdapter(Duration)


def drawn(stated, layer, draw, ordinals):
    """Times [ms] of a law as a scenario states it, for the customers of a layer by ordinal, by the name of the draw."""
    law, key, draw_key = (
        law_row(_LAW.validate_python(stated, strict=False)),
        np.uint64(layer),
        np.uint64(stable_hash(f"draw|{draw}")),
    )
    if law.values:
        return _mixed(key, draw_key, ordinals, law.code, np.array(law.values), np.array(law.cumulative))
    return _plain(key, draw_key, ordinals, law.code, law.a, law.b, law.c, law.d)


@njit
def _plain(layer, draw, ordinals, code, a, b, c, d):
    times = np.empty(len(ordinals), np.int64)
    for n, ordinal in enumerate(ordinals):
        times[n] = duration(derive(layer, np.uint64(ordinal)), draw, 0, code, a, b, c, d)
    return times


@njit
def _mixed(layer, draw, ordinals, code, values, cumulative):
    times = np.empty(len(ordinals), np.int64)
    for n, ordinal in enumerate(ordinals):
        times[n] = mixture_duration(derive(layer, np.uint64(ordinal)), draw, 0, code, values, cumulative)
    return times
