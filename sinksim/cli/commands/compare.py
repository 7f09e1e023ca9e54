"""``sinksim compare``: named sides over the same luck, the differences first."""

from pathlib import Path

from sinksim.cli.given import Given, given
from sinksim.cli.multirun import sweep
from sinksim.cli.outcome import Report, as_part_of, print_outcome, written
from sinksim.cli.parser import Asked
from sinksim.cli.places import free_folder, identity
from sinksim.cli.progress import Progress


def answer(asked: Asked) -> int:
    """Compare, write the report, print it."""
    if asked.multirun:
        return sweep(asked, report)
    return print_outcome(asked, report(asked, given(asked)))


def report(asked: Asked, of: Given, folder: Path | None = None, out_of: int | None = None) -> Report:
    """Run the sides of a scenario's comparison and write the report into a folder, by default one of its own.

    ``out_of``: the replications that the comparison it repeats was asked for, where that was stopped before its end.
    """
    from sinksim.experiments.running import compare
    from sinksim.experiments.store import default_store

    scenarios = of.sides.scenarios()
    first = next(iter(scenarios.values()))
    seed = first.experiment.seed
    same = identity(of.yaml, list(scenarios), seed, of.cases_sha256)
    kind = "compare-preview" if first.experiment.preview else "compare"
    folder = free_folder(asked.out, f"{first.name}-{kind}-{seed}", same) if folder is None else folder
    store = None if asked.fresh else default_store()
    with Progress(first.name, "rounds of replications", silent=asked.quiet or asked.json) as progress:
        found = compare(
            scenarios, of.sides.roles, engine=asked.engine, workers=asked.workers, progress=progress, store=store
        )
    return written(asked, of, as_part_of(found, out_of), folder)
