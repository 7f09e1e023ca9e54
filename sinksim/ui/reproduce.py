"""The command and the Python lines that give the numbers of a page again."""

import re
import shlex
from collections.abc import Mapping
from typing import Any

from sinksim.experiments.proposal import Proposal

SIDES = ("baseline", "alternative")
_PLAIN = re.compile(r"[A-Za-z_][\w-]*")
# What Hydra would read as something other than text.
_NOT_TEXT = {"true", "false", "null", "none", "nan", "inf", "yes", "no", "on", "off"}


def command(proposal: Proposal) -> str:
    """``sinksim compare`` with every setting that differs from the file."""
    shared = {**proposal.shared, **proposal.last}
    sides = [f"++comparison.{side}={{{_settings(proposal, side)}}}" for side in SIDES if _settings(proposal, side)]
    words = [proposal.where, *(f"{path}={_hydra(value)}" for path, value in shared.items()), *sides]
    return " ".join(["sinksim", "compare", *(shlex.quote(word) for word in words)])


def python_lines(proposal: Proposal) -> str:
    """Python that loads both sides and compares them."""
    lines = ["import sinksim", ""]
    for side in SIDES:
        settings = {**proposal.shared, **getattr(proposal, side), **proposal.last}
        lines += [f"{side} = sinksim.load(", f"    {proposal.where!r},"]
        lines += [f"    {f'{path}={_hydra(value)}'!r}," for path, value in settings.items()]
        lines.append(")")
    return "\n".join(
        [*lines, "comparison = sinksim.compare(baseline, alternative)", 'print(comparison.difference("elapsed"))']
    )


def _settings(proposal: Proposal, side: str) -> str:
    """A side's settings in Hydra's braces; what holds for both at the end is not said again."""
    settings: Mapping[str, Any] = getattr(proposal, side)
    return ",".join(f"{path}:{_hydra(value)}" for path, value in settings.items() if path not in proposal.last)


def _hydra(value: Any) -> str:
    """A value as Hydra reads it back: the same value of the same kind."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
