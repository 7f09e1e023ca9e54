"""Single stations: plain queues, and those where customers are refused or give up. Rates per minute, times in minutes."""

from sinksim.core.records import End
from sinksim.verification.systems.figures import (
    Group,
    mean_count,
    mean_sojourn,
    mean_time,
    mean_wait,
    share_ending,
    share_waiting,
)
from sinksim.verification.systems.system import System
from sinksim.verification.theory import abandonment, breakdowns, general, loss, markov, moments
from sinksim.verification.theory import group_arrivals as batches
from sinksim.verification.theory.abandonment import Abandonment
from sinksim.verification.theory.markov import QueueMeans

RENEGED = Group(end=End.RENEGED)


def _queue(name: str, means: QueueMeans) -> System:
    """A queue in which everybody is served."""
    figures = (mean_wait(means.wait), share_waiting(means.p_wait), mean_sojourn(means.sojourn))
    return System(name, means.utilisation, figures)


def plain_queues() -> tuple[System, ...]:
    """Everybody is served, in order of arrival. The formulas take arrivals a minute, then the service, then the servers."""
    return (
        _queue("mm1", markov.mm1(0.07, 1 / 10)),
        _queue("mm1_busy", markov.mm1(0.09, 1 / 10)),
        _queue("mmc", markov.mmc(0.15, 1 / 20, servers=4)),
        _queue("md1", general.md1(0.075, 10)),
        _queue("md1_crowded", general.md1(0.095, 10)),
        _queue("mg1_lognormal", general.mg1(0.06, moments.lognormal(10, cv=1.0))),
        _queue("mg1_gamma", general.mg1(0.06, moments.gamma(10, cv=1.5))),
        _queue("mg1_hyperexponential", general.mg1(0.06, moments.hyperexponential([4, 28], [0.75, 0.25]))),
        _queue("dm1", general.dm1(12.5, 1 / 10)),
        _queue("e2m1", general.ekm1(12.5, k=2, service_rate=1 / 10)),
        _batch_arrivals(),
        _breakdowns(),
    )


def _batch_arrivals() -> System:
    """Groups of one, two or four, two on average: 0.02 groups a minute, services of 15 minutes on average.

    The scenario counts needs a day: 28.8 groups of 2.
    """
    wait = batches.batch_wait_exponential(0.02, {1: 0.5, 2: 0.25, 4: 0.25}, 1 / 15)
    return System("batch_arrivals", load=0.02 * 2 * 15, figures=(mean_wait(wait), mean_sojourn(wait + 15)))


def _breakdowns() -> System:
    """M/M/1 whose server breaks down, busy or idle; the load is over the time it is up."""
    sojourn = breakdowns.breakdown_sojourn(0.05, 1 / 10, mean_up=300, mean_down=30)
    load = 0.05 * 10 / breakdowns.availability(mean_up=300, mean_down=30)
    return System("breakdowns", load, (mean_sojourn(sojourn), mean_wait(sojourn - 10)))


def limited_queues() -> tuple[System, ...]:
    """Customers are refused, overflow or give up. ``erlang_a`` takes arrivals, service rate, servers, 1 / mean patience."""
    return (
        _finite_room(),
        _loss(),
        _overflow(),
        _erlang_a("erlang_a", 0.12 * 20 / 3, abandonment.erlang_a(0.12, 1 / 20, 3, 1 / 30)),
        _erlang_a("erlang_a_crowded", 0.44 * 25 / 10, abandonment.erlang_a(0.44, 1 / 25, 10, 1 / 40)),
        _constant_patience(),
    )


def _finite_room() -> System:
    """M/M/c/K: who finds the room full is refused.

    0.16 customers a minute, two servers, services of 10 minutes on average, six places in all.
    """
    means = markov.mmck(0.16, 1 / 10, servers=2, room=6)
    figures = (share_ending("share refused", means.blocked, End.REFUSED), mean_wait(means.wait))
    return System("mmck", load=0.16 * 10 / 2, figures=(*figures, mean_sojourn(means.sojourn)))


def _loss() -> System:
    return System("erlang_b", 6 / 8, (share_ending("share refused", loss.erlang_b(8, 6), End.REFUSED),))


def _overflow() -> System:
    """Two loss groups: calls that find the first full overflow to the second, which has customers of its own.

    0.2 calls and 0.05 direct customers a minute, five and four servers, services of 20 minutes on average.
    """
    means = loss.overflow_groups(
        first_rate=0.2,
        first_service_rate=1 / 20,
        first_servers=5,
        second_servers=4,
        second_service_rate=1 / 20,
        second_rate=0.05,
    )
    calls, direct = Group("call"), Group("direct")
    figures = (
        mean_count("share passed on", means.p_overflow, "hops", calls),
        share_ending("share lost, call", means.lost_first, End.REFUSED, calls),
        share_ending("share lost, direct", means.blocked_direct, End.REFUSED, direct),
    )
    return System("overflow", load=0.25 * 20 / 9, figures=figures)


def _erlang_a(name: str, load: float, means: Abandonment) -> System:
    """M/M/c+M, exponential patience: a system of this load, expected to have these means."""
    figures = (
        share_ending("share reneged", means.p_abandon, End.RENEGED),
        mean_time("mean wait of all", means.wait, ("time_queue",), Group()),
        mean_wait(means.wait_served),
        mean_time("mean wait of the reneged", means.wait_abandoned, ("time_queue",), RENEGED),
    )
    return System(name, load, figures)


def _constant_patience() -> System:
    """M/M/c+D: 0.16 customers a minute, two servers, services of 10 minutes on average, a patience of 15 for everybody."""
    means = abandonment.constant_patience(0.16, 1 / 10, servers=2, patience=15)
    figures = (share_ending("share reneged", means.p_abandon, End.RENEGED), mean_wait(means.wait_served))
    return System("constant_patience", load=0.16 * 10 / 2, figures=figures)
