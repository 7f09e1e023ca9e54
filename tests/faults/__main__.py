"""Plant every fault: ``python -m tests.faults [PART OF A NAME OR FILE ...]``; exit code 1 where one is not noticed.

Two at a time; the cheapest suite first; each stops at the first failure. Without a fault every suite must pass.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from tests.faults.fault import Fault, Suite
from tests.faults.planting import FAULTS, Finding, answer, copied, find

AT_A_TIME = 2


class Line(NamedTuple):
    """One line of the table."""

    fault: Fault
    finding: Finding
    seconds: float

    def __str__(self) -> str:
        """Where, what, by whom, how long."""
        by = self.finding.noticed.name if self.finding.noticed else "NOT NOTICED"
        return f"{self.fault.file:24} {self.fault.name:64} {by:40} {self.seconds:5.0f} s"


def chosen(parts: list[str]) -> list[Fault]:
    """The faults whose name or file has one of these parts; all without any."""
    return [fault for fault in FAULTS if not parts or any(part in fault.name or part in fault.file for part in parts)]


def tried(fault: Fault, root: Path) -> Line:
    """Plant one fault."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        finding = find(fault, Path(folder), root)
    return Line(fault, finding, time.perf_counter() - began)


def lines(faults: list[Fault], root: Path) -> Iterator[Line]:
    """Plant them, two at a time; each as soon as it is done."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in as_completed([pool.submit(tried, fault, root) for fault in faults]):
            yield done.result()


def sound(suites: list[Suite], root: Path) -> bool:
    """Whether every suite passes where nothing is planted: else it would notice anything."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        answers = list(pool.map(lambda suite: answer(suite, root), suites))
    fails = [(suite, given) for suite, given in zip(suites, answers, strict=True) if not given.passed]
    for suite, given in fails:
        print(f"without any fault {suite.name} does not pass\n{given.said}", flush=True)
    return not fails


def table(faults: list[Fault], root: Path) -> list[Line]:
    """Plant them all and tell of each."""
    found = []
    for line in lines(faults, root):
        found.append(line)
        print(line, *([] if line.finding.noticed else [line.finding.said]), sep="\n", flush=True)
    return sorted(found, key=lambda line: faults.index(line.fault))


def main() -> int:
    """All that were asked for, in a copy that nobody changes meanwhile."""
    faults = chosen(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        if not sound(list(dict.fromkeys(suite for fault in faults for suite in fault.suites)), root):
            return 1
        found = table(faults, root)
    noticed = sum(line.finding.noticed is not None for line in found)
    print("\nall in order", *found, sep="\n")
    print(f"{noticed} of {len(found)} noticed, {sum(line.seconds for line in found):.0f} s of work")
    return int(noticed < len(found))


if __name__ == "__main__":
    sys.exit(main())
