"""Times drawn from a plan's laws in plain Python, for the readable engine and for what is drawn before a run."""

from collections.abc import Callable

from sinksim.core.draws import CONSTANT, duration, mixture_duration, whole
from sinksim.plan.plan import Plan

Timer = Callable[[int, int], int]


def timer(plan: Plan, law: int, draw: int) -> Timer:
    """A function that draws a time [ms] for (key of the token, which visit of the draw).

    ``law``: position of the distribution among the plan's laws; ``draw``: key of the draw's name.
    """
    code = int(plan.laws.code[law])
    values, cumulative = plan.laws.values[law], plan.laws.cumulative[law]
    a, b, c, d = plan.laws.real[law].tolist()
    if code == CONSTANT:
        fixed: int = whole(a)
        return lambda _key, _visit: fixed
    if len(values):  # a mixture
        return lambda key, visit: mixture_duration(key, draw, visit, code, values, cumulative)
    return lambda key, visit: duration(key, draw, visit, code, a, b, c, d)
