"""From a preset's name or a file, and overrides, to a scenario: Hydra composes, the strict loader reads."""

from sinksim.composition.composing import compose, finished, load
from sinksim.composition.sweeping import Job, multirun
from sinksim.scenarios.loading.presets import conf_folder, options, presets

__all__ = ["Job", "compose", "conf_folder", "finished", "load", "multirun", "options", "presets"]
