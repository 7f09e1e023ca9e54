"""What a comparison says, in plain words made from its numbers; nothing is said that the intervals do not bear."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from sinksim.analysis.explain import explain
from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Words
from sinksim.text.explanation import part_word
from sinksim.text.outcomes import words_of
from sinksim.text.phrases import amount, unit_word

UNDECIDED = ("no detectable difference", "no interval")


class Headline(NamedTuple):
    """One of the four questions that come first: its key, the indicator that answers it, and a second one beside it."""

    key: str
    indicator: str
    beside: str


HEADLINES = (
    Headline("wait", "elapsed", "elapsed_p50"),
    Headline("coverage", "coverage", "filed_share"),
    Headline("cost", "cost_case_with_capital", "cost_case"),
    Headline("equity", "gini_elapsed", "segment_gap_elapsed"),
)


class Said(NamedTuple):
    """A difference in words: how much with its interval, both levels, the unit of each."""

    difference: str
    unit: str
    baseline: str
    alternative: str
    level_unit: str


def said(comparison: Comparison, name: str, t: Words) -> Said:
    """The difference of one indicator and both levels as formatted texts with their units."""
    found, unit = comparison.difference(name), words_of(comparison.baseline, name, t.lang).unit
    follow_up = comparison.baseline.labels.window.follow_up / 3_600_000
    half = found.half_width
    return Said(
        amount(found.difference, half, unit, follow_up, signed=True),
        unit_word(unit, t.lang, difference=True),
        _level(found.baseline, half, unit, follow_up),
        _level(found.alternative, half, unit, follow_up),
        unit_word(unit, t.lang),
    )


def narrative(comparison: Comparison, t: Words) -> list[str]:
    """Sentences: the four headlines, where the time and the money go, what gets better against what gets worse."""
    return [
        *(_headline(comparison, headline, t) for headline in HEADLINES),
        *_largest(comparison, "elapsed", t),
        *_largest(comparison, "cost", t),
        _balance(comparison, t),
    ]


def _headline(comparison: Comparison, headline: Headline, t: Words) -> str:
    """One sentence: by how much an indicator differs, or that it does not detectably."""
    found = comparison.difference(headline.indicator)
    told = said(comparison, headline.indicator, t)
    subject = t(f"story_of_two.{headline.key}")
    if found.verdict in UNDECIDED or math.isnan(found.difference):
        return t("story_of_two.same", what=subject, a=told.baseline, b=_with(told.alternative, told.level_unit))
    way = "more" if found.difference > 0 else "less"
    return t(
        f"story_of_two.{way}",
        what=subject,
        much=_with(told.difference.lstrip("+-"), told.unit),
        a=told.baseline,
        b=_with(told.alternative, told.level_unit),
        verdict=t(f"story_of_two.is_{found.verdict}"),
    )


def _with(number: str, unit: str) -> str:
    return f"{number} {unit}".strip()


def _largest(comparison: Comparison, name: str, t: Words) -> Iterator[str]:
    """The part that changes most, where its change is clear of zero."""
    found = explain(comparison)["elapsed" if name == "elapsed" else "cost"]
    clear = [part for part in found.shown if part.verdict not in UNDECIDED]
    if not clear:
        return
    most = max(clear, key=lambda part: abs(part.difference))
    much = amount(most.difference, most.half_width, found.unit, 0.0, signed=True)
    yield t(
        f"story_of_two.largest_{name}", part=part_word(most.name, t), much=_with(much, unit_word(found.unit, t.lang))
    )


def _balance(comparison: Comparison, t: Words) -> str:
    """How many headlines are better, worse and undecided."""
    verdicts = [comparison.difference(headline.indicator).verdict for headline in HEADLINES]
    better, worse = verdicts.count("better"), verdicts.count("worse")
    return t("story_of_two.balance", better=better, worse=worse, same=len(verdicts) - better - worse)


def _level(value: float, half_width: float, unit: str, follow_up: float) -> str:
    """A level, to the digits of its difference's interval."""
    return amount(value, half_width, unit, follow_up).partition(" ±")[0]
