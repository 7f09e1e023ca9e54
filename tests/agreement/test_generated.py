"""Both engines live through made-up scenarios, rich in ties, and write the same to the last bit, in the same order.

500 scenarios; ``SINKSIM_AGREEMENT=10000 pytest tests/agreement`` lives through as many as it says.
"""

import os

from hypothesis import HealthCheck, example, given, settings

from sinksim.plan.compiling import compile_plan
from tests.helpers.corners import A_SERVICE_ENDS_WITH_THE_SHIFT
from tests.helpers.engine_differences import differences, differences_when_counted, tied
from tests.helpers.generated.rarities import rare_worlds
from tests.helpers.generated.worlds import worlds
from tests.helpers.worlds import scenario

SCENARIOS = int(os.environ.get("SINKSIM_AGREEMENT", "500"))
TIE_RICH = 0.3


def settings_of(scenarios):
    return settings(
        max_examples=scenarios, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def test_both_engines_write_the_same_and_three_in_ten_of_the_scenarios_are_rich_in_ties():
    ties = []

    @settings_of(SCENARIOS)
    @given(worlds())
    @example(A_SERVICE_ENDS_WITH_THE_SHIFT)
    def live(tree):
        plan = compile_plan(scenario(tree))
        ties.append(tied(plan))
        assert differences(plan) == []

    live()
    assert sum(ties) >= TIE_RICH * len(ties)


@settings_of(SCENARIOS // 5)
@given(worlds())
@example(A_SERVICE_ENDS_WITH_THE_SHIFT)
def test_lives_without_records_end_the_same(tree):
    assert differences_when_counted(compile_plan(scenario(tree))) == []


@settings_of(SCENARIOS // 5)
@given(rare_worlds())
def test_both_engines_write_the_same_where_seldom_settings_are_made(tree):
    assert differences(compile_plan(scenario(tree)), replication=1) == []
