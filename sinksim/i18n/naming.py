"""What the names in a scenario are called: as the scenario says, else as the catalogues say, else as they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sinksim.i18n.catalogue import Words


class InBoth(Protocol):
    """A text in both languages; either may be empty."""

    @property
    def zh(self) -> str:
        """Chinese."""

    @property
    def en(self) -> str:
        """English."""


@dataclass(frozen=True)
class Naming:
    """Called with the name of a service, station, process, check, tier, urgency or segment."""

    t: Words
    own_names: Mapping[str, InBoth] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """What a name is called: by the scenario, else by the catalogue of this language, else as it is written."""
        own = self.own_names.get(name)
        if own is not None and (own.zh or own.en):
            return self.t.either(own.zh, own.en)
        return self.t.maybe(f"names.{name}") or name
