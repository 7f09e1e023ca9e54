"""Expected visits of a case to every instruction of its process: a Markov chain conditional on the case's attributes."""

import math
from collections import deque
from typing import NamedTuple

import numpy as np

from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import (
    CHECK,
    CLOSE,
    DECLARED,
    DEPARTMENTS,
    DRAWN,
    GOTO,
    NEXT,
    OP,
    SHORTEST,
    SWITCH,
    WITH_DEPARTMENTS,
    Op,
)  # fmt: skip
from sinksim.plan.plan import Floats, Plan, jumps_of


class Attributes(NamedTuple):
    """Positions of the tier required (-1: none), urgency, segment and service, in the order of ``operations.ATTRIBUTES``."""

    requires: int
    urgency: int
    segment: int
    service: int


_ROUNDING = 1e-6


# An instruction, and how often the case has been counted by each counter that checks share.
Counts = tuple[int, ...]
State = tuple[int, Counts]
# States up to which counts are followed: so many equations are solved in a tenth of a second.
MOST_STATES = 1000


class VisitChain:
    """The chain of a plan's instructions.

    Nobody gives up, is refused or is alerted; a chance that rises with load counts as at load 1; a bounded loop is the
    geometric one with the same mean number of passes; a chance by number is that where nobody is counted; the shortest of
    several queues takes the share of its servers; an outage holds for the share of time that it lasts. Counters that
    checks share are followed exactly, but what the branches of a fork count ends with them; where that makes more than
    ``MOST_STATES`` states, each check counts for itself.
    ``going_on`` [instructions]: share of cases that go on past each instruction (default: all).
    """

    def __init__(self, plan: Plan, going_on: Floats | None = None) -> None:
        """``going_on`` [instructions]: share of cases that go on past each; None: all of them do."""
        self.plan = plan
        self.going_on = [1.0] * len(plan.code.rows) if going_on is None else going_on.tolist()
        self.rows = plan.code.rows.tolist()
        self.real = plan.code.real.tolist()
        self.down = _share_down(plan)
        # Of every counter that checks share, none of them counted yet.
        self._uncounted: Counts = (0,) * (1 + max((_shared_counter(row) for row in self.rows), default=-1))
        self._known: dict[tuple[int, Attributes], Floats] = {}
        # Attributes by which some switch chooses.
        self._decided_by = {
            row[SWITCH.attribute] for row in self.rows if row[OP] == Op.SWITCH and row[SWITCH.attribute] < DRAWN
        }

    def visits(self, entry: int, attributes: Attributes) -> Floats:
        """Expected visits to each instruction by a case that starts at ``entry``; infinite where it can never end."""
        # Attributes that decide nothing are set to 0, so that cases alike in the others share one solution.
        relevant = Attributes(*(value if n in self._decided_by else 0 for n, value in enumerate(attributes)))
        key = (entry, relevant)
        if key not in self._known:
            self._known[key] = self._solve(*key)
        return self._known[key]

    def _solve(self, entry: int, attributes: Attributes) -> Floats:
        """Expected visits from the balance of a transient Markov chain: visits = start + transitions x visits."""
        followers = self._reachable((entry, self._uncounted), attributes)
        if len(followers) > MOST_STATES and self._uncounted:
            followers = self._reachable((entry, ()), attributes)
        place = {state: n for n, state in enumerate(followers)}
        balance = np.eye(len(followers))
        for state, targets in followers.items():
            for target, weight in targets:
                balance[place[target], place[state]] -= weight * self.going_on[state[0]]
        start = np.zeros(len(followers))
        start[0] = 1.0  # the entry
        visits = np.zeros(len(self.rows))
        try:
            found = np.linalg.solve(balance, start)
        except np.linalg.LinAlgError:
            found = np.full(len(followers), math.inf)
        # Beside a singular matrix rounding makes of "for ever" any number, of either sign.
        seen = found if found.min() >= -_ROUNDING else np.full(len(followers), math.inf)
        np.add.at(visits, [pc for pc, _ in followers], seen)
        return visits

    def _reachable(self, entry: State, attributes: Attributes) -> dict[State, list[tuple[State, float]]]:
        """States that a case with these attributes may come to, each with those that follow it and how often they do.

        Where counts are followed, no more are sought once there are too many.
        """
        followers: dict[State, list[tuple[State, float]]] = {}
        open_ends = deque([entry])
        while open_ends:
            state = open_ends.popleft()
            if state not in followers:
                followers[state] = [(target, weight) for target, weight in self._ahead(state, attributes) if weight > 0]
                open_ends.extend(target for target, _ in followers[state])
            if len(followers) > MOST_STATES and state[1]:
                break
        return followers

    def _ahead(self, state: State, attributes: Attributes) -> list[tuple[State, float]]:
        """States that may follow one, with the expected number of times that they do per pass."""
        pc, counts = state
        counter = _shared_counter(self.rows[pc])
        if not counts or counter < 0:
            return [((target, counts), weight) for target, weight in self._followers(pc, attributes)]
        row, at, chance = self.rows[pc], counts[counter], self._chance_of_check(pc)
        # At the bound the steps there are walked once, which counts as one time more; then the check never holds.
        holds = row[CHECK.target] if at < row[CHECK.at_most] else row[CHECK.at_bound]
        if at > row[CHECK.at_most] or holds < 0:
            return [((row[NEXT], counts), 1.0)]
        counted = (*counts[:counter], at + 1, *counts[counter + 1 :])
        return [((holds, counted), chance), ((row[NEXT], counts), 1 - chance)]

    def _chance_of_check(self, pc: int) -> float:
        """Chance that a check with two sides comes true, however often it has."""
        return self.down if self.rows[pc][OP] == Op.OUTAGE else float(self.real[pc][0])

    def _two_sides(self, pc: int) -> list[tuple[int, float]]:
        """Both sides of a check, and the steps at its bound, as if nothing counted were known but by this check alone.

        In a loop its visits are one and the passes, and the steps at the bound come after ``at_most`` passes and one more.
        """
        row, chance = self.rows[pc], self._chance_of_check(pc)
        most, at_bound = row[CHECK.at_most], row[CHECK.at_bound]
        taken = unbounded_chance(chance, most) if most else chance
        if at_bound < 0:
            return [(row[CHECK.target], taken), (row[NEXT], 1 - taken)]
        beyond = chance ** (most + 1) * (1 - taken)
        return [(row[CHECK.target], taken), (at_bound, beyond), (row[NEXT], 1 - taken - beyond)]

    def _followers(self, pc: int, attributes: Attributes) -> list[tuple[int, float]]:
        """Instructions that may follow one, with the expected number of times that they do per pass (above 1 for a fork).

        An instruction's two numbers are the chances of a branch (the first), or of a hollow closure and its being opened again.
        """
        row, (chance, again) = self.rows[pc], self.real[pc]
        follow = row[NEXT]
        op = Op(row[OP])
        match op:
            case Op.BRANCH | Op.OUTAGE:
                return self._two_sides(pc)
            case Op.SWITCH:
                return self._choices(row, attributes)
            case Op.FORK | Op.SERIAL:
                return [(row[DEPARTMENTS.first], self.departments(row[DEPARTMENTS.counts])),
                        (row[DEPARTMENTS.continuation], 1.0)]  # fmt: skip
            case Op.CLOSE:
                back = row[CLOSE.target]
                return [(back, unbounded_chance(chance * again, row[CLOSE.at_most]))] if back >= 0 else []
            case Op.GOTO:
                return [(row[GOTO.target], 1.0)]
        return [(follow, 1.0)] if DECLARED[op].goes_on else []

    def _choices(self, row: list[int], given: Attributes) -> list[tuple[int, float]]:
        """Instructions that a switch leads to, with their chances, given the case's attributes."""
        jumps = jumps_of(self.plan.code, row)
        if row[SWITCH.attribute] < DRAWN:
            return [(jumps[given[row[SWITCH.attribute]]], 1.0)]
        if row[SWITCH.attribute] == SHORTEST:
            return list(zip(jumps, self._shares(row[SWITCH.stations]), strict=True))
        weights = np.diff(self.plan.code.weights[row[SWITCH.weights]], prepend=0.0)
        return list(zip(jumps, weights.tolist(), strict=True))

    def _shares(self, stations: int) -> list[float]:
        """Shares that go to each of a set of templates where the shortest queue decides: by their servers at a place."""
        rows = self.plan.stations
        servers = [float(rows.servers[rows.template == t].mean()) for t in self.plan.code.sets[stations].tolist()]
        return [each / sum(servers) for each in servers]

    def departments(self, counts: int) -> float:
        """Mean number of departments drawn by the plan's n-th row of weights (``counts``)."""
        weights = np.diff(self.plan.code.weights[counts], prepend=0.0)
        return float(weights @ np.arange(1, len(weights) + 1))

    def set_of_branch(self) -> dict[int, int]:
        """For each instruction inside a fork or serial, the set that its departments are drawn from."""
        owner: dict[int, int] = {}
        for row in self.rows:
            if row[OP] in WITH_DEPARTMENTS:
                owner |= dict.fromkeys(self.stretch(row[DEPARTMENTS.first]), row[DEPARTMENTS.set])
        return owner

    def stretch(self, first: int) -> set[int]:
        """Instructions from one on, up to the joins of its branch, at which the branch ends."""
        found: set[int] = set()
        open_ends = [first]
        while open_ends:
            pc = open_ends.pop()
            if pc not in found:
                found.add(pc)
                open_ends += self.targets(pc)
        return found

    def targets(self, pc: int) -> list[int]:
        """Instructions that may follow one, whatever the case's attributes."""
        row = self.rows[pc]
        if row[OP] == Op.SWITCH:
            return jumps_of(self.plan.code, row)
        any_attributes = Attributes(0, 0, 0, 0)  # only a switch looks at them
        return [target for target, _ in self._followers(pc, any_attributes)]


