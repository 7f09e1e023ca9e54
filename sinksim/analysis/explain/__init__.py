"""The difference of two scenarios taken apart: by kind of time, by kind of money and payer, by setting. Parts add up."""

from sinksim.analysis.explain.by_setting import (
    Attribution,
    Contribution,
    Stages,
    attributed,
    compared_paths,
    in_turn,
    stages,
)
from sinksim.analysis.explain.differing_settings import Change, changes
from sinksim.analysis.explain.explanation import Decomposition, Explanation, Part, explain
from sinksim.analysis.explain.series import Slice

__all__ = [
    "Attribution",
    "Change",
    "Contribution",
    "Decomposition",
    "Explanation",
    "Part",
    "Slice",
    "Stages",
    "attributed",
    "changes",
    "compared_paths",
    "explain",
    "in_turn",
    "stages",
]
