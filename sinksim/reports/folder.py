"""The folder of a report."""

from collections.abc import Sequence
from pathlib import Path

from sinksim.core.files import write_atomically
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.reports.csv_text import csv_bytes
from sinksim.reports.manifest import manifest_bytes
from sinksim.reports.report_tables import report_tables

MANIFEST = "manifest.json"
OPTIONAL = ("comparison.csv", "notes.csv")


def write_report(
    folder: Path, outcome: Result | Comparison, scenario_yaml: str, command: Sequence[str] = ()
) -> list[Path]:
    """Write all tables, the resolved scenario and the manifest; returns their paths, the manifest last.

    Each file is whole or not there; the manifest is taken away first and written last, so that a folder with a manifest
    is a complete report. Files of an earlier report in the same folder are replaced or removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {**csv_files(outcome), "scenario.yaml": scenario_yaml.encode()}
    for name in (MANIFEST, *(set(OPTIONAL) - set(files))):
        (folder / name).unlink(missing_ok=True)
    hashes = {name: write_atomically(folder / name, content) for name, content in files.items()}
    write_atomically(folder / MANIFEST, manifest_bytes(outcome, scenario_yaml, tuple(command), hashes))
    return [*(folder / name for name in files), folder / MANIFEST]


def csv_files(outcome: Result | Comparison) -> dict[str, bytes]:
    """Every table of a report as a CSV file."""
    return {f"{name}.csv": csv_bytes(table.rows, table.columns) for name, table in report_tables(outcome).items()}
