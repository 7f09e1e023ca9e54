"""Demand: sources that bring needs as they arise, and what each need decides before it becomes a case under way."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sinksim.agents.case import Case
from sinksim.agents.moments import PRIORITY, Moment
from sinksim.core.draws import arrivals, derive, pick, uniform
from sinksim.core.records import Channel, End, Mark, Tie
from sinksim.core.renewals import renewals
from sinksim.core.stable_hash import stable_hash
from sinksim.plan.plan import sole_choice

if TYPE_CHECKING:
    from sinksim.agents.world import World

_ARRIVAL, _GROUP_SIZE, _SEGMENT, _URGENCY, _REQUIRES, _ADOPT, _FILE = (
    stable_hash(f"draw|{name}") for name in ("arrival", "batch", "segment", "urgency", "requires", "adopt", "file")
)
GROUP_BITS = 10
ORDER_BITS = 7  # left for the branches of a case
_ARRIVES = PRIORITY[Tie.ARRIVAL]
LARGEST_BLOCK = 1024


def order_of(service: int, origin: int, layer: int, ordinal: int) -> int:
    """Position of a case among all cases at equal times: by service, origin, layer, ordinal, packed into bits in this order.

    18 bits for the origin, 7 for the layer (which begins at -2), 34 for the ordinal, and 7 left for the branches of the case.
    """
    return ((((service << 18 | origin) << 7) | (layer + 2)) << 34 | ordinal) << ORDER_BITS


class Needs:
    """Turns the needs of one service at one origin into cases. All that it decides depends on the need alone."""

    def __init__(self, world: World, service: int, origin: int) -> None:
        """Read what decides on the needs of a service at an origin; of what is drawn its weights, else the one value."""
        rows = world.plan.citizens
        self.world = world
        self.segment = _choice(rows.segment[origin])
        self.urgency = _choice(rows.urgency[service])
        self.requires = _choice(rows.requires[service]) if len(rows.requires[service]) else -1
        self.adopt_below: list[float] = rows.adopt_below[service].tolist()  # by segment: chance of the platform
        self.institution = int(rows.institution[service, origin])  # channel that it decides on; -1: citizens do
        # By channel; None: every need is filed.
        self.file_chance = [chances[:, origin] if len(chances) else None for chances in rows.file_chance[service]]
        self.rural: list[int] = rows.rural.tolist()  # by segment
        # Only the traditional channel exists: nothing to decide (0 is what a case begins with).
        self.one_channel = self.institution < 0 and not any(self.adopt_below)
        self.entry = [world.steps[pc] if pc >= 0 else None for pc in world.plan.code.entry[service].tolist()]
        self.reaches_shared = world.reaches_shared[service] if world.reaches_shared else []

    def arise(self, case: Case, person: int) -> None:
        """A need arises: draw what is not given, decide on channel and filing, start its walk.

        ``person``: key of the citizens of this stream, the same in every replication; a need that is never filed ends at once.
        """
        key = case.key
        if case.requires < 0:
            case.requires = self.requires if isinstance(self.requires, int) else _drawn(self.requires, key, _REQUIRES)
        if case.segment < 0:
            case.segment = self.segment if isinstance(self.segment, int) else _drawn(self.segment, key, _SEGMENT)
        if case.urgency < 0:
            case.urgency = self.urgency if isinstance(self.urgency, int) else _drawn(self.urgency, key, _URGENCY)
        if not self.one_channel:
            case.channel = self.channel_of(case, person)
        chances = self.file_chance[case.channel]
        if chances is not None and not self.is_filed(case, chances):
            case.channel = Channel.NONE
            case.contacts = 0
            self.world.end_case(case, End.NEVER_FILED)
            return
        self.world.live[case] = None
        if case.step is None:
            case.step = self.entry[case.channel]
        case.go()

    def is_filed(self, case: Case, chances: Any) -> bool:
        """Whether the need is filed at all: the chance falls with the cost of access; a given case has been filed.

        ``chances`` [tier required, residence]; where no tier is required (-1) its last row holds.
        """
        if case.marks & (Mark.BACKLOG | Mark.LOGGED):
            return True
        # Drawn once (visit 0, part 0).
        return bool(uniform(case.key, _FILE, 0, 0) < chances[case.requires, self.rural[case.segment]])

    def may_reach_shared(self, key: int) -> bool:
        """Whether the need with this key, of an unselected county, may come to a station that others use as well.

        It depends on the tier required alone (-1: none, the last entry of the list).
        """
        requires = self.requires if isinstance(self.requires, int) else _drawn(self.requires, key, _REQUIRES)
        return self.reaches_shared[requires]

    def channel_of(self, case: Case, person: int) -> int:
        """The channel (0 traditional, 1 platform): the platform where the citizen or the institution adopts it.

        The backlog waits in the traditional channel where the service has one. ``person``: key of the citizens of the stream.
        """
        if case.marks & Mark.BACKLOG:
            return int(self.entry[Channel.TRADITIONAL] is None)
        if self.institution >= 0:
            return self.institution
        bound = self.adopt_below[case.segment]
        if bound <= 0.0 or bound >= 1.0:  # nobody or everybody adopts: no draw is needed
            return int(bound > 0.0)
        # Whether people adopt is drawn once (visit 0, part 0) by the person's own key: the same in every replication.
        return int(uniform(derive(person, case.ordinal), _ADOPT, 0, 0) < bound)


def _choice(cumulative: Any) -> Any:
    """What a position is drawn from: its cumulative weights; or the position, where one has all the weight and none is drawn."""
    position = sole_choice(cumulative)  # -1: several have weight
    return position if position >= 0 else np.ascontiguousarray(cumulative)


def _drawn(cumulative: Any, key: int, draw: int) -> int:
    """A position drawn from cumulative weights by the draw named ``draw`` of the case with this key."""
    return int(pick(cumulative, uniform(key, draw, 0, 0)))


class Source:
    """One layer of one stream of needs (a service at an origin).

    Each layer brings the demand of factor 1 once: a factor above 1 adds layers and leaves those below as they are, so that more
    demand only adds cases. The last layer keeps a part of its needs (``keep``).
    """

    def __init__(self, world: World, stream: int, layer: int) -> None:
        """Read a layer of a stream: its rate and profile, the sizes of its groups (none: needs arise one by one), its keys."""
        rows = world.plan.demand
        self.world = world
        self.service = int(rows.service[stream])
        self.origin = int(rows.origin[stream])
        self.needs = Needs(world, self.service, self.origin)
        self.layer = layer
        self.rate = float(rows.rate[stream])
        self.times, self.cumulative = rows.profiles[rows.profile[stream]]
        is_last = layer == rows.layers[stream] - 1
        self.keep = float(rows.last_keep[stream]) if is_last else 1.0  # chance that an epoch of arrival brings a need
        self.marks = Mark.BACKGROUND if rows.background[stream] else 0
        self.group_size = rows.group_size[self.service]
        self.shift = (
            GROUP_BITS if len(self.group_size) else 0
        )  # bits of an ordinal that tell the needs of a group apart
        self.first_order = order_of(self.service, self.origin, layer, 0)
        key = int(rows.key[stream])
        self.key = derive(derive(world.run_key, key), layer)
        self.person = derive(derive(world.person_key, key), layer)
        # How far the arrivals have come: next epoch, area, interval of the profile.
        self.reached: Sequence[float] = (0, 0.0, 0)
        # Code, parameters, values and weights of the law of its gaps, as ``renewals`` takes them; None: a Poisson process.
        law, laws = int(rows.interarrival[self.service]), world.plan.laws
        stated = (
            (int(laws.code[law]), *laws.real[law].tolist(), laws.values[law], laws.cumulative[law])
            if law >= 0
            else None
        )
        self.gaps: tuple[Any, ...] | None = stated

    def refill(self) -> int:
        """Compute the next arrivals into the block (times, epochs); returns how many: fewer than fit where the profile ends."""
        where = (self.key, _ARRIVAL, *self.reached, self.rate)
        along = (self.times, self.cumulative, *self.block)
        count: int
        if self.gaps is None:
            count, *self.reached = arrivals(*where, self.keep, *along)
        else:
            count, *self.reached = renewals(*where, *self.gaps, *along)
        return count

    def epochs(self) -> Generator[tuple[int, int], None, None]:
        """Instants [ms] at which needs arise, in order, each with its ordinal in the layer (the number of its epoch)."""
        # An eighth of what is expected: few calls for a large source, little drawn ahead for a small one.
        expected = self.rate * float(self.cumulative[-1])
        size = int(min(max(expected / 8, 16), LARGEST_BLOCK))
        self.block = np.empty((2, size), np.int64)
        count = size
        while count == size:
            count = self.refill()
            time, epoch = self.block[:, :count].tolist()
            pairs: Iterator[tuple[int, int]] = zip(time, epoch, strict=True)
            if self.marks and not self.shift:
                # Needs of an unselected county (``marks``) matter only where they may come to a shared station above it; groups
                # of needs (``shift``) stay whole.
                pairs = (need for need in pairs if self.needs.may_reach_shared(derive(self.key, need[1])))
            yield from pairs

    def live(self) -> Generator[Moment, Any, None]:
        """Bring needs as they arise; those of one instant in the order of cases."""
        env, first, shift = self.world.env, _ARRIVES + self.first_order, self.shift + ORDER_BITS
        bring = self.bring_needs if self.shift else self.bring_need
        for time, epoch in self.epochs():
            moment = Moment(env)
            env.schedule(moment, first + (epoch << shift), time - env.now)
            yield moment
            bring(time, epoch)

    def bring_need(self, time: int, ordinal: int) -> None:
        """One need arises at ``time`` [ms]; its ordinal, with stream and layer, is its identity and gives all its draws."""
        order = self.first_order + (ordinal << ORDER_BITS)
        case = Case(self.world.walking, derive(self.key, ordinal), order, self.service, self.origin, ordinal, time)
        case.layer = self.layer
        if self.marks:
            case.marks = self.marks
        self.needs.arise(case, self.person)

    def bring_needs(self, time: int, epoch: int) -> None:
        """A group of needs arises at one instant: its size is drawn, their ordinals follow each other from the epoch's first."""
        first = epoch << GROUP_BITS
        for ordinal in range(first, first + 1 + pick(self.group_size, uniform(self.key, _GROUP_SIZE, epoch, 0))):
            self.bring_need(time, ordinal)


