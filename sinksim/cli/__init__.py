"""The command line: ``sinksim COMMAND SCENARIO [OVERRIDE ...]``."""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from sinksim.cli.parser import COMMANDS, Asked, parse
from sinksim.core.errors import SinksimError

__all__ = ["main"]

BAD_INPUT, INTERRUPTED = 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 a check failed, 2 bad input, 130 interrupted.

    What cannot be used is said on standard error, one sentence a fault, never as a traceback.
    """
    _speak_any_language()
    try:
        asked = parse(list(sys.argv[1:] if argv is None else argv))
        code = asked if isinstance(asked, int) else _answer(asked)
        sys.stdout.flush()
    except SinksimError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt as interrupt:
        print(str(interrupt) or "interrupted before anything was finished", file=sys.stderr)
        return INTERRUPTED
    except MemoryError:
        # More cases are under way at once than fit: their number is known only as they come.
        print(
            "the memory of this machine is too small for this run; allowed: less demand or more servers",
            file=sys.stderr,
        )
        return BAD_INPUT
    except BrokenPipeError:
        # The reader has gone; what Python still wants to write at exit must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED
    finally:
        if argv is None:
            # The process ends now. Python would look through all objects for garbage once more: half a second, with a
            # compiler among them, while somebody who has interrupted a run waits.
            gc.freeze()
    return code


def _answer(asked: Asked) -> int:
    """The exit code of a command; its module is imported only now."""
    command = import_module(f"sinksim.cli.commands.{COMMANDS[asked.command].module}")
    code: int = command.answer(asked)
    return code


def _speak_any_language() -> None:
    """A console that cannot show Chinese gets marks in its place instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
