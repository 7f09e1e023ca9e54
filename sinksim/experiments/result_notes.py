"""What the numbers of a finished run do not show by themselves; one function a note, beside those of its scenario."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from sinksim.experiments.result_values import ResultValues
from sinksim.i18n.note import Note
from sinksim.metrics.suppression import FEWEST

DAY_MS = 86_400_000


def notes_of_result(result: ResultValues) -> tuple[Note, ...]:
    """Every note of a run: those that its scenario gives, then those of its numbers.

    The warning that the follow-up is shorter than a deadline is left out where every case had ended: it has cost
    nothing.
    """
    if not result.values:
        return result.labels.notes
    # Where every case had ended, none was solved unseen after the follow-up.
    ended = {"follow_up_below_deadline"} if (result.series("open_share") == 0).all() else set()
    given = (note for note in result.labels.notes if note.code not in ended)
    return (*given, *(note for rule in NOTES for note in rule(result)))


def no_cohort_by_chance(result: ResultValues) -> Iterator[Note]:
    """No need arose in any replication, although some might have.

    Where none could, the scenario has given a note of its own (``no_cohort...``).
    """
    is_known = any(note.code.startswith("no_cohort") for note in result.labels.notes)
    if not is_known and not result.series("needs").any():
        window = result.labels.window
        yield Note("no_cohort_by_chance", {"warm_up": window.warm_up / DAY_MS, "window": window.window / DAY_MS})


def nothing_solved(result: ResultValues) -> Iterator[Note]:
    """No need of any replication was solved within the follow-up."""
    if result.nothing_solved("overall")[0]:  # the family "overall" has one slice
        follow_up, deadline = result.labels.window.follow_up / DAY_MS, _longest_deadline(result)
        if follow_up < deadline:
            yield Note("nothing_solved_short", {"follow_up": follow_up, "deadline": deadline})
        else:
            yield Note("nothing_solved", {"follow_up": follow_up})


def median_beyond(result: ResultValues) -> Iterator[Note]:
    """Some needs were solved within the follow-up, but fewer than half in some replication."""
    if np.isinf(result.series("elapsed_p50")).any() and not result.nothing_solved("overall")[0]:
        yield Note("median_beyond", {"follow_up": result.labels.window.follow_up / DAY_MS})


def loop_at_bound(result: ResultValues) -> Iterator[Note]:
    """A loop was at its bound, and cases that it would have sent back once more went on."""
    times = dict[str, float]()
    for step, count in zip(result.labels.steps, result.bounded.tolist(), strict=True):
        if count > 0:
            times[step] = times.get(step, 0.0) + count
    if not times:
        return
    # Of a recorded log a small number of people is not told.
    if result.labels.logged and min(times.values()) < FEWEST:
        yield Note("loop_at_bound_few", {"steps": tuple(times)})
    else:
        yield Note("loop_at_bound", {"steps": tuple(times), "times": sum(times.values())})


def _longest_deadline(result: ResultValues) -> float:
    return float(result.labels.coverage_deadline.max(initial=0)) / DAY_MS


Told = Callable[[ResultValues], Iterable[Note]]
NOTES: tuple[Told, ...] = (no_cohort_by_chance, nothing_solved, median_beyond, loop_at_bound)
