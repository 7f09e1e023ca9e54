"""Limits of a job in the background queue: what takes longer or holds more is ended by one sentence, and the queue goes on.

Memory is watched from outside, as what a worker holds (its resident set), ten times a second. A limit of address space
set in the worker (RLIMIT_AS) would count what kernels, thread stacks and doubled pools reserve and never touch, would
have to allow for whatever earlier jobs left in the worker, and could not end one that hangs. Where the system does not
tell what a process holds (it is read from /proc), the size estimate and Python's own MemoryError remain.
"""

import os
import time
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import NamedTuple

from sinksim.workload.memory import GIGABYTE, MOST_BYTES

# The estimate lets through an hour of one core, and is about twice what the engine needs: longer than two hours runs only
# what was estimated wrongly. A worker may hold twice the estimate's limit: it also keeps plans of jobs before this one.
MOST_SECONDS = 7200.0
MOST_WORKER_BYTES = 2 * MOST_BYTES
# A verification of every system takes a minute or two.
MOST_VERIFICATION_SECONDS = 1800.0
LESS = "(fewer cases at a time, fewer days, a smaller network.scale)"
NO_MEMORY = f"the run needs more memory than there is; allowed here: a run that takes less {LESS}"
WORKER_ENDED = f"a worker was ended by the system, as for lack of memory; allowed here: a run that takes less {LESS}"


class Limits(NamedTuple):
    """Seconds that a comparison and a verification may take, and bytes that each worker may hold."""

    seconds: float = MOST_SECONDS
    verification_seconds: float = MOST_VERIFICATION_SECONDS
    worker_bytes: float = MOST_WORKER_BYTES


def over_time(began: float, most: float) -> str:
    """The sentence that ends a job that began at ``began`` (monotonic); nothing while it may go on."""
    if time.monotonic() - began <= most:
        return ""
    return f"the job took longer than {most:,.0f} s; allowed here: at most {most:,.0f} s (fewer replications or days)"


def over_memory(processes: Iterable[int], most: float) -> str:
    """The sentence that ends a job one of whose workers holds more than ``most`` bytes; nothing while none does."""
    held = max((resident(process) for process in processes), default=0.0)
    if held <= most:
        return ""
    return (
        f"a worker came to hold {held / GIGABYTE:,.2f} GB of memory; "
        f"allowed here: at most {most / GIGABYTE:,.2f} GB {LESS}"
    )


def sentence_of(fault: Exception) -> str:
    """Why a job failed whose worker gave no outcome."""
    if isinstance(fault, MemoryError):
        return NO_MEMORY
    return WORKER_ENDED if isinstance(fault, BrokenExecutor) else f"{type(fault).__name__}: {fault}"


def resident(process: int) -> float:
    """What a process holds in memory [bytes]; 0 where it is gone or the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0.0
    return float(pages) * os.sysconf("SC_PAGE_SIZE")
