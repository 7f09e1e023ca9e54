"""One change of a scenario's tree that knows the schema: where it is made, and what is put there."""

import random
from typing import Any, Literal, NamedTuple, get_args, get_origin

from sinksim.scenarios.declarations import is_model
from sinksim.scenarios.processes import Step
from tests.fuzz.making import Maker
from tests.fuzz.names import Names
from tests.fuzz.spots import ABSENT, STEPS, Spot, replaced, spots
from tests.fuzz.values import DATES, SOUND_DATES, mutated_number

Tree = dict[str, Any]
# How often each section is changed; what is not named is changed as often as the last.
SECTIONS = {
    "processes": 8.0, "services": 4.0, "stations": 3.0, "network": 3.0, "risks": 2.0, "costs": 2.0, "experiment": 2.0,
    "calendars": 2.0, "profiles": 2.0, "clocks": 2.0, "parameters": 2.0, "policy": 1.5, "start": 0.5, "urgencies": 0.5,
    "comparison": 0.3, "levers": 0.3,
}  # fmt: skip
OTHERWISE = 0.1
ABSENT_AS_OFTEN = 0.5
NUMBER_AS_OFTEN = 2.0
ENDLESS_AS_OFTEN = 5.0
# A whole section at once; a step put in, left out or replaced.
AS_OFTEN = {"Scenario": 0.3, STEPS: 8.0}
# 1 to 4 changes of a scenario.
MANY = {1: 11, 2: 5, 3: 3, 4: 1}


class Change(NamedTuple):
    """What was changed: the dotted path, the value before and the value now."""

    path: str
    before: Any
    now: Any

    def __str__(self) -> str:
        """One line."""
        return f"{self.path}: {_short(self.before)} -> {_short(self.now)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:200]} ... {text[-80:]}"


def mutated(tree: Tree, rng: random.Random) -> tuple[Tree, list[Change]]:
    """The tree with one to four changes."""
    changes = []
    for _ in range(rng.choices(list(MANY), list(MANY.values()))[0]):
        tree, change = changed(tree, rng)
        changes.append(change)
    return tree, changes


def changed(tree: Tree, rng: random.Random) -> tuple[Tree, Change]:
    """The tree with one change, which is a change."""
    names = Names(tree)
    everywhere = spots(tree)
    while True:
        spot = chosen(everywhere, rng)
        value = replacement(spot, rng, Maker(rng, names))
        if repr(value) != repr(spot.value):
            break
    return replaced(tree, spot.path, value), Change(".".join(map(str, spot.path)), spot.value, value)


def chosen(everywhere: list[Spot], rng: random.Random) -> Spot:
    """A place: every section has its share, in it every part of the schema, in that every field, then any place."""
    # Parameters of which none is used would change nothing.
    unused = {spot.section for spot in everywhere if spot.path == ("parameters",) and not spot.value}
    by_field: dict[str, dict[str, dict[str, list[Spot]]]] = {}
    for spot in everywhere:
        if spot.section not in unused and not (spot.owner == "Step" and spot.value is ABSENT):
            by_field.setdefault(spot.section, {}).setdefault(spot.owner, {}).setdefault(spot.field, []).append(spot)
    section = _drawn(rng, {name: SECTIONS.get(name, OTHERWISE) for name in by_field})
    owners = by_field[section]
    owner = _drawn(rng, {name: _often_of(name, fields) for name, fields in owners.items()})
    fields = owners[owner]
    field = _drawn(rng, {name: _often(here) for name, here in fields.items()})
    return rng.choice([spot for spot in fields[field] if spot.value is not ABSENT] or fields[field])


def _drawn(rng: random.Random, weights: dict[str, float]) -> str:
    names = sorted(weights)
    return rng.choices(names, [weights[name] for name in names])[0]


