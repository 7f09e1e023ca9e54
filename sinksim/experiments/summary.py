"""The headlines of an outcome as a short table: what a Python prompt and a notebook show of it."""

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from sinksim.experiments.result_values import ResultValues
from sinksim.metrics.equity_figures import FIGURE_NAMES, FIGURES, Declared
from sinksim.metrics.headlines import HEADLINES
from sinksim.metrics.indicator import Indicator


class Summary(NamedTuple):
    """A first line, the heads of the columns, one row an indicator, and the notes."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    notes: list[str]

    def text(self) -> str:
        """As lines in columns."""
        table = [self.heads, *self.rows]
        wide = [max(len(row[n]) for row in table) for n in range(len(self.heads))]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip() for row in table]
        return "\n".join([self.title, *(f"  {line}" for line in lines), *(f"  {note}" for note in self.notes)])

    def html(self) -> str:
        """As a table of a notebook's cell."""
        head = _row(self.heads, "th")
        rows = "".join(_row(row, "td") for row in self.rows)
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return f"<p>{escape(self.title)}</p><table>{head}{rows}</table>" + (f"<ul>{notes}</ul>" if notes else "")


def headline_names(result: ResultValues) -> tuple[str, ...]:
    """Names of the headlines that a result has, in the order in which they are told."""
    known = {*FIGURE_NAMES, *result.position}
    return tuple(name for name in HEADLINES if name in known)


def title(kind: str, result: ResultValues) -> str:
    """The first line: of which scenario, how far it came, what made it."""
    scenario = f"{result.scenario} (preview)" if result.labels.scope.preview else result.scenario
    done = f"{result.n} of {result.replications} replications ({result.ended})"
    return f"{kind} of {scenario}: {done}, seed {result.seed}, engine {result.engine}"


def label_and_unit(result: ResultValues, name: str) -> tuple[str, str]:
    """Label and unit of an indicator or an equity figure."""
    declared: tuple[Declared | Indicator, ...] = (*FIGURES, *result.indicators)
    return next((row.headline.en if row.headline else row.en, row.unit) for row in declared if row.name == name)


def shown_unit(unit: str) -> str:
    """A unit as it stands beside a value."""
    return {"share": "%", "index": ""}.get(unit, unit)


def amount(mean: float, half_width: float, unit: str, result: ResultValues, signed: bool = False) -> str:
    """A value with its half width; what lies beyond the follow-up, or is not known, says so."""
    if math.isnan(mean):
        return "-"
    if math.isinf(mean):
        return f"> {result.labels.window.follow_up / 3_600_000:g}"
    scale = 100.0 if unit == "share" else 1.0
    value = f"{mean * scale:{'+' if signed else ''},.4g}"
    return f"{value} ± {half_width * scale:,.2g}" if math.isfinite(half_width) else value


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
