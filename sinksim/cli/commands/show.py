"""``sinksim show``: resolved scenario, processes, checks and warnings, expected utilisation, size."""

from collections import Counter
from collections.abc import Iterator
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from sinksim.cli.given import Given, given
from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked
from sinksim.core.language import Lang
from sinksim.text.command_phrases import phrase

if TYPE_CHECKING:
    from sinksim.plan.plan import Plan
    from sinksim.workload.offered_load import OfferedLoad, TemplateLoad

FULL = 1.0


class Shown(NamedTuple):
    """What is told of a scenario: itself, its plan, its numbers of places, the load offered to its stations."""

    of: Given
    plan: "Plan"
    places: dict[str, dict[str, int]]
    load: "OfferedLoad"
    rows: "list[TemplateLoad]"


def answer(asked: Asked) -> int:
    """Print what a run would be made of; raises BadInput where a check does not hold."""
    from sinksim.network.graph import build_graph
    from sinksim.workload.admission import checked_plan, refuse_unused_records
    from sinksim.workload.offered_load import by_template, offered_load

    of = given(asked)
    scenario = of.scenario
    graph = build_graph(scenario.network)
    plan = checked_plan(scenario, graph)
    refuse_unused_records(scenario, plan)
    load = offered_load(plan)
    shown = Shown(of, plan, _places(graph), load, by_template(plan, load))
    print(as_json(_document(shown)) if asked.json else "\n".join(_text(shown, asked.lang)))
    return 0


def _places(graph: Any) -> dict[str, dict[str, int]]:
    """Number of nodes by tier and of edges by relation."""
    tiers = Counter(tier for _, tier in graph.nodes(data="tier"))
    nodes = {tier: tiers[tier] for tier in graph.graph["tiers"]}
    return {"nodes": nodes, "edges": dict(Counter(relation for _, _, relation in graph.edges(keys=True)))}


def _document(shown: Shown) -> dict[str, Any]:
    """All that is shown, as one document for scripts."""
    from sinksim.analysis.assumptions import assumptions
    from sinksim.text.notes import noted

    of, load = shown.of, shown.load
    replications = of.scenario.experiment.replications
    size = {name: round(getattr(load, name), 1) for name in ("needs", "cases", "visits", "steps")}
    return {
        "scenario": of.file_tree,
        **shown.places,
        "assumptions": [row._asdict() for row in assumptions(of.scenario, of.tree)],
        "notes": noted(shown.plan.labels.notes),
        "utilisation": [_finite(row._asdict() if hasattr(row, "_asdict") else vars(row)) for row in shown.rows],
        "overloaded": [row.template for row in shown.rows if row.highest > FULL],
        "size": _finite({**size, "seconds": round(_seconds(load, replications), 1), "replications": replications}),
    }


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and not isfinite(value) else value for key, value in row.items()}


def _text(shown: Shown, lang: Lang) -> Iterator[str]:
    """All that is shown, as lines."""
    from sinksim.i18n import words
    from sinksim.plan.notes import closed_all_run
    from sinksim.text.notes import note_lines
    from sinksim.text.scenarios import about_lines, number_lines, process_section, service_lines

    scenario, plan = shown.of.scenario, shown.plan
    yield from about_lines(scenario, plan, shown.places, lang)
    yield from service_lines(scenario, lang)
    yield from process_section(scenario, lang)
    yield from number_lines(scenario, shown.of.tree, lang)
    yield from ["", phrase("checks", lang), f"  {phrase('hold', lang)}"]
    yield from note_lines((note.sentence(words(lang)) for note in plan.labels.notes), words(lang))
    yield from _utilisation(shown.rows, closed_all_run(plan), lang)
    yield from _size(shown.load, scenario.experiment.replications, lang)


def _utilisation(rows: "list[TemplateLoad]", never_open: tuple[str, ...], lang: Lang) -> Iterator[str]:
    """Expected utilisation of each station template: mean and highest with its place, and a warning above 1."""
    from sinksim.text.width import left

    yield from ["", phrase("utilisation", lang)]
    wide = max((len(row.template) for row in rows), default=0)
    for row in rows:
        highest = f"{phrase('highest', lang)} {_share(row.highest, lang)} {phrase('at', lang)} {row.busiest}"
        much = f"{phrase('mean', lang)} {_share(row.mean, lang)}   {highest}"
        shut = phrase("never_open" if row.template in never_open else "closed_in_window", lang)
        parts = shut if isnan(row.mean) else much  # nan: no open hours to be used
        yield f"  {left(row.template, wide)}  {row.stations:5d} {phrase('stations', lang)}   {parts}"
    for row in rows:
        if row.highest > FULL:
            where = f"{row.template} {phrase('at', lang)} {row.busiest}"
            yield f"  {phrase('warning', lang)}: {where}: {phrase('overloaded', lang)} ({_share(row.highest, lang).strip()})"


def _share(value: float, lang: Lang) -> str:
    return f"{value:7.1%}" if isfinite(value) else phrase("unbounded", lang)


def _seconds(load: "OfferedLoad", replications: int) -> float:
    """Rough time of one replication on one core [s], by the engine that ``sinksim run`` would choose."""
    from sinksim.experiments.engines import engine_for
    from sinksim.experiments.running import seconds_of

    return seconds_of(load, engine_for(load.needs * replications))


def _number(value: float, lang: Lang) -> str:
    return f"{value:,.0f}" if isfinite(value) else phrase("unbounded", lang)


def _size(load: "OfferedLoad", replications: int, lang: Lang) -> Iterator[str]:
    """Expected numbers of one replication, and how long it and all of them take."""
    from sinksim.cli.progress import clock

    yield from ["", phrase("size", lang)]
    parts = (("needs", load.needs), ("cases", load.cases), ("visits", load.visits), ("steps", load.steps))
    yield "  " + ", ".join(f"{_number(value, lang)} {phrase(name, lang)}" for name, value in parts)
    one = _seconds(load, replications)
    # A loop that cases never leave has no expected number of steps, and so no expected time.
    if not isfinite(one):
        return
    yield f"  ~ {clock(one)} {phrase('seconds', lang)}; x {replications} = {clock(one * replications)}"
