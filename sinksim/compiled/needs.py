"""What each need decides before it becomes a case under way: attributes, channel, filing. All of it depends on it alone."""

import numpy as np

from sinksim.compiled import header as H
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import account
from sinksim.compiled.keys import ADOPT, FILE, REQUIRES, SEGMENT, URGENCY
from sinksim.compiled.memory import cells
from sinksim.compiled.state import State, Tables
from sinksim.compiled.visiting import finish_case
from sinksim.core import draws
from sinksim.core.kernel import inlined


@inlined
def drawn(p: Tables, at: int, length: int, key: int, draw: np.uint64) -> int:
    """A position drawn from cumulative weights that stand at ``at`` among the reals."""
    return draws.pick(cells(p.reals, at, length), draws.luck(np.uint64(key), draw, 0, 0))


@inlined
def requires_of(p: Tables, service: int, key: int) -> int:
    """Tier truly required; -1: none stated."""
    ints = p.ints
    fixed = ints[ints[H.REQUIRES_FIXED] + service]
    if fixed != -2:
        return fixed
    at = ints[H.REQUIRES_AT] + service
    return drawn(p, ints[H.REAL_REQUIRES] + ints[at], ints[at + 1] - ints[at], key, REQUIRES)


@inlined
def segment_of(p: Tables, origin: int, key: int) -> int:
    """Segment of the citizen."""
    ints = p.ints
    fixed = ints[ints[H.SEGMENT_FIXED] + origin]
    if fixed >= 0:
        return fixed
    return drawn(p, ints[H.REAL_SEGMENT] + origin * ints[H.SEGMENTS], ints[H.SEGMENTS], key, SEGMENT)


@inlined
def urgency_of(p: Tables, service: int, key: int) -> int:
    """Urgency of the need."""
    ints = p.ints
    fixed = ints[ints[H.URGENCY_FIXED] + service]
    if fixed >= 0:
        return fixed
    return drawn(p, ints[H.REAL_URGENCY] + service * ints[H.URGENCIES], ints[H.URGENCIES], key, URGENCY)


@inlined
def entry_of(p: Tables, service: int, channel: int) -> int:
    """First instruction of a service's process; -1 where the channel does not exist."""
    return p.ints[p.ints[H.ENTRY] + 2 * service + channel]


@inlined
def channel_of(p: Tables, s: State, e: int, person: int) -> int:
    """The platform where the citizen or the institution adopts it and the service offers it."""
    c, ints = s.tokens[e], p.ints
    service = c[T.SERVICE]
    if c[T.MARKS] & M.BACKLOG:
        return 1 if entry_of(p, service, M.TRADITIONAL) < 0 else 0
    institution = ints[ints[H.INSTITUTION] + service * ints[H.ORIGINS] + c[T.ORIGIN]]
    if institution >= 0:
        return institution
    bound = p.reals[ints[H.REAL_ADOPT] + service * ints[H.SEGMENTS] + c[T.SEGMENT]]
    if bound <= 0.0 or bound >= 1.0:
        return 1 if bound > 0.0 else 0
    # The adopter's luck is the person's own: the same in every replication.
    own = draws.derive(np.uint64(person), np.uint64(c[T.ORDINAL]))
    return 1 if draws.luck(own, ADOPT, 0, 0) < bound else 0


@inlined
def files(p: Tables, s: State, e: int) -> bool:
    """Whether the need is filed at all, by what it costs to reach the service; a given case has been."""
    c, ints = s.tokens[e], p.ints
    at = ints[ints[H.FILE_AT] + 2 * c[T.SERVICE] + c[T.CHANNEL]]
    if at < 0 or c[T.MARKS] & (M.BACKLOG | M.LOGGED):
        return True
    tier = c[T.REQUIRES] if c[T.REQUIRES] >= 0 else ints[H.TIERS]
    rural = ints[ints[H.RURAL] + c[T.SEGMENT]]
    chance = p.reals[ints[H.REAL_FILE] + at + (tier * ints[H.ORIGINS] + c[T.ORIGIN]) * ints[H.RURALS] + rural]
    return draws.luck(np.uint64(c[T.KEY]), FILE, 0, 0) < chance


@inlined
def arise(p: Tables, s: State, e: int, person: int, now: int) -> int:
    """A need arises: draw what is not given, decide on channel and filing; returns where it starts, -1 if it does not."""
    c, ints = s.tokens[e], p.ints
    if c[T.REQUIRES] < 0:
        c[T.REQUIRES] = requires_of(p, c[T.SERVICE], c[T.KEY])
    if c[T.SEGMENT] < 0:
        c[T.SEGMENT] = segment_of(p, c[T.ORIGIN], c[T.KEY])
    if c[T.URGENCY] < 0:
        c[T.URGENCY] = urgency_of(p, c[T.SERVICE], c[T.KEY])
    if not ints[ints[H.ONE_CHANNEL] + c[T.SERVICE] * ints[H.ORIGINS] + c[T.ORIGIN]]:
        c[T.CHANNEL] = channel_of(p, s, e, person)
    if not files(p, s, e):
        c[T.CHANNEL] = M.NO_CHANNEL
        account(s, e)[T.CONTACTS] = 0
        finish_case(p, s, e, M.NEVER_FILED, now)
        return -1
    c[T.ALIVE] = T.UNDER_WAY
    if c[T.PC] >= 0:
        return c[T.PC]
    return entry_of(p, c[T.SERVICE], c[T.CHANNEL])
