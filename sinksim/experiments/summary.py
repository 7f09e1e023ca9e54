"""The headlines of an outcome as a short table: what a Python prompt and a notebook show of it."""

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sinksim.i18n import words
from sinksim.metrics.equity_figures import FIGURES, Declared
from sinksim.metrics.indicator import Indicator

if TYPE_CHECKING:
    from sinksim.experiments.comparison import Comparison
    from sinksim.experiments.result import Result

# The indicators that are asked for first, wherever a result is shown.
HEADLINE = ("elapsed", "coverage", "cost_case_with_capital", "segment_gap_elapsed", "gini_elapsed")


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


def summary_of_result(result: "Result") -> Summary:
    """Levels with their intervals."""
    rows = []
    for name in HEADLINE if result.values else ():
        found, (label, unit) = result.indicator(name), _words(result, name)
        rows.append((label, _amount(found.mean, found.half_width, unit, result), _unit(unit), name))
    notes = [result.reason, *result.faults] + [note.sentence(words("en")) for note in result.notes]
    return Summary(_title("Result", result), ("", "mean (95 %)", "", "indicator"), rows, [n for n in notes if n])


def summary_of_comparison(comparison: "Comparison") -> Summary:
    """Levels of both sides, paired differences with their intervals, verdicts."""
    first, rows = comparison.baseline, []
    for name in HEADLINE:
        found, (label, unit) = comparison.difference(name), _words(first, name)
        levels = [_amount(level, math.nan, unit, first) for level in (found.baseline, found.alternative)]
        between = _amount(found.difference, found.half_width, unit, first, signed=True)
        rows.append((label, *levels, between, _unit(unit), found.verdict, name))
    sides = [(side, getattr(comparison, side)) for side in ("baseline", "alternative")]
    notes = [f"{side}: {note.sentence(words('en'))}" for side, result in sides for note in result.notes]
    heads = ("", "baseline", "alternative", "difference (95 %)", "", "verdict", "indicator")
    return Summary(_title("Comparison", first), heads, rows, notes)


def _title(kind: str, result: "Result") -> str:
    done = f"{result.n} of {result.replications} replications ({result.ended})"
    return f"{kind} of {result.scenario}: {done}, seed {result.seed}, engine {result.engine}"


def _words(result: "Result", name: str) -> tuple[str, str]:
    """Label and unit of an indicator or an equity figure."""
    declared: tuple[Declared | Indicator, ...] = (*FIGURES, *result.indicators)
    return next((row.en, row.unit) for row in declared if row.name == name)


def _unit(unit: str) -> str:
    return {"share": "%", "index": ""}.get(unit, unit)


def _amount(mean: float, half_width: float, unit: str, result: "Result", signed: bool = False) -> str:
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
