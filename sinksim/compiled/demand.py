"""Demand: sources that bring needs as they arise, given cases, and what each need decides before it becomes a case under way."""

import numpy as np

from sinksim.compiled.case import account
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import (
    BRANCH_BITS,
    CHANNEL,
    END,
    EVENT_KIND,
    GIVEN,
    GROUP_BITS,
    HEAD,
    KIND,
    LAW,
    MARK,
    NEED_DRAW,
    SCALAR,
    SOURCE,
    SOURCE_REAL,
    TIE,
    TIMES,
    TOKEN,
    UNDER_WAY,
)
from sinksim.compiled.memory import cells
from sinksim.compiled.pools import new_case
from sinksim.compiled.state import Demand, Ints, State, Tables
from sinksim.compiled.world import end_case
from sinksim.core import draws, renewals
from sinksim.core.kernel import called, inlined


@inlined
def drawn(plan: Tables, at: int, length: int, key: int, draw: np.uint64) -> int:
    """A position drawn from cumulative weights (``length`` reals of the plan from ``at`` on), by a named draw of the case."""
    return draws.pick(cells(plan.reals, at, length), draws.uniform(np.uint64(key), draw, visit=0, part=0))


@inlined
def requires_of(plan: Tables, service: int, key: int) -> int:
    """Tier truly required by the need with this key; -1: the service states none (``requires_fixed`` -2: it is drawn)."""
    ints = plan.ints
    fixed = ints[ints[HEAD.requires_fixed] + service]
    if fixed != -2:
        return fixed
    at = ints[HEAD.requires_at] + service
    return drawn(plan, ints[HEAD.real_requires] + ints[at], ints[at + 1] - ints[at], key, NEED_DRAW.requires)


@inlined
def segment_of(plan: Tables, origin: int, key: int) -> int:
    """Segment of the citizen whose need has this key; drawn, unless one has all the weight at the origin."""
    ints = plan.ints
    fixed = ints[ints[HEAD.segment_fixed] + origin]
    if fixed >= 0:
        return fixed
    at = ints[HEAD.real_segment] + origin * ints[HEAD.segments]
    return drawn(plan, at, ints[HEAD.segments], key, NEED_DRAW.segment)


@inlined
def urgency_of(plan: Tables, service: int, key: int) -> int:
    """Urgency of the need with this key; drawn, unless one has all the weight in the service."""
    ints = plan.ints
    fixed = ints[ints[HEAD.urgency_fixed] + service]
    if fixed >= 0:
        return fixed
    at = ints[HEAD.real_urgency] + service * ints[HEAD.urgencies]
    return drawn(plan, at, ints[HEAD.urgencies], key, NEED_DRAW.urgency)


@inlined
def entry_of(plan: Tables, service: int, channel: int) -> int:
    """First instruction of a service's process; -1 where the channel does not exist."""
    return plan.ints[plan.ints[HEAD.entry] + 2 * service + channel]


@inlined
def channel_of(plan: Tables, state: State, token: int, person: int) -> int:
    """The channel (0 traditional, 1 platform): the platform where the institution (-1: it leaves it) or citizen adopts it."""
    token_row, ints = state.tokens[token], plan.ints
    service = token_row[TOKEN.service]
    if token_row[TOKEN.marks] & MARK.BACKLOG:  # it waits in the traditional channel where the service has one
        return 1 if entry_of(plan, service, CHANNEL.TRADITIONAL) < 0 else 0
    institution = ints[ints[HEAD.institution] + service * ints[HEAD.origins] + token_row[TOKEN.origin]]
    if institution >= 0:
        return institution
    bound = plan.reals[ints[HEAD.real_adopt] + service * ints[HEAD.segments] + token_row[TOKEN.segment]]
    if bound <= 0.0 or bound >= 1.0:  # nobody or everybody adopts: no draw is needed
        return 1 if bound > 0.0 else 0
    # Whether people adopt is drawn by the person's own key: the same in every replication.
    own = draws.derive(np.uint64(person), np.uint64(token_row[TOKEN.ordinal]))
    return 1 if draws.uniform(own, NEED_DRAW.adopt, visit=0, part=0) < bound else 0


