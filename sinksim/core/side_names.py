"""What the two sides of a scenario's own comparison are called."""

from typing import Literal

Side = Literal["baseline", "alternative"]
SIDES: tuple[Side, Side] = ("baseline", "alternative")
"""In the order in which they are told."""
