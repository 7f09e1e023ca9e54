"""Sections of a report that take the difference apart: time and cost part by part, adding up exactly, and who bears it."""

from collections.abc import Iterator

import plotly.graph_objects as go

from sinksim.analysis.explain import Decomposition, explain
from sinksim.charts.payers import payers
from sinksim.charts.waterfall import waterfall
from sinksim.core.side_names import ROLES
from sinksim.experiments.pair import Pair
from sinksim.i18n import Words
from sinksim.reports.picture_sections import Section
from sinksim.reports.workbook import Table
from sinksim.text.explanation import part_word
from sinksim.text.phrases import phrase


def parts(pair: Pair, t: Words) -> Iterator[Section]:
    """Elapsed time and cost as waterfalls, then cost by payer, where there is anything to take apart."""
    found = explain(pair)
    for one in (found["elapsed"], found["cost"]):
        if one.shown:
            yield _section(one, waterfall(one, t), t)
    if found["payers"].shown:
        yield _section(found["payers"], payers(found["payers"], t), t)


def _section(found: Decomposition, figure: go.Figure, t: Words) -> Section:
    """A decomposition as a section: its picture and a table of its parts."""
    rows = [
        {"label": part_word(part.name, t), **part._asdict(), "verdict": phrase(part.verdict, t.lang)}
        for part in found.shown
    ]
    sides: dict[str, str] = {role: found.names.of(role, t.lang) for role in ROLES}
    heads = {
        "label": t("report.name"),
        "difference": t("report.difference", side=sides["alternative"], against=sides["baseline"]),
        "half_width": "±",
        "verdict": t("brief.verdict"),
    }
    columns = ("label", "baseline", "alternative", "difference", "half_width", "verdict")
    return Section(t(f"explain.decomposition_{found.name}"), figure, Table(rows, columns, {**heads, **sides}))
