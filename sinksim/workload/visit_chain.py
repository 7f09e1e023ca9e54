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


class VisitChain:
    """The chain of a plan's instructions.

    Nobody gives up, is refused or is alerted; a chance that rises with load counts as at load 1; a bounded loop is the
    geometric one with the same mean number of passes; an outage holds for the share of time that it lasts.
    ``going_on`` [instructions]: share of cases that go on past each instruction (default: all).
    """

    def __init__(self, plan: Plan, going_on: Floats | None = None) -> None:
        """``going_on`` [instructions]: share of cases that go on past each; None: all of them do."""
        self.plan = plan
        self.going_on = [1.0] * len(plan.code.rows) if going_on is None else going_on.tolist()
        self.rows = plan.code.rows.tolist()
        self.real = plan.code.real.tolist()
        self.down = _share_down(plan)
        self._known: dict[tuple[int, Attributes], Floats] = {}
        # Attributes by which some switch chooses.
        self._decided_by = {
            row[SWITCH.attribute] for row in self.rows if row[OP] == Op.SWITCH and row[SWITCH.attribute] != DRAWN
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
        followers = self._reachable(entry, attributes)
        place = {pc: n for n, pc in enumerate(followers)}
        balance = np.eye(len(followers))
        for pc, targets in followers.items():
            for target, weight in targets:
                balance[place[target], place[pc]] -= weight * self.going_on[pc]
        start = np.zeros(len(followers))
        start[place[entry]] = 1.0
        visits = np.zeros(len(self.rows))
        try:
            found = np.linalg.solve(balance, start)
        except np.linalg.LinAlgError:
            found = np.full(len(followers), math.inf)
        # Beside a singular matrix rounding makes of "for ever" any number, of either sign.
        visits[list(followers)] = found if found.min() >= -_ROUNDING else math.inf
        return visits

    def _reachable(self, entry: int, attributes: Attributes) -> dict[int, list[tuple[int, float]]]:
        """Instructions that a case with these attributes may come to, each with those that follow it and how often they do."""
        followers: dict[int, list[tuple[int, float]]] = {}
        open_ends = deque([entry])
        while open_ends:
            pc = open_ends.popleft()
            if pc not in followers:
                followers[pc] = [(target, weight) for target, weight in self._followers(pc, attributes) if weight > 0]
                open_ends.extend(target for target, _ in followers[pc])
        return followers

    def _followers(self, pc: int, attributes: Attributes) -> list[tuple[int, float]]:
        """Instructions that may follow one, with the expected number of times that they do per pass (above 1 for a fork).

        An instruction's two numbers are the chances of a branch (the first), or of a hollow closure and its being opened again.
        """
        row, (chance, again) = self.rows[pc], self.real[pc]
        follow = row[NEXT]
        op = Op(row[OP])
        match op:
            case Op.BRANCH:
                taken = unbounded_chance(chance, row[CHECK.at_most]) if row[CHECK.at_most] else chance
                return [(row[CHECK.target], taken), (follow, 1 - taken)]
            case Op.SWITCH:
                return self._choices(row, attributes)
            case Op.OUTAGE:
                return [(row[CHECK.target], self.down), (follow, 1 - self.down)]
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
        if row[SWITCH.attribute] != DRAWN:
            return [(jumps[given[row[SWITCH.attribute]]], 1.0)]
        weights = np.diff(self.plan.code.weights[row[SWITCH.weights]], prepend=0.0)
        return list(zip(jumps, weights.tolist(), strict=True))

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