@inlined
def is_filed(plan: Tables, state: State, token: int) -> bool:
    """Whether the need is filed at all: the chance falls with the cost of access (``at`` -1: all are); a given case has been."""
    token_row, ints = state.tokens[token], plan.ints
    at = ints[ints[HEAD.file_at] + 2 * token_row[TOKEN.service] + token_row[TOKEN.channel]]
    if at < 0 or token_row[TOKEN.marks] & (MARK.BACKLOG | MARK.LOGGED):
        return True
    # Chances by tier required (the row behind the last tier: none stated), origin and residence.
    tier = token_row[TOKEN.requires] if token_row[TOKEN.requires] >= 0 else ints[HEAD.tiers]
    rural = ints[ints[HEAD.rural] + token_row[TOKEN.segment]]
    position = (tier * ints[HEAD.origins] + token_row[TOKEN.origin]) * ints[HEAD.rurals] + rural
    chance = plan.reals[ints[HEAD.real_file] + at + position]
    return draws.uniform(np.uint64(token_row[TOKEN.key]), NEED_DRAW.file, visit=0, part=0) < chance


@inlined
def arise(plan: Tables, state: State, token: int, person: int, now: int) -> int:
    """The need of a new case arises: draw what is not given, decide on channel and filing.

    Returns its token, ready to walk, or -1 where it is never filed. ``person``: key of the stream's people, the same in all runs.
    """
    token_row, ints = state.tokens[token], plan.ints
    if token_row[TOKEN.requires] < 0:
        token_row[TOKEN.requires] = requires_of(plan, token_row[TOKEN.service], token_row[TOKEN.key])
    if token_row[TOKEN.segment] < 0:
        token_row[TOKEN.segment] = segment_of(plan, token_row[TOKEN.origin], token_row[TOKEN.key])
    if token_row[TOKEN.urgency] < 0:
        token_row[TOKEN.urgency] = urgency_of(plan, token_row[TOKEN.service], token_row[TOKEN.key])
    if not ints[ints[HEAD.one_channel] + token_row[TOKEN.service] * ints[HEAD.origins] + token_row[TOKEN.origin]]:
        token_row[TOKEN.channel] = channel_of(plan, state, token, person)
    if not is_filed(plan, state, token):
        token_row[TOKEN.channel] = CHANNEL.NONE
        account(state, token)[TOKEN.contacts] = 0
        end_case(plan, state, token, END.NEVER_FILED, now)
        return -1
    token_row[TOKEN.alive] = UNDER_WAY
    if token_row[TOKEN.pc] < 0:
        token_row[TOKEN.pc] = entry_of(plan, token_row[TOKEN.service], token_row[TOKEN.channel])
    return token


@called
def refill(plan: Tables, demand: Demand, source: int) -> None:
    """Compute the next arrivals of a source into its block (times, epochs); fewer than it holds where the profile has ended.

    ``gap_law``: law of the time between two arrivals; -1: a Poisson process.
    """
    source_row, reals = demand.sources[source], demand.reals[source]
    times = plan.ints[HEAD.profiles] + source_row[SOURCE.profile_times]
    cumulative = plan.ints[HEAD.real_profiles] + source_row[SOURCE.profile_reals]
    length, block, size = source_row[SOURCE.profile_length], source_row[SOURCE.block], source_row[SOURCE.size]
    law = source_row[SOURCE.gap_law]
    if law < 0:
        count, epoch, area, interval = draws.arrivals(
            np.uint64(source_row[SOURCE.key]), NEED_DRAW.arrival, source_row[SOURCE.epoch], reals[SOURCE_REAL.area],
            source_row[SOURCE.interval], reals[SOURCE_REAL.rate], reals[SOURCE_REAL.keep],
            cells(plan.ints, times, length), cells(plan.reals, cumulative, length),
            cells(demand.block[0], block, size), cells(demand.block[1], block, size),
        )  # fmt: skip
    else:
        values, real = plan.law[law, LAW.length], plan.law_real[law]  # how many, of a mixture; else parameters
        count, epoch, area, interval = renewals.renewals(
            np.uint64(source_row[SOURCE.key]), NEED_DRAW.arrival, source_row[SOURCE.epoch], reals[SOURCE_REAL.area],
            source_row[SOURCE.interval], reals[SOURCE_REAL.rate], plan.law[law, LAW.code], real[0], real[1], real[2], real[3],
            cells(plan.reals, plan.law[law, LAW.values], values), cells(plan.reals, plan.law[law, LAW.cumulative], values),
            cells(plan.ints, times, length), cells(plan.reals, cumulative, length),
            cells(demand.block[0], block, size), cells(demand.block[1], block, size),
        )  # fmt: skip
    source_row[SOURCE.count], source_row[SOURCE.position] = count, 0
    source_row[SOURCE.epoch], source_row[SOURCE.interval] = epoch, interval
    reals[SOURCE_REAL.area] = area


