"""The only door by which YAML comes in: a small, harmless part of YAML 1.2; each refusal is one sentence."""

import math
import stat
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown
from sinksim.scenarios.loading.scalars import LARGEST, forbidden
from sinksim.scenarios.loading.tree_builder import MOST_FAULTS, Faults, TreeBuilder

MOST_BYTES = 5_000_000


def read_yaml(path: str | Path) -> dict[str, Any]:
    """The mapping in a YAML file; raises BadInput: for each fault ``file:line``, the value, what is allowed."""
    name = str(path)
    try:
        content = _content(Path(path), name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{_file(name)}: cannot be read ({reason}); allowed: a readable file") from error
    return parse_yaml(content, name)


def parse_yaml(text: str | bytes, where: str) -> dict[str, Any]:
    """The mapping in a YAML text; ``where`` is the file's name in messages; raises BadInput."""
    faults = Faults(_file(where))
    decoded = _decoded(text, faults).replace("\r\n", "\n")
    _check_characters(decoded, faults)
    faults.raise_any()
    tree = TreeBuilder(faults).build(decoded)
    faults.raise_any()
    return tree


def _file(name: str) -> str:
    """The file's name as messages show it: on one line, not longer than a path is."""
    return shown(name, 200)[1:-1]


def _content(path: Path, name: str) -> bytes:
    """The bytes of a regular file of bearable size; size and kind are asked before anything is read."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise BadInput(f"{_file(name)}: there is no such file; {_files_meant_instead(path)}") from error
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(f"{_file(name)}: is {_kind(status.st_mode)}; allowed: a regular file")
    if status.st_size > MOST_BYTES:
        raise BadInput(f"{_file(name)}: has {status.st_size} bytes; allowed: at most {MOST_BYTES}")
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)  # bounded again: the file may have grown since


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a device, pipe or socket"


def _files_meant_instead(path: Path) -> str:
    """Files beside the missing one that may be meant."""
    folder = path.parent
    if not folder.is_dir():
        return f"the folder {shown(str(folder), 200)} does not exist either"
    others = (file.name for file in folder.iterdir() if file.suffix in (".yaml", ".yml"))
    close = get_close_matches(path.name, others, n=3)
    return f"did you mean {' or '.join(map(_file, close))}?" if close else "allowed: an existing file"


def _decoded(text: str | bytes, faults: Faults) -> str:
    """UTF-8 bytes as text without a byte order mark; a text too long or not UTF-8 is a fault that ends the reading."""
    size = len(text)
    if size > MOST_BYTES:
        faults.fatal(line=1, sentence=f"the text has {size} characters; allowed: at most {MOST_BYTES}")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        byte = shown(text[error.start : error.start + 1])
        faults.fatal(line, f"the line holds {byte}, which is not UTF-8; allowed: UTF-8 text")


def _check_characters(text: str, faults: Faults) -> None:
    """Refuse hidden characters wherever they stand: even in a comment they could deceive a reader.

    ``${`` is refused in values alone, since a comment is never looked up.
    """
    if text.isascii() and text.isprintable():
        return
    for line, content in enumerate(text.split("\n"), start=1):
        if reason := forbidden(content.replace("${", "")):
            faults.add(line, f"the line holds {shown(content)}; allowed: {reason}")


def check_tree(tree: dict[str, Any], where: str) -> None:
    """The checks of a file's values, for a tree that came another way (overrides, forms); raises BadInput."""
    faults = [f"{_file(where)}: {fault}" for fault in _faults_in(tree, "")]
    if faults:
        raise BadInput("\n".join(faults[:MOST_FAULTS]))


def _faults_in(value: Any, path: str) -> Iterator[str]:
    """Each value that no file could hold: names that are not text, hidden characters, ``${``, numbers not finite."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str) or not name or name.startswith("_") or forbidden(name):
                yield f"the name {shown(name)} in {path or 'the scenario'}; allowed: text that does not start with _"
            else:
                yield from _faults_in(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _faults_in(item, f"{path}.{index}")
    elif reason := _wrong_value(value):
        yield f"{path} is {shown(value)}; allowed: {reason}"


def _wrong_value(value: Any) -> str | None:
    """Why a scalar of a tree made in Python is refused, as what is allowed instead; None where it is allowed."""
    if isinstance(value, str):
        return forbidden(value)
    if isinstance(value, float):
        return None if math.isfinite(value) else "a finite number"
    if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        return f"a whole number from {-LARGEST} to {LARGEST}"
    return None if value is None or isinstance(value, int) else "text, numbers, true, false, null, lists and mappings"
