"""Text in columns of a console, where a Chinese character takes two."""

import unicodedata

LINE = 110


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    """Columns that a character takes in a console: 2 for Chinese, 0 for marks set on the one before."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def left(text: str, columns: int) -> str:
    """Text filled up with blanks on its right."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Text filled up with blanks on its left."""
    return " " * (columns - width(text)) + text


def cut(text: str, columns: int) -> str:
    """Text cut to a number of columns, with a mark where something is left off."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept) + _columns(character) > columns - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, indent: int, columns: int = LINE) -> list[str]:
    """Text over several lines, the first at the margin and the others indented; Chinese breaks anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = " " * indent + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Words with the blanks after them; each wide character by itself; over-long words in parts."""
    pieces: list[str] = []
    for character in text:
        alone = _columns(character) == 2 or (pieces and _columns(pieces[-1][-1]) == 2)
        ended = not pieces or (pieces[-1][-1] == " " and character != " ") or len(pieces[-1]) >= LINE // 2
        if alone or ended:
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces
