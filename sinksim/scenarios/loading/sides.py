"""The sides of a comparison as settings over one scenario: the one carrier between what was asked and what is run."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.side_names import BASELINE, NO_ROLES, TODAY, USUAL, SideName, SideRoles
from sinksim.core.wording import near, shown
from sinksim.scenarios.comparison import Side
from sinksim.scenarios.loading.composing import overridden, scenario_of
from sinksim.scenarios.loading.decisions import is_decision
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.overrides import GROUPS, edits_of
from sinksim.scenarios.loading.settings import Tree, apply_settings
from sinksim.scenarios.scenario import Scenario

Settings = Mapping[str, Any]
ADOPTION, CAPITAL = "policy.adoption", "costs.capital.amount"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_OF_SIDE = re.compile(rf"({_NAME.pattern}):(.+)", re.DOTALL)


@dataclass(frozen=True)
class Sides:
    """A scenario's tree (before its parameters are put in) and what each named side sets over what all share.

    ``sides`` holds any number of them, in order; ``roles`` says what is compared with what. ``last`` is laid over every side at
    the end, whatever it says itself, such as what a preview covers.
    """

    tree: Tree
    where: str
    shared: Settings = field(default_factory=dict)
    sides: Mapping[str, Settings] = field(default_factory=dict)
    last: Settings = field(default_factory=dict)
    roles: SideRoles = NO_ROLES

    def trees(self) -> dict[str, Tree]:
        """The tree of each side, parameters not yet put in; raises BadInput."""
        common = apply_settings(self.tree, self.shared, self.where)
        return {
            name: apply_settings(common, {**own, **self.last}, f"{self.where}: comparison.sides.{name}.set")
            for name, own in self.sides.items()
        }

    def scenarios(self) -> dict[str, Scenario]:
        """The scenario of each side; raises BadInput."""
        return {name: scenario_of(tree, f"{self.where} (side {name})") for name, tree in self.trees().items()}

    def ending_with(self, last: Settings) -> "Sides":
        """The same with settings that hold for every side, whatever they say themselves."""
        return replace(self, last=last)

    def of(self, name: str) -> dict[str, Any]:
        """What one side sets by itself; what holds for every side at the end is not said again."""
        return {path: value for path, value in self.sides[name].items() if path not in self.last}

    @property
    def proposals(self) -> tuple[str, ...]:
        """Sides that are neither the baseline nor the traditional one."""
        return tuple(side for side in self.sides if side not in (self.roles.baseline, self.roles.traditional))

    def pair(self, side: str | None = None, against: str | None = None) -> tuple[str, str]:
        """A side and the one that it is compared with: those named, else what is told first. Raises BadInput.

        First is the baseline against the traditional side, where there is one, else a proposal against the baseline.
        """
        for name in (side, against):
            if name is not None and name not in self.sides:
                raise BadInput(f"side {shown(name)} is not one of the comparison's; {near(name, self.sides)}")
        baseline, traditional = self.roles.baseline, self.roles.traditional
        if side is None and against is None and traditional not in (None, baseline):
            return baseline, str(traditional)
        if side is None:
            side = next((name for name in (*self.proposals, baseline) if name != against), baseline)
        if against is None:
            against = baseline if side != baseline else next(name for name in self.sides if name != baseline)
        if side == against:
            raise BadInput(f"side {shown(side)} is compared with itself; allowed: two sides of {', '.join(self.sides)}")
        return side, against


def compared_sides(tree: Tree, where: str) -> Sides:
    """The sides that the scenario's own ``comparison`` names; raises BadInput where it names none.

    The settings are laid over the tree before parameters are put in, so that a setting may be one of ``parameters``.
    """
    found = own_sides(tree, where)
    if not found.sides:
        raise BadInput(
            f"{where}: comparison names no sides; allowed: two or more under comparison.sides, each with the settings "
            "that it sets, or --side 'NAME: path=value ...'"
        )
    return found


def own_sides(tree: Tree, where: str) -> Sides:
    """The sides that the scenario names, else nobody on the platform against those who adopt it, else none.

    Those two need services with both channels; where the scenario has nobody adopt, everybody does on the second side.
    """
    scenario = scenario_of(tree, where)
    compared = scenario.comparison
    if compared.sides:
        sides = {name: dict(side.set) for name, side in compared.sides.items()}
        roles = SideRoles(
            compared.baseline or next(iter(sides)),
            compared.traditional,
            {name: SideName(name, side.zh, side.en) for name, side in compared.sides.items()},
            compared.least_difference,
        )
        return Sides(tree, where, sides=sides, roles=roles)
    if not all(service.traditional and service.platform for service in scenario.services.values()):
        return Sides(tree, where)
    nobody, adopters = {ADOPTION: 0.0, CAPITAL: 0.0}, {ADOPTION: scenario.policy.adoption or 1.0}
    return Sides(tree, where, sides=dict(zip(USUAL, (nobody, adopters), strict=True)), roles=SideRoles(BASELINE.key))


def ending_with(tree: Tree, last: Settings, where: str) -> Tree:
    """A tree with settings that hold for every side of its comparison, whatever the sides say themselves; raises BadInput."""
    laid = apply_settings(tree, last, where)
    compared = laid.get("comparison") or {}
    sides = {
        name: {**side, "set": {path: value for path, value in (side.get("set") or {}).items() if path not in last}}
        for name, side in (compared.get("sides") or {}).items()
    }
    return {**laid, "comparison": {**compared, "sides": sides}} if sides else laid


class Move(NamedTuple):
    """An override as it was typed, and the sides that it moves."""

    override: str
    sides: tuple[str, ...]


def with_overrides(
    tree: Tree, overrides: Sequence[str], added: Sequence[str], where: str
) -> tuple[Tree, tuple[Move, ...]]:
    """A tree with overrides laid over it or over the sides of its comparison, and which sides each of them moves.

    ``NAME:path=value`` moves that side. One that names no side moves the proposals where it is a decision, else every side.
    ``added``: sides as ``--side`` has them, ``NAME: path=value path=value``: a new side, which may set nothing, or settings of
    one that is there. Raises BadInput.
    """
    tree = _with_added(_with_usual(tree, where), added, where)
    own = {override: found for override in overrides if (found := _OF_SIDE.fullmatch(override))}
    plain = [override for override in overrides if override not in own]
    proposals = own_sides(tree, where).proposals
    decided = [override for override in plain if _is_decided(tree, override)]
    if decided and not proposals:
        known = ", ".join(_names_of_sides(tree)) or "(none)"
        raise BadInput(
            f"override {shown(decided[0])}: no side is a proposal that it could move; allowed: NAME:path=value with one of "
            f"{known}, or --side 'NAME: path=value'"
        )
    of_all = [override for override in plain if override not in decided]
    tree = overridden(tree, of_all, where)
    for override in of_all:
        tree = _with_settings_of(tree, _sides_that_set(tree, override), [override], where)
    for override in decided:
        tree = _with_settings_of(tree, proposals, [override], where)
    for found in own.values():
        tree = _with_settings_of(tree, (_known_side(tree, found[1]),), [found[2]], where)
    sides = tuple(_names_of_sides(tree))
    moves = [Move(o, (own[o][1],) if o in own else proposals if o in decided else sides) for o in overrides]
    return tree, tuple(moves)


def _sides_that_set(tree: Tree, override: str) -> list[str]:
    """Sides that set a path themselves: what is said of every side holds for them, too."""
    path = override.partition("=")[0]
    sides = (tree.get("comparison") or {}).get("sides") or {}
    return [name for name, side in sides.items() if path in (side.get("set") or {})]


def _names_of_sides(tree: Tree) -> list[str]:
    return list((tree.get("comparison") or {}).get("sides") or {})


def _known_side(tree: Tree, side: str) -> str:
    """A side that the comparison has; raises BadInput."""
    if side not in _names_of_sides(tree):
        raise BadInput(f"side {shown(side)} is not one of the comparison's; {near(side, _names_of_sides(tree))}")
    return side


def _is_decided(tree: Tree, override: str) -> bool:
    """Whether an override is a plain setting that a planner decides; what cannot be read is left to be refused elsewhere."""
    key = override.partition("=")[0]
    if key in GROUPS or key[:1] in ("+", "~") or "=" not in override:
        return False
    return is_decision(tree, tuple(key.split(".")))


def _with_added(tree: Tree, added: Sequence[str], where: str) -> Tree:
    """The tree with the sides of ``--side``: new ones, or further settings of one that is there; raises BadInput."""
    seen: set[tuple[str, str]] = set()
    for text in added:
        name, colon, typed = text.partition(":")
        try:
            settings = shlex.split(typed)
        except ValueError:
            colon = ""
        if not colon or not _NAME.fullmatch(name):
            raise BadInput(
                f"--side is {shown(text)}; allowed: 'NAME: path=value path=value', such as 'more: policy.adoption=0.8'"
            )
        for setting in settings:
            path = setting.partition("=")[0]
            if (name, path) in seen:
                raise BadInput(f"--side sets {path} of {name} twice; allowed: once")
            seen.add((name, path))
        tree = _with_settings_of(_with_side(tree, name), (name,), settings, where)
    return tree


def _with_side(tree: Tree, name: str) -> Tree:
    """The tree with a side of this name; where it compares nothing yet, the scenario as it is comes first."""
    compared = tree.get("comparison") or {}
    sides = dict(compared.get("sides") or {})
    if not sides:
        sides, compared = {TODAY.key: _side_section(TODAY, {})}, {**compared, "baseline": TODAY.key}
    return {
        **tree,
        "comparison": {**compared, "sides": {**sides, name: sides.get(name, _side_section(SideName(name), {}))}},
    }


def _side_section(called: SideName, settings: Settings) -> Tree:
    """A side as the scenario's tree holds it, so that it is written out as one that a file names."""
    return filled(Side, {"zh": called.zh, "en": called.en, "set": dict(settings)})


