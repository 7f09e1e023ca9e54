"""Colours that people with any kind of colour vision can tell apart, on light and on dark ground.

The hues are those of Okabe and Ito (2008), in shades that keep a contrast of 3 to 1 with white and with a dark page.
What a colour says is always said by a sign or a word as well.
"""

from typing import Literal

BASELINE = "#7f7f7f"
ALTERNATIVE = "#0083c2"
BETTER = "#008f6b"
WORSE = "#d55e00"
NEUTRAL = "#8a8a8a"
GRID = "rgba(128, 128, 128, 0.25)"

# In the order in which they are used for what has no meaning of its own (services, payers, segments).
SERIES = ("#0083c2", "#d55e00", "#008f6b", "#b0679a", "#b8860b", "#4f6bd6", "#8a8a8a", "#a0522d")

KIND_OF_TIME = {
    "discover": "#8a8a8a",
    "travel": "#d55e00",
    "closed": "#6f6f9e",
    "queue": "#0083c2",
    "service": "#008f6b",
    "relay": "#b8860b",
    "meeting": "#b0679a",
    "assemble": "#4f6bd6",
    "match": "#2f9e9e",
    "home": "#a0522d",
    "rework": "#c44e7d",
}

Verdict = Literal["better", "worse", "higher", "lower", "little difference", "no interval"]


def colour_of(verdict: str) -> str:
    """Colour of a difference: only what is clear of zero and has a better side is coloured."""
    return {"better": BETTER, "worse": WORSE}.get(verdict, NEUTRAL)


def series(position: int) -> str:
    """Colour of the n-th of several that have no colour of their own."""
    return SERIES[position % len(SERIES)]
