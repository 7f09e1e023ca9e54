"""Units of settings in words; a unit that no catalogue knows is shown as the scenario writes it."""

import re

from sinksim.i18n.catalogue import Words

_NONE = ("", "1", "as declared")


def unit_in_words(unit: str, t: Words) -> str:
    """A unit such as ``yuan/h`` or ``cases/day per 100,000 residents`` in words; empty where a number has none."""
    if unit in _NONE:
        return ""
    slug = re.sub(r"[^a-z0-9]+", "_", unit.lower().replace("100,000", "100k").replace("residents", "people")).strip("_")
    return t.maybe(f"units.{slug}") or unit
