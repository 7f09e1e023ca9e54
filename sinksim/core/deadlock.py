"""Stations that hold all their servers for each other: found at the end of a run, and refused by naming them."""

from collections.abc import Iterable, Sequence

from sinksim.core import rules

_MOST_NAMED = 8


def most_on_duty(servers: Iterable[int], calendars: Iterable[int], levels: Sequence[Iterable[int]]) -> list[int]:
    """The most servers that are ever on duty at each station: those of the highest level of its calendar.

    ``levels``: those of every calendar [per mille]; a station whose calendar is -1 has all its ``servers`` on duty.
    """
    highest = [max(level, default=0) for level in levels]
    pairs = zip(servers, calendars, strict=True)
    return [number if calendar < 0 else int(rules.servers_at(number, highest[calendar])) for number, calendar in pairs]


def deadlocked(held: Iterable[tuple[int, int]], servers: Sequence[int], impatient: Sequence[bool]) -> list[int]:
    """The stations that can never be left any more, in order; empty where there are none.

    ``held``: for every server kept by a case that is blocked, its station and the station at which that case waits for a place;
    for every server kept by an assembly, its station and the one from which the assembly waits for the next.
    A station is stuck where all ``servers`` that it ever has on duty are kept for stuck stations, and nobody who waits may
    leave (``impatient``).
    """
    kept: dict[int, list[int]] = {}
    for station, target in held:
        kept.setdefault(station, []).append(target)
    stuck = {at for at, targets in kept.items() if len(targets) >= servers[at] and not impatient[at]}
    while True:
        loose = {at for at in stuck if not all(target in stuck for target in kept[at])}
        if not loose:
            return sorted(stuck)
        stuck -= loose


def deadlock_sentence(names: Sequence[str]) -> str:
    """The sentence that refuses a deadlock of the stations with these names."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        f"holds_server: at the end of the run {', '.join(names[:_MOST_NAMED])}{more} hold all their servers for cases that wait "
        "for a place at each other, which nobody will ever leave; allowed: more room, or no circle of stations that hold "
        "servers"
    )