def _with_usual(tree: Tree, where: str) -> Tree:
    """The tree whose usual sides stand in its comparison, where it names none and has some."""
    usual = {} if _names_of_sides(tree) else own_sides(tree, where).sides
    if not usual:
        return tree
    sides = {side: _side_section(USUAL[side], settings) for side, settings in usual.items()}
    return {**tree, "comparison": {**(tree.get("comparison") or {}), "baseline": BASELINE.key, "sides": sides}}


def _with_settings_of(tree: Tree, sides: Sequence[str], overrides: Sequence[str], where: str) -> Tree:
    """The tree in which sides set what overrides say, too; the paths must lead somewhere."""
    if not sides:
        return tree
    settings = {}
    for override, edit in zip(overrides, edits_of(overrides), strict=True):
        if edit.act != "merge":
            raise BadInput(f"override {shown(override)} of a side; allowed: path=value")
        settings[".".join(edit.path)] = edit.value
    # Only to refuse paths that lead nowhere: the tree itself stays as it is, its named sides are changed below.
    apply_settings(tree, edits_of(overrides), where)
    compared = tree["comparison"]
    known = dict(compared["sides"])
    for side in sides:
        known[side] = {**known[side], "set": {**(known[side].get("set") or {}), **settings}}
    return {**tree, "comparison": {**compared, "sides": known}}
