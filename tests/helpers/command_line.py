"""The command line, run in this process."""

import json
from typing import NamedTuple

from sinksim.cli import main


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)


def answer_to(capsys, *arguments):
    """What a command answers."""
    code = main([str(argument) for argument in arguments])
    return Said(code, *capsys.readouterr())
