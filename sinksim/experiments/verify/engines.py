"""Engines by name, resolved in this one place."""

from collections.abc import Callable, Generator
from importlib import import_module

from sinksim.errors import BadInput
from sinksim.records import Batch, Tables
from sinksim.scenarios.wording import near, shown

# ``run(plan, replication, visits=False)`` yields batches of records and returns the tables of the run.
Run = Callable[..., Generator[Batch, None, Tables]]

MODULES = {"agents": "sinksim.agents"}


def resolve(engine: str | Run) -> tuple[str, Run]:
    """Name and run function of an engine given by name or as that function; raises BadInput for an unknown name."""
    if callable(engine):
        return getattr(engine, "__module__", "given"), engine
    if engine not in MODULES:
        raise BadInput(f"engine is {shown(engine)}; {near(engine, MODULES)}")
    run: Run = import_module(MODULES[engine]).run
    return engine, run
