"""A scenario's tree as YAML text that the strict loader reads back as the same tree."""

from collections.abc import Mapping
from typing import Any

import yaml

from sinksim.scenarios.loading.scalars import plain


def to_yaml(tree: Mapping[str, Any]) -> str:
    """The tree as YAML, in its own order, Chinese as it is; text that would read as a number or null is quoted."""
    text: str = yaml.dump(dict(tree), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
    return text


class _Writer(yaml.SafeDumper):
    """Writes what the strict loader allows: no aliases, and text quoted by its rules, which are not PyYAML's."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Text as a YAML scalar, quoted where the strict loader would read something else from it unquoted."""
    try:
        quoted = plain(value) != value
    except ValueError:
        quoted = True
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style='"' if quoted else None)


def _sequence(writer: yaml.SafeDumper, value: tuple[Any, ...]) -> yaml.SequenceNode:
    return writer.represent_list(value)


_Writer.add_representer(str, _text)
_Writer.add_representer(tuple, _sequence)
