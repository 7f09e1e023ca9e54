"""``sinksim calibrate``: published figures beside what the presets make of them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.documents import file_of_presets, write_document
from sinksim.cli.outcome import CHECK_FAILED, as_json
from sinksim.cli.parser import Asked

if TYPE_CHECKING:
    from sinksim.verification.calibration.checked import Checked
    from sinksim.verification.calibration.studies import Simulated

PAGE = Path("docs/calibration.md")


def answer(asked: Asked) -> int:
    """Print every study, and write the page; 1 where a target is missed that nothing explains.

    The page of all presets goes to ``docs`` where there is such a folder; of some, only to the file of ``--out``.
    """
    from sinksim.verification.calibration.page import page, summary
    from sinksim.verification.calibration.studies import targets_of

    out = file_of_presets(asked, PAGE)
    names = asked.presets or _with_targets()
    found = _simulated(names, asked)
    awaited = [(name, row) for name in names for row in targets_of(name).awaited]
    if asked.json:
        print(as_json(_document(found)))
    else:
        print(summary(found).strip("*"))
    if out is not None:
        write_document(out, page(found, awaited))
    return 0 if all(row.explained for part in found for row in part.checked) else CHECK_FAILED


def _with_targets() -> list[str]:
    """The presets that have targets."""
    from sinksim.scenarios.loading.presets import presets
    from sinksim.verification.calibration.studies import targets_of

    return [name for name in presets() if targets_of(name).studies]


def _simulated(names: list[str], asked: Asked) -> "list[Simulated]":
    """Every study of the presets, each printed as it is finished."""
    from sinksim.experiments.store import default_store
    from sinksim.verification.calibration.page import section
    from sinksim.verification.calibration.studies import Depth, simulate, targets_of

    depth = Depth(asked.replications, asked.workers, None if asked.fresh else default_store())
    found = []
    targets = {name: targets_of(name) for name in names}  # unknown presets are refused before the first run
    for name, of_preset in targets.items():
        for study in of_preset.studies:
            if not asked.quiet:
                print(f"{name}: {study.title}", file=sys.stderr, flush=True)
            found.append(simulate(name, study, depth))
            if not asked.json:
                print(section(found[-1]), flush=True)
    return found


def _document(found: "list[Simulated]") -> dict[str, Any]:
    """All targets as one document."""
    return {
        "studies": [
            {"preset": part.preset, "title": part.study.title, "targets": [_entry(row) for row in part.checked]}
            for part in found
        ]
    }


def _entry(row: "Checked") -> dict[str, Any]:
    """A target as it is declared, beside its interval and the verdict."""
    removed = None if row.removed is None else row.removed._asdict()
    return {
        "target": row.target.model_dump(mode="json"),
        "simulated": row.simulated._asdict(),
        "with_change": removed,
        "verdict": row.verdict,
        "explained": row.explained,
    }
