"""The theory harness: textbook systems as ordinary scenario files, simulated and judged against closed forms."""

from sinksim.experiments.verify.catalogue import systems
from sinksim.experiments.verify.headlines import Headlines
from sinksim.experiments.verify.report import Row, VerifyReport
from sinksim.experiments.verify.system import Figure, System
from sinksim.experiments.verify.verification import verify

__all__ = ["Figure", "Headlines", "Row", "System", "VerifyReport", "systems", "verify"]
