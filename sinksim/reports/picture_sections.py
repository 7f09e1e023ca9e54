"""The pictures of a report with the table under each: time, money, services, segments and areas."""

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import plotly.graph_objects as go

from sinksim.charts.dots import DifferenceRow, Level, alone, paired
from sinksim.core.records import TIME_KINDS
from sinksim.core.side_names import ROLES
from sinksim.experiments.pair import Difference, Pair
from sinksim.experiments.result import Result
from sinksim.i18n import Naming, Words
from sinksim.reports.workbook import Table
from sinksim.scenarios.scenario import Scenario
from sinksim.text.outcomes import words_of

MOST_AREAS = 150
MEASURES = ("elapsed", "coverage")
TIMES = tuple(f"time_{kind}" for kind in TIME_KINDS)

Row = dict[str, Any]
Labelled = list[tuple[str, Row]]


class Section(NamedTuple):
    """A title, a picture, the table under it, and a note."""

    title: str
    figure: go.Figure
    table: Table
    note: str = ""


def sections(outcome: Result | Pair, scenario: Scenario, t: Words) -> Iterator[Section]:
    """Every section that has something to show."""
    first = _first(outcome)
    rows = outcome.rows()
    naming = Naming(t, scenario.names)
    whole = [row for row in rows if row["slice"] == "overall"]
    payers = tuple(row.name for row in first.indicators if row.name.startswith(("payer_", "transfer_")))
    for title, wanted in ((t("report.time"), TIMES), (t("report.money"), payers)):
        named = [(_word(first, row, t), row) for row in whole if row["indicator"] in wanted and _has_value(row)]
        yield from _section(title, named, outcome, t)
    for title, family, name in (
        (t("report.services"), "service", lambda row: naming(row["service"])),
        (t("report.segments"), "segment", lambda row: naming(row["segment"])),
    ):
        yield from _by_slice(outcome, [row for row in rows if row["slice"] == family], title, name, t)
    yield from _areas(outcome, [row for row in rows if row["slice"] == "area"], t)


def _first(outcome: Result | Pair) -> Result:
    """The result that labels and words are read from."""
    return outcome.baseline if isinstance(outcome, Pair) else outcome


def _areas(outcome: Result | Pair, rows: list[Row], t: Words) -> Iterator[Section]:
    """Areas in the order of their codes, never by rank."""
    labels = _first(outcome).labels
    areas = labels.areas
    names = dict(zip(areas.codes, zip(areas.names, areas.names_en, strict=True), strict=True))
    shown = set(sorted({row["area"] for row in rows})[:MOST_AREAS])
    left_out = len({row["area"] for row in rows}) - len(shown)
    shown_rows = sorted((row for row in rows if row["area"] in shown), key=lambda row: str(row["area"]))
    notes = [
        t("report.illustrative") if labels.illustrative else "",
        t("report.more_areas", n=left_out) if left_out else "",
    ]
    for section in _by_slice(
        outcome, shown_rows, t("report.areas"), lambda row: t.either(*names[row["area"]]) or row["area"], t
    ):
        yield section._replace(note=" ".join(filter(None, notes)))


def _by_slice(
    outcome: Result | Pair, rows: list[Row], title: str, name: Callable[[Row], str], t: Words
) -> Iterator[Section]:
    """A section for each main measure, with a row for each slice that has it; ``name`` words a slice."""
    for measure in MEASURES:
        named = [(name(row), row) for row in rows if row["indicator"] == measure]
        if named:
            yield from _section(f"{title} · {words_of(_first(outcome), measure, t.lang).label}", named, outcome, t)


def _section(title: str, named: Labelled, outcome: Result | Pair, t: Words) -> Iterator[Section]:
    """Labelled rows of one unit as a section: pairs of dots for differences, single dots for levels; none if empty."""
    if not named:
        return
    _, first_row = named[0]
    unit = first_row["unit"]
    columns: tuple[str, ...]
    if isinstance(outcome, Pair):
        pairs = [DifferenceRow(label, Difference(*(row[part] for part in Difference._fields))) for label, row in named]
        figure = paired(pairs, unit, outcome.names, t)
        columns = ("baseline", "alternative", "difference", "half_width", "n")
    else:
        figure = alone([Level(label, row["mean"], row["half_width"]) for label, row in named], unit, t)
        columns = ("mean", "half_width", "n")
    heads = {"label": t("report.name"), "half_width": "±", "unit": t("report.unit")}
    if isinstance(outcome, Pair):
        heads |= {role: outcome.names.of(role, t.lang) for role in ROLES}
    table = Table([{"label": label, **row} for label, row in named], ("label", "unit", *columns), heads)
    yield Section(title, figure, table)


def _word(first: Result, row: Row, t: Words) -> str:
    return words_of(first, row["indicator"], t.lang).label


def _has_value(row: Row) -> bool:
    """Whether a run, or a side of a comparison, has a value other than 0."""
    values = [row[part] for part in ("baseline", "alternative", "mean") if part in row]
    return any(math.isfinite(value) and value != 0 for value in values)
