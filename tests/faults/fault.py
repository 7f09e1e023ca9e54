"""A planted fault: a change of behaviour that a user might live with for years, and the suite that must notice it."""

from typing import NamedTuple

AGREEMENT = ("pytest", "tests/agreement/test_generated.py", "-k", "write_the_same")
HAND_WORKED = ("pytest", "tests/unit/test_rules.py", "tests/unit/agents")
SAME_LUCK = ("pytest", "tests/invariants/test_same_luck.py")


def theory(*systems: str) -> tuple[str, ...]:
    """Verification of these systems by the fast engine, deep enough for one per cent."""
    return ("sinksim", "verify", *systems, "--engine", "compiled", "--customers", "1e6", "--workers", "1", "--quiet")


class Fault(NamedTuple):
    """One fault: its name, the file below ``sinksim``, what stands there once, what is put instead, who must notice."""

    name: str
    file: str
    old: str
    new: str
    suite: tuple[str, ...] = AGREEMENT
