"""Calibration: published figures beside what the presets make of them, from targets that are data (``conf/targets``)."""
