"""Who a citizen with a need is: the same on both sides of a comparison, whatever else differs."""

from typing import NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown

PARTS = 4
FORM = "SERVICE/ORIGIN/LAYER/ORDINAL, such as permit/520102001/0/17"


class Citizen(NamedTuple):
    """One need of one citizen by name: service, code of origin, layer of demand (-1 log, -2 backlog), ordinal in it."""

    service: str
    origin: str
    layer: int
    ordinal: int

    @property
    def id(self) -> str:
        """The four parts in one text."""
        return f"{self.service}/{self.origin}/{self.layer}/{self.ordinal}"


def citizen_of(text: str) -> Citizen:
    """The citizen that a text names; raises BadInput where it has another form."""
    parts = text.split("/")
    numbers = [_whole(part) for part in parts[2:]]
    if len(parts) != PARTS or None in numbers or not all(parts[:2]):
        raise BadInput(f"citizen is {shown(text)}; allowed: {FORM}")
    layer, ordinal = (number or 0 for number in numbers)  # none of them is None
    return Citizen(parts[0], parts[1], layer, ordinal)


def _whole(text: str) -> int | None:
    """A whole number of fewer than 16 digits, which every number of a record holds; None for other texts."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None
