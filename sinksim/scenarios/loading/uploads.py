"""Tables that come as bytes, such as from a page: what each is, told by its columns; the guards of files, and tighter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown
from sinksim.scenarios.base import Part
from sinksim.scenarios.loading.case_log import log_rows
from sinksim.scenarios.loading.network_tables import network_from
from sinksim.scenarios.loading.sheets import Sheet, csv_sheet, workbook_sheets
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.places import Network

LARGEST_UPLOAD = 5_000_000
MOST_CHARACTERS_OF_NAME = 80

Kind = Literal["nodes", "edges", "cases"]
MODELS: dict[Kind, type[Part]] = {"nodes": Node, "edges": Edge, "cases": LogRow}
# Rows that are read and checked in bearable time while somebody waits; the command line takes more.
MOST_ROWS: dict[Kind, int] = {"nodes": 20_000, "edges": 60_000, "cases": 50_000}
# Lines of a CSV file that may be no rows: the header, remarks, blank lines.
LINES_BESIDE_ROWS = 100
# Bytes in which the header must be found, below the remarks that stand before it.
LONGEST_HEAD = 100_000
# First bytes of gzip, bzip2, xz, 7z, rar, zstd and tar files, and of Excel's format before 2007.
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"ustar")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class File(NamedTuple):
    """A file as it was handed over: its name, which is only shown, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Tables:
    """Tables by what they are, at most one of each."""

    sheets: dict[Kind, Sheet]

    @property
    def network(self) -> Network | None:
        """The network of nodes and edges, checked row by row; None without a table of nodes. Raises BadInput."""
        nodes, edges = self.sheets.get("nodes"), self.sheets.get("edges")
        if nodes is None and edges is not None:
            raise BadInput(f"{edges.name}: a table of edges without one of nodes; allowed: nodes, with edges if wanted")
        return None if nodes is None else network_from(nodes, edges)

    @property
    def cases(self) -> tuple[LogRow, ...]:
        """The recorded cases, checked row by row and refused where they show persons. Raises BadInput."""
        sheet = self.sheets.get("cases")
        return () if sheet is None else log_rows(sheet)


def tables_of(files: Iterable[File]) -> Tables:
    """CSV files and workbooks as tables; raises BadInput, one sentence a fault."""
    found: dict[Kind, Sheet] = {}
    for file in files:
        for sheet in _sheets(file):
            kind = _kind(sheet)
            if kind in found:
                raise BadInput(
                    f"{sheet.name}: a second table of {kind} beside {found[kind].name}; allowed: one table of each kind"
                )
            found[kind] = sheet
    return Tables(found)


def checked(file: File) -> File:
    """A file of bearable size that is no archive, with a name fit to be shown; raises BadInput."""
    name = plain_name(file.name)
    size = len(file.content)
    if size > LARGEST_UPLOAD:
        raise BadInput(f"{name}: {size:,} bytes; allowed: at most {LARGEST_UPLOAD:,} bytes")
    is_workbook = name.lower().endswith(".xlsx")
    if file.content.startswith(_ARCHIVES) or (file.content.startswith(b"PK") and not is_workbook):
        raise BadInput(f"{name}: an archive; allowed: the tables themselves, as .csv or .xlsx, or a scenario as .yaml")
    if file.content.startswith(_OLD_EXCEL):
        raise BadInput(f"{name}: an older Excel file or one with a password; allowed: .xlsx (save it as .xlsx)")
    return File(name, file.content)


def plain_name(name: str) -> str:
    """The last part of a file's name on one line, without hidden characters, its middle left out where it is long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return shown("".join(c for c in last if c.isprintable()) or "file", MOST_CHARACTERS_OF_NAME)[1:-1]


def _sheets(file: File) -> Sequence[Sheet]:
    """The tables in an uploaded file: one of a CSV file, those with rows of a workbook. BadInput for any other file."""
    name, content = checked(file)
    if name.lower().endswith(".csv"):
        kind = _kind(csv_sheet(name, _down_to_header(content)))
        _refuse_many_lines(name, content, kind)
        sheet = csv_sheet(name, content)
        _refuse_many_rows(sheet, kind)
        return [sheet]
    if not name.lower().endswith(".xlsx"):
        raise BadInput(f"{name}: no table; allowed: .csv or .xlsx")
    sheets = [
        sheet
        for sheet in workbook_sheets(name, content, {str(kind): most for kind, most in MOST_ROWS.items()}).values()
        if sheet.rows
    ]
    if not sheets:
        raise BadInput(f"{name}: no sheet with rows; allowed: sheets named {', '.join(MODELS)}")
    return sheets


def _refuse_many_lines(name: str, content: bytes, kind: Kind) -> None:
    """Refuse a file that has so many lines that its rows must be too many, before time is spent on reading them."""
    # Files of old Mac programs end their lines with a carriage return and have no line feed.
    lines = content.count(b"\n") or content.count(b"\r")
    if lines > MOST_ROWS[kind] + LINES_BESIDE_ROWS:
        raise BadInput(f"{name}: {lines:,} lines; allowed: at most {MOST_ROWS[kind]:,} rows in a table of {kind}")


def _refuse_many_rows(sheet: Sheet, kind: Kind) -> None:
    """Refuse a table with more rows than its kind may have, counted without header, remarks and blank lines."""
    if len(sheet.rows) > MOST_ROWS[kind]:
        raise BadInput(f"{sheet.name}: more than {MOST_ROWS[kind]:,} rows; allowed: at most that many")


def _down_to_header(content: bytes) -> bytes:
    """A table down to its header: the first line that is neither empty nor a remark (#, perhaps in quotes).

    The byte-order mark of UTF-8 may stand before it.
    """
    end = 0
    for line in content[:LONGEST_HEAD].splitlines(keepends=True):
        end += len(line)
        if line.strip(b"\xef\xbb\xbf ,\t\r\n") and not line.lstrip(b"\xef\xbb\xbf \t").startswith((b"#", b'"#')):
            break
    return content[:end]


def _kind(sheet: Sheet) -> Kind:
    """What a table is: the kind of whose required columns it has the largest share; BadInput where that is below half.

    So a table that lacks one column is told which, instead of being of no known kind.
    """
    needed: dict[Kind, list[str]] = {
        kind: [name for name, field in model.model_fields.items() if field.is_required()]
        for kind, model in MODELS.items()
    }
    shares = {kind: sum(c in sheet.columns for c in columns) / len(columns) for kind, columns in needed.items()}
    kind = max(shares, key=lambda k: shares[k])
    if shares[kind] < 0.5:
        expected = "; ".join(f"{kind} with {', '.join(columns)}" for kind, columns in needed.items())
        raise BadInput(
            f"{sheet.name}: columns of no known table; allowed: cells separated by commas, in a table of {expected}"
        )
    return kind
