"""Whether a run is admitted: its sums fit, every case is expected to end its walk, and the open ones find room."""

import networkx as nx

from sinksim.core.engine_names import FAST
from sinksim.core.errors import BadInput
from sinksim.plan.checks import check_recorded
from sinksim.plan.compiling import compile_plan
from sinksim.plan.plan import Plan
from sinksim.plan.territory import Territory
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.endless_walks import endless_walk, most_instructions
from sinksim.workload.memory import MOST_BYTES, open_cases, refuse_beyond
from sinksim.workload.sums import sum_faults


def checked_plan(
    scenario: Scenario, graph: "nx.MultiDiGraph[str] | None" = None, territory: Territory | None = None
) -> Plan:
    """The plan of a scenario, as ``compile_plan`` makes it, none of whose sums can leave 64 bits; raises BadInput."""
    plan = compile_plan(scenario, graph, territory)
    if faults := sum_faults(plan):
        raise BadInput("\n".join(faults))
    return plan


def admit(plan: Plan, where: str, engine: str = FAST, most_bytes: float = MOST_BYTES) -> None:
    """BadInput, in one sentence, where a case would hardly ever end or the open cases take more than ``most_bytes``.

    ``where``: what messages call the scenario.
    """
    refuse_endless_loops(plan, where)
    refuse_beyond(where, [open_cases(plan, engine)], most_bytes)


def refuse_endless_loops(plan: Plan, where: str) -> None:
    """BadInput, with the step that is passed most often, where a case is expected to pass very many instructions.

    ``where``: what messages call the scenario.
    """
    walk = endless_walk(plan)
    if walk is not None:
        raise BadInput(
            f"{where}: {plan.labels.steps[walk.busiest]} is in a loop in which a case is expected to pass "
            f"{walk.instructions:,.0f} steps; "
            f"allowed here: at most {most_instructions(plan):,.0f} (a smaller chance to go back, at_most, or time that "
            "passes in the loop)"
        )


def refuse_unused_records(scenario: Scenario, plan: Plan) -> None:
    """BadInput where every recorded case arises after the end of the run.

    A preview is not refused for it, since it looks at fewer days than its scenario: its notes tell.
    """
    if faults := check_recorded(scenario, plan):
        raise BadInput("\n".join(faults))
