"""The world of one replication: SimPy's environment, the stations, what a step may ask of it, and what is written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sinksim.agents.calendar import Calendar
from sinksim.agents.case import RECORD, Case, Step, Token, add_times
from sinksim.agents.deadlines import Deadlines
from sinksim.agents.moments import Timeline
from sinksim.agents.satisfaction import Judge
from sinksim.agents.station import Station
from sinksim.agents.walking import Walking
from sinksim.core.draws import derive
from sinksim.core.records import CASE_FIELDS, VISIT_FIELDS, End, Mark, row_packer
from sinksim.core.rules import charge
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.background import may_reach_shared
from sinksim.plan.operations import OP, QUEUE, Op
from sinksim.plan.plan import breakable

if TYPE_CHECKING:
    from sinksim.agents.visit import Visit
    from sinksim.plan.incidents import Incident
    from sinksim.plan.plan import Plan

_CASE_ROW = row_packer(CASE_FIELDS)
_VISIT_ROW = row_packer(VISIT_FIELDS)
_PERSON = stable_hash("draw|person")

# What makes the step of an instruction: the class of its operation, as a rule.
StepMaker = Callable[["World", int], Step]


class World:
    """One replication under way. A subclass may change what agents do: it is handed to ``run``, which fills it with them."""

    def __init__(self, plan: Plan, replication: int, visits: bool = False) -> None:
        self.plan = plan
        self.env = Timeline()
        self.horizon = plan.labels.window.horizon
        self.run_key = int(derive(derive(0, plan.seed), replication))
        # Fixed by the seed over replications and channels.
        self.person_key = int(derive(_PERSON, plan.seed))
        self.platform_down = 0  # outages under way
        self.live: dict[Case, None] = {}
        self.rows: list[bytes] = []
        self.visit_rows: list[bytes] = []
        self.incident_rows: list[Incident] = []
        self.keeps_visits = visits
        self.keeps_cases = True
        self.ends = [0] * len(End)
        # By instruction: jumps back not taken, because the case had taken as many as it may.
        self.limit_hits = [0] * len(plan.code.rows)
        self.booked = np.zeros(plan.slots.number, np.int64)  # appointments given, by station and slot
        self.walking = Walking(plan, self.env)
        self.ledger: defaultdict[str, int] = defaultdict(int)
        self.time_value: list[int] = plan.citizens.time_value.tolist()
        self.calendars = [Calendar(plan, self.env, i) for i in range(len(plan.calendars))]
        self.breakable = breakable(plan)
        self.stations = self._stations()
        # The station that stands for a template at an origin: its position, and itself; -1 and None where there is none.
        self.role_index: list[list[int]] = plan.role.tolist()
        self.roles: list[list[Any]] = [[self.stations[i] if i >= 0 else None for i in row] for row in self.role_index]
        self.reaches_shared = may_reach_shared(plan) if plan.demand.background.any() else []
        self.deadlines = Deadlines(plan, self.env, self.calendars)
        # None: nobody is asked what he thinks of his case.
        self.judge = None if plan.satisfaction is None else Judge(plan.satisfaction, plan.labels.window.horizon)
        self.operations: Mapping[int, StepMaker] = {}
        self.steps: list[Step | None] = []

    def _stations(self) -> list[Station]:
        """The stations of the plan, each with two lists (overdue or not) for every urgency that a visit may have."""
        rows = self.plan.code.rows
        queues = rows[rows[:, OP] == Op.QUEUE]
        most_urgent_of = [len(self.plan.labels.urgencies) - 1, *queues[:, QUEUE.priority].tolist()]
        classes = 2 * (max(most_urgent_of) + 1)
        return [
            Station(
                self.plan,
                self.env,
                index,
                classes,
                calendar=self.calendars[number] if number >= 0 else None,
                is_breakable=index in self.breakable,
                log=self.log,
            )
            for index, number in enumerate(self.plan.stations.calendar.tolist())
        ]

    def make_steps(self, operations: Mapping[int, StepMaker]) -> None:
        """Make a step of every instruction of the plan by its operation (None: one that no case ever walks), and connect them."""
        self.operations = operations
        ops = self.plan.code.rows[:, OP].tolist()
        self.steps = [self._step(op, pc) if op in operations else None for pc, op in enumerate(ops)]
        for step in self.steps:
            if step is not None:
                step.link(self.steps)

    def _step(self, op: int, pc: int) -> Step:
        """The step of one instruction; here a subclass changes what an operation does."""
        return self.operations[op](self, pc)

    # --- what agents ask of the world ---------------------------------------------------------------------------

    def charge_fares(self, case: Case, money: int) -> None:
        """Charge fares [0.001 yuan]."""
        case.cost_fares += money
        self.ledger["cost_fares"] += money

    def end_case(self, case: Case, end: End) -> None:
        """A case ends, or is cut at the horizon: its clocks are settled and its record is written.

        A case that was reported closed before keeps the times by kind of that report: what followed was rework.
        """
        case.end = end
        if case.frozen_times is not None:
            case.restore_times(case.frozen_times)
        if case.running:
            self.deadlines.settle_clocks(case)
        self.write_case(case)

    def write_case(self, case: Case) -> None:
        """Count a case that has ended (or is cut at the horizon), and write its record, if it is wanted."""
        self.ends[case.end] += 1
        self.live.pop(case, None)
        if self.keeps_cases:
            if case.citizen_time:
                money = case.cost_time = charge(case.citizen_time, self.time_value[case.segment])
                self.ledger["cost_time"] += money
            if self.judge is not None:
                self.judge.judge(case)
            self.rows.append(_CASE_ROW(*RECORD(case)))
        # A case refers to itself: without this it would stay in memory until the next collection of cycles.
        case.case = None  # type: ignore[assignment]

    def log(self, visit: Visit, ended: int) -> None:
        """Write a visit that has ended, if visits are wanted."""
        if not self.keeps_visits:
            return
        token = visit.token
        case = token.case
        # A case of the backlog has stood on its first list since it arose, before the start.
        joined = case.arisen if visit.joined == 0 and case.marks & Mark.BACKLOG else visit.joined
        self.visit_rows.append(
            _VISIT_ROW(case.service, case.origin, case.layer, case.ordinal, token.branch, visit.station.index, joined,
             visit.began, ended, visit.busy, int(visit.outcome))
        )  # fmt: skip

    # --- horizon -------------------------------------------------------------------------------------------------------

    def cut(self, case: Case) -> None:
        """Book what is under way of a case at the horizon.

        Of branches still at work the first one's times are added to the case: the case has waited for them side by side, and
        its times by kind must add up to one span.
        """
        self._book(case)
        for branch in case.branches:
            self._book(branch)
        at_work = [branch for branch in case.branches if not branch.joined]
        if at_work:
            add_times(case, at_work[0])

    def _book(self, token: Token) -> None:
        """Book what one token is waiting for or doing at the horizon, up to now."""
        now = self.env.now
        if token.time_kind:
            if token.step is not None:
                token.step.cut(token)
            token.spend(token.time_kind, now)
        if token.stay is not None:
            token.stay.cut(now)
