"""What a console shows of a run or a comparison: differences first, then levels, then what rests on assumptions."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from sinksim.core.side_names import SIDES
from sinksim.experiments.comparison import Comparison, Difference
from sinksim.experiments.result import Result
from sinksim.experiments.summary import HEADLINE
from sinksim.i18n import words
from sinksim.metrics.equity_figures import FIGURES, Declared
from sinksim.metrics.indicator import Indicator
from sinksim.text.notes import note_lines, note_sentences
from sinksim.text.phrases import Lang, amount, phrase, unit_word
from sinksim.text.width import cut, left, right, wrap

LEVELS = (
    *HEADLINE,
    "filed_share",
    "solved_share",
    "elapsed_p50",
    "elapsed_p90",
    "time_queue",
    "trips",
    "citizen_time",
    "within_county_share",
    "platform_share",
    "alert_share",
    "reported_minus_true",
    "cost_solved_with_capital",
    "staff_hours_solved",
)
# A line of differences, the longest, takes 110 columns with the longest verdict.
LABEL, VALUE, UNIT = 52, 21, 9


class Assumption(NamedTuple):
    """An input that no source gives: name, value, unit and meaning."""

    name: str
    value: object
    unit: str
    meaning: str


class Words(NamedTuple):
    """Label, unit of an indicator or equity figure in one language."""

    label: str
    unit: str


def run_text(result: Result, assumptions: Iterable[tuple[str, object, str, str]] = (), lang: Lang = "en") -> str:
    """The console text of a run."""
    lines = [*_head(result, lang), *_faults([result], lang)]
    if result.ended == "failed":
        return "\n".join([*lines, *wrap(result.reason, 2), *_notes(result, lang)])
    lines += _notes(result, lang)
    lines += ["", phrase("headline", lang), *_level_lines(result, HEADLINE, lang)]
    lines += ["", phrase("levels", lang), *_level_lines(result, LEVELS[len(HEADLINE) :], lang)]
    return "\n".join([*lines, *_tail(result, assumptions, lang)])


def comparison_text(
    comparison: Comparison, assumptions: Iterable[tuple[str, object, str, str]] = (), lang: Lang = "en"
) -> str:
    """The console text of a comparison."""
    both = [comparison.baseline, comparison.alternative]
    parts = zip(SIDES, both, strict=True)
    lines = [line for part, result in parts for line in _head(result, lang, f"{phrase(part, lang)}: ")]
    lines += [*_faults(both, lang), *_notes(comparison, lang)]
    lines += ["", phrase("difference", lang), *_difference_lines(comparison, lang)]
    lines += ["", phrase("levels", lang), _level_head(lang), *_pair_lines(comparison, lang)]
    return "\n".join([*lines, *_tail(comparison.baseline, assumptions, lang)])


def words_of(result: Result, name: str, lang: Lang) -> Words:
    """Label and unit of an indicator or equity figure."""
    declared: tuple[Declared | Indicator, ...] = (*FIGURES, *result.indicators)
    for row in declared:
        if row.name == name:
            return Words(row.zh if lang == "zh" else row.en, row.unit)
    raise KeyError(name)


def _head(result: Result, lang: Lang, part: str = "") -> list[str]:
    """What was run, how far it came, by which engine and seed; ``part`` names the side."""
    finished = f"{result.n} {phrase('of', lang)} {result.replications} {phrase('replications', lang)}"
    if result.ended == "partial":
        finished = phrase("stopped", lang).format(finished)
    seed = f"{phrase('seed', lang)} {result.seed}"
    cases = f"{result.cases:,} {phrase('cases', lang)}"
    ended = phrase(result.ended, lang)
    return wrap(f"{part}{result.scenario} · {finished} ({ended}) · {cases} · {result.engine} · {seed}", 2)


def _faults(results: list[Result], lang: Lang) -> list[str]:
    faults = [line for result in results for fault in result.faults[:10] for line in wrap(f"  {fault}", 4)]
    return [phrase("not_conserved", lang), *faults] if faults else []


def _notes(outcome: Result | Comparison, lang: Lang) -> list[str]:
    return note_lines(note_sentences(outcome, words(lang)), words(lang))


def _line(words: Words, *cells: str) -> str:
    values = "".join(right(cell, VALUE) for cell in cells)
    return f"  {left(cut(words.label, LABEL), LABEL)}{values}".rstrip()


def _level_lines(result: Result, shown: tuple[str, ...], lang: Lang) -> list[str]:
    """One line for each indicator that has a value."""
    found = [(words_of(result, name, lang), result.indicator(name)) for name in shown]
    follow_up = result.labels.window.follow_up / 3_600_000
    return [
        f"{_line(words, amount(value.mean, value.half_width, words.unit, follow_up))} {unit_word(words.unit, lang)}".rstrip()
        for words, value in found
        if not math.isnan(value.mean)
    ]


def _difference_lines(comparison: Comparison, lang: Lang) -> list[str]:
    """The headline differences with verdicts, then the induced needs; a note where one pair gives no interval."""
    lines = []
    for name in HEADLINE:
        words, found = words_of(comparison.baseline, name, lang), comparison.difference(name)
        lines.append(_difference_line(words, found, lang))
    needs = Words(phrase("induced", lang), "cases")
    lines.append(_difference_line(needs, comparison.induced, lang))
    return lines + ([f"  {phrase('single', lang)}"] if comparison.n < 2 else [])


def _difference_line(words: Words, found: Difference, lang: Lang) -> str:
    """A label, the signed difference with its interval, its unit and verdict."""
    value = amount(found.difference, found.half_width, words.unit, 0.0, signed=True)
    unit = left(unit_word(words.unit, lang, difference=True), UNIT)
    return f"{_line(words, value)} {unit} {phrase(found.verdict, lang)}".rstrip()


def _level_head(lang: Lang) -> str:
    return _line(Words("", ""), phrase("baseline", lang), phrase("alternative", lang))


def _pair_lines(comparison: Comparison, lang: Lang) -> list[str]:
    """Indicators with a value on both sides, level beside level."""
    lines = []
    for name in LEVELS:
        words = words_of(comparison.baseline, name, lang)
        pair = [result.indicator(name) for result in (comparison.baseline, comparison.alternative)]
        follow_up = comparison.baseline.labels.window.follow_up / 3_600_000
        if not all(math.isnan(value.mean) for value in pair):
            cells = [amount(value.mean, value.half_width, words.unit, follow_up) for value in pair]
            lines.append(f"{_line(words, *cells)} {unit_word(words.unit, lang)}".rstrip())
    return lines


def _tail(result: Result, assumptions: Iterable[tuple[str, object, str, str]], lang: Lang) -> list[str]:
    """The assumptions behind the numbers, areas left out of equity figures, and whether the places are illustrative."""
    lines = ["", phrase("assumptions", lang)]
    given = [Assumption(*row) for row in assumptions]
    for row in given:
        unit = f" {row.unit}" if row.unit else ""
        lines += wrap(f"  {row.name} = {row.value}{unit}: {row.meaning}", 6)
    if not given:
        lines.append(f"  {phrase('no_assumptions', lang)}")
    left_out = max((figure.areas_left_out for figure in result.equity if figure.service is None), default=0)
    if left_out:
        lines.append(f"{left_out} {phrase('left_out', lang)}")
    return lines + ([phrase("illustrative", lang)] if result.labels.illustrative else [])
