"""``sinksim run``: levels of one scenario, with their intervals."""

from pathlib import Path

from sinksim.cli.given import Given, given
from sinksim.cli.multirun import sweep
from sinksim.cli.outcome import Report, as_part_of, print_outcome, written
from sinksim.cli.parser import Asked
from sinksim.cli.places import free_folder, identity
from sinksim.cli.progress import Progress


def answer(asked: Asked) -> int:
    """Run, write the report, print it."""
    if asked.multirun:
        return sweep(asked, report)
    return print_outcome(asked, report(asked, given(asked)))


def report(asked: Asked, of: Given, folder: Path | None = None, out_of: int | None = None) -> Report:
    """Run a scenario and write its report into a folder, by default one of its own.

    ``out_of``: the replications that the run it repeats was asked for, where that was stopped before its end.
    """
    from sinksim.experiments.running import run
    from sinksim.experiments.store import default_store

    scenario = of.scenario
    seed = scenario.experiment.seed
    # A folder that holds this very run is used again; beside another run, a numbered one is made.
    same = identity(of.yaml, ("run",), seed, of.cases_sha256)
    folder = free_folder(asked.out, f"{scenario.name}-run-{seed}", same) if folder is None else folder
    store = None if asked.fresh else default_store()
    with Progress(scenario.name, silent=asked.quiet or asked.json) as progress:
        result = run(scenario, engine=asked.engine, workers=asked.workers, progress=progress, store=store)
    return written(asked, of, as_part_of(result, out_of), folder)
