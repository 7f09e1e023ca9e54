"""What each need decides before it becomes a case under way: attributes, channel, filing. All of it depends on it alone."""

import numpy as np

from sinksim.compiled.account import account
from sinksim.compiled.layout import CHANNEL, END, HEAD, MARK, NEED_DRAW, TOKEN, UNDER_WAY
from sinksim.compiled.memory import cells
from sinksim.compiled.state import State, Tables
from sinksim.compiled.visiting import finish_case
from sinksim.core import draws
from sinksim.core.kernel import inlined


@inlined
def drawn(plan: Tables, at: int, length: int, key: int, draw: np.uint64) -> int:
    """A position drawn from cumulative weights that stand at ``at`` among the reals."""
    return draws.pick(cells(plan.reals, at, length), draws.luck(np.uint64(key), draw, 0, 0))


@inlined
def requires_of(plan: Tables, service: int, key: int) -> int:
    """Tier truly required; -1: none stated."""
    ints = plan.ints
    fixed = ints[ints[HEAD.requires_fixed] + service]
    if fixed != -2:
        return fixed
    at = ints[HEAD.requires_at] + service
    return drawn(plan, ints[HEAD.real_requires] + ints[at], ints[at + 1] - ints[at], key, NEED_DRAW.requires)


@inlined
def segment_of(plan: Tables, origin: int, key: int) -> int:
    """Segment of the citizen."""
    ints = plan.ints
    fixed = ints[ints[HEAD.segment_fixed] + origin]
    if fixed >= 0:
        return fixed
    return drawn(
        plan, ints[HEAD.real_segment] + origin * ints[HEAD.segments], ints[HEAD.segments], key, NEED_DRAW.segment
    )


@inlined
def urgency_of(plan: Tables, service: int, key: int) -> int:
    """Urgency of the need."""
    ints = plan.ints
    fixed = ints[ints[HEAD.urgency_fixed] + service]
    if fixed >= 0:
        return fixed
    return drawn(
        plan, ints[HEAD.real_urgency] + service * ints[HEAD.urgencies], ints[HEAD.urgencies], key, NEED_DRAW.urgency
    )


@inlined
def entry_of(plan: Tables, service: int, channel: int) -> int:
    """First instruction of a service's process; -1 where the channel does not exist."""
    return plan.ints[plan.ints[HEAD.entry] + 2 * service + channel]


@inlined
def channel_of(plan: Tables, state: State, token: int, person: int) -> int:
    """The platform where the citizen or the institution adopts it and the service offers it."""
    token_row, ints = state.tokens[token], plan.ints
    service = token_row[TOKEN.service]
    if token_row[TOKEN.marks] & MARK.BACKLOG:
        return 1 if entry_of(plan, service, CHANNEL.TRADITIONAL) < 0 else 0
    institution = ints[ints[HEAD.institution] + service * ints[HEAD.origins] + token_row[TOKEN.origin]]
    if institution >= 0:
        return institution
    bound = plan.reals[ints[HEAD.real_adopt] + service * ints[HEAD.segments] + token_row[TOKEN.segment]]
    if bound <= 0.0 or bound >= 1.0:
        return 1 if bound > 0.0 else 0
    # The adopter's luck is the person's own: the same in every replication.
    own = draws.derive(np.uint64(person), np.uint64(token_row[TOKEN.ordinal]))
    return 1 if draws.luck(own, NEED_DRAW.adopt, 0, 0) < bound else 0


@inlined
def files(plan: Tables, state: State, token: int) -> bool:
    """Whether the need is filed at all, by what it costs to reach the service; a given case has been."""
    token_row, ints = state.tokens[token], plan.ints
    at = ints[ints[HEAD.file_at] + 2 * token_row[TOKEN.service] + token_row[TOKEN.channel]]
    if at < 0 or token_row[TOKEN.marks] & (MARK.BACKLOG | MARK.LOGGED):
        return True
    tier = token_row[TOKEN.requires] if token_row[TOKEN.requires] >= 0 else ints[HEAD.tiers]
    rural = ints[ints[HEAD.rural] + token_row[TOKEN.segment]]
    chance = plan.reals[
        ints[HEAD.real_file] + at + (tier * ints[HEAD.origins] + token_row[TOKEN.origin]) * ints[HEAD.rurals] + rural
    ]
    return draws.luck(np.uint64(token_row[TOKEN.key]), NEED_DRAW.file, 0, 0) < chance


@inlined
def arise(plan: Tables, state: State, token: int, person: int, now: int) -> int:
    """A need arises: draw what is not given, decide on channel and filing; returns where it starts, -1 if it does not."""
    token_row, ints = state.tokens[token], plan.ints
    if token_row[TOKEN.requires] < 0:
        token_row[TOKEN.requires] = requires_of(plan, token_row[TOKEN.service], token_row[TOKEN.key])
    if token_row[TOKEN.segment] < 0:
        token_row[TOKEN.segment] = segment_of(plan, token_row[TOKEN.origin], token_row[TOKEN.key])
    if token_row[TOKEN.urgency] < 0:
        token_row[TOKEN.urgency] = urgency_of(plan, token_row[TOKEN.service], token_row[TOKEN.key])
    if not ints[ints[HEAD.one_channel] + token_row[TOKEN.service] * ints[HEAD.origins] + token_row[TOKEN.origin]]:
        token_row[TOKEN.channel] = channel_of(plan, state, token, person)
    if not files(plan, state, token):
        token_row[TOKEN.channel] = CHANNEL.NONE
        account(state, token)[TOKEN.contacts] = 0
        finish_case(plan, state, token, END.NEVER_FILED, now)
        return -1
    token_row[TOKEN.alive] = UNDER_WAY
    if token_row[TOKEN.pc] >= 0:
        return token_row[TOKEN.pc]
    return entry_of(plan, token_row[TOKEN.service], token_row[TOKEN.channel])
