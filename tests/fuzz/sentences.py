"""The form of a refusal: one sentence a fault, with where, the value and what is allowed, and nothing of Python's."""

import re

LONGEST = 900
MOST_LINES = 22
_SAYS_WHAT_IS_ALLOWED = re.compile(
    r"allowed|did you mean|known:|nothing is known|needs |\band \d[\d,]* more\b|lower the demand|needed"
)
_OF_PYTHON = re.compile(
    r"Traceback|<class|<sinksim| object at 0x|\b\w+(Error|Exception)\b\(?|\bnp\.|numpy|pydantic|Input should|Value error"
    r"|typing\.|dtype|NoneType|omegaconf|\bkwargs\b|\bPart\(|(?:Constant|Exponential|Node|Edge)\("
)


def malformed(message: str) -> list[str]:
    """What is wrong with the form of a refusal; nothing where it is sound."""
    lines = message.split("\n")
    found = [f"a refusal of {len(lines)} lines"] if len(lines) > MOST_LINES else []
    return found + [f"{fault}: {line[:300]}" for line in lines for fault in _faults(line)]


def _faults(line: str) -> list[str]:
    if not line.strip():
        return ["an empty line"]
    found = []
    if not _SAYS_WHAT_IS_ALLOWED.search(line):
        found.append("a sentence that does not say what is allowed")
    if said := _OF_PYTHON.search(line):
        found.append(f"a sentence that speaks Python ({said.group()})")
    if len(line) > LONGEST:
        found.append(f"a sentence of {len(line)} characters")
    if not line.isprintable():
        found.append("a sentence with hidden characters")
    return found
