"""Structural checks of a scenario, one small function each. A check returns sentences; none means that it holds."""

from collections.abc import Iterable

import networkx as nx

from sinksim.core.records import End
from sinksim.plan.control_flow import endless
from sinksim.plan.given_cases import LOG
from sinksim.plan.notes import date_at, run_dates
from sinksim.plan.operations import DECLARED, LEAVE, NEXT, QUEUE, TRAVEL, Instruction, Op
from sinksim.plan.plan import Plan
from sinksim.plan.program import Program
from sinksim.plan.staffing import Staff
from sinksim.plan.territory import Territory
from sinksim.scenarios.scenario import Scenario

# Operations that decide where a case goes on, by which nobody deals with it and no time passes.
DECIDING = (Op.BRANCH, Op.SWITCH, Op.OUTAGE, Op.GOTO)


def check_flow(scenario: Scenario, program: Program, flow: "nx.DiGraph[int]") -> list[str]:
    """Every process that a service names exists; every process ends. ``flow``: which instruction may follow which."""
    faults = []
    for name, service in scenario.services.items():
        for channel, route in (("traditional", service.traditional), ("platform", service.platform)):
            if route is not None and route.process not in scenario.processes:
                known = ", ".join(scenario.processes)
                faults.append(f"services.{name}.{channel}.process is {route.process!r}; allowed: one of {known}")
    return faults + endless(program, flow)


def check_never_filed(scenario: Scenario, program: Program, flow: "nx.DiGraph[int]") -> list[str]:
    """A need that nobody finds (`leave` with the end never_filed) has met nobody, and no time has passed for it.

    Only checks may stand before that end, and no case that waited at the start, and so has been filed, may come to it.
    """
    never = [
        pc for pc in sorted(flow) if program.code[pc].op is Op.LEAVE and program.code[pc][LEAVE.end] == End.NEVER_FILED
    ]
    faults = []
    for pc in never:
        before = sorted(nx.ancestors(flow, pc))
        met = next((program.code[n].where for n in before if program.code[n].op not in DECIDING), None)
        if met is not None:
            faults.append(
                f"{program.code[pc].where}.end is 'never_filed', to which a case may come from {met}; allowed: never_filed "
                "where nothing but checks stands before it"
            )
        faults += [
            f"services.{name} has cases that wait when the run begins, which may come to {program.code[pc].where} with the "
            "end 'never_filed'; allowed: never_filed where no such case comes, since whoever waits has filed"
            for name in _services_waiting(scenario, program, {pc, *before})
        ]
    return faults


def check_holding(scenario: Scenario, program: Program) -> list[str]:
    """A server is kept after service only where a queue follows whose station has a limited room."""
    stations = list(scenario.stations.values())
    faults = []
    for row in program.code:
        if row.op is not Op.QUEUE or not row[QUEUE.holds]:
            continue
        following = program.code[row[NEXT]]
        # At the department of a branch (-1) any station may be meant.
        at = stations if following[QUEUE.template] < 0 else stations[following[QUEUE.template] :][:1]
        if following.op is not Op.QUEUE or all(station.room is None for station in at):
            faults.append(
                f"{row.where}.holds_server is true, and {following.where} follows; allowed: holds_server where the next step "
                "is a queue of one class at one station that has a room"
            )
    return faults


def _services_waiting(scenario: Scenario, program: Program, instructions: set[int]) -> list[str]:
    """Services of which cases that wait at the start (a backlog, rows of a log from before it) stand at one of these."""
    found = []
    for name, service in scenario.services.items():
        routes = [route.process for route in (service.traditional, service.platform) if route is not None]
        entries: set[int] = set()
        if any(case.arisen < 0 for case in service.log) or (service.backlog is not None and service.backlog.at is None):
            entries |= {program.entry.get(process, -1) for process in routes}
        if service.backlog is not None and service.backlog.at is not None:
            entries |= {program.labels.get((process, service.backlog.at), -1) for process in routes}
        if entries & instructions:
            found.append(name)
    return found


