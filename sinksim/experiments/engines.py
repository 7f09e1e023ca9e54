"""Engines by name, resolved in this one place."""

from importlib import import_module

from sinksim.errors import BadInput
from sinksim.experiments.replicate import Run
from sinksim.scenarios.wording import near, shown

MODULES = {"agents": "sinksim.agents"}
AUTO = "auto"


def resolve(engine: str | Run = AUTO) -> tuple[str, Run]:
    """Name and run function of an engine, given by name or as that function; ``auto`` chooses. Raises BadInput.

    A run function ``run(plan, replication, visits=False)`` yields batches of records and returns the tables of the run.
    """
    if callable(engine):
        return getattr(engine, "__module__", "given"), engine
    name = "agents" if engine == AUTO else engine
    if name not in MODULES:
        raise BadInput(f"engine is {shown(engine)}; {near(engine, [AUTO, *MODULES])}")
    run: Run = import_module(MODULES[name]).run
    return name, run
