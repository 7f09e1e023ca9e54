"""Tables of a place written to its folder."""

import csv
import io
from pathlib import Path

from sinksim.core.files import write_atomically
from sinksim.network.tables.sources import Cells

# Columns in the order in which they are written; one that is blank in every row and marked False is left out.
COLUMNS = {
    "divisions": {
        "code": True,
        "name": True,
        "name_en": True,
        "tier": True,
        "parent": True,
        "kind": True,
        "population": True,
        "committees": True,
        "residents_weight": False,
        "rural_share": True,
        "share_60plus": True,
        "lon": True,
        "lat": True,
        "coordinates": True,
        "area_km2": True,
    },
    "institutions": dict.fromkeys(
        ("tier", "kind", "place", "total", "one_each", "rest_by", "connected", "evidence", "source"), True
    ),
}


def write_tables(folder: Path, tables: dict[str, list[Cells]]) -> list[Path]:
    """Write each table, whole or not at all; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        write_atomically(path, table_text(name, rows).encode())
        written.append(path)
    return written


def table_text(name: str, rows: list[Cells]) -> str:
    """The table as UTF-8 CSV with a header row, lines ended by a line feed."""
    columns = [column for column, always in COLUMNS[name].items() if always or any(row.get(column) for row in rows)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
