"""What a page shows, as one frozen value: a share link, a command and Python lines are other ways to write it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import named, shown
from sinksim.i18n import LANGUAGES, Lang

Value = bool | int | float | str | None
Pairs = tuple[tuple[str, Value], ...]
# What holds for every side; else a side is called by its name.
EVERY = "*"

DEFAULT_CASE = "guizhou"
MOST_PAIRS = 200
_MARK, _EVERY_MARK = "x", "s"
# Links of the first format moved two sides that had no names.
_FORMER_MARKS = {"b": "baseline", "a": "alternative"}
_SIDE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
MOST_SIDES = 12
_PATH = re.compile(r"[^\W\d_][\w-]*(\.[\w-]+){0,40}")
_CASE = re.compile(r"[\w-]{1,80}|upload:[0-9a-f]{8,64}")
_WHO = re.compile(r"\w{1,64}/[\w.\-]{1,64}/-?\d{1,3}/\d{1,15}")
_LOOK = re.compile(r"v\.([a-z][a-z_]{0,39})")
_LONGEST, _LONGEST_LOOK, _MOST_LOOKS = 200, 1000, 40


@dataclass(frozen=True)
class Setting:
    """A case, a language, and what differs from what the scenario itself says.

    ``shared`` holds for every side; ``sides`` are laid over what the scenario's ``comparison`` says of each side, and may name
    further ones. ``part``: code of the place to which the preview is confined (None: chosen by size). ``who``: the
    citizen whose story is shown (None: the first who fares differently); ``view``: what the pages look at, by the name of the
    choice, where it is not what they look at first. Neither has a say in any number.
    """

    case: str = DEFAULT_CASE
    lang: Lang = "zh"
    shared: Pairs = ()
    sides: tuple[tuple[str, Pairs], ...] = ()
    part: str | None = None
    who: str | None = None
    view: tuple[tuple[str, str], ...] = ()

    def pairs(self, side: str) -> Pairs:
        """What was set on a side, or on every one."""
        return self.shared if side == EVERY else dict(self.sides).get(side, ())

    def value(self, side: str, path: str) -> Value:
        """What was set on a side; KeyError where the scenario's own value stands."""
        return dict(self.pairs(side))[path]

    def has(self, side: str, path: str) -> bool:
        """Whether something was set."""
        return any(known == path for known, _ in self.pairs(side))

    def with_value(self, side: str, path: str, value: Value) -> "Setting":
        """The setting with one value set."""
        return self.with_pairs(side, {**dict(self.pairs(side)), path: value})

    def without(self, side: str, path: str, keep: bool = False) -> "Setting":
        """The setting with the scenario's own value; ``keep`` as ``with_pairs`` has it."""
        return self.with_pairs(side, {known: value for known, value in self.pairs(side) if known != path}, keep)

    def without_side(self, side: str) -> "Setting":
        """The setting in which nothing is said of a side."""
        return replace(self, sides=tuple(one for one in self.sides if one[0] != side))

    def looks_at(self, choice: str) -> str | None:
        """What was chosen to be looked at; None where the page's own first choice stands."""
        return dict(self.view).get(choice)

    def looking_at(self, choice: str, text: str | None) -> "Setting":
        """The setting with another choice of what is looked at (as a link says it); None: the page's own first choice."""
        rest = {known: option for known, option in self.view if known != choice}
        return replace(self, view=tuple(sorted((rest | ({} if text is None else {choice: text})).items())))

    def of_numbers(self) -> "Setting":
        """What has a say in the numbers: neither the language, nor the citizen, nor what is looked at."""
        return replace(self, lang="zh", who=None, view=())

    def with_pairs(self, side: str, values: Mapping[str, Value], keep: bool = False) -> "Setting":
        """The setting with other values on one side, sorted so that equal settings are equal.

        ``keep``: the side stays though nothing is said of it, such as one that the visitor added.
        """
        pairs: Pairs = tuple(sorted(values.items()))
        if side == EVERY:
            return replace(self, shared=pairs)
        if not pairs and not keep:
            return self.without_side(side)
        return replace(self, sides=tuple({**dict(self.sides), side: pairs}.items()))

    def to_query(self) -> dict[str, str]:
        """The share link's parameters; what is as the scenario says is left out.

        A setting's parameter is a mark (of every side, or of one and its name) and its path; ``v.`` marks what is looked at.
        """
        query = {"case": self.case, "lang": self.lang} | ({"part": self.part} if self.part else {})
        query |= {"who": self.who} if self.who else {}
        query |= {f"{_EVERY_MARK}.{path}": _written(value) for path, value in self.shared}
        for side, pairs in self.sides:
            query |= {f"{_MARK}.{side}.{path}": _written(value) for path, value in pairs} or {f"{_MARK}.{side}": ""}
        return query | {f"v.{choice}": text for choice, text in self.view}


