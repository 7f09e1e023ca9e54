"""A value as an override writes it, such as ``0.8``, ``'a, b'``, ``[a, b]`` or ``{law: gamma, mean: 5}``: read and written.

The form is that of Hydra's command line, so that a sweep by Hydra hands over values that are read here. What an unquoted
word means is told by the rules of scenario files.
"""

import re
from typing import Any

from sinksim.scenarios.loading.scalars import plain
from sinksim.scenarios.loading.tree_builder import DEEPEST

SWEEPS = ("choice", "range", "interval", "glob", "shuffle", "sort", "tag")
"""Functions that stand for several values; a sweep alone knows what to do with them."""

# A word goes on to the next bracket, comma or quote (a name in { } to its colon as well) that has no backslash before it.
_ESCAPED = re.compile(r"\\([\\()\[\]{}:=, \t])")
_WORD = re.compile(r"(?:\\[\\()\[\]{}:=, \t]|[^'\"()\[\]{},])*")
_NAME = re.compile(r"(?:\\[\\()\[\]{}:=, \t]|[^'\"()\[\]{},:])*")
_QUOTED = re.compile(r"'((?:[^\\']|\\.)*)'|\"((?:[^\\\"]|\\.)*)\"", re.DOTALL)
_BARE = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
# What some reader of such values takes for something other than text.
_NOT_TEXT = {"true", "false", "null", "none", "nan", "inf", "yes", "no", "on", "off"}


class Unreadable(ValueError):
    """The text is no value; the message says what is allowed."""


class SeveralValues(ValueError):
    """The text stands for several values."""


class NoQuantity(ValueError):
    """An unquoted word that reads as a number but is none that is allowed, such as ``.inf`` or ``1e999``.

    Its arguments: the word, and what is allowed.
    """


def read_value(text: str) -> Any:
    """The value of a text; raises Unreadable, SeveralValues or NoQuantity."""
    return _Reader(text).whole()


def write_value(value: Any) -> str:
    """The text that is read back as the same value of the same kind."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{write_value(name)}:{write_value(item)}' for name, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(write_value, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    # In quotes a backslash stands for itself, except before a quote and at the end, where reading halves them.
    if _BARE.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return '"{}"'.format(re.sub(r'(\\*)("|\Z)', lambda m: m[1] * 2 + ('\\"' if m[2] else ""), text))


class _Reader:
    """Reads one text from its beginning to its end; ``position``: of the next character to be read."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text.strip(" \t"), 0

    def whole(self) -> Any:
        """The value, after which nothing follows.

        A comma, or a function such as ``range(``, asks Hydra to run several values: SeveralValues.
        """
        value = self._value(depth=0) if self.text else ""
        if self._next_sign() == "," or (self._next_sign() == "(" and value in SWEEPS):
            raise SeveralValues
        if self.position < len(self.text):
            raise Unreadable("a value with spaces or signs in it stands in quotes, a list in [ ]")
        return value

    def _next_sign(self) -> str:
        """The next character that is no blank, or nothing at the end."""
        while self.text[self.position : self.position + 1] in (" ", "\t"):
            self.position += 1
        return self.text[self.position : self.position + 1]

    def _value(self, depth: int) -> Any:
        """The value that begins here: list, mapping, quoted text or word; ``depth`` counts the brackets around it."""
        if depth > DEEPEST:
            raise Unreadable(f"lists and names in at most {DEEPEST} levels")
        mark = self._next_sign()
        if mark == "[":
            return self._list(depth, end="]")
        if mark == "{":
            return self._mapping(depth)
        return self._quoted() if mark in ("'", '"') else self._word(_WORD)

    def _list(self, depth: int, end: str) -> list[Any]:
        """The entries of a list up to its bracket ``end``, which closes it at once (empty) or behind an entry."""
        self.position += 1  # the bracket that opens it
        found: list[Any] = []
        # Only an empty list is closed here; behind a comma an entry must follow, not the bracket.
        while found or self._next_sign() != end:
            found.append(self._value(depth + 1))
            if self._closes(end):
                return found
        self.position += 1
        return found

    def _mapping(self, depth: int) -> dict[str, Any]:
        """A mapping in braces, closed at once (empty) or behind an entry; names are quoted or plain words."""
        self.position += 1
        found: dict[str, Any] = {}
        while not (self._next_sign() == "}" and not found):
            name = self._quoted() if self._next_sign() in ("'", '"') else self._word(_NAME)
            if not isinstance(name, str):
                raise Unreadable("names that are text")
            if name in found or self._next_sign() != ":":
                raise Unreadable("in { }, name: value, each name once")
            self.position += 1
            found[name] = self._value(depth + 1)
            if self._closes("}"):
                return found
        self.position += 1
        return found

    def _closes(self, end: str) -> bool:
        """Step over what must follow an entry, a comma or the bracket ``end``; whether it was the bracket."""
        mark = self._next_sign()
        if mark not in (",", end):
            raise Unreadable("a value with spaces or signs in it stands in quotes, a list in [ ]")
        self.position += 1
        return mark == end

    def _quoted(self) -> str:
        """Text in quotes, without them; Unreadable where they are not closed."""
        found = _QUOTED.match(self.text, self.position)
        if found is None:
            raise Unreadable("quotes that are closed")
        self.position = found.end()
        quote = found[0][0]
        inside = found[0][1:-1]
        # Hydra's rule: backslashes stand for themselves; those before a quote or at the end stand for half as many.
        return re.sub(rf"(\\+)({quote}|\Z)", lambda m: m[1][: len(m[1]) // 2] + m[2], inside)

    def _word(self, form: re.Pattern[str]) -> Any:
        """The value of an unquoted word of this form, by the rules of scenario files; escaped signs make it text.

        NoQuantity where it looks like a number, a time or a date but is none that is allowed.
        """
        found = form.match(self.text, self.position)
        assert found is not None  # the form fits nothing at all
        self.position = found.end()
        word = found[0].strip(" \t")
        if not word:
            raise Unreadable("a value with spaces or signs in it stands in quotes, a list in [ ]")
        if _ESCAPED.search(word):
            return _ESCAPED.sub(r"\1", word)
        try:
            return plain(word)
        except ValueError as error:
            raise NoQuantity(word, str(error)) from None
