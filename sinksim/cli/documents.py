"""Documents of one file that a command writes: where they go, and how."""

from pathlib import Path

from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput


def file_of_presets(asked: Asked, usual: Path) -> Path | None:
    """The file for a document about presets: that of ``--out``, else of all presets the ``usual`` one; None: it is printed only.

    The usual file counts where its folder is there. Raises BadInput, before a long run, where the folder asked for is not.
    """
    if asked.out is None:
        return usual if usual.parent.is_dir() and not asked.presets else None
    out = Path(asked.out)
    if not out.parent.is_dir():
        raise BadInput(f"{out}: cannot be written (no such folder); allowed: --out with a file")
    return out


def write_document(out: str | Path, text: str) -> None:
    """Write a document; raises BadInput where that is not possible."""
    try:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}); allowed: --out with a file") from None
