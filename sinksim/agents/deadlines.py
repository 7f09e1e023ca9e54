"""Clocks of cases: deadlines with a warning, an alert that moves the case up every list it stands on, and settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sinksim.agents.moments import PRIORITY, Moment
from sinksim.core.records import NEVER, End, Mark, Tie

if TYPE_CHECKING:
    from sinksim.agents.case import Case, Token
    from sinksim.agents.world import World

_CLOCK = PRIORITY[Tie.CLOCK]


class Running(NamedTuple):
    """One running clock: which, when its warning and its deadline fall [ms]."""

    clock: int
    warns: int
    due: int


class Deadlines:
    """All clocks of a run."""

    def __init__(self, world: World) -> None:
        rows = world.plan.clocks
        self.world = world
        self.env = world.env
        self.deadline = rows.deadline.tolist()
        self.warn = rows.warn.tolist()
        self.alerts = rows.alert.tolist()
        self.calendar = [world.calendars[c] if c >= 0 else None for c in rows.calendar.tolist()]

    def start(self, case: Case, clock: int) -> None:
        """Start a clock at complete filing; a clock that already runs goes on."""
        span = self.deadline[clock][case.urgency]
        if span < 0 or any(r.clock == clock for r in case.running):
            return
        case.clocks_started |= 1 << clock
        due = self._after(clock, span)
        running = Running(clock, self._after(clock, int(span * self.warn[clock])), due)
        case.running = [*case.running, running]
        if self.alerts[clock] and due < self.world.horizon:
            moment = Moment(self.env, self.ring)
            moment.case, moment.running = case, running  # type: ignore[attr-defined]
            self.env.schedule(moment, _CLOCK + (clock << 74) + case.order, due - self.env.now)

    def _after(self, clock: int, span: int) -> int:
        calendar = self.calendar[clock]
        return int(self.env.now + span if calendar is None else calendar.after(span))

    def stop(self, case: Case, clock: int) -> None:
        """Stop a clock: kept at its deadline or before, broken after it."""
        for running in case.running:
            if running.clock == clock:
                self._judge(case, running)
                case.running = [r for r in case.running if r is not running]
                return

    def accept(self, case: Case, mask: int) -> None:
        """A specialist or department accepts the case: the response, and the clocks it stops."""
        if case.responded == NEVER:
            case.responded = self.env.now
        for running in list(case.running):
            if mask >> running.clock & 1:
                self.stop(case, running.clock)

    def ring(self, moment: Moment) -> None:
        """A deadline has passed while the clock was running: the case enters the alert zone."""
        case: Case = moment.case  # type: ignore[attr-defined]
        if not any(r is moment.running for r in case.running):  # type: ignore[attr-defined]
            return
        case.marks |= Mark.ALERT
        case.overdue = (*case.overdue, moment.running)  # type: ignore[attr-defined]
        if len(case.overdue) == 1:
            case.alert_since = self.env.now
            for token in (case, *case.branches):
                self._promote(token)

    def _promote(self, token: Token) -> None:
        visit = token.visit
        if visit is not None and not visit.serving:
            visit.step.alert(visit)
        elif token.assembly is not None:
            token.assembly.alert()

    def settle(self, case: Case) -> None:
        """The case ends: clocks that still run are judged now; one that nobody stopped is kept only by a closure."""
        for running in case.running:
            if case.end is End.OPEN:
                self._judge_open(case, running)
            else:
                self._judge(case, running, stopped=case.end <= End.HOLLOW)
        case.running = ()

    def _judge(self, case: Case, running: Running, stopped: bool = True) -> None:
        now = self.env.now
        if now > running.warns:
            case.marks |= Mark.YELLOW
        if stopped and now <= running.due:
            case.clocks_kept |= 1 << running.clock & ~case.clocks_broken
        else:
            self._break(case, running)
        self._calm(case, running)

    def _break(self, case: Case, running: Running) -> None:
        """A clock that runs more than once is kept only if it is kept each time."""
        bit = 1 << running.clock
        case.clocks_broken |= bit
        case.clocks_kept &= ~bit

    def _judge_open(self, case: Case, running: Running) -> None:
        """At the horizon: broken if its deadline has passed, otherwise undecided."""
        if self.world.horizon > running.due:
            self._break(case, running)
            self._calm(case, running)
        if self.world.horizon > running.warns:
            case.marks |= Mark.YELLOW

    def _calm(self, case: Case, running: Running) -> None:
        """One overdue clock less; with the last the case leaves the alert zone."""
        if running in case.overdue:
            case.overdue = tuple(r for r in case.overdue if r is not running)
            if not case.overdue:
                case.time_alert += self.env.now - case.alert_since
