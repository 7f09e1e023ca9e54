"""Blank tables to fill in: header, one commented example, and what each column means and allows."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.scenarios.base import Part
from sinksim.scenarios.declarations import allowed, place
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.nodes import Edge, Node

EXAMPLES: dict[str, tuple[type[Part], dict[str, object]]] = {
    "nodes": (
        Node,
        {
            "code": "520102021",
            "name": "遵义路街道",
            "name_en": "Zunyilu Subdistrict",
            "tier": "township",
            "parent": "520102",
            "kind": "subdistrict",
            "population": 54621,
            "rural_share": 0.05,
            "share_60plus": 0.15,
            "weight": 11,
            "local_minutes": 25,
            "local_fare": 5,
        },
    ),
    "edges": (
        Edge,
        {"source": "520102021", "target": "520102", "relation": "refers", "minutes": 60, "fare": 15},
    ),
    "cases": (LogRow, {"service": "consultation", "origin": "520102021", "arisen": "2022-01-03T09:30"}),
}

HEADER = ("sheet", "column", "needed 必填", "meaning 含义", "allowed 允许")

NOTES = (
    "Rows that begin with # are left out. Blank cells take the default. Save CSV files as UTF-8.",
    "以 # 开头的行会被忽略；空白单元格取默认值；CSV 文件请另存为 UTF-8 编码。",
    "cases.csv holds no names, identity numbers, phone numbers or addresses; such a file is refused.",
    "cases.csv 不得含姓名、身份证号、电话号码或住址，否则拒绝读取。",
)


def write_templates(folder: Path) -> list[Path]:
    """Write nodes.csv, edges.csv, cases.csv and network.xlsx into the folder; BadInput where one is already there."""
    paths = [folder / name for name in ("nodes.csv", "edges.csv", "cases.csv", "network.xlsx")]
    existing = [path.name for path in paths if path.exists()]
    if existing:
        raise BadInput(
            f"{folder}: already holds {', '.join(existing)}; allowed: a folder without them (nothing is replaced)"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in template_files().items():
        (folder / name).write_bytes(content)
    return paths


def template_files() -> dict[str, bytes]:
    """The blank tables by file name."""
    # The byte-order mark tells spreadsheets that it is UTF-8.
    files = {f"{table}.csv": _csv(table).encode("utf-8-sig") for table in EXAMPLES}
    return {**files, "network.xlsx": _workbook()}


def _csv(table: str) -> str:
    """A blank table as CSV: the header, an example row, notes and the meaning of each column as comments."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_rows(table))
    writer.writerows([f"# {note}"] for note in NOTES)
    writer.writerows([f"# {column}: {meaning}: {what}"] for _, column, _, meaning, what in _meanings(table))
    return text.getvalue()


def _rows(table: str) -> list[list[Any]]:
    """The header and the example, which begins with # so that it is not read."""
    model, example = EXAMPLES[table]
    first, *rest = [example.get(column, "") for column in model.model_fields]
    return [list(model.model_fields), [f"# {first}", *rest]]


def _meanings(table: str) -> Iterator[list[str]]:
    """Sheet, column, whether needed, meaning in Chinese, and what is allowed, from the declarations."""
    model, _ = EXAMPLES[table]
    for column, field in model.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        needed = "yes 是" if field.is_required() else ""
        yield [table, column, needed, str(extra.get("zh", "")), allowed(place(model, (column,)))]


def _workbook() -> bytes:
    """Both blank tables as a workbook, with their notes and meanings on a sheet of their own."""
    from openpyxl import Workbook

    book = Workbook()
    readme = book.active
    readme.title = "README"
    for row in ([note] for note in NOTES):
        readme.append(row)
    for row in (list(HEADER), *_meanings("nodes"), *_meanings("edges")):
        readme.append(row)
    for table in ("nodes", "edges"):
        sheet = book.create_sheet(table)
        for row in _rows(table):
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
