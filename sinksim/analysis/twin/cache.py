"""Towns and stories that are kept: whoever asks for the next citizen does not wait for a whole run again."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from sinksim.analysis.twin.pairing import PairedCohort, pair_cohorts
from sinksim.analysis.twin.story import Twin
from sinksim.analysis.twin.timelines import build_timelines
from sinksim.experiments.previews import Known
from sinksim.experiments.store import key_of
from sinksim.scenarios.scenario import Scenario

# A paired cohort holds the records of its citizens, a story some dozens of steps.
MOST_TOWNS = 6
MOST_STORIES = 400
AHEAD = 30


@dataclass(eq=False)
class _Kept:
    """A paired cohort with the stories that have been told of it, by position."""

    paired: PairedCohort
    stories: dict[int, Twin] = field(default_factory=dict)


class TwinCache:
    """Towns by the content of their sides; one story at a time is lived through."""

    def __init__(self) -> None:
        self._known: Known[_Kept] = Known(MOST_TOWNS)
        self._living = threading.Lock()

    def paired(self, baseline: Scenario, alternative: Scenario, replication: int = 0) -> PairedCohort:
        """The paired cohort of two sides; one that is known is not lived through again."""
        return self._kept(baseline, alternative, replication).paired

    def twin(
        self, baseline: Scenario, alternative: Scenario, replication: int, position: int, ahead: Sequence[int] = ()
    ) -> Twin:
        """One story; with it those of the next positions of ``ahead``, which cost little more."""
        kept = self._kept(baseline, alternative, replication)
        with self._living:
            if position not in kept.stories:
                unknown = (p for p in dict.fromkeys((position, *ahead)) if p not in kept.stories)
                wanted = list(islice(unknown, AHEAD))
                if len(kept.stories) > MOST_STORIES:
                    kept.stories.clear()
                kept.stories.update(zip(wanted, build_timelines(kept.paired, wanted), strict=True))
            return kept.stories[position]

    def _kept(self, baseline: Scenario, alternative: Scenario, replication: int) -> _Kept:
        key = "|".join([key_of(baseline, replication + 1), key_of(alternative, replication + 1), str(replication)])
        return self._known.get(key, lambda: _Kept(pair_cohorts(baseline, alternative, replication)))
