"""Work for several departments: at once, in a row, assembled. Rates per minute, times in minutes."""

from sinksim.verification.systems.figures import mean_sojourn, mean_time
from sinksim.verification.systems.system import Figure, System
from sinksim.verification.theory import moments, rendezvous

SERVERS = 1000
"""Servers of a station at which nobody ever waits."""


def departments() -> tuple[System, ...]:
    """Fork and join, one after the other, and rendezvous."""
    return (_fork_join(), _ample(), _rendezvous(), _rendezvous_ample())


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
    return System("rendezvous_ample", load, (mean_sojourn(sojourn), _assembling(until_all_are_there)))


def _assembling(expected: float) -> Figure:
    """Mean time from the call to the arrival of the last department [min]."""
    return mean_time("mean time to assemble", expected, ("time_assemble",))
