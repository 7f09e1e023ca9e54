"""A resolved scenario as text: what it is, its network, services, processes, and its numbers with their evidence."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sinksim.analysis.assumptions import assumptions
from sinksim.core.language import Lang
from sinksim.text.command_phrases import phrase
from sinksim.text.processes import process_lines
from sinksim.text.width import wrap

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan
    from sinksim.scenarios.scenario import Parameter, Scenario, Title
    from sinksim.scenarios.services import Service


def about_lines(
    scenario: "Scenario", plan: "Plan", places: Mapping[str, Mapping[str, int]], lang: Lang
) -> Iterator[str]:
    """Name, title, window and network."""
    yield f"{scenario.name} · {_in_language(scenario.title, lang)}".rstrip(" ·")
    yield from wrap(_in_language(scenario.about, lang), indent=0) if _in_language(scenario.about, lang) else ()
    run = scenario.experiment
    days = f"{run.warm_up_days:g} + {run.window_days:g} + {run.follow_up_days:g} d"
    yield f"{scenario.start}  {days}  seed {run.seed}  replications {run.replications}  engine {run.engine}"
    if scenario.illustrative:
        yield phrase("illustrative", lang)
    yield from ["", phrase("network", lang)]
    for kind, counts in places.items():
        yield f"  {kind}: " + (", ".join(f"{n:,} {name}" for name, n in counts.items()) or "0")
    areas = plan.labels.areas
    yield f"  scale {scenario.network.scale:g}: {int(areas.in_cohort.sum())} / {len(areas.codes)} {phrase('in_sample', lang)}"


def _in_language(title: "Title", lang: Lang) -> str:
    return title.zh if lang == "zh" and title.zh else title.en or title.zh


def service_lines(scenario: "Scenario", lang: Lang) -> Iterator[str]:
    """Each service: its processes by channel, its deadline of coverage."""
    yield from ["", phrase("services", lang)]
    for name, service in scenario.services.items():
        yield f"  {name}: {', '.join(_routes(service, lang))}; {phrase('covered', lang)} {service.coverage_deadline_days:g} d"
        yield from _demand(scenario, service, lang)


def _demand(scenario: "Scenario", service: "Service", lang: Lang) -> Iterator[str]:
    """Needs a day, which counts every calendar day; and what that makes on a day on which needs arise."""
    from sinksim.plan.arrival_profiles import share_of_days

    demand = service.demand
    if demand is None:
        return
    rate, unit = (
        (demand.per_day, "a_day") if demand.per_day is not None else (demand.per_100k_per_day, "a_day_per_100k")
    )
    days = share_of_days(scenario.profiles[demand.profile], scenario.calendars) if demand.profile else 1.0
    a_day = (rate or 0.0) * demand.share
    open_day = f" = {a_day / days:.3g} {phrase('on_open_day', lang)}" if days < 1 else ""
    yield f"    {a_day:g} {phrase(unit, lang)}{open_day}"


def _routes(service: "Service", lang: Lang) -> Iterator[str]:
    """The channels of a service and the process that each goes through."""
    for channel in ("traditional", "platform"):
        route = getattr(service, channel)
        if route is not None:
            yield f"{phrase(channel, lang)} {route.process}"


def process_section(scenario: "Scenario", lang: Lang) -> Iterator[str]:
    """Every process, step by step."""
    yield from ["", phrase("processes", lang)]
    for name, steps in scenario.processes.items():
        yield f"  {name}"
        yield from process_lines(steps, depth=2)


def number_lines(scenario: "Scenario", tree: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """Every parameter with its evidence label, levers, the other assumptions, and the sides of the comparison."""
    if scenario.parameters:
        yield from ["", phrase("parameters", lang)]
    for name, parameter in scenario.parameters.items():
        yield from wrap(f"  {_parameter(name, parameter, lang)}", indent=6)
    if scenario.levers:
        yield from ["", phrase("levers", lang), *wrap(f"  {', '.join(scenario.levers)}", indent=2)]
    others = [row for row in assumptions(scenario, tree, lang) if not row.name.startswith("parameters.")]
    if others:
        yield from ["", phrase("assumptions", lang)]
    for row in others:
        yield from wrap(f"  {row.name} = {row.value} {row.unit}".rstrip() + f" [X]: {row.meaning}", indent=6)
    yield from _comparison(scenario, lang)


def _parameter(name: str, parameter: "Parameter", lang: Lang) -> str:
    """A parameter in one line: value, evidence, range, meaning and source."""
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    span = f"[{parameter.evidence}; {parameter.low:g} to {parameter.high:g}]"
    source = f" ({parameter.source})" if parameter.source else ""
    return f"{name} = {parameter.value:g}{unit} {span} {parameter.zh if lang == 'zh' else parameter.en}{source}"


def _comparison(scenario: "Scenario", lang: Lang) -> Iterator[str]:
    """What each side of the comparison sets; nothing where the scenario names none."""
    for n, (name, side) in enumerate(scenario.comparison.sides.items()):
        settings_text = ", ".join(f"{path}={value}" for path, value in side.set.items())
        title = (side.zh if lang == "zh" else side.en) or name
        about = ", ".join(filter(None, (str(side.year) if side.year else "", side.source)))
        if n == 0:
            yield ""
        yield f"{name} · {title}{f' ({about})' if about else ''}: {settings_text or phrase('as_it_is', lang)}"
