"""From a preset's name or a file, and overrides, to a scenario: Hydra composes, the strict loader reads."""

from sinksim.composition.compose import compose, finished, load
from sinksim.composition.multirun import Job, multirun
from sinksim.composition.presets import conf_folder, options, presets

__all__ = ["Job", "compose", "conf_folder", "finished", "load", "multirun", "options", "presets"]
