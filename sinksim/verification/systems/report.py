"""What a verification found: one row a figure, as text lines and as a document for scripts."""

import math
import statistics
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sinksim.verification.systems.precision import CLASSES, class_of

Verdict = Literal["ok", "differs", "imprecise", "cut off"]

HEADINGS = ("system", "figure", "load", "expected", "simulated", "z", "rel. s.e.", "verdict")


@dataclass(frozen=True)
class Row:
    """One figure of one system against theory."""

    system: str
    figure: str
    load: float
    expected: float
    simulated: float
    z: float
    """Standard normal deviate of simulated - expected."""
    relative_standard_error: float
    bar: float
    """Largest relative standard error allowed."""
    verdict: Verdict
    """ok; differs (beyond the gate on z); imprecise (standard error too large); cut off (cases open at the horizon)."""
    repeated: bool
    """Whether it was run a second time, deeper and with fresh draws, after a doubtful z."""
    customers: int
    """Cases of the system's rarest class that the figure's run counted."""
    replications: int

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        verdict_text = f"{self.verdict} (repeated)" if self.repeated else self.verdict
        numbers = (
            f"{self.load:.2f}",
            f"{self.expected:.5g}",
            f"{self.simulated:.5g}",
            f"{round(self.z, 2) + 0.0:+.2f}",  # adding 0 turns -0.00 to +0.00
        )
        return (self.system, self.figure, *numbers, f"{100 * self.relative_standard_error:.2f} %", verdict_text)


@dataclass(frozen=True)
class VerifyReport:
    """All rows, and what made them."""

    rows: tuple[Row, ...]
    engine: str
    seed: int
    customers: int | None
    """Customers asked for of each class; None: the quick run."""
    elapsed_seconds: float

    @property
    def ok(self) -> bool:
        """Whether there is a row and every figure passes."""
        return bool(self.rows) and all(row.verdict == "ok" for row in self.rows)

    def table(self) -> str:
        """Text lines: a heading and one line a figure, columns aligned, separated by bars."""
        lines = [HEADINGS, *(row.cells() for row in self.rows)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
        return "\n".join(" | ".join(_aligned(line, widths)).rstrip() for line in lines)

    def markdown(self) -> str:
        """The same table for a document."""
        # Names and verdict to the left, the five columns of numbers between them to the right.
        lines = [HEADINGS, ("---", "---", *["--:"] * 5, "---"), *(row.cells() for row in self.rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def summary(self) -> str:
        """How many systems and figures, how many fail; how far they deviate; how precise they are."""
        return "\n".join((self._verdict(), *([self._deviation(), self._precision()] if self.rows else [])))

    def _verdict(self) -> str:
        """How many systems and figures were judged, and how many figures fail."""
        systems = len({row.system for row in self.rows})
        failed = [row for row in self.rows if row.verdict != "ok"]
        outcome = f"{len(failed)} fail" if failed else "all agree with theory"
        return f"{systems} systems, {len(self.rows)} figures: {outcome} ({self.elapsed_seconds:.0f} s)"

    def _deviation(self) -> str:
        """The largest deviation from theory and the root mean square of all, in standard errors."""
        z = [row.z for row in self.rows]
        rms = math.sqrt(statistics.fmean(value**2 for value in z))
        return f"largest |z| {max(map(abs, z)):.2f}, rms z {rms:.2f}"

    def _precision(self) -> str:
        """The widest standard error of each class of load, and the bar."""
        widest: dict[int, Row] = {}
        # In rising order of their errors the last row of a class is its widest.
        for row in sorted(self.rows, key=lambda row: row.relative_standard_error):
            widest[class_of(row.load)] = row
        classes = [
            f"{100 * row.relative_standard_error:.2f} % {_loads(number)} (allowed {100 * row.bar:.3g} %)"
            for number, row in sorted(widest.items())
        ]
        return f"widest relative standard error {', '.join(classes)}"

    def to_json(self) -> dict[str, Any]:
        """One document; ``systems`` lists every system with its figures. What is no finite number is null."""
        names = dict.fromkeys(row.system for row in self.rows)
        return {
            "ok": self.ok,
            "engine": self.engine,
            "seed": self.seed,
            "customers": self.customers,
            "elapsed_seconds": self.elapsed_seconds,
            "systems": [self._system(name) for name in names],
        }

    def _system(self, name: str) -> dict[str, Any]:
        """A system's document: its load, whether all its figures agree, and each figure."""
        own = [row for row in self.rows if row.system == name]
        figures = [{key: _finite(value) for key, value in asdict(row).items()} for row in own]
        for figure in figures:
            del figure["system"], figure["load"]
        ok = all(row.verdict == "ok" for row in own)
        return {"system": name, "load": own[0].load, "ok": ok, "figures": figures}


def _aligned(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    """Cells filled up to their widths: the names (system, figure, verdict) to the left, the numbers to the right."""
    left = (0, 1, len(HEADINGS) - 1)
    return [c.ljust(w) if i in left else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))]


def _loads(number: int) -> str:
    """A class of load, by its number, in words; the last one has no upper bound."""
    last = number == len(CLASSES) - 1
    return f"above {CLASSES[number - 1]:.1f}" if last else f"at loads to {CLASSES[number]:.1f}"


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
