"""Engines by name, resolved in this one place."""

from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from sinksim.core.engine_names import AUTO, FAST, READABLE
from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.experiments.replicate import Run
from sinksim.experiments.stopping import stop_checks

if TYPE_CHECKING:
    from sinksim.agents.world import World

MODULES = {READABLE: "sinksim.agents", FAST: "sinksim.compiled"}
# Up to here the readable engine answers soon enough, and there is nothing to compile.
FEW_CASES = 50_000


def resolve(
    engine: str | Run = AUTO, cases: float = 0.0, compared: bool = False, world: "type[World] | None" = None
) -> tuple[str, Run]:
    """Name and run function of an engine, given by name or as that function; ``auto`` chooses. Raises BadInput.

    ``auto`` is the readable engine for a run of few ``cases`` (over all replications), the compiled one for more and
    where scenarios are ``compared``. A run function ``run(plan, replication, visits=False, cases=True)`` yields batches of
    records and returns the tables of the run. Changed agents (``world``) live in the readable engine only.
    """
    if not callable(engine) and engine not in (AUTO, *MODULES):
        raise BadInput(f"engine is {shown(engine)}; {near(str(engine), [AUTO, *MODULES])}")
    if world is not None:
        return _with_agents(engine, world)
    if callable(engine):
        return getattr(engine, "__module__", "given"), engine
    name = engine if engine != AUTO else engine_for(cases, compared)
    return name, _run_of(name)


def engine_for(cases: float, compared: bool = False) -> str:
    """Which engine ``auto`` chooses for a run of so many cases over all replications (see ``resolve``)."""
    return READABLE if cases <= FEW_CASES and not compared else FAST


@cache
def make_ready(engine: str) -> None:
    """Compile the fast engine before its first run, and before processes are started that would each compile it."""
    if engine != FAST:
        return
    with stop_checks(stop=None) as raise_if_interrupted:
        try:
            _compile_all()
        except Exception:
            # The compiler may swallow an interrupt and fail of what it left undone: then the interrupt is raised instead.
            raise_if_interrupted()
            raise
        raise_if_interrupted()  # one that was swallowed without a failure


def _compile_all() -> None:
    """Compile the fast engine and the fold of its records, or load both from numba's cache."""
    from sinksim.metrics.folding import warm_up

    import_module(MODULES[FAST]).warm_up()
    warm_up()


def _run_of(name: str) -> Run:
    run: Run = import_module(MODULES[name]).run
    return run


def _with_agents(engine: str | Run, world: "type[World]") -> tuple[str, Run]:
    """The readable engine with changed agents, under a name that says so."""
    from sinksim.agents.world import World as Standard

    if not (isinstance(world, type) and issubclass(world, Standard)):
        raise BadInput(f"world is {shown(world)}; allowed: a subclass of sinksim.agents.world.World")
    if engine not in (AUTO, READABLE):
        given = shown(engine) if isinstance(engine, str) else "a function"
        raise BadInput(
            f"engine is {given} with the changed agents of {world.__name__}; allowed: auto or agents, "
            "since only the readable engine runs agents written in Python"
        )
    return f"{READABLE} with {world.__name__}", partial(_run_of(READABLE), world=world)