def templates_of(plan: Plan, set_of_branch: dict[int, int], pc: int) -> list[int]:
    """Templates at whose stations an instruction may be carried out: one, none, or all of a set where a department is drawn.

    An instruction names its template (-1: it leaves that to the draw) or the set that it draws from itself. Others stand in the
    branch of a fork, whose department the fork has drawn: ``set_of_branch`` gives its set by every instruction of the branch.
    """
    row = plan.code.rows[pc].tolist()
    declared = DECLARED[Op(row[OP])]
    if declared.occupies is not None and row[declared.occupies] >= 0:
        return [row[declared.occupies]]
    drawn = set_of_branch.get(pc) if declared.draws_from is None else row[declared.draws_from]
    return [] if drawn is None else list(plan.code.sets[drawn].tolist())


def _shared_counter(row: list[int]) -> int:
    """The counter that a check shares with others; -1 for those that share none, and for any other operation."""
    column = DECLARED[Op(row[OP])].counter
    return -1 if column is None else row[column]


def unbounded_chance(chance: float, at_most: int) -> float:
    """Chance of a loop without limit that has the same mean number of passes as one of ``chance`` taken ``at_most`` times.

    With a limit n the mean is p + p^2 + ... + p^n, without one p / (1 - p).
    """
    passes = float(at_most) if chance >= 1 else chance * (1 - chance**at_most) / (1 - chance)
    return passes / (1 + passes)


def _share_down(plan: Plan) -> float:
    """Share of time that the platform is down (the risk of kind 0, its outage; 1: breakdowns); 0 where it never is."""
    for kind, up, law in zip(
        plan.risks.kind.tolist(), plan.risks.mean_up.tolist(), plan.risks.law.tolist(), strict=True
    ):
        if kind == 0:
            down, _ = mean_and_sd(plan.laws, law)
            return float(down / (up + down))
    return 0.0
