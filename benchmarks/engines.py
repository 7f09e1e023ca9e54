"""Sides that are the engines of sinksim: with their records handed over, or folded into every indicator.

sinksim is imported where a side is prepared, so that a process in which another side lives alone does not carry it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from side_by_side import Lived, Side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sinksim.experiments.replicate import Run
    from sinksim.plan.plan import Plan

    # A number per case, whose mean is a figure.
    Figures = Mapping[str, Callable[[NDArray[np.void]], NDArray[np.integer | np.floating]]]
    # An indicator by its name, and what a unit of it is in units of the figure.
    Chosen = Mapping[str, tuple[str, float]]


def plan_of(scenario: str, *overrides: str) -> Plan:
    from sinksim.plan.compiling import compile_plan
    from sinksim.scenarios.loading.composing import load

    return compile_plan(load(scenario, list(overrides)))


def engine_of(name: str) -> Run:
    """The run function of an engine, compiled where it has to be."""
    from sinksim.experiments.engines import make_ready, resolve

    make_ready(name)
    return resolve(name)[1]


def records(plan: Plan, run: Run, figures: Figures, number: int) -> Lived:
    """Live through a replication, look at every record once for the figures, keep none."""
    cases, sums = 0, dict.fromkeys(figures, 0.0)
    for batch in run(plan, number):
        cases += len(batch.cases)
        for name, of in figures.items():
            sums[name] += float(of(batch.cases).sum())
    return Lived(cases, {name: total / max(cases, 1) for name, total in sums.items()})


def indicators(plan: Plan, run: Run, chosen: Chosen, number: int) -> Lived:
    """Live through a replication with every record folded into every indicator."""
    from sinksim.experiments.replicate import run_one
    from sinksim.metrics.indicators import indicators as declared

    measured = run_one(plan, run, number)
    place = {row.name: n for n, row in enumerate(declared(plan.labels))}
    whole = measured.values["overall"][:, 0]
    return Lived(measured.cases, {name: float(whole[place[key]]) * unit for name, (key, unit) in chosen.items()})


def with_records(engine: str, plan: Callable[[], Plan], tiny: Callable[[], Plan], figures: Figures) -> Side:
    """An engine with its records; it lives through ``tiny`` once before, so that nothing is compiled on the way."""

    def prepare() -> Callable[[int], Lived]:
        run = engine_of(engine)
        records(tiny(), run, figures, 0)
        return partial(records, plan(), run, figures)

    return Side(engine, f"sinksim.{engine}, records", prepare)


def with_indicators(engine: str, plan: Callable[[], Plan], tiny: Callable[[], Plan], chosen: Chosen) -> Side:
    """An engine with its records folded into all indicators; it lives through ``tiny`` once before."""

    def prepare() -> Callable[[int], Lived]:
        run = engine_of(engine)
        indicators(tiny(), run, chosen, 0)
        return partial(indicators, plan(), run, chosen)

    return Side(engine, f"sinksim.{engine}, indicators", prepare)


def counts(plan: Plan, run: Run, number: int) -> Lived:
    """Live through a replication with cases counted by their ends, without their records."""
    stream = run(plan, number, cases=False)
    while True:
        try:
            next(stream)
        except StopIteration as end:
            return Lived(int(end.value.ends.sum()), {})


def with_counts(engine: str, plan: Callable[[], Plan], tiny: Callable[[], Plan]) -> Side:
    """An engine with its cases counted only; it lives through ``tiny`` once before."""

    def prepare() -> Callable[[int], Lived]:
        run = engine_of(engine)
        counts(tiny(), run, 0)
        return partial(counts, plan(), run)

    return Side("counts", f"sinksim.{engine}, counts only", prepare)
