"""Calibration: the study's published figures beside what the presets make of them, as a page made by a command."""

from sinksim.verification.calibration.studies import DEPTH, Depth, calibrate, report

__all__ = ["DEPTH", "Depth", "calibrate", "report"]
