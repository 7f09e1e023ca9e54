"""What made a report: versions, seed, scenario and the hash of every file. Enough to run it again, on any machine."""

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sinksim.core.records import SEMANTICS_VERSION
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result, scope_of
from sinksim.i18n import words
from sinksim.reports.tables import runs
from sinksim.text.notes import noted
from sinksim.text.scope import scope_sentence

# Format of scenario files and reports; docs/formats.md tells what each number changed. A manifest without one is of format 1.
FORMAT_VERSION = 2

PACKAGES = ("joblib", "networkx", "numba", "numpy", "pandas", "pydantic", "PyYAML", "scipy", "simpy")


def manifest_bytes(
    outcome: Result | Comparison, scenario_yaml: str, command: tuple[str, ...], hashes: dict[str, str]
) -> bytes:
    """The manifest as JSON; the same for the same run on the same versions (no clock, no path)."""
    about = {
        "format_version": FORMAT_VERSION,
        "sinksim": version_of("sinksim"),
        "semantics_version": SEMANTICS_VERSION,
        "python": platform.python_version(),
        "packages": {name: version_of(name) for name in PACKAGES},
        "command": list(command),
        "scenario_sha256": hashlib.sha256(scenario_yaml.encode()).hexdigest(),
        "runs": [{"run": part, **_run(result)} for part, result in runs(outcome)],
        "files": dict(sorted(hashes.items())),
    }
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()


def _run(result: Result) -> dict[str, Any]:
    """One run for the manifest: what was run, how far it came, what it found wrong."""
    return {
        "scenario": result.scenario,
        "seed": result.seed,
        "engine": result.engine,
        "replications": result.replications,
        "finished": result.n,
        "ended": result.ended,
        "reason": result.reason,
        "scope": {**scope_of(result.labels), "text": scope_sentence(result.labels, words("en"))},
        "faults": list(result.faults),
        "notes": noted(result.notes),
    }


def version_of(package: str) -> str | None:
    """Version of an installed package; None where it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
