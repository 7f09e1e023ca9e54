"""What an indicator is."""

from dataclasses import dataclass
from typing import Literal

from sinksim.metrics.formulas import Formula
from sinksim.metrics.headlines import HEADLINES, Headline

Better = Literal["higher", "lower"]
Dimension = Literal[
    "reach", "timeliness", "effort", "precision", "activeness", "equity", "integrity", "satisfaction", "burden", "cost"
]
HOUR = 3_600_000.0
YUAN = 1_000.0
POINT = 1_000.0


@dataclass(frozen=True)
class Indicator:
    """A named number: its words, unit, the direction that is better (None: neither), heading and formula.

    ``headline`` where it is one of those that a reader is told first.
    """

    name: str
    zh: str
    en: str
    unit: str
    better: Better | None
    dimension: Dimension
    formula: Formula

    @property
    def headline(self) -> Headline | None:
        """What makes it a headline; None where it is none."""
        return HEADLINES.get(self.name)
