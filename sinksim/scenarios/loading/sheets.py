"""Raw tables: a CSV file or a sheet of an Excel workbook, read as text behind guards."""

import csv
import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

from pydantic import ValidationError

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.base import Part
from sinksim.scenarios.loading.scalars import forbidden
from sinksim.scenarios.loading.validation import SchemaFault, schema_faults
from sinksim.scenarios.loading.workbooks import refuse_odd_workbook
from sinksim.scenarios.structure import listed

LARGEST_FILE = 20_000_000
MOST_COLUMNS = 200
MOST_ROWS = 200_000
# The sheets of a workbook that are read, and how many rows each may have.
MOST_ROWS_OF_SHEETS = {"nodes": MOST_ROWS, "edges": MOST_ROWS}

# First bytes of a file, by which it is refused before the rest is read.
_HEAD = 4_096
_AS_UTF8 = 'save it as "CSV UTF-8 (comma delimited)" (in Excel and WPS: Save As; in LibreOffice: character set UTF-8)'

Row = tuple[int, list[str]]
Model = TypeVar("Model", bound=Part)


@dataclass(frozen=True)
class Sheet:
    """A table as text: its name, its columns, and its rows with the row number that an editor shows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def where(self, row: int) -> str:
        """File and row, as messages begin."""
        return f"{self.name}:{row}"


def read_csv_sheet(path: Path, name: str = "") -> Sheet:
    """A UTF-8 CSV file with a header row; rows that begin with # and empty rows are left out.

    ``name``: what it is called in messages, in place of the file's own name.
    """
    return csv_sheet(name or path.name, _content(path))


def csv_sheet(name: str, content: bytes) -> Sheet:
    """A UTF-8 CSV file from its content, read as ``read_csv_sheet`` reads it; ``name``: what it is called in messages."""
    _refuse_head(name, content[:_HEAD], is_workbook=False)
    if b"\0" in content:
        raise BadInput(f"{name}: holds NUL bytes; allowed: UTF-8 text; {_AS_UTF8}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: byte {error.start + 1} is not UTF-8; allowed: UTF-8 text; {_AS_UTF8}") from None
    return _sheet(name, _csv_rows(name, text))


def read_workbook_sheets(path: Path) -> dict[str, Sheet]:
    """The sheets ``nodes`` and ``edges`` of an Excel workbook (.xlsx), those that are there; others are left out."""
    return workbook_sheets(path.name, _content(path, is_workbook=True))


def workbook_sheets(name: str, content: bytes, most_rows: Mapping[str, int] = MOST_ROWS_OF_SHEETS) -> dict[str, Sheet]:
    """The sheets of an Excel workbook from its content; ``most_rows``: the titles to be read, with the rows allowed to each."""
    _refuse_head(name, content[:_HEAD], is_workbook=True)
    try:
        refuse_odd_workbook(name, content)
        return dict(_sheets(name, content, most_rows))
    except (zipfile.BadZipFile, zlib.error, ParseError, LookupError, ValueError, TypeError, EOFError, OSError) as error:
        raise BadInput(f"{name}: the workbook is damaged ({shown(str(error))}); allowed: an .xlsx workbook") from None


def _content(path: Path, is_workbook: bool = False) -> bytes:
    """The bytes of a regular file of at most 20 MB; what is not a table at all is refused at its first bytes."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise BadInput(f"{path.name}: not a regular file; allowed: a table in a file")
        if state.st_size > LARGEST_FILE:
            raise BadInput(f"{path.name}: {state.st_size:,} bytes; allowed: at most {LARGEST_FILE:,} bytes")
        with path.open("rb") as file:
            head = file.read(_HEAD)
            _refuse_head(path.name, head, is_workbook)
            content = head + file.read(LARGEST_FILE)
    except OSError as error:
        raise BadInput(f"{path.name}: cannot be read ({error.strerror}); allowed: a file that exists") from None
    return content


def _refuse_head(name: str, head: bytes, is_workbook: bool) -> None:
    """Refuse a file by its first bytes: empty, no zip archive where a workbook is expected, binary where text is."""
    if not head:
        raise BadInput(f"{name}: the file is empty; allowed: a header row and at least one row")
    if is_workbook and not head.startswith(b"PK\x03\x04"):
        raise BadInput(f"{name}: not an Excel workbook; allowed: .xlsx (an older .xls: save it as .xlsx)")
    if not is_workbook and b"\0" in head:
        raise BadInput(f"{name}: holds NUL bytes; allowed: UTF-8 text; {_AS_UTF8}")


