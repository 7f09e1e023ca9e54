"""A note: what the numbers of a run do not show by themselves, as data until somebody reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sinksim.i18n import Words

Value = int | float | str | tuple[str, ...]
# Names that one sentence lists before it counts the rest.
MOST_NAMES = 5


@dataclass(frozen=True)
class Note:
    """``code`` names the sentence (``notes.CODE`` of the catalogues), ``values`` fill it in: numbers, dates, names."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def sentence(self, t: Words, called: Callable[[str], str] = str) -> str:
        """The note in a language; ``called`` gives what a name of the scenario is called, and several names are listed."""
        texts = {name: _several(v, t, called) if isinstance(v, tuple) else v for name, v in self.values.items()}
        return t(f"notes.{self.code}", **texts)

    def to_json_dict(self) -> dict[str, Any]:
        """Code and values as plain JSON values."""
        return {
            "code": self.code,
            "values": {name: list(v) if isinstance(v, tuple) else v for name, v in self.values.items()},
        }


def note_from(plain: Mapping[str, Any]) -> Note:
    """The note again that ``Note.to_json_dict`` tells; KeyError or TypeError where it is none."""
    values = {str(name): tuple(v) if isinstance(v, list) else v for name, v in plain["values"].items()}
    return Note(str(plain["code"]), values)


def _several(names: tuple[str, ...], t: Words, called: Callable[[str], str]) -> str:
    """The first names as ``called`` gives them, joined, and how many more there are."""
    joined = t("notes.join").join(called(name) for name in names[:MOST_NAMES])
    return t("notes.more", names=joined, n=len(names) - MOST_NAMES) if len(names) > MOST_NAMES else joined