def _often_of(owner: str, fields: dict[str, list[Spot]]) -> float:
    """How often a part is changed: the more fields it has, the more often, though not as much more."""
    return AS_OFTEN.get(owner) or sum(map(_often, fields.values())) ** 0.5


def _often(here: list[Spot]) -> float:
    """How often a field is changed: numbers more than names, those without an end to their range most of all."""
    absent = all(spot.value is ABSENT for spot in here)
    is_number = any(spot.is_number for spot in here)
    endless = is_number and not {"le", "lt"} & set(here[0].bounds())
    return (ABSENT_AS_OFTEN if absent else 1.0) * (
        ENDLESS_AS_OFTEN if endless else NUMBER_AS_OFTEN if is_number else 1.0
    )


def replacement(spot: Spot, rng: random.Random, maker: Maker) -> Any:
    """Another value for a place, of its kind or not; ``ABSENT`` where what is given is left out."""
    value = spot.value
    if value is ABSENT:
        return maker.made(spot.annotation, spot.field, spot.bounds())
    chance = rng.random()
    if chance < 0.03 and isinstance(spot.path[-1], str):
        return ABSENT
    if chance < 0.05:
        return rng.choice((None, {}, [], "", 0))
    if isinstance(value, dict):
        return _mapping(spot, value, rng, maker)
    if isinstance(value, list):
        return _list(spot, value, rng, maker)
    return _scalar(spot, rng, maker)


def _scalar(spot: Spot, rng: random.Random, maker: Maker) -> Any:
    value, kinds = spot.value, spot.kinds
    if spot.field == "start" and spot.owner == "Scenario":
        return rng.choice(DATES if rng.random() < 0.4 else SOUND_DATES)
    if bool in kinds:
        return rng.choice((not value, not value, not value, "yes", 1))
    if Step in kinds:
        return maker.made(spot.annotation, spot.field)
    if spot.is_duration and rng.random() < 0.4:
        return maker.made(spot.annotation, spot.field)
    if spot.is_number:
        return mutated_number(rng, spot.bounds(), value, whole=float not in kinds and not spot.is_duration)
    literals = [one for kind in kinds if get_origin(kind) is Literal for one in get_args(kind)]
    if literals and rng.random() < 0.85:
        return rng.choice(literals)
    return maker.text(spot.field)


def _mapping(spot: Spot, value: Tree, rng: random.Random, maker: Maker) -> Any:
    if Step in spot.kinds or spot.is_duration:
        return maker.made(spot.annotation, spot.field)
    if any(is_model(kind) for kind in spot.kinds):
        unknown = {**value, rng.choice(("nobody", "Mean", "name")): rng.choice((1, "x", None))}
        return unknown if rng.random() < 0.1 else maker.made(spot.annotation, spot.field)
    keys = list(value)
    how = rng.choice(("dropped", "doubled", "renamed", "added", "reversed"))
    if how == "added" or not keys:
        made = maker.made(spot.annotation, spot.field)
        return {**value, **made} if isinstance(made, dict) else made
    key, name = rng.choice(keys), maker.names.drawn(rng, spot.field)
    if how == "dropped":
        return {k: v for k, v in value.items() if k != key}
    if how == "doubled":
        return {**value, name: value[key]}
    if how == "renamed":
        return {name if k == key else k: v for k, v in value.items()}
    return dict(reversed(value.items()))


def _list(spot: Spot, value: list[Any], rng: random.Random, maker: Maker) -> Any:
    made = maker.made(spot.annotation, spot.field)
    entries = made if isinstance(made, list) and made else [made]
    if not value:
        return entries
    place = rng.randrange(len(value))
    ways = [
        [],
        value + value,
        value[::-1],
        value[:place] + value[place + 1 :],
        [*value[:place], value[place], *value[place:]],
        rng.sample(value, len(value)),
        *[[*value[:place], entries[0], *value[place:]]] * 3,
        *[[*value[:place], entries[0], *value[place + 1 :]]] * 2,
    ]
    return rng.choice(ways)
