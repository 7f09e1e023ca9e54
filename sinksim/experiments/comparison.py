"""Named sides over the same random draws: what the platform brings, then what each proposal changes, with intervals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sinksim.core.errors import BadInput
from sinksim.core.side_names import NO_ROLES, SideName, SideRoles
from sinksim.core.wording import near, shown
from sinksim.experiments.difference_families import DifferenceFamily
from sinksim.experiments.pair import Difference, Pair
from sinksim.experiments.result import SHOWN, Result, plain
from sinksim.experiments.summary import Summary, amount, headline_names, label_and_unit, shown_unit, title
from sinksim.i18n import words
from sinksim.metrics.headlines import HEADLINES
from sinksim.metrics.slices import Family

if TYPE_CHECKING:
    from pandas import DataFrame

Block = Literal["platform", "proposals"]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Results of named sides with the same replications; made by ``compare``.

    ``roles`` says what is compared with what, and what the sides are called.
    """

    results: Mapping[str, Result]
    roles: SideRoles
    _pairs: dict[tuple[str, str], Pair] = field(default_factory=dict, init=False)

    def __repr__(self) -> str:
        """The headlines: levels, differences with their intervals, verdicts."""
        return self._summary().text()

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        return self._summary().html()

    def __getitem__(self, side: str) -> Result:
        """The result of a side; raises BadInput."""
        if side not in self.results:
            raise BadInput(f"side {shown(side)} is not compared; {near(side, self.results)}")
        return self.results[side]

    @property
    def baseline(self) -> str:
        """The side that the proposals are compared with."""
        return self.roles.baseline

    @property
    def traditional(self) -> str | None:
        """The side without a platform; None where there is none."""
        return self.roles.traditional

    @property
    def first(self) -> Result:
        """The result of the baseline: what all sides share can be read from it."""
        return self.results[self.baseline]

    @property
    def n(self) -> int:
        """Number of replications that every side has finished."""
        return self.first.n

    @property
    def proposals(self) -> tuple[str, ...]:
        """Sides that are neither the baseline nor the traditional one."""
        return tuple(side for side in self.results if side not in (self.baseline, self.traditional))

    def name_of(self, side: str) -> SideName:
        """What a side is called."""
        return self.roles.name_of(side)

    @cached_property
    def blocks(self) -> dict[Block, tuple[Pair, ...]]:
        """What is told: what the platform brings (platform minus traditional), then each proposal against the baseline."""
        found: dict[Block, tuple[Pair, ...]] = {}
        if self.traditional is not None and self.traditional != self.baseline:
            # The baseline has the platform as it is today: what it brings is the baseline minus the traditional side.
            found["platform"] = (self.pair(side=self.baseline, against=self.traditional),)
        if self.proposals:
            found["proposals"] = tuple(self.pair(side) for side in self.proposals)
        return found

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every pair of the blocks, in their order."""
        return tuple(pair for pairs in self.blocks.values() for pair in pairs)

    def pair(self, side: str | None = None, against: str | None = None) -> Pair:
        """A side against another, by default against the baseline; without a side the first pair that is told.

        Differences from the baseline hold together, as do those of any two sides among each other. Raises BadInput.
        """
        if side is None and against is None:
            return self.pairs[0]
        side = self.baseline if side is None else side
        against = self.baseline if against is None else against
        if (side, against) not in self._pairs:
            self._pairs[side, against] = self._new_pair(side, against)
        return self._pairs[side, against]

    def _new_pair(self, side: str, against: str) -> Pair:
        """A pair, with the family of differences together with which its interval holds; one alone needs none.

        A difference from the baseline holds with the others from it, any other with those of all pairs of sides.
        """
        if side == against:
            raise BadInput(
                f"side {shown(side)} is compared with itself; allowed: two sides of {', '.join(self.results)}"
            )
        ends = (self[against], self[side])
        names = self.roles.pair_names(side, against)
        from_baseline = self.baseline in (side, against)
        family = self._from_baseline if from_baseline else self._any_two
        if len(family.differences) == 1:
            return Pair(*ends, names, least=self.roles.least)
        position = self._position(family, side, against)
        return Pair(*ends, names, family=family, position=position, least=self.roles.least)

    @cached_property
    def _from_baseline(self) -> DifferenceFamily:
        """The differences of every other side from the baseline, as pairs of positions of sides."""
        order = list(self.results)
        baseline = order.index(self.baseline)
        return self._family(tuple((baseline, n) for n in range(len(order)) if n != baseline))

    @cached_property
    def _any_two(self) -> DifferenceFamily:
        number = len(self.results)
        return self._family(tuple((a, b) for a in range(number) for b in range(a + 1, number)))

    def _family(self, differences: tuple[tuple[int, int], ...]) -> DifferenceFamily:
        return DifferenceFamily(tuple(self.results.values()), differences, self.first.seed)

    def _position(self, family: DifferenceFamily, side: str, against: str) -> int:
        """Position of the difference of two sides in a family; which of the two is subtracted does not change its width."""
        order = list(self.results)
        ends = {order.index(side), order.index(against)}
        return next(n for n, pair in enumerate(family.differences) if set(pair) == ends)

    def difference(
        self,
        name: str,
        side: str | None = None,
        against: str | None = None,
        *,
        service: str | None = None,
        area: str | None = None,
        segment: str | None = None,
    ) -> Difference:
        """An indicator or equity figure of ``side`` minus that of ``against`` (None: the baseline; both: the first pair).

        ``service``, ``area``, ``segment``: the slice; None for all.
        """
        return self.pair(side, against).difference(name, service, area, segment)

    def rows(self, families: tuple[Family, ...] = SHOWN) -> list[dict[str, Any]]:
        """One row per pair, slice and indicator, block by block, with the levels of both sides beside the difference."""
        return [
            {
                "block": block,
                "side": pair.names.alternative.key,
                "against": pair.names.baseline.key,
                **_with_levels(row),
            }
            for block, pairs in self.blocks.items()
            for pair in pairs
            for row in pair.rows(families)
        ]

    def table(self, families: tuple[Family, ...] = SHOWN) -> "DataFrame":
        """The rows of ``rows`` (one per pair, slice and indicator) as a pandas table; ``families``: of which slices."""
        from pandas import DataFrame

        return DataFrame(self.rows(families))

    def to_json_dict(self) -> dict[str, Any]:
        """Differences as plain JSON values, with the results of all sides."""
        return {
            "pairs": self.n,
            "baseline": self.baseline,
            "traditional": self.traditional,
            "differences": [plain(row) for row in self.rows()],
            "sides": {
                side: {"zh": self.name_of(side).zh, "en": self.name_of(side).en, **result.to_json_dict()}
                for side, result in self.results.items()
            },
        }

    def _summary(self) -> Summary:
        """Block by block: levels of both sides, differences with their intervals, verdicts."""
        rows = [row for pair in self.pairs for row in _summary_rows(pair)]
        notes = [
            f"{side}: {note.sentence(words('en'))}" for side, result in self.results.items() for note in result.notes
        ]
        heads = ("", "side", "level", "against", "level", "difference (95 %)", "", "verdict", "indicator")
        return Summary(title("Comparison", self.first), heads, rows, notes)


def _with_levels(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a pair whose levels are called by what they are the levels of: the side, and what it is compared against."""
    renamed = {"alternative": "level", "baseline": "level_against"}
    return {renamed.get(name, name): value for name, value in row.items()}


