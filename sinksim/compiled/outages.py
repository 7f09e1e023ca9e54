"""World ticks: what happens to the world and not to a case. Outages of the platform and breakdowns of stations."""

from collections.abc import Sequence

import numpy as np

from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import EVENT_KIND, SCALAR, TIE
from sinksim.compiled.state import Demand, Ints, State, Tables
from sinksim.compiled.station import set_down
from sinksim.core.kernel import inlined


def tick_rows(ticks: Sequence[tuple[int, int, int, bool]]) -> Ints:
    """Ticks (``plan.incidents.Tick``) as rows: time [ms], station (-1: the platform), whether the incident begins."""
    return np.array([(time, target, begins) for time, target, _, begins in ticks], np.int64).reshape(-1, 3)


@inlined
def await_tick(plan: Tables, state: State, demand: Demand) -> None:
    """Schedule the world's next tick, if there is one."""
    number = state.scalars[SCALAR.tick_next]
    if number < len(demand.ticks):
        schedule(state, demand.ticks[number, 0], TIE.WORLD + number, number, EVENT_KIND.WORLD_TICKS)


@inlined
def tick(plan: Tables, state: State, demand: Demand, number: int, now: int) -> None:
    """An outage of the platform or a breakdown of a station begins or ends; several of one kind may overlap."""
    # A tick: its instant, its station (-1: the platform), whether it begins.
    target, begins = demand.ticks[number, 1], demand.ticks[number, 2]
    if target < 0:
        state.scalars[SCALAR.platform_down] += 1 if begins else -1
    else:
        set_down(plan, state, target, begins != 0, now)
    state.scalars[SCALAR.tick_next] = number + 1
    await_tick(plan, state, demand)
