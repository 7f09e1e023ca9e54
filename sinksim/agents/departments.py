"""The verbs `fork` and `serial`: a drawn set of departments works in parallel or one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.case import Branch, Case, add_times
from sinksim.agents.moments import PRIORITY, URGENT, Moment
from sinksim.agents.steps import Instant, Instruction
from sinksim.core.draws import derive, pick, turn, uniform
from sinksim.core.records import Tie
from sinksim.plan.operations import DEPARTMENTS
from sinksim.plan.timers import timer

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.world import World


class DrawnSet(Instruction):
    """A step that draws a set of departments."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        """Read which departments may take part (station template, key of the name), and the weights of how many do."""
        code = world.plan.code
        self.templates: list[int] = code.sets[self.row[DEPARTMENTS.set]].tolist()
        self.keys: list[int] = code.set_keys[self.row[DEPARTMENTS.set]].tolist()
        self.weights: list[float] = code.set_weights[self.row[DEPARTMENTS.set]].tolist()  # empty: all are alike
        self.counts = code.weights[self.row[DEPARTMENTS.counts]]

    def drawn_count(self, token: Token, visit: int) -> int:
        """How many departments take part this time: drawn, at least one."""
        return int(1 + pick(self.counts, uniform(token.key, self.key, visit, 0)))

    def drawn(self, token: Token, visit: int) -> list[int]:
        """Positions in the set of the departments that take part, in its order: those with the smallest uniform numbers do.

        Each department has a uniform number of its own, keyed by its name: another set changes nobody else's. Where they have
        weights, the numbers become times of their turns, and those whose turn comes first take part.
        """
        count = self.drawn_count(token, visit)
        if count == len(self.templates):
            return list(range(count))
        # Part 0 of the draw is how many take part, part 1 is who.
        uniforms = [uniform(token.key, self.key ^ key, visit, 1) for key in self.keys]
        if self.weights:
            uniforms = [turn(u, weight) for u, weight in zip(uniforms, self.weights, strict=True)]
        return sorted(sorted(range(len(uniforms)), key=lambda i: (uniforms[i], i))[:count])


class Departments(DrawnSet):
    """What `fork` and `serial` share: branches are walked beside the case, which waits until they have joined."""

    def link(self, steps: list[Step | None]) -> None:
        """Connect the branches' first step and the continuation."""
        super().link(steps)
        self.first = steps[self.row[DEPARTMENTS.first]]
        self.next = steps[self.row[DEPARTMENTS.continuation]]

    def begin(self, token: Token) -> Moment:
        """Draw the departments and set them to work; returns the moment at which the case goes on."""
        case = token.case
        visit = token.count_visit(self.slot)
        chosen = self.drawn(token, visit)
        case.departments += len(chosen)
        case.pending = len(chosen)
        case.gate = Moment(self.env)
        self.start_branches(case, [self.new_branch(case, i, n + 1, visit) for n, i in enumerate(chosen)])
        return case.gate

    def new_branch(self, case: Case, position: int, number: int, visit: int) -> Branch:
        """The branch of one department; its draws are keyed by the department's name and the pass of the step (``visit``)."""
        key = derive(derive(case.key, self.keys[position]), visit)
        branch = Branch(case, self.join_branch, key, number, self.templates[position])
        branch.step = self.first
        return branch

    def start_branches(self, case: Case, branches: list[Branch]) -> None:
        """Let the first branch, or all of them, begin to walk."""
        raise AssertionError(f"{type(self).__name__} does not say how it starts")

    def join_branch(self, branch: Branch) -> None:
        """A branch has come to its end: let the case, or the next branch, go on if it is time."""
        raise AssertionError(f"{type(self).__name__} does not say how it joins")


class Fork(Departments):
    """In parallel; joined at the slowest, then an overhead per department."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        """Read the overhead of joining (None: none) and the calendar in which it passes (None: all time counts)."""
        overhead, calendar = self.row[DEPARTMENTS.overhead], self.row[DEPARTMENTS.calendar]
        self.overhead = timer(world.plan, overhead, self.second_key) if overhead >= 0 else None
        self.calendar = world.calendars[calendar] if calendar >= 0 else None

    def start_branches(self, case: Case, branches: list[Branch]) -> None:
        """All branches set out at once, in the order of the set."""
        case.branches = branches
        for branch in branches:
            branch.go()

    def join_branch(self, branch: Branch) -> None:
        """With the last branch the case goes on, after the overhead (drawn once) for each of the departments.

        Only the last branch's times are added to the case, because the case has waited for it alone: it is the critical path.
        """
        case = branch.case
        case.pending -= 1
        if case.pending:
            return
        add_times(case, branch)
        count = len(case.branches)
        case.branches = ()
        if self.overhead is None:
            self.env.schedule(case.gate, URGENT)
            return
        # Number of the pass that began this fork: it was counted then.
        visit = 0 if case.counts is None or self.slot < 0 else case.counts[self.slot] - 1
        span = count * self.overhead(case.key, visit)
        if self.calendar is not None:
            span = self.calendar.after(span) - self.env.now
        case.time_kind, case.since = "relay", self.env.now
        self.env.schedule(case.gate, PRIORITY[Tie.DELAY] + case.order, span)

    def end(self, token: Token) -> Step | None:
        """All departments are done: book the overhead as relay; returns the step after them."""
        if token.time_kind:  # there was an overhead
            token.spend("relay", self.env.now)
        return self.next


class Serial(Departments):
    """One after the other, in the order of the set."""

    def start_branches(self, case: Case, branches: list[Branch]) -> None:
        """The first branch sets out; the others follow as those before them join."""
        case.branches = branches
        branches[0].go()

    def join_branch(self, branch: Branch) -> None:
        """The next branch sets out, or the case goes on after the last; the times of all are added to it."""
        case = branch.case
        add_times(case, branch)
        case.branches = case.branches[1:]
        if case.branches:
            case.branches[0].go()
        else:
            self.env.schedule(case.gate, URGENT)


class Join(Instant):
    """The last step of a branch."""

    def end(self, token: Token) -> Step | None:
        """The branch's walk is over: it joins the others."""
        assert isinstance(token, Branch)
        token.joined = True
        token.join(token)
        return None
