"""How many cases a run has under way at once: memory depends on it, since every open case is kept until it ends."""

import numpy as np

from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import DECLARED, DEPARTMENTS, OP, WITH_DEPARTMENTS, Op
from sinksim.plan.plan import Floats, Plan
from sinksim.workload.needs import most_needs
from sinksim.workload.offered_load import OfferedLoad
from sinksim.workload.step_times import open_share
from sinksim.workload.visit_chain import VisitChain


def most_tokens(plan: Plan) -> float:
    """Tokens that all needs of a run would be at once, with a token for each branch of a fork: no run has more."""
    return most_needs(plan) * tokens_of_case(plan)


def tokens_of_case(plan: Plan) -> float:
    """Tokens of a case (itself, and a branch a department) while its largest fork is under way, by their mean number."""
    chain = VisitChain(plan)
    forks = [row[DEPARTMENTS.counts] for row in chain.rows if row[OP] in WITH_DEPARTMENTS]
    return 1.0 + max((chain.departments(counts) for counts in forks), default=0.0)


def open_tokens(plan: Plan, load: OfferedLoad) -> float:
    """Tokens under way at the busiest time, as expected: outside stations, at stations, given; never more than ``most_tokens``.

    By Little's law, with what heaps up at a station that is closed, or asked for more than it can do.
    """
    if not np.isfinite(load.joining).all():
        return most_tokens(plan)
    given = int((plan.recorded.arisen < plan.labels.window.horizon).sum()) * tokens_of_case(plan)
    return min(most_tokens(plan), given + load.away + float(_present_at_busiest_time(plan, load).sum()))


def _present_at_busiest_time(plan: Plan, load: OfferedLoad) -> Floats:
    """Expected visits waiting or in service at each station at the busiest time [stations]: queue, overflow, closed hours.

    Limited by what people's patience and the station's room allow. ``load.asked``: servers at work, if there were enough;
    ``load.joining``: visits per ms. An ``ample`` station, the stand-in for unselected places, has a server for everyone.
    """
    rows, horizon = plan.stations, plan.labels.window.horizon
    duty = rows.servers * np.array([open_share(plan, n) for n in rows.calendar.tolist()])
    busy = load.asked / np.maximum(duty, 1e-9)  # servers asked for, per server on duty
    # A queue at capacity has no mean; what is asked for beyond it counts as overflow.
    steady = np.minimum(busy, 0.99)
    # Sakasegawa (1977): mean queue of an M/M/c system.
    queue = steady ** np.sqrt(2 * (np.maximum(duty, 1) + 1)) / (1 - steady)
    # Where more is asked for than the servers can do, the rest piles up until the end of the run.
    overflow = load.joining * horizon * np.where(busy > 1, 1 - 1 / np.maximum(busy, 1), 0.0)
    while_closed = load.joining * np.array([_longest_closing(plan, n) for n in rows.calendar.tolist()])
    patience = _mean_patience(plan)[rows.template]
    patient = np.multiply(load.joining, patience, out=np.full(len(patience), np.inf), where=np.isfinite(patience))
    waiting = np.minimum(queue + overflow + while_closed, patient)
    in_service = np.where(rows.ample, load.asked, np.minimum(load.asked, rows.servers))
    present = in_service + waiting
    within: Floats = np.where(rows.room >= 0, np.minimum(present, rows.room), present)  # room -1: no limit
    return within


def _longest_closing(plan: Plan, calendar: int) -> float:
    """Longest span [ms] of a calendar in which nobody is served; 0 round the clock (calendar -1)."""
    if calendar < 0:
        return 0.0
    rota = plan.calendars[calendar]
    ends = np.minimum(np.append(rota.times, plan.labels.window.horizon), plan.labels.window.horizon)
    return float((np.diff(ends) * (rota.level == 0)).max(initial=0))


def _mean_patience(plan: Plan) -> Floats:
    """By station template, the mean time [ms] after which whoever waits there gives up.

    Of several steps that queue there the longest; infinite where some step never gives up.
    """
    longest = np.zeros(len(plan.labels.templates))
    chain = VisitChain(plan)
    for pc, row in enumerate(plan.code.rows.tolist()):
        if service := DECLARED[Op(row[OP])].service:
            at = list(chain.templates_at(pc))
            patience = -1 if service.patience is None else row[service.patience]
            longest[at] = np.maximum(longest[at], mean_and_sd(plan.laws, patience)[0] if patience >= 0 else np.inf)
    return longest
