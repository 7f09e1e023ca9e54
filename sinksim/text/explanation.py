"""What a console shows of an explanation: each number taken apart, then what each setting adds."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from sinksim.analysis.explain import Attribution, Change, Decomposition, Explanation, Part
from sinksim.core.records import TIME_KINDS
from sinksim.experiments.pair import Pair
from sinksim.i18n import Words
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.text.scope import scope_sentence
from sinksim.text.width import cut, left, right, wrap

# What the setting at a path is called.
Titled = Callable[[str], str]

# A line with the longest verdict takes 110 columns.
LABEL, LEVEL, CHANGE = 39, 14, 22


def part_word(name: str, t: Words) -> str:
    """What a part is: a kind of time, a kind of money, a payer, or a sum."""
    return t(f"story.kind_{name}" if name in TIME_KINDS else f"explain.part_{name}")


def explain_text(
    comparison: Pair, found: Explanation, t: Words, attribution: Attribution | None = None, titled: Titled = str
) -> str:
    """The console text of an explanation, with what each setting adds where that was asked for.

    ``titled``: what a setting is called, by its path.
    """
    lines = list(_head(comparison, found, t))
    for one in found.decompositions:
        lines += ["", *_decomposition(one, t)]
    if attribution is not None:
        lines += ["", *_settings(attribution, t, titled)]
    days = comparison.baseline.labels.window.follow_up / 86_400_000
    lines += ["", *wrap(t("explain.follow_up", days=f"{days:g}"), indent=2)]
    return "\n".join(lines + ([phrase("illustrative", t.lang)] if comparison.baseline.labels.illustrative else []))


def _head(comparison: Pair, found: Explanation, t: Words) -> Iterator[str]:
    """What was compared and how far it came, the first ten faults of conservation, and which side is subtracted from which."""
    first = comparison.baseline
    slice_names = [value for value in found.of if value is not None]
    done = f"{comparison.n} {phrase('of', t.lang)} {first.replications} {phrase('replications', t.lang)}"
    if first.ended == "partial":
        done = f"{phrase('stopped', t.lang).format(done)} ({phrase('partial', t.lang)})"
    about = [first.scenario, *slice_names, done, first.engine, f"{phrase('seed', t.lang)} {first.seed}"]
    yield from wrap(" · ".join(about), indent=2)
    yield from wrap(scope_sentence(first.labels, t), indent=2)
    for result in (first, comparison.alternative):
        if result.faults:
            yield phrase("not_conserved", t.lang)
            yield from (f"  {fault}" for fault in result.faults[:10])
    against, side = (name.in_language(t.lang) for name in comparison.names)
    yield phrase("minus_alone", t.lang).format(side=side, against=against)


def _decomposition(found: Decomposition, t: Words) -> Iterator[str]:
    """One number taken apart, a line a part, then its totals."""
    before, after = (cut(name.in_language(t.lang), LEVEL - 2) for name in found.names)
    yield f"{t(f'explain.decomposition_{found.name}')} [{unit_word(found.unit, t.lang)}]"
    yield f"  {' ' * LABEL}{right(before, LEVEL)}{right(after, LEVEL)}{right(t('explain.change'), CHANGE)}"
    for part in found.shown:
        yield _line(part, found.unit, t)
    if not found.shown:
        yield f"  {t('explain.not_recorded')}"
    for total in (found.without_capital, found.whole):  # the first is None where capital is no part
        if total is not None:
            yield _line(total, found.unit, t)


def level_text(value: float) -> str:
    """A level with two decimals; a dash where there is none."""
    return "—" if math.isnan(value) else f"{round(value, 2) + 0.0:,.2f}"


def _line(part: Part, unit: str, t: Words) -> str:
    """A part with its levels on both sides, its change and its verdict."""
    label = cut(part_word(part.name, t), LABEL)
    levels = "".join(right(level_text(value), LEVEL) for value in (part.baseline, part.alternative))
    change = right(amount(part.difference, part.half_width, unit, signed=True), CHANGE)
    return f"  {left(label, LABEL)}{levels}{change}  {phrase(part.verdict, t.lang)}"


def setting_words(change: Change, titled: Titled, t: Words) -> str:
    """One setting that differs: ``share that adopts: 0 → 0.8``."""
    return f"{titled(change.path)}: {_value(change.before, t)} → {_value(change.after, t)}"


def _value(value: Any, t: Words) -> str:
    """A setting's value: a number, yes or no, nothing, or a choice by its label where it has one."""
    if value is None or isinstance(value, bool):
        return t(f"explain.value_{str(value).lower()}")
    if isinstance(value, int | float):
        return cut(f"{value:,.10g}", 40)
    return cut(t.maybe(f"levers.choice_{value}") or str(value), 40)


def _settings(attribution: Attribution, t: Words, titled: Titled) -> Iterator[str]:
    """What each setting adds to each number, and that another order may give other parts."""
    yield t("explain.settings")
    # The whole of the cost by payer is that of the cost by kind: it need not be told twice.
    for one in (found for found in attribution.whole.decompositions if found.name != "payers"):
        yield f"  {t(f'explain.decomposition_{one.name}')} [{unit_word(one.unit, t.lang)}]"
        for contribution in attribution.contributions:
            part = contribution.explanation[one.name].whole
            yield _setting_line(setting_words(contribution.change, titled, t), part, one.unit, t)
        yield _setting_line(t("explain.all"), one.whole, one.unit, t)
    yield from wrap(t("explain.turn"), indent=2)


def _setting_line(label: str, part: Part, unit: str, t: Words) -> str:
    change = right(amount(part.difference, part.half_width, unit, signed=True), CHANGE)
    return f"    {left(cut(label, 58), 58)}{change}  {phrase(part.verdict, t.lang)}"
