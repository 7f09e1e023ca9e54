"""Plant every fault: ``python -m tests.faults [PART OF A NAME OR FILE ...]``; exit code 1 where one is not noticed."""

import sys
import tempfile
import time
from pathlib import Path

from tests.faults.fault import Fault
from tests.faults.planting import FAULTS, find


def chosen(parts: list[str]) -> list[Fault]:
    """The faults whose name or file has one of these parts; all without any."""
    return [fault for fault in FAULTS if not parts or any(part in fault.name or part in fault.file for part in parts)]


def noticed(fault: Fault) -> bool:
    """Plant one fault and print a line about it."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        finding = find(fault, Path(folder))
    verdict = "noticed" if finding.noticed else "NOT NOTICED"
    suite = " ".join(fault.suite[1:3])
    print(f"{verdict:12} {time.perf_counter() - began:5.0f} s  {fault.file:22}  {fault.name}  ({suite})", flush=True)
    if not finding.noticed:
        print(finding.said, flush=True)
    return finding.noticed


def main() -> int:
    """All that were asked for."""
    found = [noticed(fault) for fault in chosen(sys.argv[1:])]
    print(f"{sum(found)} of {len(found)} noticed")
    return int(not all(found))


sys.exit(main())
