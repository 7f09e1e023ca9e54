"""One citizen with the same need and the same random draws on both sides of a comparison: two timelines, step by step."""

from sinksim.analysis.twin.pairing import PairedCohort, pair_cohorts
from sinksim.analysis.twin.people import Citizen, citizen_of
from sinksim.analysis.twin.story import Side, TimelineStep, Twin
from sinksim.analysis.twin.timelines import build_timelines

__all__ = ["Citizen", "PairedCohort", "Side", "TimelineStep", "Twin", "build_timelines", "citizen_of", "pair_cohorts"]