@inlined
def await_need(plan: Tables, state: State, demand: Demand, source: int) -> None:
    """Schedule the next arrival of a source, if there is one.

    Needs of unselected counties (``marks``) that can reach no shared station are passed over, except in groups, which stay whole.
    """
    source_row = demand.sources[source]
    while True:
        if source_row[SOURCE.position] == source_row[SOURCE.count]:
            if source_row[SOURCE.count] < source_row[SOURCE.size]:  # the last block: the profile has ended
                return
            refill(plan, demand, source)
            if source_row[SOURCE.count] == 0:
                return
        at = source_row[SOURCE.block] + source_row[SOURCE.position]
        time, epoch = demand.block[0, at], demand.block[1, at]
        if not source_row[SOURCE.marks] or source_row[SOURCE.group_length] or may_reach_shared(plan, source_row, epoch):
            ordinal = epoch << GROUP_BITS if source_row[SOURCE.group_length] else epoch  # of the group's first need
            schedule(state, time, TIE.ARRIVAL + order_of(source_row, ordinal), source, EVENT_KIND.NEED_ARISES)
            return
        source_row[SOURCE.position] += 1


@inlined
def may_reach_shared(plan: Tables, source_row: Ints, ordinal: int) -> bool:
    """Whether a need of an unselected county may come to a station that others use as well: by the tier it requires alone."""
    ints = plan.ints
    key = draws.derive(np.uint64(source_row[SOURCE.key]), np.uint64(ordinal))
    requires = requires_of(plan, source_row[SOURCE.service], key)
    # A need that requires no tier (-1) has the row behind that of the last one.
    tier = requires if requires >= 0 else ints[HEAD.tiers]
    return ints[ints[HEAD.reaches_shared] + source_row[SOURCE.service] * (ints[HEAD.tiers] + 1) + tier] != 0


@inlined
def bring_needs(plan: Tables, state: State, demand: Demand, source: int) -> None:
    """An arrival at a source: note how many needs come with it (``next_arrival`` brings them), schedule the next arrival."""
    scalars, source_row = state.scalars, demand.sources[source]
    epoch = demand.block[1, source_row[SOURCE.block] + source_row[SOURCE.position]]
    source_row[SOURCE.position] += 1
    scalars[SCALAR.arrivals_due], scalars[SCALAR.arrival_source], scalars[SCALAR.arrival_ordinal] = 1, source, epoch
    if source_row[SOURCE.group_length]:  # needs come in groups: draw the size of this one, from as many weights
        scalars[SCALAR.arrival_ordinal] = epoch << GROUP_BITS
        at = plan.ints[HEAD.real_group] + source_row[SOURCE.group_at]
        uniform = draws.uniform(np.uint64(source_row[SOURCE.key]), NEED_DRAW.batch, visit=epoch, part=0)
        scalars[SCALAR.arrivals_due] += draws.pick(cells(plan.reals, at, source_row[SOURCE.group_length]), uniform)
    await_need(plan, state, demand, source)


@inlined
def await_given(plan: Tables, state: State, demand: Demand) -> None:
    """Schedule the next given case, if it arises before the horizon."""
    case = state.scalars[SCALAR.given_next]
    if case < len(demand.given) and demand.given[case, GIVEN.arisen] < plan.ints[HEAD.horizon]:
        time, order = max(demand.given[case, GIVEN.arisen], 0), TIE.ARRIVAL + demand.given[case, GIVEN.order]
        schedule(state, time, order, case, EVENT_KIND.GIVEN_ARISES)


