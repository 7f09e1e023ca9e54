"""Whether a run is admitted, judged on its plan: every case is expected to end its walk, and the open ones find room."""

from sinksim.errors import BadInput
from sinksim.experiments.engines import FAST
from sinksim.experiments.memory import MOST_BYTES, open_cases, refuse_beyond
from sinksim.network.loops import endless_walk, most_instructions
from sinksim.network.plan import Plan


def admit(plan: Plan, where: str, engine: str = FAST, most_bytes: float = MOST_BYTES) -> None:
    """BadInput, in one sentence, where a case would hardly ever end or the open cases take more than ``most_bytes``."""
    refuse_endless_loops(plan, where)
    refuse_beyond(where, [open_cases(plan, engine)], most_bytes)


def refuse_endless_loops(plan: Plan, where: str) -> None:
    """BadInput, with the step that is passed most often, where a case is expected to pass very many instructions."""
    walk = endless_walk(plan)
    if walk is not None:
        raise BadInput(
            f"{where}: {plan.labels.steps[walk.busiest]} is in a loop in which a case is expected to pass "
            f"{walk.instructions:,.0f} steps; "
            f"allowed here: at most {most_instructions(plan):,.0f} (a smaller chance to go back, at_most, or time that "
            "passes in the loop)"
        )
