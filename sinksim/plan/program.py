"""A program under assembly: instructions, and the tables their columns point into."""

from dataclasses import dataclass, field

from sinksim.plan.laws import LawRow, law_row
from sinksim.plan.operations import Instruction, Op, instruction
from sinksim.scenarios import processes as p
from sinksim.scenarios.departments import Departments
from sinksim.scenarios.laws import AnyLaw
from sinksim.scenarios.scenario import Scenario

YUAN = 1000
REQUIRED = "required"
SEGMENTS = ("under60_urban", "under60_rural", "over60_urban", "over60_rural")


def money(yuan: float) -> int:
    """Thousandths of a yuan, rounded half up."""
    return int(yuan * YUAN + 0.5)


@dataclass
class Program:
    """All processes assembled, with the tables their instructions point into."""

    code: list[Instruction] = field(default_factory=list)
    entry: dict[str, int] = field(default_factory=dict)
    laws: list[LawRow] = field(default_factory=list)
    draws: list[str] = field(default_factory=list)
    weights: list[tuple[float, ...]] = field(default_factory=list)  # cumulative, ending at 1; or chances by number
    sets: list[tuple[int, ...]] = field(default_factory=list)  # department templates
    set_weights: list[tuple[float, ...]] = field(default_factory=list)  # of each set's departments; empty: all alike
    phases: list[tuple[int, int, str | None]] = field(default_factory=list)  # meetings: every, first, tier
    labels: dict[tuple[str, str], int] = field(default_factory=dict)


class Tables:
    """Emits instructions and finds or adds what they point to; a name it cannot find becomes a fault."""

    def __init__(self, scenario: Scenario, tiers: tuple[str, ...]) -> None:
        """Begin an empty program over the names of a scenario, which instructions point to by their positions."""
        self.scenario = scenario
        self.tiers = tiers
        self.templates = list(scenario.stations)
        self.calendars = list(scenario.calendars)
        self.clocks = list(scenario.clocks)
        self.counters = list(scenario.counters)
        self.program = Program()
        self.faults: list[str] = []
        self._in_branch = False  # whether the steps of a fork or serial are being assembled
        self._department = -1  # template of the department whose own steps are being assembled
        self._law_index: dict[LawRow, int] = {}  # positions of the laws in the program

    def _emit(self, op: Op, where: str, **columns: int) -> Instruction:
        """Append an instruction made of an operation and its columns by name; ``where``: the dotted path of its step."""
        made = instruction(op, where, **columns)
        self.program.code.append(made)
        return made

    @property
    def _here(self) -> int:
        """Position of the next instruction to be emitted."""
        return len(self.program.code)

    def _law(self, law: AnyLaw | None) -> int:
        """Position of a law in the program's table, added if it is new; -1 where none is given."""
        if law is None:
            return -1
        row = law_row(law)
        if row not in self._law_index:
            self._law_index[row] = len(self.program.laws)
            self.program.laws.append(row)
        return self._law_index[row]

    def _draw(self, name: str) -> int:
        """Position of a draw's name in the program's table, added if it is new; draws of one name share their random numbers."""
        if name not in self.program.draws:
            self.program.draws.append(name)
        return self.program.draws.index(name)

    def _weights(self, weights: list[float]) -> int:
        """Add weights, made cumulative and ending at exactly 1, which no random number reaches; returns their position."""
        total, steps = sum(weights), []
        reached = 0.0
        for w in weights:
            reached += w
            steps.append(reached / total)
        self.program.weights.append((*steps[:-1], 1.0))
        return len(self.program.weights) - 1

    def _find(self, kind: str, name: str | None, known: list[str] | tuple[str, ...], where: str) -> int:
        """Position of a name among the known ones; -1 where none is given or, with a fault, where it is unknown.

        ``kind`` and ``where`` (the dotted path of the name) are for the fault.
        """
        if name is None:
            return -1
        if name in known:
            return known.index(name)
        self.faults.append(f"{where} is {name!r}; allowed: one of {', '.join(known) or f'(no {kind} is defined)'}")
        return -1

    def _template(self, name: str, where: str) -> int:
        """Position of a station template; -1 for `department` where each branch has its own, else that department's."""
        if name == p.DEPARTMENT:
            if not self._in_branch:
                self.faults.append(f"{where} is 'department'; allowed: a station template (outside a fork or serial)")
            return self._department
        return self._find("station", name, self.templates, where)

    def _tier(self, name: str | None, where: str) -> int:
        """Position of a tier, from the top; -1 where none is given."""
        return self._find("tier", name, self.tiers, where)

    def _calendar(self, name: str | None, where: str) -> int:
        """Position of a calendar; -1 where none is given: round the clock."""
        return self._find("calendar", name, self.calendars, where)

    def _mask(self, clocks: tuple[str, ...], where: str) -> int:
        """Clocks as bits: bit n is set for clock n."""
        found = [self._find("clock", c, self.clocks, where) for c in clocks]
        return sum(1 << i for i in found if i >= 0)

    def _set(self, step: Departments, where: str) -> tuple[int, int]:
        """Add the departments of a step, and the weights of how many of them take part; returns the positions of both."""
        weights = tuple(step.weighted.values())
        found = [self._find("station", d, self.templates, f"{where}.departments") for d in step.departments]
        able = [template for template, name in zip(found, step.departments, strict=True) if name in step.weighted]
        self.program.sets.append(tuple(able))
        self.program.set_weights.append(weights if len(set(weights)) > 1 else ())
        # A distribution of the number, a fixed number or, where none is stated, all of them.
        count = step.count if isinstance(step.count, dict) else {step.count or len(able): 1.0}
        return len(self.program.sets) - 1, self._weights([count.get(n, 0.0) for n in range(1, max(count) + 1)])
