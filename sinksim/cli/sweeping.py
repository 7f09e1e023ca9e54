"""A sweep by Hydra's own multirun, with any of its launchers; Hydra writes only where it is asked to.

Hydra is asked once a sweep, and for one thing: which points the overrides with several values span, and where the job of
each point runs. What an override means is decided by the loader, as for a single run.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.loading.composing import overridden
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.override_values import SeveralValues, read_value
from sinksim.scenarios.loading.overrides import GROUPS
from sinksim.scenarios.loading.presets import Tree, options, read_scenario
from sinksim.scenarios.scenario import Scenario

OF_HYDRA = ("hydra/launcher", "hydra/sweeper", "hydra.launcher.", "hydra.sweeper.", "hydra.sweep.")
"""What a sweep may ask of Hydra: where and how its jobs run, and the folder in which it may write."""

PRIMARY = "sinksim"
VERSION_BASE = "1.3"
QUIET = ("hydra.output_subdir=null", "hydra/job_logging=none", "hydra/hydra_logging=none", "hydra.sweep.subdir=.")
# Where an option's name is given to Hydra: beside the section of the scenario that has the group's name.
_OPTION = "ready_made"
# Likewise a setting of one side of a comparison.
_OF_SIDE = "of_side"


# Lays overrides over a tree and says which sides of a comparison each of them moves.
LaidOver = Callable[[Tree, Sequence[str], str], tuple[Tree, tuple[Any, ...]]]


def _over_scenario(tree: Tree, overrides: Sequence[str], where: str) -> tuple[Tree, tuple[Any, ...]]:
    return overridden(tree, overrides, where), ()


@dataclass(frozen=True)
class Job:
    """One point of a sweep: its number from 0, the overrides that make it, the composed tree, which sides they move."""

    number: int
    overrides: tuple[str, ...]
    tree: Tree
    moves: tuple[Any, ...] = ()


def multirun(
    scenario: str,
    overrides: Sequence[str],
    job: Callable[[Job], Any],
    folder: Path | None = None,
    laid_over: LaidOver = _over_scenario,
) -> None:
    """Call ``job`` for each point of the sweep that the overrides span (``policy.adoption=0.2,0.8``).

    The launcher is an override too: ``hydra/launcher=joblib``. Hydra's own notes go into ``folder``, or nowhere.
    ``job`` keeps its results itself, since it may run in another process; what it raises is raised here after the
    others of its batch have run. Raises BadInput.
    """
    of_hydra = [override for override in overrides if re.match(r"[+~]*hydra\b", override)]
    _refuse_others_of_hydra(of_hydra)
    of_scenario = [_listed(override) for override in overrides if override not in of_hydra]
    tree = filled(Scenario, read_scenario(scenario))
    is_usual = not any("hydra/sweeper" in override for override in of_hydra)
    _refuse_points(tree, scenario, of_scenario, is_usual, laid_over)
    # Hydra chooses among several values only; sinksim itself lays all overrides of a point over the scenario.
    swept = [_for_hydra(override) for override in of_scenario if _has_several(override)]
    with tempfile.TemporaryDirectory(prefix="sinksim-") as spare:
        place = f"hydra.sweep.dir={_quoted(str(folder or spare))}"
        with _as_program([*QUIET, place, *of_hydra, *swept]):
            _enter_hydra(_task(tree, of_scenario, scenario, job, laid_over), of_hydra)


def _refuse_others_of_hydra(overrides: Sequence[str]) -> None:
    """Refuse settings of Hydra's own other than those of its launcher and sweeper."""
    settings = f"allowed: of Hydra's own settings {' '.join(OF_HYDRA)}"
    # "._" in a path: a name that starts with _ is one of Hydra's own instructions, such as _target_.
    faults = [
        f"override {shown(override)}; " + ("allowed: names that do not start with _" if "._" in override else settings)
        for override in overrides
        if "._" in override.partition("=")[0] or not override.lstrip("+~").startswith(OF_HYDRA)
    ]
    if faults:
        raise BadInput("\n".join(faults))


def _listed(override: str) -> str:
    """A pattern over ready-made options as the options that it fits; anything else as it is."""
    group, _, value = override.partition("=")
    pattern = re.fullmatch(r"glob\(([\w*?-]+)\)", value)
    if group not in GROUPS or pattern is None:
        return override
    return f"{group}={','.join(name for name in options(group) if fnmatchcase(name, pattern[1]))}"


def _has_several(override: str) -> bool:
    """Whether an override gives a sweep several values."""
    key, _, value = override.partition("=")
    if key in GROUPS:
        return "," in value or "(" in value
    try:
        read_value(value)
    except SeveralValues:
        return True
    except ValueError:
        return False
    return False


