"""From a preset's name or a file, and overrides, to a scenario."""

from sinksim.scenarios.loading.composing import compose, load
from sinksim.scenarios.loading.presets import conf_folder, options, presets

__all__ = ["compose", "conf_folder", "load", "options", "presets"]
