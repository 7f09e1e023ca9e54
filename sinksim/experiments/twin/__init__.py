"""One citizen, the same need and the same luck, through both sides of a comparison: two timelines, step by step."""

from sinksim.experiments.twin.meeting import Town, meet
from sinksim.experiments.twin.people import Citizen, citizen_of
from sinksim.experiments.twin.story import Happening, Side, Twin
from sinksim.experiments.twin.telling import tell

__all__ = ["Citizen", "Happening", "Side", "Town", "Twin", "citizen_of", "meet", "tell"]
