"""What every number of a case is on each side of a setting, and how a setting changes when one is moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sinksim.scenarios.levers import Lever
from sinksim.scenarios.loading.presets import options, read_option
from sinksim.ui.setting import EVERY, Setting, Value

# All sides live over the same days in the same places: nothing else could be paired.
OF_EVERY_SIDE = ("network", "experiment")
SECTION_OF = {"policy": "policy", "risk": "risks"}


@dataclass(frozen=True)
class Values:
    """A setting over a case: ``own`` is what the case itself says of each side."""

    setting: Setting
    own: Mapping[str, Mapping[str, Any]]

    def get(self, side: str, lever: Lever) -> Any:
        """The value of a lever on a side: set by the visitor, else by the scenario for that side (``own``), else for all.

        Where every side is asked for, that of the last one that says something of it.
        """
        if side == EVERY:
            spoken = self._sides_that_say(lever.path)
            return self.get(spoken[-1], lever) if spoken else self._shared(lever)
        if self.setting.has(side, lever.path):
            return self.setting.value(side, lever.path)
        return self.own.get(side, {}).get(lever.path, self._shared(lever))

    def usual(self, side: str, lever: Lever) -> Any:
        """The value that the case itself gives."""
        return self.own.get(side, {}).get(lever.path, lever.value)

    def is_moved(self, side: str, lever: Lever) -> bool:
        """Whether something else than the case's own value was set."""
        sides = (side, *self._sides_that_say(lever.path)) if side == EVERY else (side,)
        return any(self.setting.has(one, lever.path) for one in sides)

    def put(self, side: str, lever: Lever, value: Value) -> Setting:
        """The setting with a lever moved; moved back to the case's own value, it is not spoken of any more."""
        moved = self
        for one in (side, *self._sides_that_say(lever.path)) if side == EVERY else (side,):
            moved = Values(moved._put_one(one, lever, value), self.own)
        return moved.setting

    def _put_one(self, side: str, lever: Lever, value: Value) -> Setting:
        """The setting with a lever moved on one side; a value equal to the case's own leaves no setting at all."""
        without = self._without(side, lever.path)
        back = Values(without, self.own)._shared(lever) if side == EVERY else Values(without, self.own).get(side, lever)
        same = value == back and isinstance(value, bool) == isinstance(back, bool)  # Python holds True equal to 1
        return without if same else self.setting.with_value(side, lever.path, value)

    def reset(self, side: str, lever: Lever) -> Setting:
        """The setting with the case's own value."""
        moved = self
        for one in (side, *self._sides_that_say(lever.path)) if side == EVERY else (side,):
            moved = Values(moved._without(one, lever.path), self.own)
        return moved.setting

    def _without(self, side: str, path: str) -> Setting:
        """The setting that says nothing of a path on one side; a side that the visitor added stays."""
        return self.setting.without(side, path, keep=side not in (EVERY, *self.own))

    def _shared(self, lever: Lever) -> Any:
        return self.setting.value(EVERY, lever.path) if self.setting.has(EVERY, lever.path) else lever.value

    def _sides_that_say(self, path: str) -> list[str]:
        """Sides that set a path themselves, the scenario's own first: what every side says does not reach them."""
        names = dict.fromkeys([*self.own, *(side for side, _ in self.setting.sides)])
        return [side for side in names if self.setting.has(side, path) or path in self.own.get(side, {})]


def side_for(lever: Lever, chosen: str) -> str:
    """The side on which a lever is moved: days and places only on every one."""
    return EVERY if lever.section in OF_EVERY_SIDE else chosen


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
    return replace(setting, shared=(), sides=())
