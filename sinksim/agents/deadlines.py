"""Clocks of cases: deadlines with a warning, an alert that moves the case up every list it stands on, and settlement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sinksim.agents.case import Running
from sinksim.agents.moments import PRIORITY, Moment
from sinksim.core.records import NEVER, End, Mark, Tie

if TYPE_CHECKING:
    from sinksim.agents.calendar import Calendar
    from sinksim.agents.case import Case
    from sinksim.agents.moments import Timeline
    from sinksim.plan.plan import Plan

_CLOCK = PRIORITY[Tie.CLOCK]
# At one instant deadlines pass by clock, then by case: the clock stands above the bits of a case's order.
_CLOCK_SHIFT = 74


class Deadlines:
    """The clocks (deadlines) of the plan: starts, stops and judges them for every case."""

    def __init__(self, plan: Plan, env: Timeline, calendars: list[Calendar]) -> None:
        rows = plan.clocks
        self.env = env
        self.horizon = plan.labels.window.horizon
        self.deadline = rows.deadline.tolist()  # [clock][urgency] ms, -1: none
        self.warn = rows.warn.tolist()  # part of the deadline after which it warns
        self.alerts = rows.alert.tolist()
        self.calendar = [calendars[c] if c >= 0 else None for c in rows.calendar.tolist()]  # None: all time counts

    def start_clock(self, case: Case, clock: int) -> None:
        """Start a clock at complete filing; nothing happens where it runs already or the urgency has no deadline (span < 0)."""
        span = self.deadline[clock][case.urgency]
        if span < 0 or any(r.clock == clock for r in case.running):
            return
        case.clocks_started |= 1 << clock
        due = self.due_after(clock, span)
        running = Running(clock, self.due_after(clock, int(span * self.warn[clock])), due)
        case.running = [*case.running, running]
        if self.alerts[clock] and due < self.horizon:
            # Of deadlines that fall due at one instant the order is by clock, then by case.
            moment = Moment(self.env, partial(self.pass_deadline, case, running))
            self.env.schedule(moment, _CLOCK + (clock << _CLOCK_SHIFT) + case.order, due - self.env.now)

    def due_after(self, clock: int, span: int) -> int:
        """Instant at which ``span`` will have passed in the calendar of a clock."""
        calendar = self.calendar[clock]
        return int(self.env.now + span if calendar is None else calendar.after(span))

    def stop_clock(self, case: Case, clock: int) -> None:
        """Stop a clock, if it runs: the deadline is met at its instant or before, broken after it."""
        for running in case.running:
            if running.clock == clock:
                self.judge_clock(case, running)
                case.running = [r for r in case.running if r is not running]
                return

    def accept_case(self, case: Case, mask: int) -> None:
        """A specialist or department accepts the case: its first response, and the clocks that this stops.

        ``mask``: bit n is set where clock n is stopped.
        """
        if case.responded == NEVER:
            case.responded = self.env.now
        for running in list(case.running):
            if mask >> running.clock & 1:
                self.stop_clock(case, running.clock)

    def pass_deadline(self, case: Case, running: Running, _: Moment) -> None:
        """A deadline falls due; if that run of the clock still goes on, the case is overdue and enters the alert zone.

        In the alert zone it stands before others of its urgency on every list. An event cannot be unscheduled, so that a clock
        that was stopped meanwhile is recognised here.
        """
        if not any(r is running for r in case.running):
            return
        case.marks |= Mark.ALERT
        case.overdue = (*case.overdue, running)
        if len(case.overdue) == 1:
            case.alert_since = self.env.now
            for token in (case, *case.branches):
                if token.stay is not None:
                    token.stay.alert()

    def settle_clocks(self, case: Case) -> None:
        """The case has ended, or is cut at the horizon: judge the clocks that nobody has stopped.

        A reported closure (solved or hollow) stops them; a case that was refused, gave up or was lost never met them.
        """
        for running in case.running:
            if case.end is End.OPEN:  # cut at the horizon
                self.judge_open_clock(case, running)
            else:
                self.judge_clock(case, running, stopped=case.end <= End.HOLLOW)  # ends up to that: a closure
        case.running = ()

    def judge_clock(self, case: Case, running: Running, stopped: bool = True) -> None:
        """Note that a clock's deadline was met or broken, and whether its warning had been reached.

        ``stopped`` is False where the case ended without anybody's stopping the clock or closing the case: what was promised by
        the deadline was then never done, so that it is broken even if time was left.
        """
        now = self.env.now
        if now > running.warns:
            case.marks |= Mark.YELLOW
        if stopped and now <= running.due:
            case.clocks_kept |= 1 << running.clock & ~case.clocks_broken  # once broken, it stays so
        else:
            self.break_clock(case, running)
        self.clear_overdue(case, running)

    def break_clock(self, case: Case, running: Running) -> None:
        """Note a broken deadline; a clock that runs several times counts as kept only if every run met its deadline."""
        bit = 1 << running.clock
        case.clocks_broken |= bit
        case.clocks_kept &= ~bit

    def judge_open_clock(self, case: Case, running: Running) -> None:
        """At the horizon a clock that still runs is broken if its deadline has passed; otherwise it stays undecided."""
        if self.horizon > running.due:
            self.break_clock(case, running)
            self.clear_overdue(case, running)
        if self.horizon > running.warns:
            case.marks |= Mark.YELLOW

    def clear_overdue(self, case: Case, running: Running) -> None:
        """A clock that has been judged makes the case overdue no longer; with the last one the time in the alert zone ends."""
        if running in case.overdue:
            case.overdue = tuple(r for r in case.overdue if r is not running)
            if not case.overdue:
                case.time_alert += self.env.now - case.alert_since
