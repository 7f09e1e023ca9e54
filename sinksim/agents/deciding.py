"""The verb `check` and the verbs that take no time: chances, choices by attribute, outages, clocks, charges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinksim.agents.steps import Instant
from sinksim.core.draws import pick, uniform
from sinksim.core.rules import loaded_chance
from sinksim.plan.operations import (
    ATTRIBUTES,
    CHARGE,
    CHECK,
    CLOCK,
    COUNTS_ALL,
    DEPARTMENT,
    DRAWN,
    REMEMBERED,
    SHORTEST,
    SWITCH,
)
from sinksim.plan.plan import jumps_of

if TYPE_CHECKING:
    from sinksim.agents.case import Step, Token
    from sinksim.agents.world import World


class TwoSided(Instant):
    """A check with two sides: straight on (``next``), or the other side (``target``) where it comes true.

    ``at_most``: how often a case may go there, 0 without a limit; ``jump_slot``: which of its counters counts that.
    ``shared``: other checks count there too, and it is the case's even in a branch of a fork.
    """

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.at_most = self.row[CHECK.at_most]  # how often a case may be sent back; 0: the jump leads forward
        self.jump_slot = self.row[CHECK.jump_slot]  # slot that counts how often it has been
        self.shared = self.row[CHECK.counter] >= 0
        self.sends_back = self.row[CHECK.sends_back]  # 1: going to the other side is a bounce of the case's record

    def link(self, steps: list[Step | None]) -> None:
        """Connect both sides."""
        super().link(steps)
        self.target = steps[self.row[CHECK.target]]
        at_bound = self.row[CHECK.at_bound]
        self.at_bound = steps[at_bound] if at_bound >= 0 else None

    def take_other_side(self, token: Token) -> Step | None:
        """The check came true: go to the other side, or straight on where the case may not go there any more.

        Jumps back have a bound (``at_most`` > 0), and checks that share a counter; each is counted.
        """
        if self.at_most:
            counting = token.case if self.shared else token
            if counting.counts is not None and counting.counts[self.jump_slot] >= self.at_most:
                return self.go_on_at_bound(counting.counts)
            counting.count_visit(self.jump_slot)
            token.case.bounces += self.sends_back
        return self.target

    def go_on_at_bound(self, counts: list[int]) -> Step | None:
        """Where a case goes on that may not go to the other side: once to the steps at the bound, then straight on.

        Having been there is counted as one time more than ``at_most``.
        """
        if self.at_bound is None:
            self.world.limit_hits[self.pc] += 1
            return self.next
        if counts[self.jump_slot] > self.at_most:
            return self.next
        counts[self.jump_slot] += 1
        return self.at_bound


class Branch(TwoSided):
    """A named chance, which may rise with a station's load, or depend on how many are there."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.chance = self.real[0]
        # Template of the station whose load raises the chance, or whose cases are counted for it; -1: none.
        self.load_of = self.row[CHECK.load_of]
        chances = self.row[CHECK.chances]
        self.chances: list[float] = world.plan.code.weights[chances].tolist() if chances >= 0 else []  # by number
        self.counts_all = self.real[COUNTS_ALL] > 0  # all who are present; else only those who wait

    def end(self, token: Token) -> Step | None:
        """Draw whether the check comes true; returns where the case goes on."""
        slot = self.slot
        chance = self.chance if self.load_of < 0 else self.chance_at_load(token)
        if uniform(token.key, self.key, 0 if slot < 0 else token.count_visit(slot), 0) >= chance:
            return self.next
        return self.take_other_side(token)

    def chance_at_load(self, token: Token) -> float:
        """The chance multiplied by the load at this instant, as ``loaded_chance`` has it, of the station of the case's origin.

        Or, where there are chances by number, the one for the number of cases there.
        """
        station = self.world.roles[self.load_of][token.case.origin]
        if self.chances:
            return self.chance_by_number(station.present, station.busy)
        return float(loaded_chance(self.chance, station.present, station.capacity))

    def chance_by_number(self, present: int, busy: int) -> float:
        """The chance that belongs to the number present at a station, or waiting there; the last one goes on."""
        number = present if self.counts_all else present - busy
        return self.chances[min(number, len(self.chances) - 1)]


class Switch(Instant):
    """A choice by an attribute of the case, by the department of a branch, drawn by weights, or by where the fewest are."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        row, code = self.row, world.plan.code
        self.decided_by = row[SWITCH.attribute]
        # Name of the attribute of the case's record that decides; "" where it is none of them.
        self.attribute = dict(enumerate(ATTRIBUTES)).get(self.decided_by, "")
        self.jumps = jumps_of(code, row)
        self.weights = code.weights[row[SWITCH.weights]] if row[SWITCH.weights] >= 0 else None
        # Stations by origin of each option, where the shortest queue decides.
        templates = code.sets[row[SWITCH.stations]].tolist() if row[SWITCH.stations] >= 0 else []
        self.stations = [world.roles[template] for template in templates]

    def link(self, steps: list[Step | None]) -> None:
        """Connect every choice."""
        super().link(steps)
        self.targets: list[Step | None] = [steps[j] for j in self.jumps]

    def end(self, token: Token) -> Step | None:
        """The branch of the drawn option, of the shortest queue, or of the value that the case has of the attribute."""
        if self.decided_by == DRAWN:
            option: int = pick(self.weights, uniform(token.key, self.key, token.count_visit(self.slot), 0))
        elif self.decided_by == SHORTEST:
            option = self.shortest_queue(token.case.origin)
        elif self.decided_by == REMEMBERED:
            # The case's own luck, and always its first draw: every asking has one answer.
            option = pick(self.weights, uniform(token.case.key, self.key, 0, 0))
        elif self.decided_by == DEPARTMENT:
            option = token.department
        else:
            # A case that requires no tier (-1) goes with the lowest, the last of the options.
            option = getattr(token.case, self.attribute)
        return self.targets[option]

    def shortest_queue(self, origin: int) -> int:
        """Position of the station with the fewest cases present, waiting or in service; of several the first named."""
        numbers = [by_origin[origin].present for by_origin in self.stations]
        return numbers.index(min(numbers))


class Outage(TwoSided):
    """A check that comes true while the platform is down."""

    def end(self, token: Token) -> Step | None:
        """Whether the platform is down at this instant; returns where the case goes on."""
        return self.take_other_side(token) if self.world.platform_down else self.next


class Clock(Instant):
    """Start or stop a deadline."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.clock = self.row[CLOCK.clock]
        self.starts = bool(self.row[CLOCK.starts])

    def end(self, token: Token) -> Step | None:
        """Start or stop the clock of the case; a case for which one starts has been filed."""
        case = token.case
        if self.starts:
            case.file(self.env.now)
            self.world.deadlines.start_clock(case, self.clock)
        else:
            self.world.deadlines.stop_clock(case, self.clock)
        return self.next


class Charge(Instant):
    """A fee, split between citizen and insurer, or an operating cost."""

    def __init__(self, world: World, pc: int) -> None:
        super().__init__(world, pc)
        self.citizen, self.insurer, self.operation = (self.row[column] for column in CHARGE)

    def end(self, token: Token) -> Step | None:
        """Charge the case and the ledger of the run; amounts in 0.001 yuan."""
        case, ledger = token.case, self.world.ledger
        case.fee_citizen += self.citizen
        case.fee_insurer += self.insurer
        case.cost_operation += self.operation
        ledger["fee_citizen"] += self.citizen
        ledger["fee_insurer"] += self.insurer
        ledger["cost_operation"] += self.operation
        return self.next
