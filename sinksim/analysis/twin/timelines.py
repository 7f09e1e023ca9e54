"""From the traces of both sides to twins: every step with the names of the scenario and of its places."""

from collections.abc import Iterable

import networkx as nx

from sinksim.agents.observers.case_trace import Who, case_traces
from sinksim.agents.observers.trace_entries import COUNTED, CaseTrace, Entry, VisitSpan
from sinksim.analysis.twin.matching import ABSENT
from sinksim.analysis.twin.pairing import PRESENCE, PairedCohort
from sinksim.analysis.twin.step_names import StepNames
from sinksim.analysis.twin.story import ClockState, Place, Record, Side, Stop, TimelineStep, Twin
from sinksim.core.records import CASE_FIELDS, NEVER, TIME_KINDS, Channel, End, VisitEnd, names
from sinksim.core.side_names import SideName
from sinksim.experiments.preview import ground
from sinksim.network.graph import ancestor
from sinksim.plan.operations import Op
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario

WHO = ("service", "origin", "layer", "ordinal")
_RECORD = names(CASE_FIELDS)


def build_timelines(paired: PairedCohort, positions: Iterable[int]) -> list[Twin]:
    """The timelines of the citizens at these positions (from 0), from a repeated run of the readable engine."""
    wanted = [int(position) for position in positions]
    builders = [TimelineBuilder(scenario, plan) for scenario, plan in zip(paired.scenarios, paired.plans, strict=True)]
    who = [[_who(paired, side, position) for position in wanted] for side in (0, 1)]  # None: not on that side
    traces = [
        case_traces(plan, paired.replication, [person for person in people if person is not None])
        for plan, people in zip(paired.plans, who, strict=True)
    ]
    return [
        _twin(
            paired, builders, position, [_trace_of(people[n], found) for people, found in zip(who, traces, strict=True)]
        )
        for n, position in enumerate(wanted)
    ]


def _trace_of(person: Who | None, traces: dict[Who, CaseTrace]) -> CaseTrace | None:
    """The trace of a person; None where the need does not arise."""
    return None if person is None else traces[person]


def _who(paired: PairedCohort, side: int, position: int) -> Who | None:
    """Who stands at a position, as one side numbers services and origins; None where the need does not arise on it."""
    row = int(paired.rows[position, side])
    if row == ABSENT:
        return None
    service, origin, layer, ordinal = (int(paired.records[side][row][name]) for name in WHO)
    return service, origin, layer, ordinal


def _twin(
    paired: PairedCohort, builders: list["TimelineBuilder"], position: int, traces: list[CaseTrace | None]
) -> Twin:
    """Both sides of the citizen at a position; what both share is read from a side on which the need arises."""
    sides = [
        builders[n].side(paired.names[n], trace, int(paired.presence[position, n])) for n, trace in enumerate(traces)
    ]
    known = 0 if traces[0] is not None else 1
    record, labels, citizen = sides[known].record, paired.plans[known].labels, paired.citizen(position)
    return Twin(
        citizen=citizen,
        position=position + 1,  # readers count from 1
        of=len(paired),
        replication=paired.replication,
        origin=builders[known].place(citizen.origin),
        area=builders[known].area(citizen.origin),
        segment=labels.segments[record["segment"]],
        urgency=labels.urgencies[record["urgency"]],
        requires=labels.tiers[record["requires"]] if record["requires"] >= 0 else "",
        start=paired.scenarios[0].start,
        follow_up=paired.plans[0].labels.window.follow_up,
        baseline=sides[0],
        alternative=sides[1],
    )


