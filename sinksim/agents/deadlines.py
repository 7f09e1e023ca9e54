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


class Deadlines:
    """All clocks of a run."""

    def __init__(self, plan: Plan, env: Timeline, calendars: list[Calendar]) -> None:
        rows = plan.clocks
        self.env = env
        self.horizon = plan.labels.window.horizon
        self.deadline = rows.deadline.tolist()
        self.warn = rows.warn.tolist()
        self.alerts = rows.alert.tolist()
        self.calendar = [calendars[c] if c >= 0 else None for c in rows.calendar.tolist()]

    def start_clock(self, case: Case, clock: int) -> None:
        """Start a clock at complete filing; a clock that already runs goes on."""
        span = self.deadline[clock][case.urgency]
        if span < 0 or any(r.clock == clock for r in case.running):
            return
        case.clocks_started |= 1 << clock
        due = self.due_after(clock, span)
        running = Running(clock, self.due_after(clock, int(span * self.warn[clock])), due)
        case.running = [*case.running, running]
        if self.alerts[clock] and due < self.horizon:
            moment = Moment(self.env, partial(self.pass_deadline, case, running))
            self.env.schedule(moment, _CLOCK + (clock << 74) + case.order, due - self.env.now)

    def due_after(self, clock: int, span: int) -> int:
        """Instant at which ``span`` will have passed in the calendar of a clock."""
        calendar = self.calendar[clock]
        return int(self.env.now + span if calendar is None else calendar.after(span))

    def stop_clock(self, case: Case, clock: int) -> None:
        """Stop a clock: kept at its deadline or before, broken after it."""
        for running in case.running:
            if running.clock == clock:
                self.judge_clock(case, running)
                case.running = [r for r in case.running if r is not running]
                return

    def accept_case(self, case: Case, mask: int) -> None:
        """A specialist or department accepts the case: the response, and the clocks it stops."""
        if case.responded == NEVER:
            case.responded = self.env.now
        for running in list(case.running):
            if mask >> running.clock & 1:
                self.stop_clock(case, running.clock)

    def pass_deadline(self, case: Case, running: Running, _: Moment) -> None:
        """A deadline has passed while the clock was running: the case enters the alert zone."""
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
        """The case ends: clocks that still run are judged now; one that nobody stopped is kept only by a closure."""
        for running in case.running:
            if case.end is End.OPEN:
                self.judge_open_clock(case, running)
            else:
                self.judge_clock(case, running, stopped=case.end <= End.HOLLOW)
        case.running = ()

    def judge_clock(self, case: Case, running: Running, stopped: bool = True) -> None:
        """Kept or broken, warned or not."""
        now = self.env.now
        if now > running.warns:
            case.marks |= Mark.YELLOW
        if stopped and now <= running.due:
            case.clocks_kept |= 1 << running.clock & ~case.clocks_broken
        else:
            self.break_clock(case, running)
        self.clear_overdue(case, running)

    def break_clock(self, case: Case, running: Running) -> None:
        """A clock that runs more than once is kept only if it is kept each time."""
        bit = 1 << running.clock
        case.clocks_broken |= bit
        case.clocks_kept &= ~bit

    def judge_open_clock(self, case: Case, running: Running) -> None:
        """At the horizon: broken if its deadline has passed, otherwise undecided."""
        if self.horizon > running.due:
            self.break_clock(case, running)
            self.clear_overdue(case, running)
        if self.horizon > running.warns:
            case.marks |= Mark.YELLOW

    def clear_overdue(self, case: Case, running: Running) -> None:
        """One overdue clock less; with the last the case leaves the alert zone."""
        if running in case.overdue:
            case.overdue = tuple(r for r in case.overdue if r is not running)
            if not case.overdue:
                case.time_alert += self.env.now - case.alert_since
