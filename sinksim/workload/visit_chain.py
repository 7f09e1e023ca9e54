"""Expected visits of a case to every instruction of its process: a Markov chain conditional on the case's attributes."""

import math
from collections import deque
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from sinksim.plan.branches import starts_of_branches
from sinksim.plan.laws import mean_and_sd
from sinksim.plan.operations import (
    ANSWER,
    APPOINT,
    CHECK,
    CLOSE,
    DECLARED,
    DEPARTMENT,
    DEPARTMENTS,
    DRAW,
    DRAWN,
    GOTO,
    NEXT,
    OP,
    REMEMBERED,
    SHORTEST,
    SWITCH,
    WITH_DEPARTMENTS,
    Op,
)  # fmt: skip
from sinksim.plan.plan import Floats, Plan, jumps_of
from sinksim.workload.inclusion import inclusions


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
# Values of declared attributes are combined up to so many: each takes a solution of its own.
MOST_COMBINATIONS = 64


class VisitChain:
    """The chain of a plan's instructions.

    Nobody gives up, is refused, finds all slots taken or is alerted; a chance that rises with load counts as at load 1; a
    bounded loop is the geometric one with the same mean number of passes; a chance by number is that where nobody is counted;
    the shortest of several queues takes the share of its servers; an outage holds for the share of time that it lasts. Counters
    that checks share and attributes that a scenario declares are followed exactly, but what the branches of a fork count ends
    with them; where that makes more than ``MOST_STATES`` states, each check counts for itself.
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
        # Options of the attributes that a scenario declares, by their draw, for the case whose visits are being worked out.
        self._answers: dict[int, int] = {}
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
        """Expected visits: the mean over the values of the attributes that a scenario declares, each the same at every asking."""
        visits = np.zeros(len(self.rows))
        for weight, answers in self._cases():
            self._answers = answers
            visits += weight * self._visits_of_case(entry, attributes)
        return visits

    def _cases(self) -> list[tuple[float, dict[int, int]]]:
        """Every combination of values of declared attributes, with its chance: options by the attribute's draw.

        Attributes by which there would be more than ``MOST_COMBINATIONS`` are left out: each asking counts as a draw of its own.
        """
        found: list[tuple[float, dict[int, int]]] = [(1.0, {})]
        for draw, weights in self._declared.items():
            if len(found) * len(weights) <= MOST_COMBINATIONS:
                pairs = product(found, enumerate(weights))
                found = [(share * w, {**known, draw: option}) for (share, known), (option, w) in pairs if w > 0]
        return found

    @cached_property
    def _declared(self) -> dict[int, list[float]]:
        """Chance of each value of every attribute that the scenario declares and some switch asks for, by the attribute's draw.

        A declared attribute is drawn once for a case and remembered: all switches that ask for it have the same draw number, and
        the same weights, which stand added up in the plan.
        """
        asked = [row for row in self.rows if row[OP] == Op.SWITCH and row[SWITCH.attribute] == REMEMBERED]
        weights = self.plan.code.weights
        return {row[DRAW]: np.diff(weights[row[SWITCH.weights]], prepend=0.0).tolist() for row in asked}

    def _visits_of_case(self, entry: int, attributes: Attributes) -> Floats:
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
                return self._choices(pc, attributes)
            case Op.FORK | Op.SERIAL:
                return [(row[DEPARTMENTS.first], self.departments(row[DEPARTMENTS.counts])),
                        (row[DEPARTMENTS.continuation], 1.0)]  # fmt: skip
            case Op.APPOINT:
                return [(row[APPOINT.on_no_show], chance), (follow, 1 - chance)]
            case Op.CLOSE if row[CLOSE.callback] >= 0:
                return [(row[CLOSE.callback], 1.0)]
            case Op.ANSWER:
                return [(row[ANSWER.target], unbounded_chance(self._opened_again(pc), row[ANSWER.at_most]))]
            case Op.CLOSE:
                back = row[CLOSE.target]
                return [(back, unbounded_chance(chance * again, row[CLOSE.at_most]))] if back >= 0 else []
            case Op.GOTO:
                return [(row[GOTO.target], 1.0)]
        return [(follow, 1.0)] if DECLARED[op].goes_on else []

    def _opened_again(self, answer: int) -> float:
        """Chance that a closure is hollow and, detected by its callback or coming back by itself, is opened again."""
        hollow, again = self.real[self.rows[answer][ANSWER.closing]]
        detected = math.prod(self.real[answer])
        return float(hollow * (detected + (1 - detected) * again))

    def _choices(self, pc: int, given: Attributes) -> list[tuple[int, float]]:
        """Instructions that a switch leads to, with their chances, given the case's attributes."""
        row = self.rows[pc]
        jumps = jumps_of(self.plan.code, row)
        if row[SWITCH.attribute] < DRAWN:
            return [(jumps[given[row[SWITCH.attribute]]], 1.0)]
        if row[SWITCH.attribute] == SHORTEST:
            return list(zip(jumps, self._shares(row[SWITCH.stations]), strict=True))
        if row[SWITCH.attribute] == DEPARTMENT:
            return [(jumps[template], share) for template, share in self.templates_at(pc).items()]
        if row[SWITCH.attribute] == REMEMBERED and row[DRAW] in self._answers:
            return [(jumps[self._answers[row[DRAW]]], 1.0)]
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

    def drawn(self, row: list[int]) -> dict[int, float]:
        """Chance of each department of a fork, serial or assembly to take part, by its template."""
        code = self.plan.code
        members, weights = code.sets[row[DEPARTMENTS.set]], code.set_weights[row[DEPARTMENTS.set]]
        counts = np.diff(code.weights[row[DEPARTMENTS.counts]], prepend=0.0)
        chances = inclusions(weights if len(weights) else np.ones(len(members)), counts)
        return dict(zip(members.tolist(), chances.tolist(), strict=True))

    @cached_property
    def branches(self) -> dict[int, dict[int, float]]:
        """For each instruction inside a fork or serial, the departments that may come by: how often each does, by template."""
        owner: dict[int, dict[int, float]] = {}
        for row in self.rows:
            if row[OP] in WITH_DEPARTMENTS:
                drawn = self.drawn(row)
                owner[row[DEPARTMENTS.first]] = drawn
                for first, members in starts_of_branches(row, list(drawn), self._columns_and_jumps).items():
                    own = {template: drawn[template] for template in members}
                    owner.update((pc, own) for pc in self.stretch(first))
        return owner

    def _columns_and_jumps(self, pc: int) -> tuple[list[int], list[int]]:
        """The row of an instruction, and the jumps of a switch."""
        row = self.rows[pc]
        return row, jumps_of(self.plan.code, row) if row[OP] == Op.SWITCH else []

    def templates_at(self, pc: int) -> dict[int, float]:
        """Templates at whose stations an instruction may be carried out, with the share of its visits at each.

        An instruction names its template (-1: it leaves that to the draw) or the set that it draws from itself. Others stand in
        the branch of a fork, whose department the fork has drawn.
        """
        row = self.rows[pc]
        declared = DECLARED[Op(row[OP])]
        if declared.occupies is not None and row[declared.occupies] >= 0:
            return {row[declared.occupies]: 1.0}
        often = self.branches.get(pc, {}) if declared.draws_from is None else self.drawn(row)
        total = sum(often.values())
        return {template: chance / total for template, chance in often.items()}

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
