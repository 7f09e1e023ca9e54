"""What is opened as an Excel workbook: a plain one. Zip bombs, macros, archives in disguise and XML tricks are refused."""

import io
import zipfile

from sinksim.core.errors import BadInput

LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 1_000
# Sheets of repeated numbers shrink by up to about 60; a bomb by 1000 and more.
HIGHEST_RATIO = 200
# Below this size a high ratio does no harm.
HARMLESS = 1_000_000
NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
# First bytes of a part: what its XML declares stands there.
_HEAD = 4_096
_PLAIN = "allowed: a plain .xlsx workbook, as Excel, WPS or LibreOffice save it"


def refuse_odd_workbook(name: str, content: bytes) -> None:
    """BadInput where a zip file is no plain workbook; nothing is unpacked before its size is known to be bearable.

    A plain one is not encrypted (bit 0 of a part's flags) and holds no macros; settings of printers, which are binary
    as well, do no harm.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _refuse_bomb(name, parts)
        if not set(NEEDED) <= {part.filename for part in parts}:
            raise BadInput(f"{name}: an archive that is no workbook; {_PLAIN}")
        for part in parts:
            if part.flag_bits & 1:
                raise BadInput(f"{name}: the workbook is protected by a password; {_PLAIN}")
            if (
                part.filename.lower().endswith((".bin", ".zip", ".exe", ".js", ".vbs"))
                and "printer" not in part.filename
            ):
                raise BadInput(f"{name}: the workbook holds macros or other files; {_PLAIN}")
            if part.filename.lower().endswith((".xml", ".rels")):
                _refuse_tricks(name, archive, part)


def _refuse_bomb(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a workbook by the sizes that its directory claims: parts, bytes unpacked, ratio of compression."""
    if len(parts) > MOST_PARTS:
        raise BadInput(f"{name}: {len(parts):,} parts; allowed: at most {MOST_PARTS:,}")
    size = sum(part.file_size for part in parts)
    if size > LARGEST_UNPACKED:
        raise BadInput(f"{name}: {size:,} bytes when unpacked; allowed: at most {LARGEST_UNPACKED:,} bytes")
    for part in parts:
        if part.file_size > HARMLESS and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
            raise BadInput(
                f"{name}: a part unpacks to {part.file_size:,} bytes from {part.compress_size:,}; "
                f"allowed: at most {HIGHEST_RATIO} times its size"
            )


def _refuse_tricks(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that declares a document type, which could define entities that grow without end.

    It stands before the first element, so that the beginning of the part tells; UTF-16 would hide it and is refused too.
    """
    with archive.open(part) as file:
        head = file.read(_HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in head.upper() or b"<!ENTITY" in head.upper():
        raise BadInput(f"{name}: its XML defines a document type of its own; {_PLAIN}")
