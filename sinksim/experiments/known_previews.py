"""Previews of presets that were chosen and measured: ``conf/targets/NAME.preview.yaml``."""

from functools import lru_cache
from typing import Any

from sinksim.experiments.preview import Cut, cut_for
from sinksim.scenarios.loading.presets import conf_folder, presets
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.scenarios.scenario import Scenario


@lru_cache(maxsize=16)
def known_preview(name: str) -> Cut | None:
    """The preview of a preset, with how far its headline differences were measured to deviate; None where there is none."""
    path = conf_folder() / "targets" / f"{name}.preview.yaml"
    if name not in presets() or not path.exists():
        return None
    known: dict[str, Any] = read_yaml(path)
    return Cut(**known["preview"], deviation=known["deviation"])


def preview_for(scenario: Scenario, name: str | None, part: str | None = None) -> Cut:
    """What a preview of a scenario covers: as measured for the preset that it is, else the largest within the budget.

    ``name``: the preset's; None, or a name that no preset has, where it is none as it stands. ``part``: the place asked for,
    None for the usual one.
    """
    known = known_preview(name) if name is not None and part is None else None
    return known or cut_for(scenario, part)