def from_query(query: Mapping[str, str], lang: Lang) -> Setting:
    """The setting that a link says, in the given language where it names none; raises BadInput."""
    case = query.get("case", DEFAULT_CASE)
    if not _CASE.fullmatch(case):
        raise BadInput(f"link: case is {shown(case)}; allowed: the name of a preset or of an uploaded scenario")
    chosen = query.get("lang", lang)
    if chosen not in LANGUAGES:
        raise BadInput(f"link: lang is {shown(chosen)}; allowed: {named(LANGUAGES)}")
    part = query.get("part")
    if part is not None and not 0 < len(part) <= _LONGEST:
        raise BadInput(f"link: part is {shown(part)}; allowed: the code of a place")
    who = query.get("who")
    if who is not None and not _WHO.fullmatch(who):
        raise BadInput(f"link: who is {shown(who)}; allowed: the id of a citizen, such as permit/520102001/0/17")
    return Setting(case=case, lang=chosen, part=part, who=who, view=_view(query), **_sides(query))


def _view(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the link looks at; a choice that no page offers (any more) changes nothing."""
    looks = {key: text for key, text in query.items() if key.startswith("v.")}
    for key, text in looks.items():
        if not _LOOK.fullmatch(key) or not 0 < len(text) <= _LONGEST_LOOK:
            raise BadInput(f"link: {shown(key)} is {shown(text)}; allowed: the name of a choice and what is chosen")
    if len(looks) > _MOST_LOOKS:
        raise BadInput(f"link: it has more than {_MOST_LOOKS} choices; allowed: up to {_MOST_LOOKS}")
    return tuple(sorted((key[2:], text) for key, text in looks.items()))


def _sides(query: Mapping[str, str]) -> dict[str, Any]:
    """What a link sets on every side and on each of them; raises BadInput."""
    shared: dict[str, Value] = {}
    sides: dict[str, dict[str, Value]] = {}
    for key, text in query.items():
        mark, dot, path = key.partition(".")
        if not dot or mark not in (_MARK, _EVERY_MARK, *_FORMER_MARKS):
            continue
        side = _FORMER_MARKS.get(mark, EVERY)  # former links marked two sides by a letter each
        if mark == _MARK:  # of one side, whose name comes next
            side, _, path = path.partition(".")
            if not _SIDE.fullmatch(side):
                raise BadInput(f"link: {shown(key)} names the side {shown(side)}; allowed: the name of a side")
            if not path and not text:  # a side of which nothing is said, such as one that the visitor added
                sides.setdefault(side, {})
                continue
        if not _PATH.fullmatch(path) or len(path) > _LONGEST or len(text) > _LONGEST:
            raise BadInput(f"link: {shown(key)} is {shown(text)}; allowed: the dotted path of a setting and its value")
        settings = shared if side == EVERY else sides.setdefault(side, {})
        settings[path] = _read(text)
    if len(shared) + sum(map(len, sides.values())) > MOST_PAIRS:
        raise BadInput(f"link: it has more than {MOST_PAIRS} settings; allowed: up to {MOST_PAIRS}")
    if len(sides) > MOST_SIDES:
        raise BadInput(f"link: it has more than {MOST_SIDES} sides; allowed: up to {MOST_SIDES}")
    return {
        "shared": tuple(sorted(shared.items())),
        "sides": tuple((side, tuple(sorted(values.items()))) for side, values in sides.items()),
    }


def _written(value: Value) -> str:
    """A value as a link says it; text in quotes where it would be read as something else."""
    return value if isinstance(value, str) and isinstance(_read(value), str) else json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Value:
    """A value of a link: JSON where it is one, else text."""
    try:
        value = json.loads(text, parse_constant=lambda name: name)  # NaN and Infinity stay text
    except ValueError:
        return text
    return value if isinstance(value, bool | int | float | str) or value is None else text
