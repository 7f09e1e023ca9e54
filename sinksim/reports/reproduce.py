"""How a result is repeated: as it was asked for, and from the resolved scenario that lies beside it."""

import shlex
from collections.abc import Sequence

SCENARIO_FILE = "scenario.yaml"


def command_line(words: Sequence[str]) -> str:
    """Words of a command as one line for a shell."""
    return shlex.join(words)


def command_of_file(is_comparison: bool, file: str = SCENARIO_FILE) -> str:
    """The command that repeats a result from its resolved scenario."""
    return command_line(["sinksim", "compare" if is_comparison else "run", file])


def python_of_file(is_comparison: bool, file: str = SCENARIO_FILE) -> str:
    """The lines of Python that repeat a result from its resolved scenario."""
    if is_comparison:
        lines = [f"comparison = sinksim.compare({file!r})", 'print(comparison.difference("elapsed"))']
    else:
        lines = [f"result = sinksim.run({file!r})", 'print(result.indicator("elapsed"))']
    return "\n".join(["import sinksim", "", *lines])
