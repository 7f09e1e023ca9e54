"""The world of one replication: SimPy's environment, the stations, the steps, and what is written down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sinksim.agents.assembly import Assemble
from sinksim.agents.case import RECORD, Case, Token, add_kinds
from sinksim.agents.case import Branch as Part
from sinksim.agents.closing import Close, Leave, Solve
from sinksim.agents.deadlines import Deadlines
from sinksim.agents.deciding import Branch, Charge, Clock, Instant, Outage, Switch
from sinksim.agents.demand import Recorded, Source, person_key
from sinksim.agents.departments import Fork, Serial
from sinksim.agents.hours import Calendar
from sinksim.agents.moments import FIRST, PRIORITY, Moment, Timeline
from sinksim.agents.moving import Delay, Meet, Travel
from sinksim.agents.outages import Outages
from sinksim.agents.queueing import Queueing
from sinksim.agents.station import Station
from sinksim.core.draws import derive
from sinksim.core.errors import BadInput
from sinksim.core.records import CASE_FIELDS, VISIT_FIELDS, End, Mark, Tie, row_packer
from sinksim.core.rules import charge
from sinksim.plan.background import may_meet_others
from sinksim.plan.instant_loops import INSTRUCTIONS_TOLD, instant_loop
from sinksim.plan.operations import HOLLOW, OP, QUEUE, Op

if TYPE_CHECKING:
    from sinksim.agents.steps import Step
    from sinksim.agents.visit import Visit
    from sinksim.plan.plan import Plan

_CASE_ROW = row_packer(CASE_FIELDS)
_VISIT_ROW = row_packer(VISIT_FIELDS)


class Join(Instant):
    """The last step of a branch."""

    def end(self, token: Token) -> Step | None:
        """The branch's walk is over: it joins the others."""
        assert isinstance(token, Part)
        token.joined = True
        token.departments.join(token)
        return None


VERBS: dict[int, type[Step]] = {
    Op.TRAVEL: Travel,
    Op.QUEUE: Queueing,
    Op.DELAY: Delay,
    Op.MEET: Meet,
    Op.BRANCH: Branch,
    Op.SWITCH: Switch,
    Op.OUTAGE: Outage,
    Op.FORK: Fork,
    Op.SERIAL: Serial,
    Op.JOIN: Join,
    Op.ASSEMBLE: Assemble,
    Op.CLOCK: Clock,
    Op.CHARGE: Charge,
    Op.CLOSE: Close,
    Op.LEAVE: Leave,
}


