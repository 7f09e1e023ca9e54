"""What every number of a case is on each side of a setting, and how a setting changes when one is moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sinksim.core.side_names import SIDES
from sinksim.scenarios.levers import Lever
from sinksim.scenarios.loading.presets import options, read_option
from sinksim.ui.setting import Setting, Side, Value

# Both sides live over the same days in the same places: nothing else could be paired.
OF_BOTH = ("network", "experiment")
SECTION_OF = {"policy": "policy", "risk": "risks"}


@dataclass(frozen=True)
class Values:
    """A setting over a case: ``own`` is what the case itself says of its two sides."""

    setting: Setting
    own: Mapping[str, Mapping[str, Any]]

    def get(self, side: Side, lever: Lever) -> Any:
        """The value of a lever on a side; of the alternative, where both are asked for."""
        if side == "shared" and not self._is_of_a_side(lever.path):
            return self._shared(lever)
        one: Side = "alternative" if side == "shared" else side
        if self.setting.has(one, lever.path):
            return self.setting.value(one, lever.path)
        return self.own[one].get(lever.path, self._shared(lever))

    def usual(self, side: Side, lever: Lever) -> Any:
        """The value that the case itself gives."""
        one = "alternative" if side == "shared" else side
        return self.own[one].get(lever.path, lever.value)

    def is_moved(self, side: Side, lever: Lever) -> bool:
        """Whether something else than the case's own value was set."""
        sides = (*SIDES, side) if side == "shared" else (side,)
        return any(self.setting.has(one, lever.path) for one in sides)

    def put(self, side: Side, lever: Lever, value: Value) -> Setting:
        """The setting with a lever moved; moved back to the case's own value, it is not spoken of any more."""
        if side == "shared" and self._is_of_a_side(lever.path):
            return self._put_one("alternative", lever, value, Values(self._put_one("baseline", lever, value), self.own))
        return self._put_one(side, lever, value)

    def _put_one(self, side: Side, lever: Lever, value: Value, over: "Values | None" = None) -> Setting:
        """The setting with a lever moved on one side; a value equal to the case's own leaves no setting at all.

        ``over``: values of a setting that was changed already, instead of this one's.
        """
        setting = (over or self).setting
        without = setting.without(side, lever.path)
        back = Values(without, self.own).get(side, lever)
        same = value == back and isinstance(value, bool) == isinstance(back, bool)
        return without if same else setting.with_value(side, lever.path, value)

    def reset(self, side: Side, lever: Lever) -> Setting:
        """The setting with the case's own value."""
        setting = self.setting.without(side, lever.path)
        for one in SIDES if side == "shared" else ():
            setting = setting.without(one, lever.path)
        return setting

    def _shared(self, lever: Lever) -> Any:
        return self.setting.value("shared", lever.path) if self.setting.has("shared", lever.path) else lever.value

    def _is_of_a_side(self, path: str) -> bool:
        return any(self.setting.has(side, path) or path in self.own[side] for side in SIDES)


def side_for(lever: Lever, chosen: Side) -> Side:
    """The side on which a lever is moved: days and places only on both."""
    return "shared" if lever.section in OF_BOTH else chosen


def option_settings(group: str, name: str) -> dict[str, Value]:
    """What a ready-made option sets, by dotted path."""
    return _flat(read_option(group, name), SECTION_OF[group])


def option_names(group: str) -> list[str]:
    """Ready-made options of a group."""
    return options(group)


def _flat(tree: Mapping[str, Any], head: str) -> dict[str, Value]:
    """A tree as values by dotted path."""
    found: dict[str, Value] = {}
    for name, value in tree.items():
        found |= _flat(value, f"{head}.{name}") if isinstance(value, Mapping) else {f"{head}.{name}": value}
    return found


def without_changes(setting: Setting) -> Setting:
    """The case as it comes."""
    return replace(setting, shared=(), baseline=(), alternative=())
