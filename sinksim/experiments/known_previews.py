"""Previews of presets that were chosen and measured (``conf/targets/NAME.preview.yaml``), and what a preview is of a tree."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown
from sinksim.experiments.preview import Cut, cut_for
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.presets import conf_folder, presets
from sinksim.scenarios.loading.sides import ending_with
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


def previewed(
    tree: dict[str, Any], where: str, case: Scenario, overrides: Iterable[str], added: Iterable[str], name: str | None
) -> dict[str, Any]:
    """A tree, with overrides and ``added`` sides laid over it, cut down to a preview; BadInput where one would be lost.

    What it covers hangs on the ``case`` without overrides and on the place asked for (``network.within``), so that a lever moves
    nothing else. ``name``: as ``preview_for`` has it.
    """
    cut = preview_for(case, name, scenario_of(tree, where).network.within)
    fixed = set(cut.settings) - {"network.within"}
    of_sides = (word for side in added for word in side.partition(":")[2].split())
    for override in (*overrides, *of_sides):
        path = override.partition("=")[0].lstrip("+~").rpartition(":")[2]
        if path in fixed:
            raise BadInput(
                f"override {shown(override)} stands beside --preview, which fixes {path}; allowed: one of them"
            )
    return ending_with(tree, cut.settings, where)
