"""From a scenario to its Plan: graph, checks, arrays."""

from dataclasses import replace

import networkx as nx
import numpy as np

from sinksim.core.errors import BadInput
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.access import build_citizens
from sinksim.plan.appointments import build_slots, check_appointments
from sinksim.plan.assembler import Assembler
from sinksim.plan.checks import check_flow, check_holding, check_never_filed, check_roles, check_stations
from sinksim.plan.control_flow import flow_graph, place_counters, thread_jumps
from sinksim.plan.demand_streams import build_demand
from sinksim.plan.doors import ALWAYS_OPEN, build_doors, never_open
from sinksim.plan.given_cases import build_recorded
from sinksim.plan.interarrival import add_gap_laws
from sinksim.plan.labels import Labels, Scope, Window
from sinksim.plan.laws import law_row
from sinksim.plan.notes import notes_of
from sinksim.plan.operations import SWITCH
from sinksim.plan.payroll import build_capital, build_payroll
from sinksim.plan.plan import (
    CalendarRows,
    ClockRows,
    Code,
    Doors,
    Ints,
    Laws,
    Plan,
    RiskRows,
    Satisfaction,
    freeze,
)
from sinksim.plan.program import SEGMENTS, Program
from sinksim.plan.rotas import expand_calendar
from sinksim.plan.staffing import Staff
from sinksim.plan.territory import Territory, survey, surveyed
from sinksim.scenarios.laws import MS_PER, AnyLaw, Constant, Exponential
from sinksim.scenarios.satisfaction import Satisfaction as StatedSatisfaction
from sinksim.scenarios.scenario import Scenario

DAY_MS = 86_400_000
HOUR_MS = 3_600_000


def compile_plan(
    scenario: Scenario, graph: "nx.MultiDiGraph[str] | None" = None, territory: Territory | None = None
) -> Plan:
    """Compile a scenario; raises BadInput with one sentence per structural fault.

    ``graph`` or ``territory``, made of the scenario's network, spare building them again.
    """
    if territory is None:
        territory = surveyed(scenario.network) if graph is None else survey(scenario.network, graph)
    program = Assembler(scenario, territory.tiers).assemble()
    thread_jumps(program)
    flow = flow_graph(program.code, program.entry.values())
    _refuse(check_flow(scenario, program, flow) + check_never_filed(scenario, program, flow))
    _refuse(check_holding(scenario, program))
    staff = Staff(scenario, territory)
    _refuse(check_stations(scenario) + check_roles(scenario, territory, staff, program, flow))
    _refuse(check_appointments(scenario, program))
    slots = place_counters(program, flow)
    window = _window(scenario)
    calendars = _calendars(scenario, window.horizon)
    doors = _doors(scenario, territory, program, calendars)
    _refuse(never_open(program, doors, window.horizon))
    risks, stations = _risks(scenario, program), staff.stations()
    gaps = add_gap_laws(scenario, program)
    plan = Plan(
        labels=_labels(scenario, territory, staff, program, window),
        seed=scenario.experiment.seed,
        code=_code(scenario, territory, program, slots, doors),
        laws=_laws(program),
        calendars=calendars,
        stations=stations,
        slots=build_slots(scenario, stations, calendars, window.horizon),
        role=staff.role,
        travel_ms=territory.travel_ms,
        travel_fare=territory.travel_fare,
        demand=build_demand(scenario, territory, window.horizon, gaps),
        citizens=build_citizens(scenario, territory),
        clocks=_clocks(scenario),
        risks=risks,
        recorded=build_recorded(scenario, territory, program),
        satisfaction=None if scenario.satisfaction is None else _satisfaction(scenario, scenario.satisfaction),
    )
    return freeze(replace(plan, labels=replace(plan.labels, notes=notes_of(scenario, plan))))


def _refuse(faults: list[str]) -> None:
    """Raise BadInput with these sentences, the first twenty of them; nothing where there are none."""
    if faults:
        raise BadInput("\n".join(faults[:20] + ([f"... and {len(faults) - 20} more"] if len(faults) > 20 else [])))


def _window(scenario: Scenario) -> Window:
    """Warm-up, window and follow-up in ms."""
    e = scenario.experiment
    return Window(*(round(days * DAY_MS) for days in (e.warm_up_days, e.window_days, e.follow_up_days)))