@inlined
def begin_given(plan: Tables, state: State, demand: Demand, case: int) -> None:
    """A given case arises: note that it is to be brought (``arrival_source`` -1: no source), schedule the next one."""
    scalars = state.scalars
    scalars[SCALAR.arrivals_due], scalars[SCALAR.arrival_source], scalars[SCALAR.arrival_ordinal] = 1, -1, case
    scalars[SCALAR.given_next] = case + 1
    await_given(plan, state, demand)


@called
def bring_given(plan: Tables, state: State, demand: Demand, case: int, now: int) -> int:
    """Make the token of a given case; returns it, or -1 where it does not start to walk."""
    scalars, given_row = state.scalars, demand.given[case]
    # Layers of given cases are negative (-1: of the log), keys are not: their low byte.
    layer, ordinal = np.uint64(given_row[GIVEN.layer] & 0xFF), np.uint64(given_row[GIVEN.ordinal])
    stream = np.uint64(given_row[GIVEN.stream])
    key = draws.derive(draws.derive(draws.derive(np.uint64(scalars[SCALAR.run_key]), stream), layer), ordinal)
    person = draws.derive(draws.derive(np.uint64(scalars[SCALAR.person_key]), stream), layer)
    service, origin, order = given_row[GIVEN.service], given_row[GIVEN.origin], given_row[GIVEN.order]
    token = new_case(plan, state, key, order, service, origin, given_row[GIVEN.layer], given_row[GIVEN.ordinal])
    token_row = state.tokens[token]
    token_row[TOKEN.arisen] = given_row[GIVEN.arisen]
    logged, backlog = given_row[GIVEN.layer] == -1, given_row[GIVEN.arisen] < 0
    token_row[TOKEN.marks] = (MARK.LOGGED if logged else 0) | (MARK.BACKLOG if backlog else 0)
    token_row[TOKEN.urgency], token_row[TOKEN.requires] = given_row[GIVEN.urgency], given_row[GIVEN.requires]
    token_row[TOKEN.segment], token_row[TOKEN.pc] = given_row[GIVEN.segment], given_row[GIVEN.enter]
    if backlog:
        # Filed and queueing since it joined; hours before the start count as open.
        token_row[TOKEN.filed] = given_row[GIVEN.arisen]
        account(state, token)[TIMES + KIND.queue] = -given_row[GIVEN.arisen]
    return arise(plan, state, token, person, now)


@inlined
def next_arrival(plan: Tables, state: State, demand: Demand, now: int) -> int:
    """Bring the next of the needs that arise now; returns its token, or -1 where it does not start to walk."""
    scalars = state.scalars
    ordinal = scalars[SCALAR.arrival_ordinal]
    scalars[SCALAR.arrivals_due] -= 1
    if scalars[SCALAR.arrival_source] < 0:
        return bring_given(plan, state, demand, ordinal, now)
    source_row = demand.sources[scalars[SCALAR.arrival_source]]
    scalars[SCALAR.arrival_ordinal] = ordinal + 1
    return bring_need(plan, state, source_row, ordinal, now)


@inlined
def bring_need(plan: Tables, state: State, source_row: Ints, ordinal: int, now: int) -> int:
    """Make the token of one need of a source; returns it, or -1 where it is never filed."""
    key = draws.derive(np.uint64(source_row[SOURCE.key]), np.uint64(ordinal))
    service, origin, layer = source_row[SOURCE.service], source_row[SOURCE.origin], source_row[SOURCE.layer]
    token = new_case(plan, state, key, order_of(source_row, ordinal), service, origin, layer, ordinal)
    state.tokens[token, TOKEN.arisen], state.tokens[token, TOKEN.marks] = now, source_row[SOURCE.marks]
    return arise(plan, state, token, source_row[SOURCE.person], now)


@inlined
def order_of(source_row: Ints, ordinal: int) -> int:
    """Position of a case among all cases at equal times: by service, origin, layer, ordinal; bits left for branches."""
    return source_row[SOURCE.order] + (ordinal << BRANCH_BITS)