class World:
    """One replication under way."""

    def __init__(self, plan: Plan, replication: int, visits: bool = False) -> None:
        self.plan = plan
        self.env = Timeline()
        self.horizon = plan.labels.window.horizon
        self.run_key = int(derive(derive(0, plan.seed), replication))
        self.person_key = person_key(plan.seed)
        self.slots = plan.code.slots
        self.platform_down = 0
        self.live: dict[Case, None] = {}
        self.rows: list[bytes] = []
        self.visit_rows: list[bytes] = []
        self.keeps_visits = visits
        self.keeps_cases = True
        self.ends = [0] * len(End)
        self.bounded = [0] * len(plan.code.rows)
        # Instructions walked since simulated time last moved.
        self.walked, self.standing_since = 0, -1
        self.looped: list[int] = []
        self.ledger: defaultdict[str, int] = defaultdict(int)
        self.time_value: list[int] = plan.citizens.time_value.tolist()
        self.calendars = [Calendar(self, i) for i in range(len(plan.calendars))]
        self.breakable = self._breakable()
        self.stations = self._stations()
        self.role_index: list[list[int]] = plan.role.tolist()
        # An unreachable role of a template that no process of that origin uses stands as None.
        self.roles: list[list[Any]] = [[self.stations[i] if i >= 0 else None for i in row] for row in self.role_index]
        self.steps = self._steps()
        self.upward = may_meet_others(plan) if plan.demand.background.any() else []
        self.deadlines = Deadlines(self)
        self.outages = Outages(self)
        self._start()

    def _breakable(self) -> frozenset[int]:
        struck = {t for t in self.plan.risks.template.tolist() if t >= 0}
        rows = self.plan.stations
        pairs = zip(rows.template.tolist(), rows.ample.tolist(), strict=True)
        return frozenset(i for i, (t, ample) in enumerate(pairs) if t in struck and not ample)

    def _stations(self) -> list[Station]:
        rows = self.plan.code.rows
        queues = rows[rows[:, OP] == Op.QUEUE]
        most_urgent_of = [len(self.plan.labels.urgencies) - 1, *queues[:, QUEUE.priority].tolist()]
        classes = 2 * (max(most_urgent_of) + 1)
        stations = []
        for index, number in enumerate(self.plan.stations.calendar.tolist()):
            calendar = self.calendars[number] if number >= 0 else None
            station = Station(self, index, classes, calendar)
            if calendar is not None:
                calendar.stations.append(station)
            stations.append(station)
        return stations

    def _steps(self) -> list[Step | None]:
        ops = self.plan.code.rows[:, OP].tolist()
        steps = [self._step(op, pc) if op in VERBS else None for pc, op in enumerate(ops)]
        for step in steps:
            if step is not None:
                step.link(steps)
        return steps

    def _step(self, op: int, pc: int) -> Step:
        always_solved = op == Op.CLOSE and self.plan.code.real[pc, HOLLOW] == 0
        return Solve(self, pc) if always_solved else VERBS[op](self, pc)

    def _start(self) -> None:
        self._start_window()
        for calendar in self.calendars:
            self.env.process(calendar.live())
        self.env.process(self.outages.live())
        self.env.process(Recorded(self).live())
        for stream in range(len(self.plan.demand.rate)):
            for layer in range(self.plan.demand.layers):
                self.env.process(Source(self, stream, layer).live())

    def _start_window(self) -> None:
        """Station figures are of the window alone; its ends come before whatever else happens at their instants."""
        window = self.plan.labels.window
        if window.warm_up:
            self.env.schedule(Moment(self.env, lambda _: self._each_station("begin_window")), FIRST, window.warm_up)
        if window.follow_up:
            end = window.warm_up + window.window
            self.env.schedule(Moment(self.env, lambda _: self._each_station("end_window")), FIRST, end)

    def _each_station(self, act: str) -> None:
        for station in self.stations:
            getattr(station, act)()

    # --- what agents ask of the world ---------------------------------------------------------------------------

    def at(self, time: int, tie: Tie, order: int) -> Moment:
        """A moment at an absolute instant."""
        moment = Moment(self.env)
        self.env.schedule(moment, PRIORITY[tie] + order, time - self.env.now)
        return moment

    def fares(self, case: Case, money: int) -> None:
        """Charge fares [0.001 yuan]."""
        case.cost_fares += money
        self.ledger["cost_fares"] += money

    def time_moves(self) -> None:
        """Count instructions anew, unless there were too many."""
        if self.looped:
            raise BadInput(instant_loop(self.looped, self.plan.labels, self.standing_since))
        self.standing_since, self.walked = self.env.now, 0

    def refuse_instant_loop(self, step: Step | None) -> None:
        """Raise BadInput where cases walk on and on while simulated time stands still, once it is seen which steps these are."""
        if step is not None:
            self.looped.append(step.pc)
        if len(self.looped) == INSTRUCTIONS_TOLD:
            self.time_moves()

    def write(self, case: Case) -> None:
        """Count a case that has ended (or is cut at the horizon), and write its record, if it is wanted."""
        self.ends[case.end] += 1
        self.live.pop(case, None)
        if self.keeps_cases:
            if case.citizen_time:
                money = case.cost_time = charge(case.citizen_time, self.time_value[case.segment])
                self.ledger["cost_time"] += money
            self.rows.append(_CASE_ROW(*RECORD(case)))
        # It refers to itself: without this it would stay in memory until the next collection of cycles.
        case.case = None  # type: ignore[assignment]

    def log(self, visit: Visit, ended: int) -> None:
        """Write a visit that has ended, if visits are wanted."""
        if not self.keeps_visits:
            return
        token = visit.token
        case = token.case
        joined = case.arisen if visit.joined == 0 and case.marks & Mark.BACKLOG else visit.joined
        self.visit_rows.append(
            _VISIT_ROW(case.service, case.origin, case.layer, case.ordinal, token.branch, visit.station.index, joined,
             visit.began, ended, visit.busy, int(visit.outcome))
        )  # fmt: skip

    # --- the horizon --------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Cut everything at the horizon: open cases get their record, stations their last integrals."""
        self.time_moves()
        for case in sorted(self.live, key=lambda c: c.order):
            self._cut(case)
            case.finish(End.OPEN)
        for station in self.stations:
            self.ledger["cost_staff"] += station.staff_money
        if not self.plan.labels.window.follow_up:
            self._each_station("end_window")

    def _cut(self, case: Case) -> None:
        self._book(case)
        for branch in case.branches:
            self._book(branch)
        waiting = [b for b in case.branches if not b.joined]
        if waiting:
            add_kinds(case, waiting[0])

    def _book(self, token: Token) -> None:
        """Book what is under way at the horizon."""
        now = self.env.now
        if token.spending:
            if token.step is not None:
                token.step.cut(token)
            token.spend(token.spending, now)
        visit = token.visit
        if visit is not None:
            if visit.serving:
                token.time_service += now - visit.started
            else:
                visit.step.stop_waiting(visit, now)
            self._log_open(visit)
            if not visit.step.file:
                token.case.citizen_time += visit.busy
            if visit.twin is not None:
                self._log_open(visit.twin)
        if token.assembly is not None:
            for held in token.assembly.visits:
                self._log_open(held)

    def _log_open(self, visit: Visit) -> None:
        if visit.serving:
            visit.busy += self.env.now - visit.started
        if visit.busy:
            visit.station.pay(visit)
        self.log(visit, self.env.now)
