"""What a scenario will not show in its results: rows, needs and stations that are not in the run, and what is assumed.

One function a note: each yields it where it applies, and nothing otherwise.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from sinksim.core.records import Channel
from sinksim.i18n.note import Note
from sinksim.plan.given_cases import BACKLOG, LOG
from sinksim.plan.labels import Window
from sinksim.plan.operations import DECLARED, OP
from sinksim.plan.plan import CalendarRows, Ints, Plan
from sinksim.plan.workdays import ANNOUNCED
from sinksim.scenarios.scenario import Scenario

DAY_MS = 86_400_000
Span = tuple[int, int]


def notes_of(scenario: Scenario, plan: Plan) -> tuple[Note, ...]:
    """Every note that a scenario and its plan give, in the order in which they are read."""
    return tuple(note for rule in NOTES for note in rule(scenario, plan))


# --- dates --------------------------------------------------------------------------------------------------------


def date_at(start: dt.date, instant: int) -> dt.date:
    """The date of an instant [ms from the start date's midnight], as near as dates reach."""
    days = min(max(instant // DAY_MS, (dt.date.min - start).days), (dt.date.max - start).days)
    return start + dt.timedelta(days=days)


def run_dates(scenario: Scenario, window: Window) -> dict[str, str]:
    """First and last date of the run."""
    return _dates(scenario, (0, window.horizon))


def _cohort_span(window: Window) -> Span:
    """The instants [ms] between which the cohort arises: the window."""
    return window.warm_up, window.warm_up + window.window


def _dates(scenario: Scenario, span: Span) -> dict[str, str]:
    """First and last date of a span of the run, for a note; its end is the first instant after it."""
    first, last = date_at(scenario.start, span[0]), date_at(scenario.start, max(span[1] - 1, span[0]))
    return {"first": first.isoformat(), "last": last.isoformat()}


# --- recorded cases -------------------------------------------------------------------------------------------------


def recorded_after_end(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Recorded cases after the end of the run: they are not used."""
    window, arisen = plan.labels.window, _arisen_of_log(plan)
    outside = int((arisen >= window.horizon).sum())
    if outside:
        counts = {"outside": outside, "rows": len(arisen)}
        yield Note("recorded_after_end", {**counts, **run_dates(scenario, window)})


def recorded_before_start(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Recorded cases from before the start: they wait as a backlog from their true date."""
    arisen = _arisen_of_log(plan)
    before = int((arisen < 0).sum())
    if before:
        yield Note(
            "recorded_before_start", {"before": before, "rows": len(arisen), "start": scenario.start.isoformat()}
        )


def recorded_uncounted(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Recorded cases in the warm-up or the follow-up: they are simulated and are not of the cohort."""
    window, arisen = plan.labels.window, _arisen_of_log(plan)
    first, end = _cohort_span(window)
    uncounted = int(((arisen >= 0) & (arisen < window.horizon) & ((arisen < first) | (arisen >= end))).sum())
    if uncounted:
        counts = {"uncounted": uncounted, "rows": len(arisen)}
        yield Note("recorded_uncounted", {**counts, **_dates(scenario, (first, end))})


def recorded_none_of(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Services of which every recorded case lies after the end of the run."""
    window = plan.labels.window
    logged = plan.recorded.layer == LOG
    used = set(plan.recorded.service[logged & (plan.recorded.arisen < window.horizon)].tolist())
    lost = tuple(plan.labels.services[s] for s in np.unique(plan.recorded.service[logged]).tolist() if s not in used)
    if lost:
        yield Note("recorded_none_of", {"services": lost, **run_dates(scenario, window)})


def backlog_without_wait(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Services whose backlog has waited no time: it arises at the start, and is reported as a need that arises then."""
    joined = plan.recorded.service[(plan.recorded.layer == BACKLOG) & (plan.recorded.arisen >= 0)]
    services = tuple(plan.labels.services[s] for s in np.unique(joined).tolist())
    if services:
        yield Note("backlog_without_wait", {"services": services, "start": scenario.start.isoformat()})


def _arisen_of_log(plan: Plan) -> Ints:
    """When the recorded cases arose [ms]."""
    arisen: Ints = plan.recorded.arisen[plan.recorded.layer == LOG]
    return arisen


# --- needs ----------------------------------------------------------------------------------------------------------


def no_needs(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Services with demand of which no need can arise in the whole run."""
    window = plan.labels.window
    services = _without_needs(plan, (0, window.horizon))
    if services:
        yield Note("no_needs", {"services": services, **run_dates(scenario, window)})


def no_needs_in_window(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Services of which needs can arise in the warm-up or the follow-up alone."""
    window = plan.labels.window
    never = _without_needs(plan, (0, window.horizon))
    services = tuple(name for name in _without_needs(plan, _cohort_span(window)) if name not in never)
    if services:
        yield Note("no_needs_in_window", {"services": services, **_dates(scenario, _cohort_span(window))})


def _without_needs(plan: Plan, span: Span) -> tuple[str, ...]:
    """Services with streams that bring nothing between two instants."""
    pairs = _distinct_pairs(plan.demand.service, plan.demand.profile)
    return tuple(plan.labels.services[s] for s, profile in pairs if not _intensity(plan, profile, span) > 0)


def _distinct_pairs(first: Ints, second: Ints) -> list[tuple[int, int]]:
    """The distinct pairs of two columns of whole numbers >= 0, found by packing each pair into one number.

    There may be a hundred thousand of them, so that a loop would be slow.
    """
    width = int(second.max(initial=0)) + 1
    return [divmod(pair, width) for pair in np.unique(first * width + second).tolist()]


def _intensity(plan: Plan, profile: int, span: Span) -> float:
    """Needs expected between two instants per unit of a stream's rate [per ms]; 0: none can arise.

    The difference of the profile's cumulative intensity at both, which is piecewise linear.
    """
    begin, end = np.interp(span, *plan.demand.profiles[profile]).tolist()
    return float(end - begin)


# --- hours ----------------------------------------------------------------------------------------------------------


def never_open(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Stations without an open hour in the whole run."""
    window = plan.labels.window
    stations = closed_all_run(plan)
    if stations:
        yield Note("never_open", {"stations": stations, **run_dates(scenario, window)})


def closed_in_window(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Stations that open in the warm-up or the follow-up alone."""
    window = plan.labels.window
    never = closed_all_run(plan)
    stations = tuple(name for name in _stations_shut(plan, _cohort_span(window)) if name not in never)
    if stations:
        yield Note("closed_in_window", {"stations": stations, **_dates(scenario, _cohort_span(window))})


def closed_all_run(plan: Plan) -> tuple[str, ...]:
    """Stations, by template, that do not open between the start of the run and its end."""
    return _stations_shut(plan, (0, plan.labels.window.horizon))


def calendar_never_open(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Calendars of steps and deadlines that are not open in the whole run."""
    window = plan.labels.window
    names = list(scenario.calendars)
    shut = [names[n] for n in _calendars_of_steps(plan) if not _is_open(plan.calendars[n], (0, window.horizon))]
    if shut:
        yield Note("calendar_never_open", {"calendars": tuple(shut), **run_dates(scenario, window)})


def workdays_assumed(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Calendars of working days in years for which these have not been announced."""
    dates = (date_at(scenario.start, instant) for instant in (0, plan.labels.window.horizon - 1))
    first, last = (date.year for date in dates)
    years = tuple(str(year) for year in range(first, last + 1) if year not in ANNOUNCED)
    calendars = tuple(name for name in _calendars_used(scenario, plan) if scenario.calendars[name].days == "workdays")
    if years and calendars:
        known = {"known_from": str(ANNOUNCED.start), "known_to": str(ANNOUNCED.stop - 1)}
        yield Note("workdays_assumed", {"calendars": calendars, "years": years, **known})


def _calendars_used(scenario: Scenario, plan: Plan) -> list[str]:
    """Names of the calendars that decide something in the run, in the scenario's order."""
    held = {*_calendars_of_steps(plan), *plan.stations.calendar.tolist()}
    demands = [service.demand for service in scenario.services.values() if service.demand is not None]
    within = {scenario.profiles[d.profile].within for d in demands if d.profile is not None}
    return [name for n, name in enumerate(scenario.calendars) if n in held or name in within]


def _calendars_of_steps(plan: Plan) -> list[int]:
    """Calendars of delays, of the overhead of departments, and of deadlines."""
    rows = plan.code.rows
    held = [rows[rows[:, OP] == op][:, known.calendar] for op, known in DECLARED.items() if known.calendar is not None]
    return sorted({n for column in (*held, plan.clocks.calendar) for n in column.tolist() if n >= 0})


def _stations_shut(plan: Plan, span: Span) -> tuple[str, ...]:
    """Stations that are not open between two instants, by template; stand-ins for unselected places are left out."""
    own = ~plan.stations.ample
    # Calendars are moved up by one, as round the clock is -1.
    pairs = _distinct_pairs(plan.stations.template[own], plan.stations.calendar[own] + 1)
    shut = [t for t, calendar in pairs if calendar and not _is_open(plan.calendars[calendar - 1], span)]
    return tuple(plan.labels.templates[t] for t in shut)


def _is_open(calendar: CalendarRows, span: Span) -> bool:
    """Whether a calendar is open at any instant of a span; it stays as its last change leaves it."""
    ends = np.append(calendar.times[1:], np.iinfo(np.int64).max)
    return bool(((calendar.level > 0) & (calendar.times < span[1]) & (ends > span[0])).any())


# --- cohort and follow-up -------------------------------------------------------------------------------------------


def no_cohort(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """No need can be of the cohort, so that the headlines are empty: because nothing arises, or not in the window.

    Streams of unselected places (``background``) are never of the cohort.
    """
    window, arisen = plan.labels.window, plan.recorded.arisen
    first, end = _cohort_span(window)
    counted = np.unique(plan.demand.profile[~plan.demand.background]).tolist()
    is_met = any(_intensity(plan, profile, (first, end)) > 0 for profile in counted)
    if is_met or ((arisen >= first) & (arisen < end)).any():
        return
    if not len(plan.demand.profile) and not len(arisen):
        yield Note("no_cohort_without_demand")
    elif not len(plan.demand.profile) and (arisen < 0).all():
        yield Note("no_cohort_but_backlog", _dates(scenario, (first, end)))
    else:
        yield Note("no_cohort_in_window", _dates(scenario, (first, end)))


def follow_up_below_deadline(_: Scenario, plan: Plan) -> Iterator[Note]:
    """Services whose needs may be solved in time after the follow-up has ended, and do not count as covered."""
    labels = plan.labels
    late = labels.coverage_deadline > labels.window.follow_up
    if late.any():
        services = tuple(name for name, is_late in zip(labels.services, late.tolist(), strict=True) if is_late)
        days = {"follow_up": labels.window.follow_up / DAY_MS, "deadline": labels.coverage_deadline.max() / DAY_MS}
        yield Note("follow_up_below_deadline", {**{k: float(v) for k, v in days.items()}, "services": services})


# --- money ----------------------------------------------------------------------------------------------------------


def platform_without_capital(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Cases may go through a platform that nobody has paid for."""
    if not scenario.costs.capital.amount and _may_adopt(plan) and _has_both_channels(scenario):
        yield Note("platform_without_capital")


def capital_without_platform(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """A platform is paid for through which no case can go."""
    if scenario.costs.capital.amount and not _may_adopt(plan):
        yield Note("capital_without_platform", {"amount": scenario.costs.capital.amount})


def capital_without_population(scenario: Scenario, _: Plan) -> Iterator[Note]:
    """Nothing says for how many people the platform was built: this network bears all of it."""
    capital = scenario.costs.capital
    if capital.amount and capital.population is None:
        yield Note("capital_without_population", {"amount": capital.amount})


def servers_outside(scenario: Scenario, plan: Plan) -> Iterator[Note]:
    """Servers stated at single places that are not in the run: they change nothing."""
    labels = plan.labels
    own = zip(labels.stations.template.tolist(), labels.stations.node, labels.stations.stand_in.tolist(), strict=True)
    placed = {(labels.templates[template], node) for template, node, stands_in in own if not stands_in}
    stated = [(name, code) for name, station in scenario.stations.items() for code in station.at]
    outside = tuple(f"{name} ({code})" for name, code in stated if (name, code) not in placed)
    if outside:
        yield Note("servers_outside", {"stations": outside})


def _has_both_channels(scenario: Scenario) -> bool:
    """Whether some service has a platform beside its traditional channel, so that it is an addition that costs something."""
    return any(service.traditional and service.platform for service in scenario.services.values())


def _may_adopt(plan: Plan) -> bool:
    """Whether some case can go through the platform: by its only channel, by citizens' choice, or by the institution's (1).

    ``institution`` is below 0 where citizens choose.
    """
    citizens = plan.citizens
    has_platform = plan.code.entry[:, Channel.PLATFORM] >= 0
    no_other = has_platform & (plan.code.entry[:, Channel.TRADITIONAL] < 0)
    by_citizens = (citizens.institution < 0).any(axis=1) & (citizens.adopt_below > 0).any(axis=1)
    by_institutions = (citizens.institution > 0).any(axis=1)
    return bool((no_other | (has_platform & (by_citizens | by_institutions))).any())


NoteRule = Callable[[Scenario, Plan], Iterable[Note]]
NOTES: tuple[NoteRule, ...] = (
    recorded_after_end,
    recorded_none_of,
    recorded_before_start,
    recorded_uncounted,
    backlog_without_wait,
    no_cohort,
    no_needs,
    no_needs_in_window,
    never_open,
    closed_in_window,
    calendar_never_open,
    workdays_assumed,
    follow_up_below_deadline,
    platform_without_capital,
    capital_without_platform,
    capital_without_population,
    servers_outside,
)