class Recorded:
    """Cases that are given: the recorded log and the initial backlog."""

    def __init__(self, world: World) -> None:
        """Take them as rows in the order of the plan, which is that of arising; ``live`` unpacks a row by these names."""
        self.world = world
        rows = world.plan.recorded
        names = ("arisen", "service", "origin", "layer", "ordinal", "urgency", "requires", "segment", "enter")
        self.rows = list(zip(*(getattr(rows, n).tolist() for n in names), strict=True))

    def live(self) -> Generator[Moment, Any, None]:
        """Bring them at their time; those from before the start at the start, with their true join dates."""
        for arisen, service, origin, layer, ordinal, *given in self.rows:
            if arisen >= self.world.horizon:
                return
            order = order_of(service, origin, layer, ordinal)
            yield self.world.env.moment_at(max(arisen, 0), Tie.ARRIVAL, order)
            self.bring_given(arisen, service, origin, layer, ordinal, order, given)

    def bring_given(
        self, arisen: int, service: int, origin: int, layer: int, ordinal: int, order: int, given: list[int]
    ) -> None:
        """One given case arises; ``arisen`` < 0: before the start.

        ``given``: urgency, tier required, segment (-1: drawn) and first instruction (-1: that of its process).
        """
        plan = self.world.plan
        stream = stable_hash(f"{plan.labels.services[service]}|{plan.labels.origins[origin]}")
        # Layers of given cases are negative, keys are not: their low byte.
        key = derive(derive(derive(self.world.run_key, stream), layer & 0xFF), ordinal)
        person = derive(derive(self.world.person_key, stream), layer & 0xFF)
        case = Case(self.world.walking, key, order, service, origin, ordinal, arisen)
        case.layer = layer
        case.marks = (Mark.LOGGED if layer == -1 else 0) | (Mark.BACKLOG if arisen < 0 else 0)
        case.urgency, case.requires, case.segment, enter = given
        if arisen < 0:
            # Filed and queueing since it joined; hours before the start count as open.
            case.filed = arisen
            case.time_queue = -arisen
        if enter >= 0:
            case.step = self.world.steps[enter]
        Needs(self.world, service, origin).arise(case, person)
