"""What a comparison rests on that no source gives."""

from collections.abc import Mapping
from typing import Any

from sinksim.experiments.assumptions import assumptions
from sinksim.scenarios.scenario import Scenario
from sinksim.ui.pieces.under import table_under
from sinksim.words import Words


def assumed(scenario: Scenario, tree: Mapping[str, Any], t: Words) -> None:
    """The assumptions as a table."""
    rows = [
        {
            t("compare.meaning"): row.meaning,
            t("compare.value"): f"{row.value:g}" if isinstance(row.value, int | float) else str(row.value),
            t("compare.unit"): row.unit,
            t("compare.path"): row.name,
        }
        for row in assumptions(scenario, tree, t.lang)
    ]
    table_under(rows, t, "assumptions", t("compare.assumptions", n=len(rows)))
