"""``sinksim verify``: an engine against queueing theory."""

from typing import TYPE_CHECKING

from sinksim.cli.documents import write_document
from sinksim.cli.outcome import CHECK_FAILED, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.progress import Progress
from sinksim.core.errors import BadInput

if TYPE_CHECKING:
    from sinksim.verification.systems import Headlines

DEFAULT_SEED = 1


def answer(asked: Asked) -> int:
    """Print one line a figure; 1 where theory and simulation differ or a standard error is too large."""
    from sinksim.experiments.engines import resolve
    from sinksim.verification.systems import Headlines, verify

    if asked.replications is not None:
        raise BadInput(
            f"--replications is {asked.replications}; allowed with verify: --customers N, the depth of each class"
        )
    engine, _ = resolve(asked.engine or "auto")
    first = DEFAULT_SEED if asked.seed is None else asked.seed
    reports = []
    for seed in range(first, first + asked.seeds):
        with Progress("verify", "systems", silent=asked.quiet or asked.json) as progress:
            found = verify(engine, asked.customers, seed, asked.systems or None, progress, asked.workers)
        reports.append(found)
        if not asked.json:
            print(f"{found.table()}\n{found.summary()}", flush=True)
    if asked.out is not None:
        write_document(
            asked.out, "\n\n".join(f"{report.markdown()}\n\n{report.summary()}" for report in reports) + "\n"
        )
    return _conclude(Headlines(tuple(reports)), asked.json)


def _conclude(headlines: "Headlines", json: bool) -> int:
    """Print how the checks of several seeds spread, or all of it as JSON; returns the exit code, 1 where a check fails.

    One seed is judged by its own report; nothing is printed, since its tables have been.
    """
    only = headlines.reports[0] if len(headlines.reports) == 1 else None
    if json:
        print(as_json((only or headlines).to_json()))
    elif only is None:
        print(headlines.summary())
    return 0 if (only or headlines).ok else CHECK_FAILED