def check_stations(scenario: Scenario) -> list[str]:
    """Every station has at least one server: where there is none, a case would wait for ever."""
    return [
        f"stations.{name}.servers is 0; allowed: at least 1, or a station that no process uses left out"
        for name, station in scenario.stations.items()
        if station.servers == 0
    ]


def check_recorded(scenario: Scenario, plan: Plan) -> list[str]:
    """At least one recorded case, where there are any, arises before the end of the run."""
    given, dates = plan.recorded, run_dates(scenario, plan.labels.window)
    logged = given.layer == LOG
    if (given.arisen[logged] < plan.labels.window.horizon).any():
        return []
    faults = []
    for service in sorted(set(given.service[logged].tolist())):
        name, arisen = plan.labels.services[service], given.arisen[logged & (given.service == service)]
        first, last = (date_at(scenario.start, int(instant)) for instant in (arisen.min(), arisen.max()))
        faults.append(
            f"services.{name}.log has {len(arisen)} rows from {first} to {last}, none of them in the run from "
            f"{dates['first']} to {dates['last']}; allowed: at least one row before the end of the run"
        )
    return faults


def templates_used(program: Program, reached: Iterable[int]) -> set[int]:
    """Templates at which a case that comes to these instructions may queue, or whose load or number decides its way.

    A negative one inside a fork is the drawn department's: all that may be drawn are noted at the fork.
    """
    used: set[int] = set()
    for pc in reached:
        instruction = program.code[pc]
        declared = DECLARED[instruction.op]
        if declared.occupies is not None and instruction[declared.occupies] >= 0:
            used.add(instruction[declared.occupies])
        if declared.books is not None and instruction[declared.books] >= 0:
            used.add(instruction[declared.books])
        if declared.draws_from is not None:
            used |= set(program.sets[instruction[declared.draws_from]])
        used |= _looked_at(program, instruction)
    return used


def _looked_at(program: Program, instruction: Instruction) -> set[int]:
    """Templates at whose stations an instruction looks to decide what follows."""
    declared = DECLARED[instruction.op]
    found: set[int] = set()
    if declared.looks_at is not None and instruction[declared.looks_at] >= 0:
        found.add(instruction[declared.looks_at])
    if declared.looks_at_set is not None and instruction[declared.looks_at_set] >= 0:
        found |= set(program.sets[instruction[declared.looks_at_set]])
    return found


def check_roles(
    scenario: Scenario, territory: Territory, staff: Staff, program: Program, flow: "nx.DiGraph[int]"
) -> list[str]:
    """Every station that a process needs exists for every origin, and a route to every tier that is travelled to."""
    faults = []
    for name, service in scenario.services.items():
        for route in (service.traditional, service.platform):
            if route is None:
                continue
            entry = program.entry[route.process]
            reached = sorted((entry, *nx.descendants(flow, entry)))
            for template in sorted(templates_used(program, reached)):
                faults += _station_faults(territory, staff, template, f"services.{name} (process {route.process})")
            faults += _route_faults(territory, program, reached)
    return list(dict.fromkeys(faults))


def _station_faults(territory: Territory, staff: Staff, template: int, where: str) -> list[str]:
    """A fault where some origin has no station of a template that a process needs."""
    missing = [o for o, role in zip(territory.origins, staff.role[template], strict=True) if role < 0]
    if not missing:
        return []
    name = staff.templates[template]
    return [
        f"{where} needs station {name!r}, which origin {missing[0]!r} cannot reach; allowed: a station at or above every origin"
    ]


def _route_faults(territory: Territory, program: Program, reached: Iterable[int]) -> list[str]:
    """Faults of travels to a tier to which the network has no route from some origin."""
    faults = []
    for pc in reached:
        instruction = program.code[pc]
        tier = instruction[TRAVEL.tier] if instruction.op is Op.TRAVEL else -1
        if tier >= 0:
            missing = [o for o, ms in zip(territory.origins, territory.travel_ms[tier], strict=True) if ms < 0]
            if missing:
                faults.append(
                    f"{instruction.where}.to is {territory.tiers[tier]!r}, to which origin {missing[0]!r} has no way; "
                    "allowed: a tier that `refers` edges lead to"
                )
    return faults