class TimelineBuilder:
    """Builds the timelines of one side, with the names of its scenario's steps (``script``) and of its places."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.plan = plan
        self.script = StepNames(scenario, plan)
        self.graph: nx.MultiDiGraph[str] = ground(scenario.network).graph

    def place(self, code: str) -> Place:
        """A place by its code."""
        node = self.graph.nodes[code]
        return Place(code, node["name"], node["name_en"], node["tier"])

    def area(self, origin: str) -> Place | None:
        """The area of reporting in which an origin lies; None where it lies in none, or is one itself."""
        code = ancestor(self.graph, origin, self.graph.graph["area_tier"])
        return None if code is None or code == origin else self.place(code)

    def side(self, name: SideName, trace: CaseTrace | None, presence: int) -> Side:
        """One side of a twin; without steps where the need does not arise or is not filed; ``presence``: position in PRESENCE."""
        if trace is None:
            return Side(name, self.scenario.name, PRESENCE[presence], channel="", end="", record={})
        record = dict(zip(_RECORD, trace.record, strict=True))
        channel, end = Channel(record["channel"]).name.lower(), End(record["end"]).name.lower()
        steps, clocks = self.steps(trace), self._clocks(record)
        return Side(name, self.scenario.name, PRESENCE[presence], channel, end, record, steps, clocks)

    def _clocks(self, record: Record) -> dict[str, ClockState]:
        """What became of each clock that the plan has; the record keeps the states of all clocks as bits, one bit a clock."""
        found: dict[str, ClockState] = {}
        for bit, name in enumerate(self.plan.labels.clocks):
            started, met, broken = (record[f"clocks_{what}"] >> bit & 1 for what in ("started", "kept", "broken"))
            found[name] = "broken" if broken else "kept" if met else "running" if started else "not started"
        return found

    def steps(self, trace: CaseTrace) -> tuple[TimelineStep, ...]:
        """The steps of a trace, without what the assembler put in by itself."""
        origin = self.plan.labels.origins[trace.record[_RECORD.index("origin")]]
        steps = (self._timeline_step(entry, origin, trace.record) for entry in trace.entries)
        return tuple(step for step in steps if step is not None)

    def _timeline_step(self, entry: Entry, origin: str, record: tuple[int, ...]) -> TimelineStep | None:
        """An entry of the trace as a step of the timeline; None for an instruction the assembler put in by itself."""
        verb = self.script.verb(entry.pc)
        if verb is None:
            return None
        stops = tuple(self._stop(visit) for visit in entry.stays)
        return TimelineStep(
            verb=verb,
            name=self.script.name(entry.pc),
            process=self.script.process(entry.pc),
            place=self._place(entry, origin, stops),
            began=entry.began,
            ended=entry.ended,
            kinds={kind: span for kind, span in zip(TIME_KINDS, entry.kinds, strict=True) if span},
            spells=entry.spells,
            counted={name: value for name, value in zip(COUNTED, entry.counted, strict=True) if value},
            stops=stops,
            branch=entry.branch,
            department=self.plan.labels.templates[entry.department] if entry.branch else "",
            is_critical=entry.is_critical,
            after_report=entry.after_report,
            decided_by=self.script.decided_by(entry.pc),
            chosen=self.script.chosen(entry.pc, entry.following, record),
        )

    def _stop(self, visit: VisitSpan) -> Stop:
        """A visit to a station; ``began`` is None where service never began."""
        labels = self.plan.labels
        node = labels.stations.node[visit.station]
        return Stop(
            station=labels.templates[int(labels.stations.template[visit.station])],
            place=self.place(node) if node in self.graph else None,  # a stand-in for places outside has none
            joined=visit.joined,
            began=None if visit.began == NEVER else visit.began,
            ended=visit.ended,
            outcome=VisitEnd(visit.outcome).name.lower(),
        )

    def _place(self, entry: Entry, origin: str, stops: tuple[Stop, ...]) -> Place | None:
        """Where a step happened: the place of the last station visited, or the one on the tier that the step names.

        The stations of an assembly are those of the departments called, which is not where it meets. None where neither says.
        """
        if stops and self.script.code[entry.pc].op != Op.ASSEMBLE:
            return stops[-1].place
        tier = self.script.tier(entry.pc)
        code = ancestor(self.graph, origin, self.plan.labels.tiers[tier]) if tier >= 0 else None
        return None if code is None else self.place(code)
