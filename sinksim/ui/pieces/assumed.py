"""What a comparison rests on that no source gives."""

from collections.abc import Mapping
from typing import Any

from sinksim.experiments.assumptions import assumptions
from sinksim.scenarios.scenario import Scenario
from sinksim.words import Words
from sinksim.words.units import unit_in_words


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
