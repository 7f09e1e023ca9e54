"""The numbers that a reader asks for first, as rows in words: waiting, coverage, cost, effort, payers, equity."""

import math
from typing import Any, NamedTuple

from sinksim.core.side_names import SIDES
from sinksim.experiments.comparison import Comparison, Difference
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import Interval
from sinksim.experiments.summary import HEADLINE
from sinksim.i18n import Words
from sinksim.reports.workbook import Table
from sinksim.text.outcomes import words_of
from sinksim.text.phrases import amount, phrase, unit_word

# After the headlines of the console: how long at worst, how many are reached, who pays.
SHOWN = (
    *HEADLINE[:3],
    "filed_share",
    "elapsed_p90",
    "trips",
    "payer_citizen",
    "payer_treasury_with_capital",
    *HEADLINE[3:],
)
HOUR = 3_600_000.0


class Headline(NamedTuple):
    """A difference in words: label, unit, both levels, difference with its interval, verdict (also as the code that it is)."""

    name: str
    label: str
    unit: str
    baseline: str
    alternative: str
    difference: str
    verdict_text: str
    verdict: str


class LevelLine(NamedTuple):
    """A level in words: label, unit, value with its interval."""

    name: str
    label: str
    unit: str
    value: str


def headlines(comparison: Comparison, t: Words) -> list[Headline]:
    """The differences that are shown and have a level on both sides."""
    return [_headline(comparison.baseline, name, found, t) for name, found in _found(comparison)]


def level_lines(result: Result, t: Words) -> list[LevelLine]:
    """The levels of one run that are shown and there."""
    found = [(name, result.indicator(name)) for name in _known(result)]
    lines = []
    for name, value in found:
        if not math.isnan(value.mean):
            label, unit = words_of(result, name, t.lang)
            value_text = amount(value.mean, value.half_width, unit, follow_up_hours(result))
            lines.append(LevelLine(name, label, unit_word(unit, t.lang), value_text))
    return lines


def headline_table(outcome: Comparison | Result, t: Words) -> Table:
    """The same as numbers, for a workbook: in the language of its reader."""
    heads = {"label": t("report.name"), "unit": t("report.unit"), "half_width": "±"}
    if isinstance(outcome, Comparison):
        rows = [_difference_row(outcome.baseline, name, found, t) for name, found in _found(outcome)]
        sides: dict[str, str] = {side: phrase(side, t.lang) for side in SIDES}
        columns = ("label", "unit", "baseline", "alternative", "difference", "half_width", "verdict")
        return Table(
            rows, columns, {**heads, **sides, "difference": t("brief.difference"), "verdict": t("brief.verdict")}
        )
    levels = [_level_row(outcome, name, outcome.indicator(name), t) for name in _known(outcome)]
    return Table(levels, ("label", "unit", "mean", "half_width"), {**heads, "mean": t("report.value")})


def follow_up_hours(result: Result) -> float:
    """Length of the follow-up, beyond which nothing is known [h]."""
    return result.labels.window.follow_up / HOUR


def _known(result: Result) -> list[str]:
    """The headline indicators and figures that a result has."""
    return [name for name in SHOWN if name in result.position or result.figure(name) is not None]


def _found(comparison: Comparison) -> list[tuple[str, Difference]]:
    """The headline differences that have a value."""
    found = [(name, comparison.difference(name)) for name in _known(comparison.baseline)]
    return [(name, row) for name, row in found if not (math.isnan(row.baseline) or math.isnan(row.alternative))]


def _headline(result: Result, name: str, found: Difference, t: Words) -> Headline:
    """One indicator as texts: levels, difference with its interval, unit and verdict."""
    label, unit = words_of(result, name, t.lang)
    levels = [amount(level, math.nan, unit, follow_up_hours(result)) for level in (found.baseline, found.alternative)]
    difference = amount(found.difference, found.half_width, unit, follow_up_hours(result), signed=True)
    if unit == "share":
        difference += f" {unit_word(unit, t.lang, difference=True)}"
    verdict_text = phrase(found.verdict, t.lang)
    before, after = levels
    return Headline(name, label, unit_word(unit, t.lang), before, after, difference, verdict_text, found.verdict)


def _difference_row(result: Result, name: str, found: Difference, t: Words) -> dict[str, Any]:
    """One indicator as numbers for a table."""
    label, unit = words_of(result, name, t.lang)
    numbers = {part: getattr(found, part) for part in ("baseline", "alternative", "difference", "half_width")}
    return {"label": label, "unit": unit, **numbers, "verdict": phrase(found.verdict, t.lang)}


def _level_row(result: Result, name: str, found: Interval, t: Words) -> dict[str, Any]:
    label, unit = words_of(result, name, t.lang)
    return {"label": label, "unit": unit, "mean": found.mean, "half_width": found.half_width}
