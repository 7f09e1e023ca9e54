"""A copy of the project with one fault in it, and what its suite says to that."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.faults import in_agents, in_compiled, in_shared_rules
from tests.faults.fault import Fault

ROOT = Path(__file__).parents[2]
FAULTS: tuple[Fault, ...] = (*in_agents.FAULTS, *in_compiled.FAULTS, *in_shared_rules.FAULTS)
# What a copy needs; compiled code comes along in the folders of the package.
PARTS = ("sinksim", "conf", "tests", "pyproject.toml")
SCENARIOS = "300"
WITHOUT_SHRINKING = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.faults.unshrunk")
FAILED = 1


class Finding(NamedTuple):
    """Whether a fault was noticed, and the last lines of what its suite said."""

    noticed: bool
    said: str


def occurrences(fault: Fault) -> int:
    """How often the text that a fault changes stands in its file."""
    return (ROOT / "sinksim" / fault.file).read_text().count(fault.old)


def copied(folder: Path) -> Path:
    """A copy of what is needed, times of files kept: compiled code stays valid."""
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / part)
    return folder


def planted(fault: Fault, folder: Path) -> Path:
    """A copy with the fault in it."""
    path = copied(folder) / "sinksim" / fault.file
    path.write_text(path.read_text().replace(fault.old, fault.new))
    return folder


def answer(suite: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a suite on a copy."""
    module, *rest = suite
    options = WITHOUT_SHRINKING if module == "pytest" else ()
    environment = {**os.environ, "PYTHONPATH": str(folder), "SINKSIM_AGREEMENT": SCENARIOS}
    command = [sys.executable, "-m", module, *rest, *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def find(fault: Fault, folder: Path) -> Finding:
    """Plant a fault and see whether its suite notices: a figure that is off or a failed assertion, not a crash."""
    done = answer(fault.suite, planted(fault, folder))
    text = done.stdout + done.stderr
    by_assertion = (
        "AssertionError" in text or "assert " in text if fault.suite[0] == "pytest" else "Traceback" not in text
    )
    return Finding(done.returncode == FAILED and by_assertion, text[-2000:])
