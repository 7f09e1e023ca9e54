"""Both engines live through made-up scenarios, rich in ties, and write the same to the last bit, in the same order.

500 scenarios; ``SINKSIM_AGREEMENT=10000 pytest tests/agreement`` lives through as many as it says.
"""

import os

from hypothesis import HealthCheck, example, given, settings

from sinksim.network.compiling import compile_plan
from tests.agreement.corners import A_SERVICE_ENDS_WITH_THE_SHIFT
from tests.agreement.lives import differences, differences_when_counted, tied
from tests.generated.rarities import rare_worlds
from tests.generated.worlds import worlds
from tests.worlds import scenario

SCENARIOS = int(os.environ.get("SINKSIM_AGREEMENT", "500"))
TIES = []


@settings(
    max_examples=SCENARIOS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(worlds())
@example(A_SERVICE_ENDS_WITH_THE_SHIFT)
def test_both_engines_write_the_same(tree):
    plan = compile_plan(scenario(tree))
    TIES.append(tied(plan))
    assert differences(plan) == []


@settings(
    max_examples=SCENARIOS // 5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(worlds())
@example(A_SERVICE_ENDS_WITH_THE_SHIFT)
def test_lives_without_records_end_the_same(tree):
    assert differences_when_counted(compile_plan(scenario(tree))) == []


@settings(
    max_examples=SCENARIOS // 5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(rare_worlds())
def test_both_engines_write_the_same_where_seldom_settings_are_made(tree):
    assert differences(compile_plan(scenario(tree)), replication=1) == []


def test_three_in_ten_of_the_scenarios_were_rich_in_ties():
    assert sum(TIES) >= 0.3 * len(TIES) > 0
