"""Who waits, who is reached and what it costs when public services move down to the grassroots.

    import sinksim

    scenario = sinksim.load("guizhou", "policy.adoption=0.8")
    result = sinksim.run(scenario, replications=4)
    print(result.indicator("elapsed"))
    comparison = sinksim.compare("guizhou", replications=4)
    print(comparison.difference("elapsed"))

Heavy libraries are imported where they are first needed.
"""

from typing import TYPE_CHECKING, Any

from sinksim.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinksim.agents.world import World
    from sinksim.experiments.comparison import Comparison
    from sinksim.experiments.result import Result
    from sinksim.scenarios.scenario import Scenario
    from sinksim.verification.systems import VerifyReport

__all__ = [
    "BadInput",
    "Comparison",
    "Result",
    "Scenario",
    "__version__",
    "compare",
    "load",
    "presets",
    "run",
    "verify",
]

__version__ = "0.1.0"

_WHERE = {
    "Comparison": "sinksim.experiments.comparison",
    "Result": "sinksim.experiments.result",
    "Scenario": "sinksim.scenarios.scenario",
}


def presets() -> list[str]:
    """Names of the scenarios that come with it."""
    from sinksim.scenarios.loading.presets import presets as known

    return known()


def load(scenario: str, *overrides: str) -> "Scenario":
    """The validated scenario: a preset by name or a .yaml file by path, with settings such as ``policy.adoption=0.8``.

    Raises BadInput, one sentence a fault: where, the value, what is allowed.
    """
    from sinksim.scenarios.loading.composing import load as composed

    return composed(scenario, overrides)


def run(
    scenario: "Scenario | str",
    *,
    replications: int | None = None,
    engine: str | None = None,
    workers: int | None = None,
    progress: "Callable[[int, int, float], None] | None" = None,
    stop: "Callable[[], bool] | None" = None,
    world: "type[World] | None" = None,
) -> "Result":
    """Replicate a scenario (or a preset or file) and return every indicator with its interval.

    What is not given is as the scenario's ``experiment`` says. ``progress(finished, asked, share of all work)`` is told
    how far it is. ``workers`` (processes) has no influence on the result. When ``stop()`` comes true (such as ``is_set``
    of an event) or at an interrupt from the keyboard, what is finished is kept and ``result.ended`` is "partial".
    ``world``: a subclass of ``sinksim.agents.world.World``, to run agents changed in Python.
    """
    from sinksim.experiments.running import run as replicated

    ready = load(scenario) if isinstance(scenario, str) else scenario
    return replicated(
        ready, replications=replications, engine=engine, workers=workers, progress=progress, stop=stop, world=world
    )


def compare(
    scenario: "Scenario | str",
    alternative: "Scenario | str | None" = None,
    *,
    replications: int | None = None,
    engine: str | None = None,
    workers: int | None = None,
    progress: "Callable[[int, int, float], None] | None" = None,
    stop: "Callable[[], bool] | None" = None,
    world: "type[World] | None" = None,
) -> "Comparison":
    """Run a baseline and an alternative over the same luck and return the paired differences.

    With two scenarios the first is the baseline. With the name or file of one, its own ``comparison`` names both sides.
    The rest is as ``run`` has it; where it is stopped, the pairs that are finished are kept.
    """
    from sinksim.experiments.running import compare as paired

    baseline, other = _sides(scenario, alternative)
    return paired(
        baseline,
        other,
        replications=replications,
        engine=engine,
        workers=workers,
        progress=progress,
        stop=stop,
        world=world,
    )


def _sides(scenario: "Scenario | str", alternative: "Scenario | str | None") -> "tuple[Scenario, Scenario]":
    if alternative is not None:
        first, second = (load(side) if isinstance(side, str) else side for side in (scenario, alternative))
        return first, second
    if not isinstance(scenario, str):
        raise BadInput(
            "compare: one scenario without an alternative; allowed: two scenarios, or the name or file of one"
        )
    from sinksim.scenarios.loading.composing import compose
    from sinksim.scenarios.loading.sides import compared_sides

    first, second = compared_sides(compose(scenario), scenario).scenarios().values()
    return first, second


def verify(
    engine: str = "auto",
    *,
    customers: int | None = None,
    seed: int = 1,
    systems: "Sequence[str] | None" = None,
    workers: int | None = None,
) -> "VerifyReport":
    """Check an engine against closed forms of queueing theory; ``report.ok`` and ``report.table()`` tell what was found.

    ``customers``: how many of each class (default: a quick run of about a minute). ``systems``: some of them by name.
    """
    from sinksim.experiments.engines import resolve
    from sinksim.verification.systems import verify as judged

    return judged(resolve(engine)[0], customers, seed, systems, None, workers)


def __getattr__(name: str) -> Any:
    """Types of the public surface, imported when first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'sinksim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
