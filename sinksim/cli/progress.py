"""Progress on standard error for anything that takes longer than a second: what is done, and the time left."""

import logging
import sys
import threading
import time
from types import TracebackType
from typing import Self

FIRST_AFTER = 1.0
# A screen is refreshed; a file or a pipe gets a line now and then.
EVERY_ON_SCREEN, EVERY_IN_FILE = 0.5, 10.0


class Progress:
    """Called with (finished, asked, share of all work); speaks from its own thread while the block lasts."""

    def __init__(self, what: str, unit: str = "replications", silent: bool = False) -> None:
        """``what`` is run, ``unit`` is counted; ``silent`` prints nothing."""
        self.what, self.unit, self.silent = what, unit, silent
        self.state: tuple[int, int, float] | None = None  # finished, asked for, share of the whole that is done
        self.began = time.perf_counter()
        self.on_screen = sys.stderr.isatty()
        self.width = 0  # of the longest line on the screen, which is to be cleared
        self._finished = threading.Event()
        self._reporter = threading.Thread(target=self._report_regularly, daemon=True)

    def __call__(self, finished: int, asked: int, share: float) -> None:
        """Note how far it is; work begins where the share is 0, whatever had to be made ready before."""
        if share == 0:
            self.began = time.perf_counter()
        self.state = (finished, asked, share)

    def __enter__(self) -> Self:
        """Begin to report; a silent command keeps the notes of the program off the terminal as well."""
        logging.getLogger("sinksim").disabled = self.silent
        if not self.silent:
            self._reporter.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the reporting and clear the line from the terminal."""
        logging.getLogger("sinksim").disabled = False
        self._finished.set()
        if not self.silent:
            self._reporter.join(timeout=1)
        if self.width and self.on_screen:
            print("\r" + " " * self.width + "\r", end="", file=sys.stderr, flush=True)

    def _report_regularly(self) -> None:
        """Print the line now and then, in a thread of its own, until the work is finished.

        A terminal shows it in place; a file gets a new line each time, and more rarely.
        """
        wait = FIRST_AFTER
        while not self._finished.wait(wait):
            line = self.line()
            if self.on_screen:
                self.width = max(self.width, len(line))
                print("\r" + line.ljust(self.width), end="", file=sys.stderr, flush=True)
            else:
                self.width = len(line)
                print(line, file=sys.stderr, flush=True)
            wait = EVERY_ON_SCREEN if self.on_screen else EVERY_IN_FILE

    def line(self) -> str:
        """What is said now."""
        spent = time.perf_counter() - self.began
        if self.state is None:
            return f"{self.what}: {clock(spent)} so far"
        finished, asked, share = self.state
        left = f", about {clock(spent * (1 - share) / share)} left" if 0 < share < 1 else ""
        return f"{self.what}: {finished} of {asked} {self.unit}{left}"


def clock(seconds: float) -> str:
    """A span as people say it: seconds below 100, minutes below 100, else hours."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
