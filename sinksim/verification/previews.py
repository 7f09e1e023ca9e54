"""How far the preview of a preset deviates from its full run: ``python -m sinksim.verification.previews NAME``.

Every headline difference of every pair of sides is measured under several seeds, and the largest deviation is kept with the
settings of the preview in ``conf/targets/NAME.preview.yaml``, where previews read it.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.records import SEMANTICS_VERSION
from sinksim.core.wording import shown
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.known_previews import preview_for
from sinksim.experiments.pair import Pair
from sinksim.experiments.preview import Cut
from sinksim.experiments.running import compare
from sinksim.experiments.summary import headline_names
from sinksim.metrics.headlines import HEADLINES
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.override_values import read_value
from sinksim.scenarios.loading.presets import conf_folder
from sinksim.scenarios.loading.sides import own_sides
from sinksim.scenarios.loading.yaml_writing import to_yaml

SEEDS = (1, 2, 3)
# A preview of a preset may deviate by so much at most, as a share of the full run's difference.
BAR = 0.15


class Deviation(NamedTuple):
    """One headline difference, side minus ``against``: of the full run, of the preview, and how far they lie apart.

    ``deviation`` is a share of the full run's difference, or of the least that matters where that is larger. It is 0 where
    both runs say the same without a number: "at least", or "little difference", which no share can be taken of.
    """

    seed: int
    side: str
    against: str
    headline: str
    full: float
    preview: float
    deviation: float


def deviations(name: str, cut: Cut, seeds: Sequence[int] = SEEDS) -> list[Deviation]:
    """Every headline difference of a preset under each seed, by its full run and by a preview; raises BadInput."""
    own = own_sides(compose(name), name)
    found = []
    for seed in seeds:
        settings = {"experiment.seed": seed}
        runs = [own.ending_with({**settings, **more}).scenarios() for more in ({}, cut.settings)]
        full, preview = (compare(scenarios, own.roles, engine="compiled") for scenarios in runs)
        found += _of_seed(seed, full, preview)
    return found


def _of_seed(seed: int, full: Comparison, preview: Comparison) -> list[Deviation]:
    return [
        Deviation(seed, pair.names.alternative.key, pair.names.baseline.key, name, *_apart(name, pair, cut_down))
        for pair, cut_down in zip(full.pairs, preview.pairs, strict=True)
        for name in headline_names(full.first)
    ]


def _apart(name: str, full: Pair, preview: Pair) -> tuple[float, float, float]:
    """The difference of the full run, that of the preview, and how far they lie apart."""
    whole, part = full.difference(name), preview.difference(name)
    if math.isinf(whole.baseline) or math.isinf(whole.alternative):
        same = (whole.at_least, whole.difference > 0) == (part.at_least, part.difference > 0)
        return whole.difference, part.difference, 0.0 if same else math.inf
    if whole.verdict == part.verdict == "little difference":
        return whole.difference, part.difference, 0.0
    scale = max(abs(whole.difference), HEADLINES[name].least_at(whole.baseline, full.least.get(name)))
    return whole.difference, part.difference, abs(part.difference - whole.difference) / scale


def largest(found: Sequence[Deviation]) -> float:
    """The largest deviation, rounded up to a tenth of a per cent; infinite where one is not a number."""
    most = max(math.inf if math.isnan(row.deviation) else row.deviation for row in found)
    return most if math.isinf(most) else math.ceil(most * 1000) / 1000


def document(name: str, cut: Cut, found: Sequence[Deviation]) -> str:
    """The file of a preview: its settings, how far it deviates, and every difference that was measured."""
    settings = {key: value for key, value in asdict(cut).items() if key != "deviation"}
    rows = [{**row._asdict(), **{key: float(f"{value:.4g}") for key, value in _numbers(row).items()}} for row in found]
    head = f"# Made by: python -m sinksim.verification.previews {name}\n"
    about = {"preview": settings, "deviation": largest(found), "semantics_version": SEMANTICS_VERSION, "measured": rows}
    return head + to_yaml(about)


def _numbers(row: Deviation) -> dict[str, float]:
    return {"full": row.full, "preview": row.preview, "deviation": row.deviation}


def _fields(others: Sequence[str]) -> dict[str, Any]:
    """Fields of a preview as they were typed; raises BadInput."""
    known = [field.name for field in fields(Cut) if field.name != "deviation"]
    found = {}
    for other in others:
        name, _, value = other.partition("=")
        if name not in known:
            raise BadInput(f"{shown(other)} names no field of a preview; allowed: {', '.join(known)}")
        found[name] = read_value(value)
    return found


def main() -> int:
    """Measure the preview of a preset and keep it; 0 where it is within the bar, 1 where it is not, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m sinksim.verification.previews", description=__doc__)
    parser.add_argument("name", help="a preset")
    parser.add_argument("others", nargs="*", metavar="FIELD=VALUE", help="other fields than those kept: window_days=14")
    asked = parser.parse_args()
    try:
        kept = preview_for(scenario_of(compose(asked.name), asked.name), asked.name)
        cut = replace(kept, **_fields(asked.others), deviation=None)
        found = deviations(asked.name, cut)
    except BadInput as fault:
        print(fault, file=sys.stderr)
        return 2
    path = conf_folder() / "targets" / f"{asked.name}.preview.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(document(asked.name, cut, found), encoding="utf-8")
    print(f"{path}: {largest(found):.1%}; allowed: {BAR:.0%}")
    return 0 if largest(found) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
