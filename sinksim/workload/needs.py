"""Needs expected of a plan, split by what they decide: requirement, urgency, segment, channel, filing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sinksim.core.records import Channel
from sinksim.plan.plan import Flags, Floats, Ints, Plan
from sinksim.workload.visit_chain import Attributes


class Kind(NamedTuple):
    """Cases of one kind: where they start (-1: at the first instruction), by origin the rates [1/ms] of arising and filing.

    Both are means over the run; ``filed_in_window`` is the mean over the window.
    """

    enter: int
    origin: Ints
    arising: Floats
    filed: Floats
    filed_in_window: Floats


@dataclass(frozen=True, eq=False)
class Needs:
    """Streams and given cases alike, one row each; -1 where an attribute is drawn."""

    plan: Plan
    service: Ints
    origin: Ints
    rate: Floats  # needs per ms, mean over the run
    rate_in_window: Floats  # needs per ms, mean over the window
    urgency: Ints
    requires: Ints
    segment: Ints
    enter: Ints  # instruction at which it starts, -1: the first of its process
    is_given: Flags
    is_backlog: Flags
    is_background: Flags
    reaches_shared: frozenset[tuple[int, int]]  # services and tiers required whose cases may come to a shared station

    def of_kind(self, channel: int, attributes: Attributes) -> Iterator[Kind]:
        """Cases of a channel and attributes, by first instruction; none where the service lacks the channel."""
        _, _, segment, service = attributes
        if self.plan.code.entry[service, channel] < 0:
            return
        own = np.nonzero(self.service == service)[0]
        chance = self._chance_of_attributes(own, attributes) * self._chance_of_channel(own, channel, service, segment)
        if not chance.any():
            return
        chance *= ~self._left_out(own, attributes)
        arising, filing = self.rate[own] * chance, self._chance_of_filing(own, channel, attributes)
        in_window = self.rate_in_window[own] * chance * filing
        for enter in np.unique(self.enter[own]).tolist():
            here = (self.enter[own] == enter) & (arising > 0)
            yield Kind(enter, self.origin[own][here], arising[here], (arising * filing)[here], in_window[here])

    def _left_out(self, own: Ints, attributes: Attributes) -> Flags:
        """Which needs (positions ``own``) the run leaves out: of unselected places, and unable to come to a shared station.

        Needs that arise in groups are never left out.
        """
        requires, _, _, service = attributes
        comes_alone = not len(self.plan.demand.group_size[service])
        return self.is_background[own] & (comes_alone and (service, requires) not in self.reaches_shared)

    def _chance_of_attributes(self, own: Ints, attributes: Attributes) -> Floats:
        """Chance that needs (positions ``own``) have these attributes: 0 or 1 where they are given, else as they are drawn."""
        requires, urgency, segment, service = attributes
        citizens = self.plan.citizens
        weights = citizens.requires[service]
        # A service that states no tiers brings cases that require none (-1), any other service none of those.
        states_tiers = len(weights) > 0
        tier = (
            _weight(weights, requires) if requires >= 0 and states_tiers else float(requires < 0 and not states_tiers)
        )
        segments = np.diff(citizens.segment[self.origin[own]], axis=1, prepend=0.0)[:, segment]
        drawn: list[tuple[Ints, int, Any]] = [(self.requires, requires, tier), (self.segment, segment, segments)]
        drawn.append((self.urgency, urgency, _weight(citizens.urgency[service], urgency)))
        chance = np.ones(len(own))
        for given, value, share in drawn:
            chance *= np.where(given[own] >= 0, given[own] == value, share)
        return chance

    def _chance_of_channel(self, own: Ints, channel: int, service: int, segment: int) -> Floats:
        """Chance that needs (positions ``own``) go through a channel (``records.Channel``).

        The institution decides where it is the adopter (0 no, 1 yes; -1: it is none), else each citizen; the backlog waits in
        the traditional channel where the service has one.
        """
        citizens = self.plan.citizens
        institution = citizens.institution[service][self.origin[own]]
        bound = min(max(float(citizens.adopt_below[service, segment]), 0.0), 1.0)
        platform = np.where(institution >= 0, institution, bound)
        of_backlog = 0.0 if self.plan.code.entry[service, Channel.TRADITIONAL] >= 0 else 1.0
        platform = np.where(self.is_backlog[own], of_backlog, platform)
        return platform if channel == Channel.PLATFORM else 1 - platform

    def _chance_of_filing(self, own: Ints, channel: int, attributes: Attributes) -> Floats:
        """Chance that needs are filed, by tier required (-1: none), origin, residence; 1 if given, or if no access is stated."""
        requires, _, segment, service = attributes
        chances = self.plan.citizens.file_chance[service][channel]
        if not len(chances):
            return np.ones(len(own))
        rural = int(self.plan.citizens.rural[segment])
        return np.where(self.is_given[own], 1.0, chances[requires, self.origin[own], rural])


def most_needs(plan: Plan) -> float:
    """Needs expected in one replication, those that a run leaves out included: no run is expected to bring more."""
    horizon = plan.labels.window.horizon
    return float(stream_rates(plan, begin=0, end=horizon).sum()) * horizon + int((plan.recorded.arisen < horizon).sum())


def needs_of(plan: Plan, reaches_shared: frozenset[tuple[int, int]]) -> Needs:
    """The streams of a plan, then its given cases that arise before the horizon; ``reaches_shared`` as in ``Needs``."""
    demand, given, window = plan.demand, plan.recorded, plan.labels.window
    horizon, first, end = window.horizon, window.warm_up, window.warm_up + window.window
    in_run = given.arisen < horizon
    cases = int(in_run.sum())
    within = (given.arisen[in_run] >= first) & (given.arisen[in_run] < end)
    drawn = np.full(len(demand.rate), -1, np.int64)  # what a stream's needs ask for is not given
    # False for every stream, and for every given case.
    no_stream, no_case = np.zeros(len(demand.rate), np.bool_), np.zeros(cases, np.bool_)
    columns = {
        name: np.append(drawn, getattr(given, name)[in_run]) for name in ("urgency", "requires", "segment", "enter")
    }
    return Needs(
        plan=plan,
        service=np.append(demand.service, given.service[in_run]),
        origin=np.append(demand.origin, given.origin[in_run]),
        # A given case is one need in the whole run.
        rate=np.append(stream_rates(plan, begin=0, end=horizon), np.full(cases, 1 / horizon)),
        rate_in_window=np.append(stream_rates(plan, first, end), within / window.window),
        is_given=np.append(no_stream, ~no_case),
        is_backlog=np.append(no_stream, given.arisen[in_run] < 0),
        is_background=np.append(demand.background, no_case),
        reaches_shared=reaches_shared,
        **columns,
    )


def stream_rates(plan: Plan, begin: int, end: int) -> Floats:
    """Needs per ms of each stream, mean between two instants [ms]: with the demand factor, the season and the size of groups."""
    demand = plan.demand
    # Each stream is drawn once a layer, and of the last layer only a part is kept.
    layers = demand.layers - 1 + demand.last_keep
    season = np.array([np.diff(np.interp([begin, end], *profile))[0] / (end - begin) for profile in demand.profiles])
    size = np.array(
        [float(np.diff(w, prepend=0.0) @ np.arange(1, len(w) + 1)) if len(w) else 1.0 for w in demand.group_size]
    )
    rates: Floats = demand.rate * layers * season[demand.profile] * size[demand.service]
    return rates


def _weight(cumulative: Floats, position: int) -> float:
    """Weight of one position, from cumulative weights."""
    return float(cumulative[position] - (cumulative[position - 1] if position else 0.0))
