"""Demand: sources that bring needs as they arise, and what each need decides before it becomes a case under way."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np

from sinksim.agents.case import Case
from sinksim.agents.moments import Moment
from sinksim.draws import arrivals, derive, luck, pick
from sinksim.network.stable import stable_hash
from sinksim.records import Channel, End, Mark, Tie

if TYPE_CHECKING:
    from sinksim.agents.world import World

_ARRIVAL, _BATCH, _SEGMENT, _URGENCY, _REQUIRES, _ADOPT, _FILE, _PERSON = (
    stable_hash(f"draw|{name}")
    for name in ("arrival", "batch", "segment", "urgency", "requires", "adopt", "file", "person")
)
BATCH_BITS = 10
LARGEST_BLOCK = 1024


def order_of(service: int, origin: int, layer: int, ordinal: int) -> int:
    """Position of a case among all cases at equal times: by service, origin, layer, ordinal; 7 bits left for branches."""
    return ((((service << 18 | origin) << 7) | (layer + 2)) << 34 | ordinal) << 7


class Needs:
    """Turns needs into cases: attributes, channel, filing. All of it depends on the need alone."""

    def __init__(self, world: World) -> None:
        self.world = world
        rows = world.plan.citizens
        self.segment = [_choice(w) for w in rows.segment]
        self.urgency = [_choice(w) for w in rows.urgency]
        self.requires = [_choice(w) if len(w) else None for w in rows.requires]
        self.adopt_below = rows.adopt_below.tolist()
        self.institution = rows.institution.tolist()
        self.file_chance = rows.file_chance
        self.rural = rows.rural.tolist()
        self.area_depth = _area_depth(world)
        self.entry = [[world.steps[pc] if pc >= 0 else None for pc in pair] for pair in world.plan.code.entry.tolist()]

    def arise(self, case: Case, person: int) -> None:
        """A need arises: draw what is not given, decide on channel and filing, start its walk."""
        key, service = case.key, case.service
        if case.requires < 0 and self.requires[service] is not None:
            case.requires = _drawn(self.requires[service], key, _REQUIRES)
        case.segment = _drawn(self.segment[case.origin], key, _SEGMENT) if case.segment < 0 else case.segment
        case.urgency = _drawn(self.urgency[service], key, _URGENCY) if case.urgency < 0 else case.urgency
        case.channel = self.channel(case, person)
        chances = self.file_chance[service][case.channel]
        self.world.admitted += 1
        if len(chances) and not case.marks & Mark.BACKLOG:
            chance = chances[case.requires, case.origin, self.rural[case.segment]]
            if luck(key, _FILE, 0, 0) >= chance:
                case.channel = Channel.NONE
                case.contacts = 0
                case.finish(End.NEVER_FILED)
                return
        if case.step is None:
            case.step = self.entry[service][case.channel]
        self.world.live[case] = None
        self.world.env.process(case.walk())

    def stays_below(self, service: int, key: int) -> bool:
        """Whether a need is met within its own area, by the tier it truly requires."""
        requires = self.requires[service]
        return requires is not None and _drawn(requires, key, _REQUIRES) >= self.area_depth

    def channel(self, case: Case, person: int) -> int:
        """The platform where the citizen or the institution adopts it and the service offers it."""
        if case.marks & Mark.BACKLOG:
            return Channel.TRADITIONAL if self.entry[case.service][0] is not None else Channel.PLATFORM
        institution = self.institution[case.service][case.origin]
        if institution >= 0:
            return institution
        bound = self.adopt_below[case.service][case.segment]
        if bound <= 0.0 or bound >= 1.0:
            return int(bound > 0.0)
        # The adopter's luck is the person's own: the same in every replication.
        return int(luck(derive(person, case.ordinal), _ADOPT, 0, 0) < bound)


def _area_depth(world: World) -> int:
    """Position of the tier whose trees are selected by scale: a need from there downwards stays within them."""
    stations = world.plan.stations
    ample = stations.tier[stations.ample]
    return int(ample.min()) if len(ample) else 0


def _choice(cumulative: Any) -> Any:
    """Cumulative weights, or the one position that has all the weight."""
    for position, weight in enumerate(cumulative):
        if weight >= 1.0:
            return position if position == 0 or cumulative[position - 1] <= 0.0 else np.ascontiguousarray(cumulative)
    return np.ascontiguousarray(cumulative)


def _drawn(choice: Any, key: int, draw: int) -> int:
    return choice if isinstance(choice, int) else pick(choice, luck(key, draw, 0, 0))


class Source:
    """One layer of one stream of needs."""

    def __init__(self, world: World, stream: int, layer: int) -> None:
        rows = world.plan.demand
        self.world = world
        self.service = int(rows.service[stream])
        self.origin = int(rows.origin[stream])
        self.layer = layer
        self.rate = float(rows.rate[stream])
        self.times, self.cumulative = rows.profiles[rows.profile[stream]]
        self.keep = rows.last_keep if layer == rows.layers - 1 else 1.0
        self.marks = Mark.BACKGROUND if rows.background[stream] else 0
        self.batch = rows.batch[self.service]
        self.shift = BATCH_BITS if len(self.batch) else 0
        key = int(rows.key[stream])
        self.key = derive(derive(world.run_key, key), layer)
        self.person = derive(derive(world.person_key, key), layer)

    def epochs(self) -> Generator[tuple[int, int], None, None]:
        """Instants at which needs arise, with their ordinals."""
        expected = self.rate * float(self.cumulative[-1])
        size = int(min(max(expected / 8, 16), LARGEST_BLOCK))
        time, epoch = np.empty(size, np.int64), np.empty(size, np.int64)
        state = (0, 0.0, 0)
        count = size
        while count == size:
            count, *state = arrivals(
                self.key, _ARRIVAL, *state, self.rate, self.keep, self.times, self.cumulative, time, epoch
            )
            pairs = zip(time[:count].tolist(), epoch[:count].tolist(), strict=True)
            yield from filter(self.matters, pairs) if self.marks and not self.shift else pairs

    def matters(self, need: tuple[int, int]) -> bool:
        """Needs of an unselected county matter only where they may touch a shared station above it."""
        return not self.world.needs.stays_below(self.service, derive(self.key, need[1]))

    def live(self) -> Generator[Moment, Any, None]:
        """Bring needs as they arise."""
        at, bring = self.world.at, self.bring
        for time, epoch in self.epochs():
            yield at(time, Tie.ARRIVAL, order_of(self.service, self.origin, self.layer, epoch << self.shift))
            bring(time, epoch)

    def bring(self, time: int, epoch: int) -> None:
        """One need, or a batch of needs that arise together."""
        first = epoch << self.shift
        size = 1
        if self.shift:
            size += pick(self.batch, luck(self.key, _BATCH, epoch, 0))
        for ordinal in range(first, first + size):
            case = Case(self.world, derive(self.key, ordinal), order_of(self.service, self.origin, self.layer, ordinal),
                        self.service, self.origin, ordinal, time)  # fmt: skip
            case.layer = self.layer
            case.marks = self.marks
            case.urgency = case.segment = -1
            self.world.needs.arise(case, self.person)


class Recorded:
    """Cases that are given: the recorded log and the initial backlog."""

    def __init__(self, world: World) -> None:
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
            yield self.world.at(max(arisen, 0), Tie.ARRIVAL, order)
            self.bring(arisen, service, origin, layer, ordinal, order, given)

    def bring(self, arisen: int, service: int, origin: int, layer: int, ordinal: int, order: int, given: list[int]) -> None:
        """One given case."""
        plan = self.world.plan
        stream = stable_hash(f"{plan.labels.services[service]}|{plan.labels.origins[origin]}")
        key = derive(derive(derive(self.world.run_key, stream), layer & 0xFF), ordinal)
        person = derive(derive(self.world.person_key, stream), layer & 0xFF)
        case = Case(self.world, key, order, service, origin, ordinal, arisen)
        case.layer = layer
        case.marks = (Mark.LOGGED if layer == -1 else 0) | (Mark.BACKLOG if arisen < 0 else 0)
        case.urgency, case.requires, case.segment, enter = given
        # It has been queueing since it joined; hours before the start count as open.
        case.time_queue = max(-arisen, 0)
        if enter >= 0:
            case.step = self.world.steps[enter]
        self.world.needs.arise(case, person)


def person_key(seed: int) -> int:
    """Key of persons: fixed by the seed over replications and channels."""
    return int(derive(_PERSON, seed))
