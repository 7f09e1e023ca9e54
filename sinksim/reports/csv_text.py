"""Rows as CSV that a spreadsheet opens safely: UTF-8 with a mark, numbers exact, no cell that could act as a formula."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
# The full-width forms act as formulas in East Asian spreadsheets.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: Any) -> str:
    """A value as the text of one cell: numbers to the last digit, nothing for what is missing or infinite.

    Text that a spreadsheet would run as a formula is made harmless: a scenario may come from somebody else.
    """
    # What most cells are comes first: a report has a hundred thousand, and somebody may be waiting for it to end.
    kind = type(value)
    if kind is str:
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(float(value)) if math.isfinite(value) else ""
    return str(value) if isinstance(value, int) else harmless(str(value))


@lru_cache(maxsize=4096)
def harmless(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula; numbers (-1) stay as they are."""
    active = text.lstrip(" \u3000").startswith(_ACTIVE)
    return f"'{text}" if active and not _NUMBER.fullmatch(text) else text


def csv_bytes(rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> bytes:
    """Rows under a header, in these columns; a row without a column leaves its cell empty.

    With a byte order mark, without which Excel takes UTF-8 for the encoding of the country.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")
