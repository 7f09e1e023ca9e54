"""The frozen result of a run as people read it: headlines, notes, rows, a table, JSON."""

import math
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sinksim.experiments.result_notes import DAY_MS, notes_of_result
from sinksim.experiments.result_values import ResultValues
from sinksim.experiments.summary import Summary, amount, headline_names, label_and_unit, shown_unit, title
from sinksim.i18n import words
from sinksim.i18n.note import Note
from sinksim.metrics.equity import Figure
from sinksim.metrics.equity_figures import FIGURES
from sinksim.metrics.indicator import Indicator
from sinksim.metrics.slices import Family, Key, keys
from sinksim.plan.labels import Labels

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN: tuple[Family, ...] = ("overall", "service", "area", "segment", "backlog")


@dataclass(frozen=True, eq=False, repr=False)
class Result(ResultValues):
    """The numbers of a run with all that is said of them; its fields are those of ``ResultValues``."""

    def __repr__(self) -> str:
        """The headlines with their intervals, and the notes."""
        return self._summary().text()

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        return self._summary().html()

    def _summary(self) -> Summary:
        """Levels with their intervals."""
        rows = []
        for name in headline_names(self) if self.values else ():
            found, (label, unit) = self.indicator(name), label_and_unit(self, name)
            rows.append((label, amount(found.mean, found.half_width, unit, self), shown_unit(unit), name))
        notes = [self.reason, *self.faults] + [note.sentence(words("en")) for note in self.notes]
        return Summary(title("Result", self), ("", "mean (95 %)", "", "indicator"), rows, [n for n in notes if n])

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What the numbers do not show by themselves."""
        return notes_of_result(self)

    @property
    def slices_suppressed(self) -> dict[str, int]:
        """Number of slices not told, by family."""
        return {family: int(hidden.sum()) for family, hidden in self.suppressed.items() if hidden.any()}

    def rows(self, families: tuple[Family, ...] = SHOWN) -> list[dict[str, Any]]:
        """One row per slice and indicator, then the equity figures; slices without a value are left out."""
        if not self.values:
            return []
        found = [row for family in families for row in self._family_rows(family)]
        return found + ([self._figure_row(figure) for figure in self.equity] if "overall" in families else [])

    def _family_rows(self, family: Family) -> list[dict[str, Any]]:
        """One row for each indicator and slice of a family that has a value in some replication."""
        means, half_widths, n = self.intervals(family)
        return [
            {**about(row), **place(family, key), **numbers(means[i, k], half_widths[i, k], n[i, k])}
            for k, key in enumerate(keys(self.labels, family))
            for i, row in enumerate(self.indicators)
            if n[i, k] > 0
        ]

    def _figure_row(self, figure: Figure) -> dict[str, Any]:
        """An equity figure as a row of the table of indicators; a slice is (service, area, segment)."""
        declared = next(row for row in FIGURES if row.name == figure.name)
        about_it = {"indicator": declared.name, "unit": declared.unit, "better": declared.better, "dimension": "equity"}
        where = place("overall" if figure.service is None else "service", (figure.service, None, None))
        value = numbers(*self.indicator(figure.name, service=figure.service))
        return {**about_it, **where, **value, "areas_left_out": figure.areas_left_out}

    def table(self, families: tuple[Family, ...] = SHOWN) -> "DataFrame":
        """The rows of ``rows`` (one per slice and indicator) as a pandas table; ``families``: of which slices."""
        from pandas import DataFrame

        return DataFrame(self.rows(families))

    def to_json_dict(self) -> dict[str, Any]:
        """All of it as plain JSON values; a number beyond the follow-up is null with ``beyond_follow_up`` true."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "engine": self.engine,
            "replications": self.replications,
            "finished": self.n,
            "ended": self.ended,
            "reason": self.reason,
            "elapsed_seconds": round(self.elapsed_seconds, 3),
            "cases": self.cases,
            "scope": scope_of(self.labels),
            "follow_up_hours": self.labels.window.follow_up / 3_600_000,
            "illustrative": self.labels.illustrative,
            "faults": list(self.faults),
            "notes": [{**note.to_json_dict(), "text": note.sentence(words("en"))} for note in self.notes],
            **({"slices_suppressed": self.slices_suppressed} if self.suppressed else {}),
            "indicators": [plain(row) for row in self.rows()],
        }


def scope_of(labels: Labels) -> dict[str, Any]:
    """Which part of the network a run covers over how many days, and whether it is a preview, as plain JSON values."""
    inside = labels.areas.in_cohort
    return {
        **asdict(labels.scope),
        "areas": int(inside.sum()),
        "of_areas": len(inside),
        "window_days": labels.window.window / DAY_MS,
    }


def about(row: Indicator) -> dict[str, Any]:
    """What a row says of its indicator."""
    return {"indicator": row.name, "unit": row.unit, "better": row.better, "dimension": row.dimension}


def place(family: Family, key: Key) -> dict[str, Any]:
    """What a row says of its slice."""
    return {"slice": family, **dict(zip(("service", "area", "segment"), key, strict=True))}


def numbers(mean: float, half_width: float, n: int) -> dict[str, Any]:
    """What a row says of its value."""
    return {"mean": float(mean), "half_width": float(half_width), "n": int(n)}


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row with numbers that JSON can hold."""
    infinite = any(isinstance(value, float) and math.isinf(value) for value in row.values())
    kept = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in row.items()}
    return {**kept, "beyond_follow_up": True} if infinite else kept
