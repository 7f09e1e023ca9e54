"""Tables as one Excel workbook: numbers are numbers, text is text and can never act as a formula."""

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sinksim.reports.archive import zipped
from sinksim.reports.csv_text import cell, harmless

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 100_000
# What Excel takes in a cell (32,767), and in the title of a sheet.
_LONGEST_TEXT = 32_000
_LONGEST_TITLE = 31
_BAD_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
# What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Beyond it a spreadsheet shows other digits than the number has.
_EXACT = 1e15
_STAMP = dt.datetime(2000, 1, 1)
_WIDEST = 48


class Table(NamedTuple):
    """Rows under columns; ``headings`` are what the columns are called, where that is not their name."""

    rows: Sequence[Mapping[str, Any]]
    columns: tuple[str, ...]
    headings: Mapping[str, str] = {}


def workbook_bytes(tables: Mapping[str, Table], cut: str = "{n} more rows are in the CSV table") -> bytes:
    """A workbook with one sheet a table, in their order; the same bytes for the same tables.

    A table of more than 100,000 rows is cut, and ``cut`` says so in its last row.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "sinksim"
    book.properties.created = book.properties.modified = _STAMP
    for title, table in tables.items():
        _fill(book.create_sheet(_BAD_IN_TITLE.sub(" ", title)[:_LONGEST_TITLE]), table, cut)
    content = io.BytesIO()
    book.save(content)
    return _unstamped(content.getvalue())


def _unstamped(content: bytes) -> bytes:
    """The workbook with the times of its saving taken out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    stamp = _STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    core = "docProps/core.xml"
    files[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, files[core])
    return zipped(files)


def _fill(sheet: "WriteOnlyWorksheet", table: Table, cut: str) -> None:
    """Fill a sheet: widths, a bold header that stays in view, and rows up to the limit."""
    shown = table.rows[:MOST_ROWS]
    sheet.freeze_panes = "A2"  # all above this cell stays in view
    for position, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[_letters(position)].width = _width(table, column)
    sheet.append([_bold(sheet, table.headings.get(column, column)) for column in table.columns])
    for row in shown:
        sheet.append([_cell(sheet, row.get(column)) for column in table.columns])
    if len(table.rows) > MOST_ROWS:
        sheet.append([_cell(sheet, cut.format(n=len(table.rows) - MOST_ROWS))])


def _letters(position: int) -> str:
    """Letters of a column by its position, from 1."""
    from openpyxl.utils import get_column_letter

    letters: str = get_column_letter(position)
    return letters


def _width(table: Table, column: str) -> float:
    """Width of a column by its heading and first hundred cells, up to a limit."""
    from sinksim.text.width import width

    texts = [table.headings.get(column, column), *(cell(row.get(column)) for row in table.rows[:100])]
    return min(max(width(text) for text in texts) + 2, _WIDEST)


def _bold(sheet: "WriteOnlyWorksheet", text: str) -> Any:
    """A cell of the header."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet, value=_cell(sheet, text))
    made.font = Font(bold=True)
    return made


def _cell(sheet: "WriteOnlyWorksheet", value: Any) -> Any:
    """One cell: a number, or text that is nothing else."""
    from openpyxl.cell import WriteOnlyCell

    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if abs(value) < _EXACT else float(value)
    text = _ILLEGAL.sub("", harmless(cell(value)))[:_LONGEST_TEXT]
    if not text.startswith("#"):
        return text
    made = WriteOnlyCell(sheet, value=text)
    made.data_type = "s"  # a string: openpyxl would take #N/A for the value of an error
    return made
