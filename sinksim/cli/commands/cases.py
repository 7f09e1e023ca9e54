"""``sinksim cases``: a page that tells of every preset, made from the presets and their runs alone."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sinksim.cli.documents import file_of_presets, write_document
from sinksim.cli.outcome import CHECK_FAILED, as_json
from sinksim.cli.parser import Asked

if TYPE_CHECKING:
    from sinksim.reports.cases import Case

PAGE = Path("docs/cases.md")


def answer(asked: Asked) -> int:
    """Print a section for every preset, and write the page; 1 where something is not conserved or missed unexplained.

    The page of all presets goes to ``docs`` where there is such a folder; of some, only to the file of ``--out``.
    """
    from sinksim.i18n import words
    from sinksim.reports.case_page import page, section

    out = file_of_presets(asked, PAGE)
    cases, sections = [], []
    for case in _simulated(asked):
        cases.append(case)
        sections.append(section(case, words(asked.lang)))
        if not asked.json and out is None:
            print(sections[-1], flush=True)
    if asked.json:
        print(as_json({"cases": [case.to_json_dict() for case in cases]}))
    if out is not None:
        write_document(out, page(sections, words(asked.lang)))
        if not asked.json:
            print(out)
    return 0 if all(case.holds for case in cases) else CHECK_FAILED


def _simulated(asked: Asked) -> "Iterator[Case]":
    """Every preset that is asked for (default: all), simulated; raises BadInput before the first run where one is unknown."""
    from sinksim.experiments.store import default_store
    from sinksim.reports.cases import simulated_case
    from sinksim.scenarios.loading.presets import presets
    from sinksim.verification.calibration.studies import Depth, targets_of

    depth = Depth(asked.replications, asked.workers, None if asked.fresh else default_store())
    targets = {name: targets_of(name) for name in asked.presets or presets()}
    for name, of_preset in targets.items():
        if not asked.quiet:
            print(name, file=sys.stderr, flush=True)
        yield simulated_case(name, asked.settings, depth, of_preset.headlines)
