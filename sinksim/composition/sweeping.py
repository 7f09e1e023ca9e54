"""A sweep by Hydra's own multirun, with any of its launchers; Hydra writes only where it is asked to."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinksim.composition.composing import ONE_AT_A_TIME, PRIMARY, VERSION_BASE, mounted, plain
from sinksim.composition.overrides import checked
from sinksim.composition.refusals import rewritten
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.presets import Tree, read_scenario
from sinksim.scenarios.scenario import Scenario

QUIET = ("hydra.output_subdir=null", "hydra/job_logging=none", "hydra/hydra_logging=none", "hydra.sweep.subdir=.")


@dataclass(frozen=True)
class Job:
    """One point of a sweep: its number from 0, the overrides that make it, and the composed tree."""

    number: int
    overrides: tuple[str, ...]
    tree: Tree


def multirun(
    scenario: str,
    overrides: Sequence[str],
    job: Callable[[Job], Any],
    folder: Path | None = None,
) -> None:
    """Call ``job`` for each point of the sweep that the overrides span (``policy.adoption=0.2,0.8``).

    The launcher is an override too: ``hydra/launcher=joblib``. Hydra's own notes go into ``folder``, or nowhere.
    ``job`` keeps its results itself, since it may run in another process; what it raises is raised here after the
    others of its batch have run. Raises BadInput.
    """
    tree = filled(Scenario, read_scenario(scenario))
    settings = checked(overrides, tree, multirun=True)
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="sinksim-") as spare:
        place = f"hydra.sweep.dir={_quoted(str(folder or spare))}"
        with mounted(tree, settings), _as_program([*QUIET, place, *settings]), rewritten(tree):
            _enter_hydra(_task(tree, settings, scenario, job))


def _enter_hydra(task: Callable[[Any], Any]) -> None:
    import hydra

    hydra.main(version_base=VERSION_BASE, config_path=None, config_name=PRIMARY)(task)()


def _task(tree: Tree, settings: Sequence[str], scenario: str, job: Callable[[Job], Any]) -> Callable[[Any], Any]:
    """What Hydra runs for each point, here or in a worker process."""

    def task(composed: Any) -> Any:
        from hydra.core.hydra_config import HydraConfig

        hydra = HydraConfig.get()
        return job(Job(hydra.job.num, tuple(hydra.overrides.task), plain(composed, tree, settings, scenario)))

    return task


@contextmanager
def _as_program(overrides: Sequence[str]) -> Iterator[None]:
    """The command line that Hydra reads; and its errors raised instead of printed."""
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


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
