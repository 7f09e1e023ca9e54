"""Blocking after service: who finds the room of the next station full keeps the server until there is a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.moments import URGENT, Moment, happen

if TYPE_CHECKING:
    from sinksim.agents.case import Token
    from sinksim.agents.visit import Visit, Visited


def when_freed(token: Token, moment: Moment) -> Moment:
    """The moment that a token waits for instead of the end of its service: when its visit may leave the server.

    ``moment``: what it would wait for. Whether the visit is blocked is known when that has happened.
    """
    freed = Moment(token.case.walking.env)

    def leave(_: Moment) -> None:
        """Go on, unless the visit that the token now stands for is blocked: then later, when there is room."""
        visit: Visit = token.stay  # type: ignore[assignment]
        if visit.blocked:
            visit.freed = freed
        else:
            happen(freed)

    assert moment.callbacks is not None
    moment.callbacks.append(leave)
    return freed


def block(visit: Visit, station: Visited, now: int) -> None:
    """Service has ended, and the ``station`` that the visit goes on to is full: it keeps its server and waits in line there."""
    spell = now - visit.started
    visit.busy += spell
    visit.token.time_service += spell
    visit.started = now  # from here on the server is blocked
    visit.blocked = True
    station.blocked[visit] = None


def announce_place(station: Visited) -> None:
    """Somebody has left a station for which others are blocked: let the first of them in, before anything else happens."""
    if not station.place_announced:
        station.place_announced = True
        station.env.schedule(Moment(station.env, lambda _: admit_first_blocked(station)), URGENT)


def admit_first_blocked(station: Visited) -> None:
    """The first who is blocked leaves its server and goes on, if there is still a place; if more are, they are told as well."""
    station.place_announced = False
    if station.is_full or not station.blocked:
        return
    visit, _ = station.blocked.popitem(last=False)
    if station.blocked:
        announce_place(station)
    visit.station.complete(visit)
    happen(visit.freed)
