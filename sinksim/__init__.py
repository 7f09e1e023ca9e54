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
    from collections.abc import Callable, Mapping, Sequence

    from sinksim.agents.world import World
    from sinksim.core.side_names import SideRoles
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
    scenario: "Scenario | str | Mapping[str, Scenario | str]",
    alternative: "Scenario | str | None" = None,
    *,
    baseline: str | None = None,
    traditional: str | None = None,
    overrides: "Sequence[str]" = (),
    sides: "Sequence[str]" = (),
    preview: bool = False,
    replications: int | None = None,
    engine: str | None = None,
    workers: int | None = None,
    progress: "Callable[[int, int, float], None] | None" = None,
    stop: "Callable[[], bool] | None" = None,
    world: "type[World] | None" = None,
) -> "Comparison":
    """Run named sides over the same luck and return their paired differences.

    With the name or file of a scenario, its own ``comparison`` names the sides; ``sides`` adds some, such as
    ``"more: policy.adoption=0.8"``, ``overrides`` are those of the command line (``"today:policy.adoption=0.6"``) and
    ``preview`` asks for the preview of the pages. With a mapping of scenarios by name, ``baseline`` (default: the first) and
    ``traditional`` say what is compared with what. With two scenarios the first is the baseline. The rest is as ``run`` has
    it; where it is stopped, the replications that all sides have finished are kept.
    """
    from sinksim.experiments.running import compare as compared

    if isinstance(scenario, str) and alternative is None:
        if baseline or traditional:
            raise BadInput(
                "compare: baseline or traditional beside one scenario, which names them itself; allowed: with several"
            )
        scenarios, roles = _named_sides(scenario, overrides, sides, preview)
    elif overrides or sides or preview:
        raise BadInput(
            "compare: overrides, sides or preview beside several scenarios; allowed: with the name or file of one"
        )
    else:
        scenarios, roles = _given_sides(scenario, alternative, baseline, traditional)
    return compared(
        scenarios,
        roles,
        replications=replications,
        engine=engine,
        workers=workers,
        progress=progress,
        stop=stop,
        world=world,
    )


def _named_sides(
    scenario: str, overrides: "Sequence[str]", added: "Sequence[str]", preview: bool
) -> "tuple[Mapping[str, Scenario], SideRoles]":
    """The sides that a preset or file names, with overrides and added sides, as a command has them; raises BadInput."""
    from sinksim.scenarios.loading.composing import compose, scenario_of
    from sinksim.scenarios.loading.sides import compared_sides, with_overrides

    case = compose(scenario)
    tree, _ = with_overrides(case, overrides, added, scenario)
    if preview:
        from sinksim.experiments.known_previews import previewed

        tree = previewed(tree, scenario, scenario_of(case, scenario), overrides, added, scenario)
    found = compared_sides(tree, scenario)
    return found.scenarios(), found.roles


def _given_sides(
    scenario: "Scenario | str | Mapping[str, Scenario | str]",
    alternative: "Scenario | str | None",
    baseline: str | None,
    traditional: str | None,
) -> "tuple[Mapping[str, Scenario], SideRoles]":
    """Several scenarios as sides, and what is compared with what; raises BadInput."""
    from collections.abc import Mapping

    from sinksim.core.side_names import SideRoles

    if alternative is not None and not isinstance(scenario, Mapping):
        scenario = {"baseline": scenario, "alternative": alternative}
    if not isinstance(scenario, Mapping):
        raise BadInput(
            "compare: one scenario without another; allowed: several scenarios by name, two scenarios, or the name or file of one"
        )
    loaded = {name: load(side) if isinstance(side, str) else side for name, side in scenario.items()}
    for what, name in (("baseline", baseline), ("traditional", traditional)):
        if name is not None and name not in loaded:
            raise BadInput(f"compare: {what} is {name!r}; allowed: one of {', '.join(loaded)}")
    return loaded, SideRoles(baseline or next(iter(loaded), ""), traditional)


def verify(
    engine: str = "auto",
    *,
    customers: int | None = None,
    seed: int = 1,
    systems: "Sequence[str] | None" = None,
    workers: int | None = None,
) -> "VerifyReport":
    """Check an engine against closed forms of queueing theory; ``report.ok`` and ``report.table()`` tell what was found.

    ``customers``: how many in each class of customers of a system (default: a quick run of about a minute). ``systems``: some
    of them by name.
    """
    from sinksim.experiments.engines import resolve
    from sinksim.verification.systems import verify as judged

    engine_name, _ = resolve(engine)
    return judged(engine_name, customers, seed, names=systems, workers=workers)


def __getattr__(name: str) -> Any:
    """Types of the public surface, imported when first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'sinksim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return __all__
