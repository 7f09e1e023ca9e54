"""One citizen, the same need and the same luck, through both sides of a comparison: two timelines, step by step."""

from sinksim.analysis.twin.pairing import Town, meet
from sinksim.analysis.twin.people import Citizen, citizen_of
from sinksim.analysis.twin.story import Happening, Side, Twin
from sinksim.analysis.twin.timelines import tell

__all__ = ["Citizen", "Happening", "Side", "Town", "Twin", "citizen_of", "meet", "tell"]
