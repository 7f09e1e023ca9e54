"""The difference of two scenarios taken apart: by kind of time, by kind of money and payer, by setting. Parts add up."""

from sinksim.experiments.explain.explanation import Decomposition, Explanation, Part, explain
from sinksim.experiments.explain.in_turn import (
    Attribution,
    Contribution,
    Stages,
    attributed,
    compared_paths,
    in_turn,
    stages,
)
from sinksim.experiments.explain.series import Slice
from sinksim.experiments.explain.settings import Change, changes

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
