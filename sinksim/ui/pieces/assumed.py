"""What a comparison rests on that no source gives."""

from collections.abc import Mapping
from typing import Any

from sinksim.analysis.assumptions import assumptions
from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.scenarios.scenario import Scenario


def assumption_rows(scenario: Scenario, tree: Mapping[str, Any], t: Words) -> list[dict[str, str]]:
    """The assumptions as rows of a table."""
    return [
        {
            t("compare.meaning"): row.meaning,
            t("compare.value"): f"{row.value:g}" if isinstance(row.value, int | float) else str(row.value),
            t("compare.unit"): unit_in_words(row.unit, t),
            t("compare.path"): row.name,
        }
        for row in assumptions(scenario, tree, t.lang)
    ]
