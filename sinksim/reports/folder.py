"""The folder of a report."""

from collections.abc import Sequence
from pathlib import Path

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.files import write_atomically
from sinksim.reports.csv_text import csv_bytes
from sinksim.reports.manifest import manifest_bytes
from sinksim.reports.tables import (
    DICTIONARY_COLUMNS,
    STATION_COLUMNS,
    VALUE,
    WHO,
    area_columns,
    area_rows,
    dictionary_rows,
    difference_columns,
    difference_rows,
    indicator_rows,
    runs,
    station_rows,
)

MANIFEST = "manifest.json"
OPTIONAL = ("comparison.csv",)


def write_report(
    folder: Path, outcome: Result | Comparison, scenario_yaml: str, command: Sequence[str] = ()
) -> list[Path]:
    """Write all tables, the resolved scenario and the manifest; returns their paths, the manifest last.

    Each file is whole or not there; the manifest is taken away first and written last, so that a folder with a manifest
    is a complete report. Files of an earlier report in the same folder are replaced or removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {**_tables(outcome), "scenario.yaml": scenario_yaml.encode()}
    for name in (MANIFEST, *(set(OPTIONAL) - set(files))):
        (folder / name).unlink(missing_ok=True)
    hashes = {name: write_atomically(folder / name, content) for name, content in files.items()}
    write_atomically(folder / MANIFEST, manifest_bytes(outcome, scenario_yaml, tuple(command), hashes))
    return [*(folder / name for name in files), folder / MANIFEST]


def _tables(outcome: Result | Comparison) -> dict[str, bytes]:
    result = runs(outcome)[0][1]
    summary = indicator_rows(outcome, ("overall", "backlog"), equity=True)
    tables = {
        "summary.csv": csv_bytes(summary, (*WHO, "slice", "service", *VALUE)),
        "by_area.csv": csv_bytes(area_rows(outcome), area_columns(result.labels)),
        "by_service.csv": csv_bytes(indicator_rows(outcome, ("service",)), (*WHO, "service", *VALUE)),
        "by_segment.csv": csv_bytes(indicator_rows(outcome, ("segment",)), (*WHO, "segment", *VALUE)),
        "stations.csv": csv_bytes(station_rows(outcome), STATION_COLUMNS),
        "data_dictionary.csv": csv_bytes(dictionary_rows(result), DICTIONARY_COLUMNS),
    }
    if isinstance(outcome, Comparison):
        columns = difference_columns(result.labels)
        tables["comparison.csv"] = csv_bytes(difference_rows(outcome), columns)
    return tables