def _doors(scenario: Scenario, territory: Territory, program: Program, calendars: tuple[CalendarRows, ...]) -> Doors:
    """When travellers find a door open at the end of each travel (``plan.doors``)."""
    known = list(scenario.calendars)
    calendar_of = [known.index(s.calendar) if s.calendar else ALWAYS_OPEN for s in scenario.stations.values()]
    # How many values each attribute has, in the order of ``operations.ATTRIBUTES``.
    sizes = (len(territory.tiers), len(scenario.urgencies), len(SEGMENTS), len(scenario.services))
    return build_doors(program, calendar_of, calendars, sizes)


def _code(scenario: Scenario, territory: Territory, program: Program, slots: int, doors: Doors) -> Code:
    """The program as arrays; the jumps of its switches are laid end to end, each switch noting where its own begin."""
    jumps: list[int] = []
    for instruction in program.code:
        if instruction.jumps:
            instruction[SWITCH.first], instruction[SWITCH.options] = len(jumps), len(instruction.jumps)
            jumps += instruction.jumps
    routes = [(s.traditional, s.platform) for s in scenario.services.values()]
    return Code(
        rows=np.array([i.row for i in program.code], np.int64),
        real=np.array([i.real for i in program.code], np.float64),
        entry=np.array([[program.entry[r.process] if r else -1 for r in pair] for pair in routes], np.int64),
        draw_key=np.array([stable_hash(f"draw|{d}") for d in program.draws], np.uint64),
        patience_key=np.array([stable_hash(f"patience|{d}") for d in program.draws], np.uint64),
        slots=slots,
        jumps=np.array(jumps, np.int64),
        weights=tuple(np.array(w, np.float64) for w in program.weights),
        sets=tuple(np.array(s, np.int64) for s in program.sets),
        set_weights=tuple(np.array(w, np.float64) for w in program.set_weights),
        set_keys=tuple(
            np.array([stable_hash(f"department|{list(scenario.stations)[t]}") for t in s], np.uint64)
            for s in program.sets
        ),
        phases=_phases(territory, program),
        doors=doors,
    )


def _phases(territory: Territory, program: Program) -> Ints:
    """First meeting [ms] by kind of meeting and origin: as stated, or by the place of a tier at which it is held.

    Places hold theirs at offsets made from their codes, so that not all of a tier meet at one instant.
    """
    rows = []
    for every, first, tier in program.phases:
        if tier is None:
            rows.append([first] * len(territory.origins))
            continue
        nodes = [territory.above(o, tier) or o for o in territory.origins]
        rows.append([first + stable_hash(f"meeting|{tier}|{n}") % every for n in nodes])
    return np.array(rows, np.int64).reshape(len(rows), len(territory.origins))


def _laws(program: Program) -> Laws:
    """The laws (distributions) of the program as columns: four parameters each, and the values of the empirical ones."""
    rows = program.laws
    return Laws(
        code=np.array([r.code for r in rows], np.int64),
        real=np.array([(r.a, r.b, r.c, r.d) for r in rows], np.float64).reshape(len(rows), 4),
        values=tuple(np.array(r.values, np.float64) for r in rows),
        cumulative=tuple(np.array(r.cumulative, np.float64) for r in rows),
    )


def _calendars(scenario: Scenario, horizon: int) -> tuple[CalendarRows, ...]:
    """Every calendar spread out over the run."""
    rotas = [expand_calendar(c, scenario.start, horizon) for c in scenario.calendars.values()]
    return tuple(CalendarRows(r.times, r.level, r.cumulative, r.next_day_opening, r.more_today) for r in rotas)


def _milliseconds(law: AnyLaw | None) -> int:
    """A deadline in ms; -1 where there is none."""
    return round(law.value * MS_PER[law.unit]) if isinstance(law, Constant) else -1


def _clocks(scenario: Scenario) -> ClockRows:
    """Deadlines by clock and urgency, in ms; calendar -1: round the clock. BadInput for an unknown calendar or urgency."""
    rows = list(scenario.clocks.items())
    calendars = list(scenario.calendars)
    for name, clock in rows:
        if clock.calendar is not None and clock.calendar not in calendars:
            raise BadInput(
                f"clocks.{name}.calendar is {clock.calendar!r}; allowed: one of {', '.join(calendars) or '(none)'}"
            )
        for urgency in clock.by_urgency:
            if urgency not in scenario.urgencies:
                raise BadInput(f"clocks.{name}.by_urgency has {urgency!r}; allowed: {', '.join(scenario.urgencies)}")
    return ClockRows(
        deadline=np.array(
            [[_milliseconds(c.by_urgency.get(u, c.deadline)) for u in scenario.urgencies] for _, c in rows], np.int64
        ).reshape(len(rows), len(scenario.urgencies)),
        warn=np.array([c.warn for _, c in rows], np.float64),
        calendar=np.array([calendars.index(c.calendar) if c.calendar else -1 for _, c in rows], np.int64),
        alert=np.array([c.alert for _, c in rows], np.bool_),
    )