def _csv_rows(name: str, text: str) -> Iterator[Row]:
    """Rows of a CSV text with the number of the line on which each ends; BadInput for broken quoting."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        allowed = 'comma-separated cells, quoted as "..." where they hold a comma'
        raise BadInput(f"{name}:{reader.line_num}: the row cannot be read ({error}); allowed: {allowed}") from None


def _sheets(name: str, content: bytes, most_rows: Mapping[str, int]) -> Iterator[tuple[str, Sheet]]:
    """The wanted sheets that a workbook has, by title; ``most_rows``: the rows allowed to each."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for title, most in most_rows.items():
            if title in book.sheetnames:
                book[title].reset_dimensions()  # a workbook may claim a million rows that are not there
                rows = enumerate(book[title].iter_rows(values_only=True), start=1)
                yield title, _sheet(f"{name}[{title}]", ((i, [_text(cell) for cell in row]) for i, row in rows), most)
    finally:
        book.close()


def _text(cell: Any) -> str:
    """A cell of a workbook as a CSV file would hold it; 520000.0 is the code 520000."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _sheet(name: str, rows: Iterable[Row], most: int = MOST_ROWS) -> Sheet:
    """A table of raw rows as a Sheet: the first row that is no remark is its header.

    BadInput for a repeated column, cells beyond the last column, hidden characters, and more than ``most`` rows.
    """
    data = _data_rows(name, rows, most)
    header = next(data, None)
    if header is None:
        raise BadInput(f"{name}: no header row; allowed: a header row and at least one row")
    columns = header[1]
    doubled = sorted({c for c in columns if columns.count(c) > 1})
    if doubled:
        raise BadInput(f"{name}:{header[0]}: column {shown(doubled[0])} stands twice; allowed: each column once")
    body = list(data)
    faults = [
        f"{name}:{i}: {len(cells)} cells; allowed: {len(columns)}, as in the header"
        for i, cells in body
        if any(cells[len(columns) :])
    ]
    faults += [
        f"{name}:{i}: {column}: hidden characters; allowed: {reason}"
        for i, cells in body
        for column, cell in zip(columns, cells, strict=False)
        if (reason := forbidden(cell))
    ]
    if faults:
        raise BadInput("\n".join(listed(faults)))
    return Sheet(name, tuple(columns), tuple((i, dict(zip(columns, cells, strict=False))) for i, cells in body))


def _data_rows(name: str, rows: Iterable[Row], most: int) -> Iterator[Row]:
    """Rows that hold data, cells stripped, without blank rows and comments (#).

    BadInput for too many rows or cells.
    """
    for count, (i, raw) in enumerate(rows):
        if count > most:
            raise BadInput(f"{name}: more than {most:,} rows; allowed: at most that many")
        if len(raw) > MOST_COLUMNS:
            raise BadInput(f"{name}:{i}: {len(raw):,} cells; allowed: at most {MOST_COLUMNS}")
        cells = [cell.strip() for cell in raw]
        if any(cells) and not cells[0].startswith("#"):
            yield i, cells


def refuse_columns(sheet: Sheet, known: Iterable[str], needed: Iterable[str]) -> None:
    """BadInput where columns are unknown or missing, or where there is no row below the header."""
    known = list(known)
    faults = [
        f"{sheet.name}: column {shown(column)} is unknown; allowed: a column of the template ({near(column, known)})"
        for column in sheet.columns
        if column not in known
    ]
    faults += [
        f"{sheet.name}: column {column} is missing; allowed: a header row with {column} (cells separated by commas)"
        for column in needed
        if column not in sheet.columns
    ]
    if not faults and not sheet.rows:
        faults = [f"{sheet.name}: only a header row; allowed: a header row and at least one row"]
    if faults:
        raise BadInput("\n".join(listed(faults)))


def rows_as(model: type[Model], sheet: Sheet) -> tuple[tuple[Model, ...], list[SchemaFault]]:
    """Each row as a model (blank cells take the default), and what is refused."""
    refuse_columns(sheet, model.model_fields, [n for n, f in model.model_fields.items() if f.is_required()])
    made, faults = [], list[SchemaFault]()
    for row, cells in sheet.rows:
        try:
            # What a table holds is text: here alone "12.5" may stand for a number.
            made.append(model.model_validate({k: v for k, v in cells.items() if v}, strict=False))
        except ValidationError as error:
            faults += schema_faults(error, sheet.where(row), model)
    return tuple(made), faults
