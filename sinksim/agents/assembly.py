"""The verb `assemble`: every required department sends someone, work starts when the last arrives, all are held to the end.

Departments are asked in the order of their stations and a server once granted is held, so that no two assemblies can
wait for each other in a circle: it cannot deadlock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.departments import DrawnSet
from sinksim.agents.moments import PRIORITY, URGENT, Moment, happen
from sinksim.agents.visit import StationStep, Visit
from sinksim.core.draws import derive
from sinksim.core.records import Tie
from sinksim.plan.operations import ASSEMBLE
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.station import Station
    from sinksim.agents.world import World


class Assembly:
    """One assembly of one case, from the first department asked until the joint work is done.

    ``members``: the station and the key of each drawn department, in the order in which they are asked.
    """

    def __init__(self, step: Assemble, token: Token, members: list[tuple[Station, int]], visit: int) -> None:
        self.step = step
        self.token = token
        self.members = members  # by department: its station, the key of its name
        self.number = visit  # which pass of the step this is: part of the keys of its draws
        self.visits: list[Visit] = []
        self.missing = len(members)  # departments whose server has not arrived yet
        self.gate = Moment(step.env)  # when the work is done: the case goes on

    def ask_department(self) -> None:
        """Queue for one server of the next department, in the order of stations: the case stands on one list at a time."""
        station, _ = self.members[len(self.visits)]
        now = self.step.env.now
        visit = Visit(station, self.token, self.step, now)
        visit.held = True  # until all have finished, with no service time of its own
        visit.urgency = self.token.case.urgency
        # Two lists for each urgency: that of the alert zone is served first.
        visit.priority_class = 2 * visit.urgency + (0 if self.token.case.overdue else 1)
        self.visits.append(visit)
        station.admit(visit, now)

    def alert(self) -> None:
        """The case has entered the alert zone: it moves up the list of the department asked last, the only one it may wait at."""
        self.visits[-1].alert()

    def cut(self, now: int) -> None:
        """The horizon cuts the assembly short; its time is booked by the token, not by these visits."""
        for visit in self.visits:
            visit.station.cut(visit, now)

    def grant(self) -> None:
        """The department asked last has granted a server, who sets out at once; meanwhile the next department is asked."""
        env, step = self.step.env, self.step
        _, key = self.members[len(self.visits) - 1]
        # Each department's time on the way is drawn by a key of its own, made of the token's and the department's.
        span = step.arrival(derive(self.token.key, key), self.number)
        order = PRIORITY[Tie.DELAY] + self.token.order + len(self.visits)
        env.schedule(Moment(env, self.arrive), order, span)
        if len(self.visits) < len(self.members):
            self.ask_department()

    def arrive(self, _: Moment) -> None:
        """One of those who set out arrives; with the last of them the joint work starts."""
        self.missing -= 1
        if self.missing:
            return
        step, token = self.step, self.token
        token.spend("assemble", step.env.now)
        token.time_kind, token.since = "service", step.env.now
        if step.accepts:
            step.world.deadlines.accept_case(token.case, step.accepts)
        end = Moment(step.env, self.end_assembly)
        step.env.schedule(end, PRIORITY[Tie.END_OF_SERVICE] + token.order, step.work(token.key, self.number))

    def end_assembly(self, _: Moment) -> None:
        """Work is done: all departments are free again, in the order of their stations; then the case goes on."""
        self.token.spend("service", self.step.env.now)
        for visit in self.visits:
            visit.station.complete(visit)
        self.token.stay = None
        happen(self.gate)


class Assemble(DrawnSet, StationStep):
    """Rendezvous of a drawn set of departments."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.arrival = timer(world.plan, self.row[ASSEMBLE.arrival], self.key)
        self.work = timer(world.plan, self.row[ASSEMBLE.work], self.second_key)
        self.accepts = self.row[ASSEMBLE.accepts]

    def begin(self, token: Token) -> Moment:
        """Draw the departments and ask the first of them; returns the moment at which the joint work is done."""
        case = token.case
        case.file(self.env.now)  # a first contact, if it had none
        number = token.count_visit(self.slot)
        chosen = self.drawn(token, number)
        case.departments += len(chosen)
        members = [(self.world.roles[self.templates[i]][case.origin], self.keys[i]) for i in chosen]
        members.sort(key=lambda pair: pair[0].index)
        token.time_kind, token.since = "assemble", self.env.now
        assembly = token.stay = Assembly(self, token, members, number)
        assembly.ask_department()
        return assembly.gate

    def accept(self, visit: Visit, now: int) -> int:
        """A server is granted: it is held, with no service time of its own (0), until the whole assembly is done."""
        case = visit.token.case
        case.visits += 1
        case.record_tier(visit.station.tier)
        assembly = visit.token.stay
        assert isinstance(assembly, Assembly)
        # Not called at once, because the station is still amid its own change of state; it comes before any other event.
        self.env.schedule(Moment(self.env, lambda _: assembly.grant()), URGENT)
        return 0

    def stop_waiting(self, visit: Visit, now: int) -> None:
        """Nothing to book by visit: the whole time until the last arrival counts as assembly (see ``Assembly.arrive``)."""

    def alert(self, visit: Visit) -> None:
        """Move it up the list of the department."""
        visit.station.promote(visit)

    def end(self, token: Token) -> Step | None:
        """Go on."""
        return self.next