def _refuse_points(tree: Tree, where: str, overrides: Sequence[str], is_usual: bool, laid_over: LaidOver) -> None:
    """BadInput where the sweep's first point, or that point with another ready-made option, cannot be composed.

    Other values are refused when their point is reached. ``is_usual``: by Hydra's own sweeper.
    """
    values = [_values(override, is_usual) if _has_several(override) else [override] for override in overrides]
    first = [several[0] for several in values]
    laid_over(tree, first, where)
    for position, several in enumerate(values):
        for other in several[1:] if several[0].partition("=")[0] in GROUPS else ():
            laid_over(tree, [*first[:position], other, *first[position + 1 :]], where)


def _values(override: str, is_usual: bool) -> list[str]:
    """The single overrides that one with several values stands for, by Hydra's grammar.

    ``is_usual``: by Hydra's own sweeper, which takes no intervals; of an interval for another one the start is given.
    """
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import IntervalSweep
    from hydra.errors import HydraException

    key = override.partition("=")[0]
    try:
        parsed = OverridesParser.create().parse_override(_for_hydra(override))
    except HydraException:
        raise BadInput(
            f"override {shown(override)} cannot be read; allowed: path=value "
            "(a value with spaces or signs in it stands in quotes, a list in [ ])"
        ) from None
    if parsed.is_discrete_sweep():
        return [f"{key}={value}" for value in parsed.sweep_string_iterator()]
    interval = parsed.value()
    if is_usual or not isinstance(interval, IntervalSweep):
        kind = "interval" if isinstance(interval, IntervalSweep) else "pattern"
        raise BadInput(
            f"override {shown(override)}: a sweep of the kind {kind} cannot be run; "
            "allowed: a,b,c or range(a,b,step) or choice(a,b)"
        )
    return [f"{key}={interval.start}"]


def _for_hydra(override: str) -> str:
    """An override with several values as Hydra takes it: ``++`` adds the key, since Hydra is given an empty configuration."""
    key, _, value = override.partition("=")
    return f"++{_hydra_key(key)}={value}"


def _hydra_key(key: str) -> str:
    """The path under which Hydra takes the values of an override: a group, a side or a setting (without its own ``+``)."""
    if key in GROUPS:
        return f"{_OPTION}.{key}"
    side, colon, path = key.partition(":")
    return f"{_OF_SIDE}.{side}.{path}" if colon else key.lstrip("+")


def _enter_hydra(task: Callable[[Any], Any], of_hydra: Sequence[str]) -> None:
    """Run a task under ``hydra.main``; Hydra's refusals become BadInput."""
    import hydra
    from hydra.errors import ConfigCompositionException, MissingConfigException

    try:
        hydra.main(version_base=VERSION_BASE, config_path=None, config_name=None)(task)()
    except MissingConfigException as error:
        group, _, name = str(error.missing_cfg_file).rpartition("/")
        raise BadInput(
            f"{group}={_unquoted(name)}: there is no such option; {near(name, error.options or [])}"
        ) from error
    except ConfigCompositionException as error:
        paths = ", ".join(override.partition("=")[0] for override in of_hydra)
        raise BadInput(
            f"{_unquoted(paths)} is not a setting of Hydra's; allowed: settings of the launcher and sweeper in use"
        ) from error


def _task(
    tree: Tree,
    overrides: Sequence[str],
    scenario: str,
    job: Callable[[Job], Any],
    laid_over: LaidOver,
) -> Callable[[Any], Any]:
    """What Hydra runs for each point, here or in a worker process: it calls ``job`` with what the point is composed to."""

    def task(_: Any) -> Any:
        """One job of the sweep, with the overrides of its point."""
        from hydra.core.hydra_config import HydraConfig

        hydra = HydraConfig.get()
        point = _point(overrides, hydra.overrides.task)
        return job(Job(hydra.job.num, point, *laid_over(tree, point, scenario)))

    return task


def _point(overrides: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """The overrides with the values that Hydra chose for one point in the place of several."""
    values = dict(one.lstrip("+").split("=", 1) for one in chosen)
    keys = [override.partition("=")[0] for override in overrides]
    return tuple(
        f"{key}={values[_hydra_key(key)]}" if _has_several(override) else override
        for key, override in zip(keys, overrides, strict=True)
    )


@contextmanager
def _as_program(overrides: Sequence[str]) -> Iterator[None]:
    """Put the command line that Hydra reads in place, and let it raise its errors instead of printing them."""
    arguments, printed = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = [PRIMARY, "--multirun", *overrides]
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        yield
    finally:
        sys.argv = arguments
        os.environ.pop("HYDRA_FULL_ERROR")
        if printed is not None:
            os.environ["HYDRA_FULL_ERROR"] = printed


def _unquoted(text: str) -> str:
    """Text as messages show it, cut and on one line, without the quotes around it."""
    return shown(text)[1:-1]


def _quoted(text: str) -> str:
    """Text in single quotes as Hydra's grammar has them: a backslash before each backslash and quote of the text."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
