"""``sinksim verify``: an engine against queueing theory."""

from sinksim.cli.outcome import CHECK_FAILED, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.progress import Progress
from sinksim.errors import BadInput

DEFAULT_SEED = 1


def answer(asked: Asked) -> int:
    """Print one line a figure; 1 where theory and simulation differ or a standard error is too large."""
    from sinksim.experiments.engines import resolve
    from sinksim.experiments.verify import verify

    if asked.replications is not None:
        raise BadInput(
            f"--replications is {asked.replications}; allowed with verify: --customers N, the depth of each class"
        )
    engine, _ = resolve(asked.engine or "auto")
    seed = DEFAULT_SEED if asked.seed is None else asked.seed
    with Progress("verify", "systems", silent=asked.quiet or asked.json) as progress:
        found = verify(engine, asked.customers, seed, asked.systems or None, progress, asked.workers)
    text = f"{found.table()}\n{found.summary()}"
    if asked.out is not None:
        _write(asked.out, found.markdown())
    print(as_json(found.to_json()) if asked.json else text)
    return 0 if found.ok else CHECK_FAILED


def _write(path: str, text: str) -> None:
    from pathlib import Path

    try:
        Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}); allowed: --out with a file") from None
