"""Hydra's own refusals, rewritten as one sentence: where, the value, what is allowed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown

Tree = dict[str, Any]


@contextmanager
def rewritten(tree: Tree) -> Iterator[None]:
    """Turn what Hydra raises inside the block into BadInput; ``tree`` is what the overrides were laid over."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    try:
        yield
    except (HydraException, OmegaConfBaseException) as error:
        raise BadInput(_sentence(error, tree)) from error


def _sentence(error: Exception, tree: Tree) -> str:
    message = str(error)
    if override := getattr(error, "override", None):
        return _ungrammatical(str(override), message)
    for pattern, tell in _KNOWN:
        if match := re.search(pattern, message):
            return tell(match, tree)
    return f"the overrides cannot be used: {shown(' '.join(message.split()), 300)[1:-1]}"


def _ungrammatical(override: str, message: str) -> str:
    said = re.search(r"while evaluating '.*?': (.*)", message)
    reason = said.group(1) if said else "a value with spaces or signs in it stands in quotes, a list in [ ]"
    return f"override {shown(override)} is not in Hydra's grammar; allowed: path=value ({reason})"


def _unknown(match: re.Match[str], tree: Tree) -> str:
    path = shown(match.group(1))[1:-1]
    if path.startswith("hydra"):
        return f"{path} is not a setting of Hydra's; allowed: settings of the launcher and sweeper in use"
    instead = _near_path(match.group(1), tree)
    if instead is None:
        return f"{path} cannot be given that value; allowed: names that are text, values of the scenario's kinds"
    hint = "" if "did you mean" in instead else f" (a new name is added by +{path}=value)"
    return f"{path} is not a known name; {instead}{hint}"


def _misfit(match: re.Match[str], tree: Tree) -> str:
    override = match.group(1)
    node: Any = tree
    for step in override.partition("=")[0].lstrip("+~").split("."):
        node = node.get(step) if isinstance(node, dict) else node[int(step)] if isinstance(node, list) else None
    return f"override {shown(override)} does not fit; allowed: a value of the same kind as {shown(node)}"


def _gone(match: re.Match[str], tree: Tree) -> str:
    path = match.group(1)
    return f"override {shown('~' + path)}: there is no {shown(path)[1:-1]}; {_near_path(path, tree)}"


def _near_path(path: str, tree: Tree) -> str | None:
    """Names that may be meant, at the first step of a path that leads nowhere; None where it leads somewhere."""
    node: Any = tree
    walked: list[str] = []
    for step in path.split("."):
        if isinstance(node, list):
            node = node[int(step)]
        elif isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, dict):
            return f"{_at(walked)}{near(step, node)}"
        else:
            return f"{'.'.join(walked)} is {shown(node)}, without names in it"
        walked.append(step)
    return None


def _at(walked: list[str]) -> str:
    return f"in {'.'.join(walked)}, " if walked else ""


def _twice(match: re.Match[str], tree: Tree) -> str:
    path = match.group(1)
    return f"override {shown('+' + path)}: {path} is there already; allowed: {path}=value, without +"


def _several(match: re.Match[str], tree: Tree) -> str:
    return f"override {shown(match.group(1))} has several values; allowed: one value, a [list], or a sweep over them"


def _other_value(match: re.Match[str], tree: Tree) -> str:
    path, value, given = match.groups()
    return f"override {shown(f'~{path}={given}')}: {path} is {shown(value)}; allowed: ~{path} or its own value"


def _no_file(match: re.Match[str], tree: Tree) -> str:
    group, _, name = match.group(1).rpartition("/")
    known = re.findall(r"^\t([\w-]+)$", match.string, re.MULTILINE)
    return f"{group}={shown(name)[1:-1]}: there is no such option; {near(name, known)}"


def _no_sweep(match: re.Match[str], tree: Tree) -> str:
    return (
        f"a sweep of the kind {match.group(1).lower()} cannot be run; allowed: a,b,c or range(a,b,step) or choice(a,b)"
    )


_KNOWN: list[tuple[str, Callable[[re.Match[str], Tree], str]]] = [
    (r"Could not override '(.+?)'\.", _unknown),
    (r"Could not delete from config\. '(.+?)' does not exist", _gone),
    (r"Could not delete from config\. The value of '(.+?)' is (.*) and not (.*)\.", _other_value),
    (r"An item is already at '(.+?)'", _twice),
    (r"Ambiguous value for argument '(.+?)'\n", _several),
    (r"Sweep parameters '(.+?)' requires", _several),
    (r"Could not (?:find|load) '(.+?)'", _no_file),
    (r"Error merging override (.*)", _misfit),
    (r"does not support sweep type : (\w+)", _no_sweep),
]
