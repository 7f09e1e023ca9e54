"""What a console shows of a run or a comparison: differences first, then levels, then what rests on assumptions."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Difference, Pair
from sinksim.experiments.result import Result
from sinksim.experiments.summary import headline_names
from sinksim.i18n import words
from sinksim.metrics.equity_figures import FIGURES, Declared
from sinksim.metrics.indicator import Indicator
from sinksim.text.notes import note_lines, note_sentences
from sinksim.text.phrases import Lang, amount, phrase, unit_word
from sinksim.text.scope import scope_sentence
from sinksim.text.width import cut, left, right, wrap

# Levels that are shown after the headlines.
MORE_LEVELS = (
    "filed_share",
    "solved_share",
    "elapsed",
    "elapsed_p90",
    "time_queue",
    "trips",
    "citizen_time",
    "within_county_share",
    "platform_share",
    "alert_share",
    "reported_minus_true",
    "cost_need",
    "staff_cost_year",
    "staff_hours_solved",
    "segment_gap_elapsed",
    "gini_elapsed",
)
# Sides beside each other in a line of levels.
SIDES_A_LINE = 2
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
    lines = [*_head(result, lang), *_scope(result, lang), *_faults([result], lang)]
    if result.ended == "failed":  # it has a reason and no numbers
        return "\n".join([*lines, *wrap(result.reason, indent=2), *_notes(result, lang)])
    lines += _notes(result, lang)
    lines += ["", phrase("headline", lang), *_level_lines(result, headline_names(result), lang)]
    lines += ["", phrase("levels", lang), *_level_lines(result, MORE_LEVELS, lang)]
    return "\n".join([*lines, *_tail(result, assumptions, lang)])


def comparison_text(
    comparison: Comparison,
    assumptions: Iterable[tuple[str, object, str, str]] = (),
    lang: Lang = "en",
    moves: Iterable[tuple[str, tuple[str, ...]]] = (),
) -> str:
    """The console text of a comparison: block by block the differences, then the levels of all sides.

    ``assumptions``: name, value, unit and meaning of each input without a source (``Assumption``).
    ``moves``: overrides, each with the sides that it moves.
    """
    results = list(comparison.results.values())
    lines = [
        line
        for side, result in comparison.results.items()
        for line in _head(result, lang, f"{comparison.name_of(side).in_language(lang)}: ")
    ]
    lines += [
        *_scope(results[0], lang),
        *_moves(comparison, moves, lang),
        *_faults(results, lang),
        *_notes(comparison, lang),
    ]
    for block, pairs in comparison.blocks.items():
        lines += ["", phrase(block, lang)]
        for pair in pairs:
            lines += _difference_lines(pair, lang)
    lines += _together(comparison, lang)
    lines += ["", phrase("levels", lang), *_side_lines(comparison, lang)]
    return "\n".join([*lines, *_tail(comparison.first, assumptions, lang)])


def _moves(comparison: Comparison, moves: Iterable[tuple[str, tuple[str, ...]]], lang: Lang) -> list[str]:
    """A line for each override that says which sides it moves, below an empty one; nothing without overrides."""
    lines = []
    for override, sides in moves:
        moves_all = len(sides) == len(comparison.results)
        moved = phrase("every_side", lang) if moves_all else ", ".join(sides)
        lines += wrap(phrase("moves", lang).format(override=override, sides=moved), indent=2)
    return ["", *lines] if lines else []


def levels_of(result: Result) -> tuple[str, ...]:
    """Names of the levels that are shown: the headlines, then the others."""
    return (*headline_names(result), *MORE_LEVELS)


def words_of(result: Result, name: str, lang: Lang) -> Words:
    """Label and unit of an indicator or equity figure; a headline is called by its plain name."""
    declared: tuple[Declared | Indicator, ...] = (*FIGURES, *result.indicators)
    for row in declared:
        if row.name == name:
            named = row.headline or row
            return Words(named.zh if lang == "zh" else named.en, row.unit)
    raise KeyError(name)


def _head(result: Result, lang: Lang, part: str = "") -> list[str]:
    """What was run, how far it came, by which engine and seed; ``part`` names the side."""
    finished = f"{result.n} {phrase('of', lang)} {result.replications} {phrase('replications', lang)}"
    if result.ended == "partial":
        finished = phrase("stopped", lang).format(finished)
    seed = f"{phrase('seed', lang)} {result.seed}"
    cases = f"{result.cases:,} {phrase('cases', lang)}"
    # Complete, partial or failed: of a failed run the number of replications alone would not tell why it has none.
    ended = phrase(result.ended, lang)
    return wrap(f"{part}{result.scenario} · {finished} ({ended}) · {cases} · {result.engine} · {seed}", indent=2)


def _scope(result: Result, lang: Lang) -> list[str]:
    """What the run covers: a preview or the whole, of which part of the network."""
    return wrap(scope_sentence(result.labels, words(lang)), indent=2)


def _faults(results: list[Result], lang: Lang) -> list[str]:
    faults = [line for result in results for fault in result.faults[:10] for line in wrap(f"  {fault}", indent=4)]
    return [phrase("not_conserved", lang), *faults] if faults else []


def _notes(outcome: Result | Comparison, lang: Lang) -> list[str]:
    return note_lines(note_sentences(outcome, words(lang)), words(lang))


def _line(words: Words, *cells: str) -> str:
    values = "".join(right(cut(cell, VALUE - 1), VALUE) for cell in cells)
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


def _difference_lines(pair: Pair, lang: Lang) -> list[str]:
    """What a pair says of every headline, and of needs that are filed on one side only."""
    against, side = (name.in_language(lang) for name in pair.names)
    lines = [f" {phrase('minus', lang).format(side=side, against=against)}"]
    for name in headline_names(pair.baseline):
        words, found = words_of(pair.baseline, name, lang), pair.difference(name)
        lines.append(_difference_line(words, found, lang))
    needs = Words(phrase("induced", lang), "cases")
    lines.append(_difference_line(needs, pair.induced, lang))
    return lines + ([f"  {phrase('single', lang)}"] if pair.n < 2 else [])


def _difference_line(words: Words, found: Difference, lang: Lang) -> str:
    """A difference with its unit and verdict; of one known only as "at least so much" there is no verdict."""
    value = difference_amount(found, words.unit, lang)
    unit = left(unit_word(words.unit, lang, difference=True), UNIT)
    verdict = "" if found.at_least else phrase(found.verdict, lang)
    return f"{_line(words, value)} {unit} {verdict}".rstrip()


def difference_amount(found: Difference, unit: str, lang: Lang) -> str:
    """A difference with its half width; "at least" so much where one level lies beyond the follow-up."""
    value = amount(found.difference, found.half_width, unit, signed=True)
    return phrase("at_least", lang).format(value) if found.at_least else value


def _together(comparison: Comparison, lang: Lang) -> list[str]:
    """The sentence that all differences from the baseline lie in their intervals at once, where there are several."""
    differences = len(comparison.results) - 1
    if differences < 2:
        return []  # one interval alone holds as any does
    baseline = comparison.name_of(comparison.baseline).in_language(lang)
    return ["", *wrap(phrase("together", lang).format(n=differences, baseline=baseline), indent=0)]


def _side_lines(comparison: Comparison, lang: Lang) -> list[str]:
    """Levels of every side, as many sides beside each other as a line holds."""
    sides, lines = list(comparison.results.items()), []
    for first in range(0, len(sides), SIDES_A_LINE):
        shown = sides[first : first + SIDES_A_LINE]
        lines.append(_line(Words("", ""), *(comparison.name_of(side).in_language(lang) for side, _ in shown)))
        for name in levels_of(comparison.first):
            words = words_of(comparison.first, name, lang)
            values = [result.indicator(name) for _, result in shown]
            follow_up = comparison.first.labels.window.follow_up / 3_600_000
            if not all(math.isnan(value.mean) for value in values):
                cells = [amount(value.mean, value.half_width, words.unit, follow_up) for value in values]
                lines.append(f"{_line(words, *cells)} {unit_word(words.unit, lang)}".rstrip())
    return lines


def _tail(result: Result, assumptions: Iterable[tuple[str, object, str, str]], lang: Lang) -> list[str]:
    """The assumptions behind the numbers, areas left out of equity figures, and whether the places are illustrative."""
    lines = ["", phrase("assumptions", lang)]
    given = [Assumption(*row) for row in assumptions]
    for row in given:
        unit = f" {row.unit}" if row.unit else ""
        lines += wrap(f"  {row.name} = {row.value}{unit}: {row.meaning}", indent=6)
    if not given:
        lines.append(f"  {phrase('no_assumptions', lang)}")
    # Of the figures of all services together; those of one service leave out areas of their own.
    left_out = max((figure.areas_left_out for figure in result.equity if figure.service is None), default=0)
    if left_out:
        lines.append(f"{left_out} {phrase('left_out', lang)}")
    return lines + ([phrase("illustrative", lang)] if result.labels.illustrative else [])
