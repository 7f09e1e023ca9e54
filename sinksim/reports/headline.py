"""The numbers that a reader asks for first, as rows in words: waiting, coverage, cost, effort, payers, equity."""

import math
from typing import Any, NamedTuple

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Difference, Pair
from sinksim.experiments.result import Result
from sinksim.experiments.statistics import Interval
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Words
from sinksim.reports.workbook import Table
from sinksim.text.outcomes import difference_amount, words_of
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.text.scope import scope_sentence

# After the headlines: how long at worst, how much is travelled, who pays, how even it is.
MORE = ("elapsed_p90", "trips", "payer_citizen", "payer_treasury", "gini_elapsed")
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


def headlines(pair: Pair, t: Words) -> list[Headline]:
    """The differences that are shown and have a level on both sides."""
    return [_headline(pair.baseline, name, found, t) for name, found in _found(pair)]


def level_lines(result: Result, t: Words) -> list[LevelLine]:
    """Of the levels that are shown, those for which the run has a value."""
    found = [(name, result.indicator(name)) for name in _known(result)]
    lines = []
    for name, value in found:
        if not math.isnan(value.mean):
            label, unit = words_of(result, name, t.lang)
            value_text = amount(value.mean, value.half_width, unit, follow_up_hours(result))
            lines.append(LevelLine(name, label, unit_word(unit, t.lang), value_text))
    return lines


def headline_table(outcome: Comparison | Result, t: Words) -> Table:
    """The headlines as numbers, for a workbook, under headings in the language of its reader."""
    heads = {"label": t("report.name"), "unit": t("report.unit"), "half_width": "±", "scope": t("report.scope")}
    first = outcome.first if isinstance(outcome, Comparison) else outcome
    scope = {"scope": scope_sentence(first.labels, t)}
    if isinstance(outcome, Comparison):
        rows = [
            {**_difference_row(pair, name, found, t), **scope} for pair in outcome.pairs for name, found in _found(pair)
        ]
        columns = (
            "label", "unit", "side", "level", "against", "level_against", "difference", "half_width", "at_least", "verdict",
            "scope",
        )  # fmt: skip
        named = ("side", "level", "against", "level_against", "difference", "at_least", "verdict")
        return Table(rows, columns, {**heads, **{name: t(f"brief.{name}") for name in named}})
    levels = [{**_level_row(outcome, name, outcome.indicator(name), t), **scope} for name in _known(outcome)]
    return Table(levels, ("label", "unit", "mean", "half_width", "scope"), {**heads, "mean": t("report.value")})


def follow_up_hours(result: Result) -> float:
    """Length of the follow-up, beyond which nothing is known [h]."""
    return result.labels.window.follow_up / HOUR


def _known(result: Result) -> list[str]:
    shown = (*headline_names(result), *MORE)
    return [name for name in shown if name in result.position or result.figure(name) is not None]


def _found(pair: Pair) -> list[tuple[str, Difference]]:
    found = [(name, pair.difference(name)) for name in _known(pair.baseline)]
    return [(name, row) for name, row in found if not (math.isnan(row.baseline) or math.isnan(row.alternative))]


def _headline(result: Result, name: str, found: Difference, t: Words) -> Headline:
    """A difference in words."""
    label, unit = words_of(result, name, t.lang)
    levels = [
        amount(level, half_width=math.nan, unit=unit, follow_up_hours=follow_up_hours(result))
        for level in (found.baseline, found.alternative)
    ]
    difference = difference_amount(found, unit, t.lang)
    if unit == "share":  # the difference of shares is in points, which its own column of units does not say
        difference += f" {unit_word(unit, t.lang, difference=True)}"
    verdict = "" if found.at_least else phrase(found.verdict, t.lang)
    before, after = levels
    return Headline(name, label, unit_word(unit, t.lang), before, after, difference, verdict, found.verdict)


def _difference_row(pair: Pair, name: str, found: Difference, t: Words) -> dict[str, Any]:
    """A difference as numbers, with the words of its reader."""
    label, unit = words_of(pair.baseline, name, t.lang)
    against, side = (called.in_language(t.lang) for called in pair.names)
    return {
        "label": label,
        "unit": unit,
        "side": side,
        "level": found.alternative,
        "against": against,
        "level_against": found.baseline,
        "difference": found.difference,
        "half_width": found.half_width,
        "at_least": t("brief.is_at_least") if found.at_least else "",
        "verdict": "" if found.at_least else phrase(found.verdict, t.lang),
    }


def _level_row(result: Result, name: str, found: Interval, t: Words) -> dict[str, Any]:
    label, unit = words_of(result, name, t.lang)
    return {"label": label, "unit": unit, "mean": found.mean, "half_width": found.half_width}