def _satisfaction(scenario: Scenario, stated: StatedSatisfaction) -> Satisfaction:
    """How citizens judge cases; a service without a time expected takes its coverage deadline."""
    points = (stated.points_a_trip, stated.points_unsolved)
    numbers = (stated.decay, *points, stated.threshold_mean, stated.threshold_sd)
    expected = [
        round(
            service.coverage_deadline_days * DAY_MS
            if service.expected_hours is None
            else service.expected_hours * HOUR_MS
        )
        for service in scenario.services.values()
    ]
    return Satisfaction(np.array(numbers, np.float64), np.maximum(np.array(expected, np.int64), 1))


def _risks(scenario: Scenario, program: Program) -> RiskRows:
    """Risks as rows: the platform's outage first (template -1), then breakdowns in the order of the file."""
    outage = scenario.risks.outage
    rows: list[tuple[str, int, float, AnyLaw]] = []
    if outage.on:
        # Availability is up / (up + repair), in the mean.
        up = outage.mttr_hours * outage.availability / (1 - outage.availability)
        repair = Exponential(law="exponential", mean=outage.mttr_hours, unit="h")
        rows.append(("platform", -1, up, repair))
    templates = list(scenario.stations)
    for name, breakdown in scenario.risks.breakdowns.items():
        if breakdown.station not in templates:
            known = ", ".join(templates) or "(none defined)"
            raise BadInput(f"risks.breakdowns.{name}.station is {breakdown.station!r}; allowed: one of {known}")
        rows.append((name, templates.index(breakdown.station), breakdown.mean_up_hours, breakdown.down))
    laws = []
    for _, _, _, down in rows:
        laws.append(len(program.laws))
        program.laws.append(law_row(down))
    return RiskRows(
        kind=np.array([int(t >= 0) for _, t, _, _ in rows], np.int64),  # 0 outage of the platform, 1 breakdown
        template=np.array([t for _, t, _, _ in rows], np.int64),
        mean_up=np.array([up * HOUR_MS for _, _, up, _ in rows], np.float64),
        law=np.array(laws, np.int64),
        key=np.array([stable_hash(f"risk|{name}") for name, _, _, _ in rows], np.uint64),
        names=tuple(name for name, _, _, _ in rows),
    )


def _labels(scenario: Scenario, territory: Territory, staff: Staff, program: Program, window: Window) -> Labels:
    """The names and sizes behind the positions in a plan, for everyone who reads its records."""
    catchment = scenario.experiment.catchment_minutes
    return Labels(
        scenario=scenario.name,
        services=tuple(scenario.services),
        origins=territory.origins,
        segments=SEGMENTS,
        urgencies=scenario.urgencies,
        tiers=territory.tiers,
        clocks=tuple(scenario.clocks),
        steps=tuple(instruction.where for instruction in program.code),
        templates=tuple(scenario.stations),
        scope=_scope(scenario, territory),
        areas=territory.areas,
        stations=staff.labels(),
        window=window,
        coverage_deadline=np.array(
            [round(s.coverage_deadline_days * DAY_MS) for s in scenario.services.values()], np.int64
        ),
        origin_population=territory.population,
        travel_ms=territory.travel_ms,
        catchment_ms=np.array([round(catchment.get(t, 0.0) * 60_000) for t in territory.tiers], np.int64),
        payroll=build_payroll(scenario, staff, window),
        capital=build_capital(scenario, territory, window),
        illustrative=scenario.illustrative,
        judged=scenario.satisfaction is not None,
        logged=tuple(name for name, service in scenario.services.items() if service.log),
    )


def _scope(scenario: Scenario, territory: Territory) -> Scope:
    """Which part of the network is simulated."""
    within, e = scenario.network.within, scenario.experiment
    place = territory.graph.nodes[within] if within is not None else {"name": "", "name_en": ""}
    return Scope(
        tier=territory.tiers[territory.area_depth],
        place=place["name"],
        place_en=place["name_en"],
        drawn=scenario.network.scale < 1,
        preview=e.preview,
        deviation=e.preview_deviation if e.preview else None,
    )
