"""What the sides of a comparison are called, and the parts that they play in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# The parts that the two sides of a pair play: what is compared with, and what is compared.
Role = Literal["baseline", "alternative"]
ROLES: tuple[Role, Role] = ("baseline", "alternative")


class SideName(NamedTuple):
    """A side as the scenario names it: its key, and what it is called in Chinese and in English."""

    key: str
    zh: str = ""
    en: str = ""

    def in_language(self, lang: str) -> str:
        """What the side is called; its key where the scenario does not say."""
        return (self.zh if lang == "zh" else self.en) or self.key


# Sides of files that name none, as the first format had them, and of two scenarios compared in Python.
BASELINE = SideName("baseline", "基准方案", "baseline")
ALTERNATIVE = SideName("alternative", "备选方案", "alternative")
# The scenario as it is, where it names no sides and a proposal is laid beside it.
TODAY = SideName("today", "现状", "today")
USUAL = {name.key: name for name in (BASELINE, ALTERNATIVE)}
_NAMED = {**USUAL, TODAY.key: TODAY}


class PairNames(NamedTuple):
    """What the two sides of a pair are called: what is compared with, and what is compared."""

    baseline: SideName = BASELINE
    alternative: SideName = ALTERNATIVE

    def of(self, role: Role, lang: str) -> str:
        """What the side that plays a part is called."""
        return (self.baseline if role == "baseline" else self.alternative).in_language(lang)


@dataclass(frozen=True)
class SideRoles:
    """What is compared with what among named sides.

    ``baseline``: the side that the proposals are compared with, mostly today; empty for the first. ``traditional``: the side
    without a platform, with which the baseline is compared to say what the platform brings. ``names``: what sides are called.
    ``least``: smallest differences that matter, by headline, where the scenario states others than the declared ones.
    """

    baseline: str = ""
    traditional: str | None = None
    names: Mapping[str, SideName] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)

    def name_of(self, side: str) -> SideName:
        """What a side is called."""
        return self.names.get(side) or _NAMED.get(side) or SideName(side)

    def pair_names(self, side: str, against: str) -> PairNames:
        """What a side and the one that it is compared with are called."""
        return PairNames(self.name_of(against), self.name_of(side))


NO_ROLES = SideRoles()
"""The first side is the baseline, and there is no traditional one."""

USUAL_NAMES = PairNames()
