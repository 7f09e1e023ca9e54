"""Engines by name, resolved in this one place."""

from importlib import import_module

from sinksim.errors import BadInput
from sinksim.experiments.replicate import Run
from sinksim.scenarios.wording import near, shown

MODULES = {"agents": "sinksim.agents", "compiled": "sinksim.compiled"}
AUTO = "auto"
# Up to here the readable engine answers soon enough, and there is nothing to compile.
FEW_CASES = 50_000


def resolve(engine: str | Run = AUTO, cases: float = 0.0, compared: bool = False) -> tuple[str, Run]:
    """Name and run function of an engine, given by name or as that function; ``auto`` chooses. Raises BadInput.

    ``auto`` is the readable engine for a run of few ``cases`` (over all replications), the compiled one for more and
    where scenarios are ``compared``. A run function ``run(plan, replication, visits=False)`` yields batches of records
    and returns the tables of the run.
    """
    if callable(engine):
        return getattr(engine, "__module__", "given"), engine
    if engine not in (AUTO, *MODULES):
        raise BadInput(f"engine is {shown(engine)}; {near(engine, [AUTO, *MODULES])}")
    small = cases <= FEW_CASES and not compared
    name = engine if engine != AUTO else "agents" if small else "compiled"
    run: Run = import_module(MODULES[name]).run
    return name, run
