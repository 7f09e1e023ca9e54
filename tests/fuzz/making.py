"""A value of a declared kind, made where a scenario gives none or in the place of what it gives."""

import contextlib
import random
from typing import Any, Literal, get_args, get_origin

from sinksim.scenarios.declarations import alternatives, bare, is_model, tags
from sinksim.scenarios.processes import Step
from tests.fuzz.names import Names
from tests.fuzz.spots import bounds as ends
from tests.fuzz.spots import is_duration
from tests.fuzz.steps import made_step
from tests.fuzz.values import PLAIN, SOUND_WINDOWS, WINDOWS, mutated_number

Tree = dict[str, Any]
DEEPEST = 4
LENGTHS = {"by_hour": 24, "by_weekday": 7, "by_month": 12}
# Parts that have exactly one of these fields.
ONE_OF = {
    "Travel": ("to", "time"),
    "Demand": ("per_day", "per_100k_per_day"),
    "Clock": ("start", "stop"),
    "ClockDefinition": ("deadline", "by_urgency"),
    "Staffing": ("per_100k", "per_unit", "by_node"),
    "Service": ("traditional", "platform"),
}


class Maker:
    """Makes values out of declarations, with the names of one scenario."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng = rng
        self.names = names

    def made(self, annotation: Any, field: str, bounds: dict[str, float] | None = None, depth: int = 0) -> Any:
        """A value for a declaration; half of the numbers are sound."""
        if is_duration(annotation) and self.rng.random() < 0.4:
            return self.number(bounds or {})
        kinds = alternatives(annotation)
        return self._of(self.rng.choice(kinds), annotation, field, bounds or {}, depth) if kinds else None

    def text(self, field: str) -> str:
        """A name, or a window of the day where such are given."""
        if field == "hours":
            return self.rng.choice(SOUND_WINDOWS if self.rng.random() < 0.6 else WINDOWS)
        return self.names.drawn(self.rng, field)

    def number(self, bounds: dict[str, float], whole: bool = False) -> Any:
        """A plain number, or one that tries a declaration."""
        if self.rng.random() < 0.5:
            return self.rng.choice([n for n in PLAIN if not whole or isinstance(n, int)])
        return mutated_number(self.rng, bounds, None, whole)

    def _of(self, kind: Any, annotation: Any, field: str, bounds: dict[str, float], depth: int) -> Any:
        if kind in (int, float):
            return self.number(bounds, whole=kind is int)
        if kind is bool:
            return self.rng.random() < 0.5
        if get_origin(kind) is Literal:
            return self.rng.choice(get_args(kind))
        if kind is Step:
            return made_step(self.rng, self.names)
        if is_model(kind):
            return self._model(kind, depth)
        if get_origin(kind) is dict:
            return self._mapping(kind, field, depth)
        if get_origin(kind) is tuple:
            item, limits = bare(get_args(kind)[0])
            length = LENGTHS.get(field) or self.rng.randint(1, 3)
            return [self.made(item, field, ends(limits), depth + 1) for _ in range(length)]
        return self.text(field)

    def _mapping(self, kind: Any, field: str, depth: int) -> Any:
        key, item = get_args(kind)
        numbers = bare(key)[0] is int
        keys = [str(self.rng.randint(0, 4)) if numbers else self.names.drawn(self.rng, field) for _ in range(2)]
        return {key: self.made(item, field, {}, depth + 1) for key in keys}

    def _model(self, kind: Any, depth: int) -> Any:
        """A part with what it needs, and now and then what it may have; mostly in itself consistent."""
        sound = self.rng.random() < 0.8
        one_of = ONE_OF.get(kind.__name__, ())
        wanted = self.rng.choice(one_of) if one_of and sound else None
        found = {"law": next(iter(tags(kind)))} if "law" in kind.model_fields else {}
        for name, field in kind.model_fields.items():
            needed = field.is_required() or name == wanted
            left_out = (sound and name in one_of and name != wanted) or self.rng.random() > 0.25 or depth > DEEPEST
            if name != "law" and (needed or not left_out):
                found[name] = self.made(field.annotation, name, ends(field.metadata), depth + 1)
        return _consistent(found) if sound else found


def _consistent(part: Tree) -> Tree:
    """Ends in order, and as many weights as what they weigh."""
    ordered = [name for name in ("low", "mode", "value", "high") if isinstance(part.get(name), int | float)]
    with contextlib.suppress(TypeError):
        part |= zip(ordered, sorted(part[name] for name in ordered), strict=True)
    weighed = part.get("values") or part.get("means")
    if isinstance(weighed, list) and isinstance(part.get("weights"), list):
        part["weights"] = (part["weights"] * len(weighed))[: len(weighed)]
    return part
