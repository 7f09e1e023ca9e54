"""A planted fault: a change of behaviour that a user might live with for years, and the suites that may notice it."""

from typing import NamedTuple


class Suite(NamedTuple):
    """Tests of one kind, as a module of Python with its arguments."""

    kind: str  # agreement, theory or invariants
    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """The kind and where it stands."""
        return f"{self.kind} ({self.command[1].rsplit('/', 1)[-1].removesuffix('.py')})"


AGREEMENT = Suite("agreement", ("pytest", "tests/agreement/test_generated.py", "-k", "write_the_same"))
RULES = Suite("invariants", ("pytest", "tests/invariants/test_rules_counted.py"))
LOADS = Suite("invariants", ("pytest", "tests/invariants/test_loads.py"))
NAIVE = Suite("invariants", ("pytest", "tests/invariants/test_naive.py"))
BOOKS = Suite("invariants", ("pytest", "tests/invariants/test_conservation.py", "-k", "nothing_appears"))
SAME_LUCK = Suite("invariants", ("pytest", "tests/invariants/test_same_luck.py"))
VERBS = Suite("invariants", ("pytest", "tests/verbs", "-k", "not instant_loop"))
SHARES = Suite("invariants", ("pytest", "tests/invariants/test_shares.py", "-k", "without_contact"))
INDICATORS = Suite("invariants", ("pytest", "tests/unit/metrics/test_indicators.py"))
LAWS = Suite("theory", ("pytest", "tests/theory/test_draws_at_depth.py"))


def worked(verb: str) -> Suite:
    """The hand-worked cases of one verb or rule, in both engines."""
    return Suite("invariants", ("pytest", f"tests/verbs/test_{verb}.py"))


def systems(*names: str) -> Suite:
    """Verification of these systems by the readable engine."""
    return Suite("theory", ("sinksim", "verify", *names, "--engine", "agents", "--workers", "1", "--quiet"))


# Cheapest first. What both engines share cannot be seen by their agreement.
OF_AN_ENGINE = (AGREEMENT,)
OF_SHARED_RULES = (RULES, NAIVE, LAWS, LOADS, SAME_LUCK, BOOKS)


class Fault(NamedTuple):
    """One fault: its name, the file or folder below ``sinksim``, what stands there once, what is put instead, who may notice."""

    name: str
    file: str
    old: str
    new: str
    suites: tuple[Suite, ...] = OF_AN_ENGINE