def _summary_rows(pair: Pair) -> list[tuple[str, ...]]:
    """A row for each headline under the heads of ``_summary``: label, side and level twice, difference, unit, verdict, name."""
    rows: list[tuple[str, ...]] = []
    first = pair.baseline
    for name in headline_names(first):
        found, (label, unit) = pair.difference(name), label_and_unit(first, name)
        after, before = (
            amount(level, half_width=np.nan, unit=unit, result=first) for level in (found.alternative, found.baseline)
        )
        between = amount(found.difference, found.half_width, unit, first, signed=True)
        names = (pair.names.alternative.key, after, pair.names.baseline.key, before)
        rows.append((label, *names, between, shown_unit(unit), found.verdict, name))
    return rows


def compare(results: Mapping[str, Result], roles: SideRoles = NO_ROLES) -> Comparison:
    """Put the replications side by side that all sides have finished.

    Refused where sides do not share seed, services, areas and segments, or one has no numbers.
    """
    if len(results) < 2:
        raise BadInput(f"comparison: {len(results)} side; allowed: two or more")
    roles = roles if roles.baseline else replace(roles, baseline=next(iter(results)))  # the first, where none is named
    others = [side for side in results if side != roles.baseline]
    faults = list(faults_of_least(roles.least))
    faults += [fault for side in others for fault in _misfits(roles.baseline, side, results)]
    if not faults and 0 in [result.n for result in results.values()]:
        faults.append("comparison: one of the results has no finished replication; allowed: at least 1 in each")
    if faults:
        raise BadInput("\n".join(faults))
    finished = min(result.n for result in results.values())
    return Comparison({side: result.first(finished) for side, result in results.items()}, roles)


def faults_of_least(least: Mapping[str, float]) -> Iterator[str]:
    """What is wrong with stated least differences: of no headline, or no share (all headlines' are shares)."""
    for name, value in least.items():
        if name not in HEADLINES:
            yield f"comparison.least_difference has {shown(name)}; {near(name, HEADLINES)}"
        elif value > 1:
            yield f"comparison.least_difference.{name} is {value:g}; allowed: a share from 0 to 1 (0.03 for 3 points or 3 %)"


def _misfits(baseline: str, side: str, results: Mapping[str, Result]) -> list[str]:
    """What a side does not share with the baseline."""
    ours, theirs = results[baseline], results[side]
    a, b = ours.labels, theirs.labels  # of the baseline, of the side
    faults = [
        f"comparison.{what}: {one!r} in {baseline} and {other!r} in {side}; allowed: the same in both"
        for what, one, other in (
            ("seed", ours.seed, theirs.seed),
            ("services", a.services, b.services),
            ("areas", len(a.areas.codes), len(b.areas.codes)),
            ("segments", a.segments, b.segments),
        )
        if one != other
    ]
    # Other areas are told by their number above, where that differs.
    if a.areas.codes != b.areas.codes and len(a.areas.codes) == len(b.areas.codes):
        faults.append(f"comparison.areas: {baseline} and {side} name different areas; allowed: the same in both")
    return faults
