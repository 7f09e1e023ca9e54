"""What the steps of all operations share: keys of their draws, and times from laws."""

import numpy as np

from sinksim.compiled.layout import DRAW_KEY, LAW, TOKEN
from sinksim.compiled.memory import cells
from sinksim.compiled.state import Ints, Tables
from sinksim.core import draws
from sinksim.core.kernel import inlined


@inlined
def time_of(plan: Tables, law: int, key: int, draw: np.uint64, visit: int) -> int:
    """A time [ms] drawn from a law (row of the plan's laws) for (key of the token, key of the draw, which visit)."""
    code = plan.law[law, LAW.code]
    if code == draws.CONSTANT:
        return plan.law[law, LAW.fixed]
    length = plan.law[law, LAW.length]  # of a mixture's values, 0 for a law with parameters
    if length > 0:
        values, cumulative = plan.law[law, LAW.values], plan.law[law, LAW.cumulative]
        return draws.mixture_duration(
            np.uint64(key), draw, visit, code, cells(plan.reals, values, length), cells(plan.reals, cumulative, length)
        )
    real = plan.law_real[law]
    return draws.duration(np.uint64(key), draw, visit, code, real[0], real[1], real[2], real[3])


@inlined
def draw_of(plan: Tables, pc: int) -> np.uint64:
    """Key of an instruction's draw."""
    return np.uint64(plan.code[pc, DRAW_KEY])


@inlined
def other_draw_of(plan: Tables, pc: int) -> np.uint64:
    """Key of the second draw of an instruction, such as the work after the arrivals."""
    return np.uint64(plan.code[pc, DRAW_KEY]) ^ np.uint64(1)


@inlined
def uniform_of(token_row: Ints, draw: np.uint64, visit: int, part: int) -> float:
    """Uniform number in (0, 1) of a token, for (draw, which visit, part of the draw)."""
    return draws.uniform(np.uint64(token_row[TOKEN.key]), draw, visit, part)
