"""Where results go: a folder of their own for each run, so that none writes over another."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from sinksim.core.errors import BadInput

MANIFEST = "manifest.json"
SWEEP = "sweep.json"
# What a report writes first: a folder that holds it without a manifest is another's, or was broken off.
TRACES = ("summary.csv", "scenario.yaml", MANIFEST, SWEEP)


def identity(scenario_yaml: str, parts: Sequence[str], seed: int, cases_sha256: str | None = None) -> str:
    """What makes two runs the same run, whatever engine or number of workers made them."""
    about = [hashlib.sha256(scenario_yaml.encode()).hexdigest(), list(parts), seed, cases_sha256]
    return json.dumps(about)


def free_folder(asked: str | None, name: str, same: str) -> Path:
    """The folder asked for, or ``results/NAME``; numbered where another run is there already. It is made and writable.

    ``same`` is the identity of the run: a folder that holds the same run is used again.
    """
    wanted = Path(asked) if asked is not None else Path("results") / name
    for folder in _numbered(wanted):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not any((folder / trace).exists() for trace in TRACES) or _held(folder) == same:
                _try_out(folder)
                return folder
        except OSError as error:
            raise BadInput(f"{folder}: cannot be written ({error.strerror}); allowed: --out with a folder") from None
    raise AssertionError("there is always a next number")


def _numbered(wanted: Path) -> Iterable[Path]:
    """The wanted folder, then the same with -2, -3 and so on behind its name."""
    yield wanted
    for n in count(2):
        yield wanted.with_name(f"{wanted.name}-{n}")


def _try_out(folder: Path) -> None:
    """Refuse before a long run, not after it."""
    trial = folder / ".sinksim-trial"
    trial.touch()
    trial.unlink()


def _held(folder: Path) -> str | None:
    """Identity of the run whose results a folder holds; None where that cannot be told."""
    try:
        if (folder / SWEEP).exists():
            recorded = json.loads((folder / SWEEP).read_text(encoding="utf-8"))
            return str(recorded["identity"])
        return identity_of(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def identity_of(manifest: dict[str, Any]) -> str:
    """Identity of the run that a manifest tells of."""
    runs = manifest["runs"]
    return json.dumps(
        [manifest["scenario_sha256"], [run["run"] for run in runs], runs[0]["seed"], cases_of(manifest["command"])]
    )


def cases_of(command: Sequence[str]) -> str | None:
    """SHA-256 of the log of cases that a run read."""
    return next((word.removeprefix("--cases=sha256:") for word in command if word.startswith("--cases=sha256:")), None)
