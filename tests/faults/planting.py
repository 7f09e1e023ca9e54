"""A copy of the project with one fault in it, and what the suites say to that."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.faults import in_agents, in_compiled, in_language, in_plan, in_shared_rules
from tests.faults.fault import Fault, Suite

ROOT = Path(__file__).parents[2]
FAULTS: tuple[Fault, ...] = (
    *in_agents.FAULTS,
    *in_language.FAULTS,
    *in_plan.FAULTS,
    *in_shared_rules.FAULTS,
    *in_compiled.FAULTS,
)
# What a copy needs; compiled code comes along in the folders of the package.
PARTS = ("sinksim", "conf", "tests", "pyproject.toml")
SCENARIOS = "500"
FIRST_FAILURE = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.faults.unshrunk")
FAILED = 1
# A fault may make something go round for ever.
LONGEST_S = 900


class Answer(NamedTuple):
    """What a suite said: whether it passed, or failed because something is not as it should be, and its last lines."""

    passed: bool
    failed: bool
    said: str


class Finding(NamedTuple):
    """The suite that noticed a fault, if any, and the last lines of what was said."""

    noticed: Suite | None
    said: str


def places(fault: Fault, root: Path = ROOT) -> list[Path]:
    """Where the text that a fault changes stands, a file as often as it does: in the fault's file, or anywhere in its folder."""
    found = root / "sinksim" / fault.file
    files = sorted(found.rglob("*.py")) if found.is_dir() else [found]
    return [file for file in files for _ in range(file.read_text().count(fault.old))]


def copied(folder: Path, root: Path = ROOT) -> Path:
    """A copy of what is needed, times of files kept: compiled code stays valid."""
    for part in PARTS:
        source = root / part
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / part)
    return folder


def planted(fault: Fault, folder: Path, root: Path = ROOT) -> Path:
    """A copy with the fault in it."""
    found = places(fault, root)
    if len(found) != 1:
        said = f"stands {len(found)} times in {fault.file}; allowed: once. The source has changed"
        raise LookupError(f"fault {fault.name!r}: {fault.old!r} {said}")
    path = copied(folder, root) / found[0].relative_to(root)
    path.write_text(path.read_text().replace(fault.old, fault.new))
    return folder


def answer(suite: Suite, folder: Path) -> Answer:
    """Run a suite on a copy: it notices by a figure that is off or a failed assertion, not by a crash."""
    module, *rest = suite.command
    options = FIRST_FAILURE if module == "pytest" else ()
    environment = {**os.environ, "PYTHONPATH": str(folder), "SINKSIM_AGREEMENT": SCENARIOS}
    command = [sys.executable, "-m", module, *rest, *options]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST_S
        )
    except subprocess.TimeoutExpired:
        return Answer(False, False, f"did not end within {LONGEST_S} s")
    text = done.stdout + done.stderr
    by_assertion = "AssertionError" in text or "assert " in text if module == "pytest" else "Traceback" not in text
    if done.returncode not in (0, FAILED) or (done.returncode == FAILED and not by_assertion):
        return Answer(False, False, f"{suite.name} broke down\n{text[-2000:]}")
    return Answer(done.returncode == 0, done.returncode == FAILED, text[-2000:])


def find(fault: Fault, folder: Path, root: Path = ROOT) -> Finding:
    """Plant a fault in a copy of ``root`` and ask its suites, one after the other, until one notices."""
    said = ""
    planted(fault, folder, root)
    for suite in fault.suites:
        given = answer(suite, folder)
        if given.failed:
            return Finding(suite, given.said)
        said = given.said
    return Finding(None, said)
