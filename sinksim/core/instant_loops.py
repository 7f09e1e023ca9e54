"""The refusal of a run in which cases walk in a loop while simulated time stands still."""

from collections.abc import Sequence

from sinksim.core.records import MOST_INSTRUCTIONS_AT_ONCE

# Instructions walked beyond the limit that an engine notes, to name the steps of the loop.
INSTRUCTIONS_SAMPLED = 256
_MOST_NAMED = 8
_DAY_MS, _MINUTE_MS = 86_400_000, 60_000


def instant_loop(walked: Sequence[int], names: Sequence[str], now: int) -> str:
    """The sentence that refuses a loop in which no time passes; ``walked``: its instructions in order; ``now``: when [ms].

    ``names``: by instruction the path of the step that it was assembled from.
    """
    steps = list(dict.fromkeys(names[pc] for pc in walked)) or ["processes"]
    named = ", ".join(steps[:_MOST_NAMED]) + (
        f" and {len(steps) - _MOST_NAMED} more" if len(steps) > _MOST_NAMED else ""
    )
    day, minutes = now // _DAY_MS, now % _DAY_MS // _MINUTE_MS
    return (
        f"{steps[0]}: cases walk in a loop ({named}), {MOST_INSTRUCTIONS_AT_ONCE:,} steps while simulated time stands still "
        f"on day {day:,} at {minutes // 60:02d}:{minutes % 60:02d}; allowed: a loop in which time passes, or that ends"
    )
