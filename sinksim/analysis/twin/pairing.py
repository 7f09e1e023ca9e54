"""All citizens of one replication, paired over both sides of a comparison: who they are, and choices among them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinksim.analysis.twin.cohort import Cases, cohort
from sinksim.analysis.twin.matching import ABSENT, Ints, paired_rows
from sinksim.analysis.twin.people import Citizen, citizen_of
from sinksim.core.errors import BadInput
from sinksim.core.records import NEVER
from sinksim.core.side_names import USUAL_NAMES, PairNames
from sinksim.core.wording import near, shown
from sinksim.experiments.engines import make_ready, resolve
from sinksim.experiments.preview import plan_of
from sinksim.experiments.replicate import Progress, Run
from sinksim.experiments.stopping import Stop, stop_checks
from sinksim.plan.plan import Plan
from sinksim.scenarios.scenario import Scenario

Measure = Literal["elapsed", "citizen_time", "money"]
MEASURES: tuple[Measure, ...] = ("elapsed", "citizen_time", "money")
Presence = Literal["absent", "never filed", "filed"]
PRESENCE: tuple[Presence, ...] = ("absent", "never filed", "filed")
Filed = Literal["both", "baseline", "alternative", "any"]
FILED: tuple[Filed, ...] = ("both", "baseline", "alternative", "any")
MOST = 10
TWO_SIDES = 2


class CitizenRow(NamedTuple):
    """A citizen in a list: position from 1, id, attributes, presence and measure on both sides (None where there is none).

    Measures: hours for ``elapsed`` and ``citizen_time``, yuan for ``money``.
    """

    position: int
    id: str
    segment: str
    urgency: str
    presence: tuple[Presence, Presence]
    values: tuple[float | None, float | None]
    change: float | None


@dataclass(frozen=True, eq=False)
class PairedCohort:
    """Both plans at one replication, with every citizen of the cohort.

    ``rows`` [citizens, 2]: the row of each citizen in the records of the baseline and of the alternative, ABSENT where the
    need does not arise on that side.
    """

    scenarios: tuple[Scenario, Scenario]
    plans: tuple[Plan, Plan]
    replication: int
    records: tuple[Cases, Cases]
    rows: Ints
    names: PairNames = USUAL_NAMES

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def presence(self) -> Ints:
        """Position in ``PRESENCE`` [citizens, 2]: 0 where the need does not arise, 1 where it is never filed, else 2."""
        sides = [self._column(side, "filed", NEVER) for side in (0, 1)]
        return np.where(self.rows == ABSENT, 0, np.where(np.stack(sides, axis=1) == NEVER, 1, 2))

    def _column(self, side: int, name: str, missing: int) -> Ints:
        """A column of one side's records for each citizen; ``missing`` where the need does not arise on it."""
        rows, records = self.rows[:, side], self.records[side][name]
        if not len(records):  # there is no row to take for those who are absent either
            return np.full(len(rows), missing, np.int64)
        return np.where(rows == ABSENT, missing, records[rows])

    def _attribute(self, name: str) -> Ints:
        """A column that is the citizen's own, such as the segment: as the baseline has it, else the alternative."""
        return np.where(self.rows[:, 0] != ABSENT, self._column(0, name, missing=-1), self._column(1, name, missing=-1))

    def measure(self, name: Measure) -> NDArray[np.float64]:
        """A measure of every citizen on both sides [citizens, 2]; nan where the need does not arise."""
        sides = np.stack([self._measured(side, name) for side in (0, 1)], axis=1)
        return np.where(self.rows == ABSENT, np.nan, sides)

    def _measured(self, side: int, name: Measure) -> NDArray[np.float64]:
        """The measure of each citizen on one side: yuan paid, own hours spent, or hours to the true solution.

        Records are in thousandths of a yuan and in ms. Time to the solution is cut at the follow-up, which also stands for
        needs that are not solved. Where the need does not arise on this side the value means nothing; ``measure`` puts nan
        in its place.
        """
        if name == "money":
            return (self._column(side, "cost_fares", missing=0) + self._column(side, "fee_citizen", missing=0)) / 1000
        if name == "citizen_time":
            return self._column(side, "citizen_time", missing=0) / 3_600_000
        follow_up = self.plans[0].labels.window.follow_up
        solved, arisen = self._column(side, "solved", NEVER), self._column(side, "arisen", missing=0)
        return np.where(solved == NEVER, follow_up, np.minimum(solved - arisen, follow_up)) / 3_600_000

    def citizen(self, position: int) -> Citizen:
        """Who stands at a position, from 0."""
        side = 0 if self.rows[position, 0] != ABSENT else 1
        row, labels = self.records[side][self.rows[position, side]], self.plans[side].labels
        return Citizen(
            labels.services[row["service"]], labels.origins[row["origin"]], int(row["layer"]), int(row["ordinal"])
        )

    def position(self, citizen: str) -> int:
        """Position of a citizen named by id; raises BadInput where there is none of that id."""
        wanted = citizen_of(citizen)
        for side in (0, 1):
            labels, records = self.plans[side].labels, self.records[side]
            if wanted.service not in labels.services or wanted.origin not in labels.origins:
                continue
            who = (labels.services.index(wanted.service), labels.origins.index(wanted.origin), *wanted[2:])
            same = [records[name] == value for name, value in zip(("service", "origin", "layer", "ordinal"), who)]  # noqa: B905
            found = np.flatnonzero(np.logical_and.reduce(same))
            if len(found):
                # The citizen whose record it is.
                return int(np.flatnonzero(self.rows[:, side] == found[0])[0])
        raise BadInput(
            f"citizen is {shown(citizen)}, who has no need in the window of replication {self.replication}; "
            f"allowed: one who has, such as {self.citizen(0).id if len(self) else 'none, since no need arises'}"
        )

    def select(self, service: str | None = None, segment: str | None = None, filed: Filed = "any") -> Ints:
        """Positions of the citizens of a service and segment, by where their need was filed; unknown names raise BadInput."""
        labels = self.plans[0].labels
        chosen = np.ones(len(self), np.bool_)
        for name, value, known in (("service", service, labels.services), ("segment", segment, labels.segments)):
            if value is not None:
                if value not in known:
                    raise BadInput(f"{name} is {shown(value)}; {near(value, known)}")
                chosen &= self._attribute(name) == known.index(value)
        was_filed = self.presence == PRESENCE.index("filed")
        # On which sides it is to be filed and on which not; nothing is asked of "any".
        wanted = {"both": (True, True), "baseline": (True, False), "alternative": (False, True)}.get(filed)
        if wanted is not None:
            chosen &= (was_filed == wanted).all(axis=1)
        return np.flatnonzero(chosen)

    def largest(self, among: Ints, measure: Measure = "elapsed", most: int = MOST) -> tuple[Ints, Ints]:
        """The citizens whose measure falls the most in the alternative, and those for whom it rises the most."""
        values = self.measure(measure)[among]
        change = values[:, 1] - values[:, 0]
        order = among[np.argsort(change, kind="stable")]
        sorted_change = np.sort(change, kind="stable")
        falls, rises = order[sorted_change < 0], order[sorted_change > 0]
        return falls[:most], rises[::-1][:most]  # the largest rise is the last of all

    def rows_of(self, positions: Ints, measure: Measure = "elapsed") -> list[CitizenRow]:
        """The rows of a list of citizens, for those at these positions (from 0); attributes that are not known are empty."""
        values, labels = self.measure(measure), self.plans[0].labels
        segment, urgency = self._attribute("segment"), self._attribute("urgency")
        return [
            CitizenRow(
                p + 1,  # readers count from 1
                self.citizen(p).id,
                labels.segments[segment[p]] if segment[p] >= 0 else "",
                labels.urgencies[urgency[p]] if urgency[p] >= 0 else "",
                (PRESENCE[self.presence[p, 0]], PRESENCE[self.presence[p, 1]]),
                (_plain(values[p, 0]), _plain(values[p, 1])),
                _plain(values[p, 1] - values[p, 0]),
            )
            for p in (int(position) for position in positions)
        ]

    def first(self, among: Ints) -> int | None:
        """Whom to show first among these positions: the first citizen whose need is filed on both sides and whose times differ.

        Where there is none, the first of them; None where there are none at all. Times count as differing by those from the
        need to its solution.
        """
        values = self.measure("elapsed")[among]
        both = (self.presence[among] == PRESENCE.index("filed")).all(axis=1)
        differing = among[both & (values[:, 0] != values[:, 1])]
        chosen = differing if len(differing) else among
        return int(chosen[0]) if len(chosen) else None


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def pair_cohorts(
    baseline: Scenario,
    alternative: Scenario,
    replication: int = 0,
    *,
    names: PairNames = USUAL_NAMES,
    engine: str | Run | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> PairedCohort:
    """Run one replication of both sides and pair their citizens. Raises BadInput.

    ``engine`` is as ``compare`` has it; the timelines are built by the readable engine later, whose records are the same.
    """
    plans = (plan_of(baseline), plan_of(alternative))
    _refuse_misfits(*plans)
    name, engine_run = resolve(engine or baseline.experiment.engine, compared=True)
    make_ready(name)
    window = plans[0].labels.window
    with stop_checks(stop) as raise_if_stopped:

        def notice(side: int, now: int) -> None:
            """After every chunk: raise where to stop, else report progress, each side being half of it."""
            raise_if_stopped()
            if progress is not None:
                progress(side, TWO_SIDES, (side + min(now / max(window.horizon, 1), 1.0)) / TWO_SIDES)

        first = cohort(plans[0], engine_run, replication, window, lambda now: notice(side=0, now=now))
        second = cohort(plans[1], engine_run, replication, window, lambda now: notice(side=1, now=now))
    rows = paired_rows(first, second, plans[0].labels, plans[1].labels)
    return PairedCohort((baseline, alternative), plans, replication, (first, second), rows, names)


def _refuse_misfits(baseline: Plan, alternative: Plan) -> None:
    """Refuse two plans whose citizens cannot be the same: other seed, services or segments."""
    ours, theirs = baseline.labels, alternative.labels
    faults = [
        f"twin.{what}: {one!r} in the baseline and {other!r} in the alternative; allowed: the same in both"
        for what, one, other in (
            ("seed", baseline.seed, alternative.seed),
            ("services", ours.services, theirs.services),
            ("segments", ours.segments, theirs.segments),
        )
        if one != other
    ]
    if faults:
        raise BadInput("\n".join(faults))
