"""The theory harness: textbook systems as ordinary scenario files, simulated and judged against closed forms."""

from sinksim.verification.systems.catalogue import systems
from sinksim.verification.systems.headlines import Headlines
from sinksim.verification.systems.report import Row, VerifyReport
from sinksim.verification.systems.system import Figure, System
from sinksim.verification.systems.verification import verify

__all__ = ["Figure", "Headlines", "Row", "System", "VerifyReport", "systems", "verify"]
