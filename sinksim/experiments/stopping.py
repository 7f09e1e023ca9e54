"""Stopping early: by an interrupt from the keyboard, or by a caller who has seen enough."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sinksim.core.errors import Stopped

# Asked between two batches of a run; true where it should stop.
Stop = Callable[[], bool]
# Raises where the run should stop.
StopCheck = Callable[[], None]


@contextmanager
def stop_checks(stop: Stop | None) -> Iterator[StopCheck]:
    """Gives a function that raises where to stop: KeyboardInterrupt by the keyboard, Stopped where ``stop()`` is true.

    An interrupt strikes at once. Code that cannot pass an exception on (a callback from compiled code, a finaliser)
    loses the KeyboardInterrupt that strikes it; it is noted, and the next check raises it.
    """
    with _interrupts_noted() as noted:

        def raise_if_stopped() -> None:
            """Raise where the run should stop."""
            if noted:
                raise KeyboardInterrupt
            if stop is not None and stop():
                raise Stopped("stopped as asked")

        yield raise_if_stopped


@contextmanager
def _interrupts_noted() -> Iterator[list[int]]:
    """The interrupts from the keyboard so far; each still raises KeyboardInterrupt at once.

    Nothing is noted outside of the main thread, or where the program handles interrupts in a way of its own.
    """
    noted: list[int] = []
    if not _in_main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield noted
        return

    def note(number: int, _: object) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Ignore interrupts from the keyboard while processes are started.

    They inherit that, so that an interrupt reaches this process alone, which ends them.
    """
    if not _in_main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _in_main_thread() -> bool:
    """Python hands signals to its main thread only."""
    return threading.current_thread() is threading.main_thread()
