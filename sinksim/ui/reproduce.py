"""The command and the Python lines that give the numbers of a page again."""

import shlex

from sinksim.scenarios.loading.override_values import write_value
from sinksim.scenarios.loading.sides import Sides


def command(proposal: Sides) -> str:
    """``sinksim compare`` with every setting that differs from the file."""
    shared = {**proposal.shared, **proposal.last}
    sides = [
        f"++comparison.{side}={{{_settings(proposal, side)}}}" for side in proposal.sides if _settings(proposal, side)
    ]
    words = [proposal.where, *(f"{path}={write_value(value)}" for path, value in shared.items()), *sides]
    return " ".join(["sinksim", "compare", *(shlex.quote(word) for word in words)])


def python_lines(proposal: Sides) -> str:
    """Python that loads both sides and compares them."""
    lines = ["import sinksim", ""]
    for side in proposal.sides:
        settings = {**proposal.shared, **proposal.sides[side], **proposal.last}
        lines += [f"{side} = sinksim.load(", f"    {proposal.where!r},"]
        lines += [f"    {f'{path}={write_value(value)}'!r}," for path, value in settings.items()]
        lines.append(")")
    return "\n".join(
        [*lines, "comparison = sinksim.compare(baseline, alternative)", 'print(comparison.difference("elapsed"))']
    )


def _settings(proposal: Sides, side: str) -> str:
    return ",".join(f"{path}:{write_value(value)}" for path, value in proposal.of(side).items())
