"""Stations that customers look at before they join. Rates per minute, times in minutes."""

from sinksim.core.records import End
from sinksim.verification.systems.figures import mean_sojourn, mean_wait, share_ending, share_waiting
from sinksim.verification.systems.system import System
from sinksim.verification.theory import choices


def choices_by_state() -> tuple[System, ...]:
    """The shortest of two queues, and a queue that is joined the less the longer it is."""
    return (_shortest_queue(), _balking())


def _shortest_queue() -> System:
    """Two windows with a queue each: 0.16 customers a minute, services of 10 minutes on average."""
    means = choices.shortest_of_two(0.16, 1 / 10)
    figures = (mean_wait(means.wait), share_waiting(means.p_wait), mean_sojourn(means.sojourn))
    return System("shortest_queue", load=0.16 * 10 / 2, figures=figures)


def _balking() -> System:
    """One window, 0.09 customers a minute, services of 10 minutes on average; of n + 1 who find n present, one joins."""
    means = choices.discouraged(0.09, 1 / 10)
    figures = (
        share_ending("share who turn away", 1 - means.joins, End.LOST),
        mean_wait(means.wait),
        mean_sojourn(means.sojourn),
    )
    return System("balking", load=0.09 * 10, figures=figures)
