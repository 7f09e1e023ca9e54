"""Cached cohorts and timelines: whoever asks for the next citizen does not wait for a whole run again."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from sinksim.analysis.twin.pairing import PairedCohort, pair_cohorts
from sinksim.analysis.twin.story import Twin
from sinksim.analysis.twin.timelines import build_timelines
from sinksim.core.side_names import USUAL_NAMES, PairNames
from sinksim.experiments.previews import Known
from sinksim.experiments.store import key_of
from sinksim.scenarios.scenario import Scenario

# A paired cohort holds the records of its citizens, a story some dozens of steps.
MOST_COHORTS = 6
MOST_STORIES = 400
MOST_AHEAD = 30


@dataclass(eq=False)
class _CachedCohort:
    """A paired cohort with the timelines built of it, by position."""

    paired: PairedCohort
    stories: dict[int, Twin] = field(default_factory=dict)


class TwinCache:
    """Paired cohorts by the content of their sides; timelines are built in one thread at a time."""

    def __init__(self) -> None:
        self._known: Known[_CachedCohort] = Known(MOST_COHORTS)
        self._building = threading.Lock()

    def paired(
        self, baseline: Scenario, alternative: Scenario, replication: int = 0, names: PairNames = USUAL_NAMES
    ) -> PairedCohort:
        """The paired cohort of two sides; one that is known is not simulated again."""
        return self._cached(baseline, alternative, replication, names).paired

    def twin(
        self,
        baseline: Scenario,
        alternative: Scenario,
        replication: int,
        position: int,
        ahead: Sequence[int] = (),
        names: PairNames = USUAL_NAMES,
    ) -> Twin:
        """The timelines of the citizen at a position, from 0.

        With them those at the positions of ``ahead`` are built, which are likely to be asked for next: one run gives all.
        Where too many are kept, all are forgotten.
        """
        cached = self._cached(baseline, alternative, replication, names)
        with self._building:
            if position not in cached.stories:
                unknown = (p for p in dict.fromkeys((position, *ahead)) if p not in cached.stories)
                wanted = list(islice(unknown, MOST_AHEAD))
                if len(cached.stories) > MOST_STORIES:
                    cached.stories.clear()
                cached.stories.update(zip(wanted, build_timelines(cached.paired, wanted), strict=True))
            return cached.stories[position]

    def _cached(self, baseline: Scenario, alternative: Scenario, replication: int, names: PairNames) -> _CachedCohort:
        """The paired cohort of two sides and what is built of it, made now where it is not known."""
        # The key of runs that are just long enough to hold the replication, which is counted from 0.
        sides = (key_of(baseline, replication + 1), key_of(alternative, replication + 1))
        key = repr((sides, replication, names))
        return self._known.get(
            key, lambda: _CachedCohort(pair_cohorts(baseline, alternative, replication, names=names))
        )
