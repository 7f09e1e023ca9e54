"""What a pair of sides says, in plain words made from its numbers; nothing is said that the intervals do not bear."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from sinksim.analysis.explain import explain
from sinksim.experiments.pair import Pair
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Words
from sinksim.text.explanation import part_word
from sinksim.text.outcomes import difference_amount, words_of
from sinksim.text.phrases import amount, unit_word

UNDECIDED = ("little difference", "no interval")


class DifferenceWords(NamedTuple):
    """A difference in words: how much with its interval (and without a sign), both levels, the unit of each."""

    difference: str
    size: str
    unit: str
    baseline: str
    alternative: str
    level_unit: str


def difference_words(pair: Pair, name: str, t: Words) -> DifferenceWords:
    """The difference of one indicator and both levels as formatted texts with their units."""
    found, unit = pair.difference(name), words_of(pair.baseline, name, t.lang).unit
    follow_up = pair.baseline.labels.window.follow_up / 3_600_000
    half = found.half_width
    return DifferenceWords(
        difference=difference_amount(found, unit, t.lang),
        size=amount(abs(found.difference), half, unit),
        unit=unit_word(unit, t.lang, difference=True),
        baseline=_level(found.baseline, half, unit, follow_up),
        alternative=_level(found.alternative, half, unit, follow_up),
        level_unit=unit_word(unit, t.lang),
    )


def narrative(pair: Pair, t: Words) -> list[str]:
    """Sentences: the headlines, where the time and the money go, what gets better against what gets worse."""
    return [
        *(_headline(pair, name, t) for name in headline_names(pair.baseline)),
        *_largest(pair, "elapsed", t),
        *_largest(pair, "cost", t),
        _balance(pair, t),
    ]


def _headline(pair: Pair, name: str, t: Words) -> str:
    """One sentence: by how much a headline differs, or that it differs little."""
    found, told = pair.difference(name), difference_words(pair, name, t)
    against, side = (called.in_language(t.lang) for called in pair.names)
    # What every sentence names: the levels a and b, and the two sides that they are of.
    ends = {"a": told.baseline, "b": _with(told.alternative, told.level_unit), "against": against, "side": side}
    subject = words_of(pair.baseline, name, t.lang).label
    if math.isnan(found.difference) or (found.verdict in UNDECIDED and not found.at_least):
        return t("story_of_two.same", what=subject, **ends)
    way = ("at_least_" if found.at_least else "") + ("more" if found.difference > 0 else "less")
    much = _with(told.size, told.unit)
    verdict = "" if found.at_least else t(f"story_of_two.is_{found.verdict}")
    return t(f"story_of_two.{way}", what=subject, much=much, verdict=verdict, **ends)


def _with(number: str, unit: str) -> str:
    return f"{number} {unit}".strip()


def _largest(pair: Pair, name: Literal["elapsed", "cost"], t: Words) -> Iterator[str]:
    """The part of the elapsed time or of the cost that changes most, of those whose change is clear of zero."""
    found = explain(pair)[name]
    clear = [part for part in found.shown if part.verdict not in UNDECIDED]
    if not clear:
        return
    most = max(clear, key=lambda part: abs(part.difference))
    much = amount(most.difference, most.half_width, found.unit, signed=True)
    yield t(
        f"story_of_two.largest_{name}", part=part_word(most.name, t), much=_with(much, unit_word(found.unit, t.lang))
    )


def _balance(pair: Pair, t: Words) -> str:
    """How many headlines are better, worse, and neither of them."""
    verdicts = [pair.difference(name).verdict for name in headline_names(pair.baseline)]
    better, worse = verdicts.count("better"), verdicts.count("worse")
    return t("story_of_two.balance", n=len(verdicts), better=better, worse=worse, same=len(verdicts) - better - worse)


def _level(value: float, half_width: float, unit: str, follow_up: float) -> str:
    """A level, to the digits of its difference's interval."""
    return amount(value, half_width, unit, follow_up).partition(" ±")[0]
