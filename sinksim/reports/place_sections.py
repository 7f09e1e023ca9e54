"""Sections of a report that show where and how: schematic maps of the differences, and the processes as flowcharts."""

from collections.abc import Iterator, Sequence

from sinksim.analysis.area_figures import area_figures
from sinksim.analysis.flowchart import flowchart
from sinksim.charts.map import map_figure
from sinksim.charts.process import process_figure
from sinksim.experiments.pair import Pair
from sinksim.i18n import Naming, Words
from sinksim.network.geography import places_on_map
from sinksim.network.graph import build_graph
from sinksim.network.outlines import outlines_around
from sinksim.reports.picture_sections import MEASURES, Section
from sinksim.reports.workbook import Table
from sinksim.scenarios.scenario import Scenario
from sinksim.text.flowchart_words import step_rows
from sinksim.text.map_words import label_of, map_rows


def maps(pair: Pair, scenario: Scenario, t: Words) -> Iterator[Section]:
    """A map for each of the main measures, where any area may be shown."""
    called = Naming(t, scenario.names)
    places = places_on_map(build_graph(scenario.network))
    outlines = outlines_around({place.code: (place.lon, place.lat) for place in places.values()})
    for name in MEASURES:
        figures = area_figures(pair, name)
        if not figures.shown_areas():
            continue
        title = f"{t('map.title')} · {label_of(figures.indicator, called)} · {t('map.show_difference')}"
        picture = map_figure(figures, places, outlines, shown="difference", called=called)
        note = t("map.rests") if figures.illustrative else ""
        yield Section(title, picture, _table(map_rows(figures, called)), note)


def processes(scenario: Scenario, tiers: tuple[str, ...], t: Words) -> Iterator[Section]:
    """Every process as the scenario says it."""
    called = Naming(t, scenario.names)
    for name, boxes in flowchart(scenario, tiers).processes.items():
        title = f"{t('process.title')} · {called(name)}"
        yield Section(title, process_figure(boxes, measured=None, called=called), _table(step_rows(boxes, called)))


def _table(rows: Sequence[dict[str, str]]) -> Table:
    return Table(rows, tuple(rows[0]) if rows else ())
