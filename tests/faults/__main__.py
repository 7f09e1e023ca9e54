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


def tried(fault: Fault) -> Line:
    """Plant one fault."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        finding = find(fault, Path(folder))
    return Line(fault, finding, time.perf_counter() - began)


def lines(faults: list[Fault]) -> Iterator[Line]:
    """Plant them, two at a time; each as soon as it is done."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in as_completed([pool.submit(tried, fault) for fault in faults]):
            yield done.result()


def sound(suites: list[Suite]) -> bool:
    """Whether every suite passes where nothing is planted: else it would notice anything."""
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        fails = [(suite, found.said) for suite in suites if (found := answer(suite, Path(folder))).failed]
    for suite, said in fails:
        print(f"without any fault {suite.name} fails\n{said}", flush=True)
    return not fails


def main() -> int:
    """All that were asked for."""
    faults = chosen(sys.argv[1:])
    if not sound(list(dict.fromkeys(suite for fault in faults for suite in fault.suites))):
        return 1
    found = []
    for line in lines(faults):
        found.append(line)
        print(line, *([] if line.finding.noticed else [line.finding.said]), sep="\n", flush=True)
    noticed = sum(line.finding.noticed is not None for line in found)
    print("\nall in order", *sorted(found, key=lambda line: faults.index(line.fault)), sep="\n")
    print(f"{noticed} of {len(found)} noticed, {sum(line.seconds for line in found):.0f} s of work")
    return int(noticed < len(found))


if __name__ == "__main__":
    sys.exit(main())
