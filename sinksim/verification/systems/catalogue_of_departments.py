"""Work for several departments: at once, in a row, assembled. Rates per minute, times in minutes."""

from sinksim.core.records import End
from sinksim.verification.systems.figures import (
    Group,
    mean_sojourn,
    mean_time,
    share_ending,
    share_within,
    time_saved,
)
from sinksim.verification.systems.system import Figure, System
from sinksim.verification.theory import moments, rendezvous

SERVERS = 1000
"""Servers of a station at which nobody ever waits."""


def departments() -> tuple[System, ...]:
    """Fork and join, one after the other, and rendezvous."""
    return (_fork_join(), _ample(), _saving(), _rejected(), _rendezvous(), _rendezvous_ample())


def _fork_join() -> System:
    """Two departments with a queue each: 0.07 cases a minute, services of 10 minutes on average."""
    return System("fork_join", 0.70, (mean_sojourn(rendezvous.fork_join_two(0.07, 1 / 10)),))


def _ample() -> System:
    """Four departments without queues, 30 minutes each on average, at once or one after the other.

    0.2 cases a minute. At once the slowest decides, in a row the sum.
    """
    figures = (
        mean_sojourn(rendezvous.parallel_time(n=4, mean=30), "parallel"),
        mean_sojourn(rendezvous.serial_time(n=4, mean=30), "serial"),
    )
    return System("departments_ample", load=0.2 * 30 / SERVERS, figures=figures)


def _saving() -> System:
    """Two to ten departments at once, 30 minutes each on average: what that saves against their work in a row.

    In all 0.2 cases a minute, one in five of each number; ten departments have no queues.
    """
    numbers = (2, 3, 5, 7, 10)
    figures = tuple(
        time_saved(f"time saved by {n} at once", rendezvous.parallel_saving(n), Group(f"of_{n}")) for n in numbers
    )
    return System("departments_saving", load=0.2 * 30 / SERVERS, figures=figures)


def _rejected() -> System:
    """Files of eight documents or of three, each of which is faulty with chance 0.08; a file with a fault is rejected.

    0.1 files a minute of either kind; the desk takes 20 minutes on average and has no queue.
    """
    figures = tuple(
        share_ending(f"share rejected, of {n}", rendezvous.any_of(n, 0.08), End.REFUSED, Group(f"of_{n}"))
        for n in (8, 3)
    )
    return System("rejected_files", load=0.2 * 20 / SERVERS, figures=figures)


def _rendezvous() -> System:
    """An assembly: the case waits for both departments to be free, and then for the later of them to arrive.

    0.03 cases a minute; departments arrive after 8 minutes on average and work together for 10.
    """
    means = rendezvous.assembly_one_server(0.03, n=2, mean_delay=8, service=moments.exponential(10))
    # From the call to the start of the work: the wait for both and the way of the later.
    assembling = means.wait + rendezvous.slowest(n=2, mean=8).mean
    figures = (mean_sojourn(means.sojourn), _assembling(assembling))
    return System("rendezvous", means.utilisation, figures)


def _rendezvous_ample() -> System:
    """An assembly of three departments that are always free, arrive after 20 minutes on average and work for 15.

    0.1 cases a minute; a department is held from its call to the end of the work.
    """
    until_all_are_there = rendezvous.slowest(n=3, mean=20).mean
    sojourn = rendezvous.assembly_ample(n=3, mean_delay=20, mean_service=15)
    load = 0.1 * (until_all_are_there + 15) / SERVERS
    within = [
        share_within(t, rendezvous.slowest_within(n=3, mean=20, time=t), "time_assemble", "assembled")
        for t in (15, 30, 60)
    ]
    return System("rendezvous_ample", load, (mean_sojourn(sojourn), _assembling(until_all_are_there), *within))


def _assembling(expected: float) -> Figure:
    """Mean time from the call to the arrival of the last department [min]."""
    return mean_time("mean time to assemble", expected, ("time_assemble",))
