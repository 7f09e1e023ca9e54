"""From YAML events to dicts, lists and scalars, refusing on the way whatever is more than data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from sinksim.core.errors import BadInput
from sinksim.core.wording import shown
from sinksim.scenarios.loading.scalars import Scalar, forbidden, plain

DEEPEST = 40
MOST_NODES = 200_000
MOST_FAULTS = 20
LONGEST_PATH = 120

# The parser on libyaml reads the same events some ten times faster.
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Faults:
    """The faults found so far in one text, each one sentence that starts with ``file:line``."""

    where: str
    sentences: list[str] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        """Note a fault; after a screenful of them the rest is left unread."""
        self.sentences.append(f"{self.where}:{line}: {sentence}")
        if len(self.sentences) > MOST_FAULTS:
            self.sentences[-1] = "and more faults after these"
            self.raise_any()

    def fatal(self, line: int, sentence: str) -> NoReturn:
        """A fault after which the text makes no sense any more."""
        self.add(line, sentence)
        raise BadInput("\n".join(self.sentences))

    def raise_any(self) -> None:
        """Raise BadInput if there is any fault."""
        if self.sentences:
            raise BadInput("\n".join(self.sentences))


@dataclass
class _Open:
    """A mapping or a list that is being read; in a mapping, ``key`` waits for its value."""

    content: dict[str, Any] | list[Any]
    path: str
    lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    waits_for_value: bool = False


class TreeBuilder:
    """Builds the one mapping of a text from its events; ``faults`` collects what is refused."""

    def __init__(self, faults: Faults) -> None:
        """Begin outside of any document; faults are noted in ``faults``, and reading goes on."""
        self._faults = faults
        self._open: list[_Open] = []  # mappings and lists around what is read, the innermost last
        self._tree: Any = None
        self._nodes = 0  # values so far
        self._documents = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self._document,
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }

    def build(self, text: str) -> dict[str, Any]:
        """The top-level mapping (what could not be read is left out; the faults say so).

        A fault of the whole text is told at its first line.
        """
        for event in self._events(text):
            self._take(event)
        if self._documents == 0 or (self._tree is None and not self._faults.sentences):
            self._faults.fatal(line=1, sentence="the text is empty; allowed: a mapping of sections")
        if not isinstance(self._tree, dict):
            self._faults.fatal(line=1, sentence=f"the text is {shown(self._tree)}; allowed: a mapping of sections")
        return self._tree

    def _events(self, text: str) -> Iterator[yaml.Event]:
        """The parser's events; what is not YAML ends the reading with a fault."""
        try:
            yield from yaml.parse(text, Loader=_Parser)
        except yaml.MarkedYAMLError as error:
            self._faults.fatal(_line_of(error), f"not YAML: {_problem(error)}; allowed: well-formed YAML")
        except yaml.YAMLError as error:
            self._faults.fatal(line=1, sentence=f"not YAML: {shown(str(error))}; allowed: well-formed YAML")

    def _take(self, event: yaml.Event) -> None:
        if taker := self._takers.get(type(event)):
            taker(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        """The start of a document; a second one is refused."""
        self._documents += 1
        if self._documents > 1:
            self._faults.fatal(_line(event), "a second document starts here ('---'); allowed: one document")

    def _alias(self, event: yaml.AliasEvent) -> None:
        """An alias (``*name``) is refused; None takes its place so that reading can go on."""
        self._refuse(event, f"*{event.anchor}", "the value itself (aliases are not read)")
        self._put(event, None)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        """A scalar: the name of an entry where a mapping waits for one, else a value."""
        self._count(event)
        self._refuse_anchor_and_tag(event)
        if self._expects_key():
            self._take_key(event)
        else:
            self._put(event, self._value(event))

    def _value(self, event: yaml.ScalarEvent) -> Scalar:
        """What a scalar means; None, and a fault, where it is refused. Quoted text stays text."""
        if reason := forbidden(event.value):
            self._refuse(event, event.value, reason)
            return None
        try:
            return str(event.value) if event.style else plain(event.value)
        except ValueError as error:
            self._refuse(event, event.value, str(error))
            return None

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        """A mapping or list begins: it is put where it belongs and filled by the events that follow."""
        self._count(event)
        self._refuse_anchor_and_tag(event)
        if len(self._open) >= DEEPEST:
            self._faults.fatal(_line(event), f"{self._path()} is nested too deep; allowed: {DEEPEST} levels")
        if self._expects_key():
            self._faults.fatal(_line(event), f"a name in {self._path()} is a list or mapping; allowed: text")
        content: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        opened = _Open(content, self._path())  # taken before the parent moves on to its next entry
        self._put(event, content)
        self._open.append(opened)

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        """The innermost mapping or list is complete."""
        self._open.pop()

    def _expects_key(self) -> bool:
        """Whether the innermost collection is a mapping whose next scalar is a name."""
        top = self._open[-1] if self._open else None
        return top is not None and isinstance(top.content, dict) and not top.waits_for_value

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        """The name of the next value; a refused name leaves its value out of the tree."""
        top = self._open[-1]
        top.waits_for_value, top.key = True, None
        first = top.lines.get(event.value)
        if reason := _wrong_key(event):
            self._refuse_key(event, reason)
        elif first is not None:
            self._refuse_key(event, f"each name once (it stands in line {first} already)")
        else:
            top.key, top.lines[event.value] = event.value, _line(event)

    def _put(self, event: yaml.Event, value: Any) -> None:
        """Hand a value to the mapping, the list or the document that waits for it."""
        if not self._open:
            self._tree = value
            return
        top = self._open[-1]
        if isinstance(top.content, list):
            top.content.append(value)
            return
        if not top.waits_for_value:
            self._faults.fatal(_line(event), f"a name in {self._path()} is an alias; allowed: text")
        if top.key is not None:
            top.content[top.key] = value
        top.waits_for_value = False

    def _refuse_anchor_and_tag(self, event: Any) -> None:
        """Refuse anchors (``&name``) and tags (``!!python``): both make a text mean more than it shows."""
        if event.anchor is not None:
            self._refuse(event, f"&{event.anchor}", "a value without an anchor")
        if event.tag is not None:
            self._refuse(event, event.tag, "a value without a tag (quote it where it is text)")

    def _count(self, event: yaml.Event) -> None:
        """Refuse a text with more values than any scenario needs, before it fills the memory."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._faults.fatal(_line(event), f"value number {self._nodes}; allowed: at most {MOST_NODES} values")

    def _refuse(self, event: yaml.Event, value: object, allowed: str) -> None:
        """A fault of the value at the present path; reading goes on."""
        self._faults.add(_line(event), f"{self._path()} is {shown(value)}; allowed: {allowed}")

    def _refuse_key(self, event: yaml.ScalarEvent, allowed: str) -> None:
        place = self._open[-1].path
        self._faults.add(_line(event), f"the name {shown(event.value)} in {place}; allowed: {allowed}")

    def _path(self) -> str:
        """The dotted path of the value that is being read, for messages; of a long one the end."""
        if not self._open:
            return "the text"
        top = self._open[-1]  # the innermost mapping (in it a name) or list (in it a position) that is not finished
        step = str(len(top.content)) if isinstance(top.content, list) else top.key
        if step is None:
            return top.path
        path = shown(step)[1:-1] if len(self._open) == 1 else f"{top.path}.{shown(step)[1:-1]}"
        return path if len(path) <= LONGEST_PATH else f"...{path[-LONGEST_PATH:]}"


def _wrong_key(event: yaml.ScalarEvent) -> str | None:
    """Why a name is refused, as what is allowed instead; None where it is allowed."""
    if event.value == "<<":
        return "names written out (merge keys are not read)"
    if event.value.startswith("_"):
        return "a name that does not start with _"
    if reason := forbidden(event.value):
        return reason
    try:
        is_text = bool(event.value) and (bool(event.style) or isinstance(plain(event.value), str))
    except ValueError:
        is_text = False
    return None if is_text else "text (quote a name that looks like a number, true, false or null)"


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else int(mark.line) + 1


def _line_of(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) + 1 if mark else 1


def _problem(error: yaml.MarkedYAMLError) -> str:
    """PyYAML's own words for what is wrong."""
    return ", ".join(part for part in (error.context, error.problem) if part)
