"""Every sum of a run fits 64 bits, or the run is refused by one sentence."""

import math

import numpy as np
import pytest

from sinksim.core import draws
from sinksim.core.errors import BadInput
from sinksim.plan.compiling import compile_plan
from sinksim.plan.laws import largest, law_row, mean_and_sd
from sinksim.plan.plan import Laws
from sinksim.scenarios import laws as d
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario
from sinksim.workload.admission import checked_plan
from sinksim.workload.sums import LIMIT, Bounds
from tests.helpers.laws import LAWS, sampled

MINUTE, DAY = 60_000, 86_400_000


def _toy(steps, rate=1.0, **more):
    return {
        "stations": {"desk": {"servers": 1}},
        "services": {"permit": {"demand": {"per_day": rate}, "traditional": {"process": "apply"}}},
        "processes": {"apply": [*steps, {"close": {}}]},
        "experiment": {"window_days": 100.0, "follow_up_days": 0.0},
        **more,
    }


def _bounds(tree):
    """The bounds of a scenario, whether they are kept or not."""
    return Bounds(compile_plan(validate(Scenario, tree, "toy")))


def _refused(tree):
    with pytest.raises(BadInput) as caught:
        checked_plan(validate(Scenario, tree, "toy"))
    return str(caught.value).splitlines()


QUEUE = {"queue": {"station": "desk", "time": 5}}


def test_needs_are_the_expectation_and_ten_standard_deviations():
    needs = _bounds(_toy([QUEUE], rate=4.0)).needs
    # 400 expected; sd 20, and one group more for small numbers.
    assert needs[0].cases == 400 + 10 * (20 + 1)
    # On the mean half of the run is left; whoever comes unexpectedly counts with all of it.
    assert needs[0].span == pytest.approx(400 * 50 * DAY + 210 * 100 * DAY, rel=1e-9)


def test_a_way_counts_both_legs_and_all_passes():
    back = {"check": {"name": "again", "chance": 0.5, "back_to": "start", "at_most": 4}}
    there = {"label": "start", "travel": {"time": 10, "fare": 3}}
    most = _bounds(_toy([there, back])).of_service(0, 0)
    assert most.cost_fares == 5 * 2 * 3_000
    # A constant time, and one millisecond for the last bit.
    assert most.citizen_time == 5 * 2 * (10 * MINUTE + 1)


def test_loops_in_one_another_add_what_their_counters_allow():
    steps = [
        {"label": "outer", "charge": {"fee": 1}},
        {"label": "inner", "charge": {"operation": 1}},
        {"check": {"name": "a", "chance": 0.5, "back_to": "inner", "at_most": 3}},
        {"check": {"name": "b", "chance": 0.5, "back_to": "outer", "at_most": 2}},
    ]
    most = _bounds(_toy(steps)).of_service(0, 0)
    assert (most.fee_citizen, most.cost_operation) == (6_000, 6_000)


def test_an_uncounted_loop_is_bounded_by_the_time_that_passes_in_it():
    steps = [
        {"label": "start", "charge": {"fee": 1}},
        {"wait": {"kind": "home", "time": {"law": "exponential", "mean": 1, "unit": "d"}}},
        {"check": {"name": "enough", "chance": 0.1, "otherwise": [{"goto": "start"}]}},
    ]
    most = _bounds(_toy(steps)).of_service(0, 0)
    # Ten times the hundred laps that the mean allows in a hundred days, and eleven.
    assert most.fee_citizen == (1000 + 11) * 1000


NEVER_BACK = {
    "check": {"check": {"name": "never", "chance": 0, "back_to": "start", "at_most": 3}},
    "check from a loop": {"check": {"name": "never", "chance": 0, "then": [{"goto": "start"}], "at_most": 3}},
    "close": {
        "check": {
            "name": "done",
            "chance": 0.5,
            "then": [{"close": {"hollow": 0, "reopen": {"chance": 1, "after": 0, "back_to": "start", "at_most": 3}}}],
        }
    },
}


@pytest.mark.parametrize("jump", NEVER_BACK)
def test_a_counted_way_back_that_is_never_taken_adds_no_laps(jump):
    steps = [
        {"label": "start", "charge": {"fee": 1}},
        NEVER_BACK[jump],
        {"wait": {"kind": "home", "time": {"law": "exponential", "mean": 1, "unit": "d"}}},
        {"check": {"name": "enough", "chance": 0.1, "otherwise": [{"goto": "start"}]}},
    ]
    assert _bounds(_toy(steps)).of_service(0, 0).fee_citizen == (1000 + 11) * 1000


def test_departments_multiply_what_stands_in_a_fork():
    fork = {"fork": {"name": "f", "departments": ["desk", "other"], "steps": [{"charge": {"fee": 2}}, QUEUE]}}
    tree = _toy([fork], stations={"desk": {"servers": 1}, "other": {"servers": 1}})
    most = _bounds(tree).of_service(0, 7)
    assert (most.fee_citizen, most.staff_time) == (4_000, 14)


def test_a_backlog_brings_the_time_that_it_has_waited():
    tree = _toy([QUEUE])
    tree["services"] = {
        "permit": {
            "traditional": {"process": "apply"},
            "backlog": {"per_origin": 3, "waited": {"value": 20.0, "unit": "d", "law": "constant"}},
        }
    }
    bounds = _bounds(tree)
    assert bounds.needs[0] == (3, 3 * 120 * DAY)
    assert bounds.longest_span == 120 * DAY


def _faults_of(column, tree):
    return [fault for fault in _refused(tree) if fault.startswith(f"experiment: {column} could add up to ")]


def test_fees_are_refused_from_where_their_sum_leaves_64_bits():
    """10,000 passes of 10^7 yuan are 10^14 a case: 92,233 cases fit. N + 10 (sqrt N + 1) = 92,233.7 at N = 89,234.9."""
    again = {"check": {"name": "again", "chance": 0.5, "back_to": "start", "at_most": 9_999}}
    steps = [{"label": "start", "charge": {"fee": 1e7}}, QUEUE, again]
    compile_plan(validate(Scenario, _toy(steps, rate=892.34), "toy"))
    (fault,) = _refused(_toy(steps, rate=892.40))
    assert fault == (
        "experiment: cases.fee_citizen could add up to 9.22e+18 over 92,237 needs; allowed: below 9.2e+18 "
        "(fewer needs, a shorter run, smaller times or amounts)"
    )


def test_times_are_refused_from_where_their_sum_leaves_64_bits():
    """Half of 3,650 days are left on the mean: N / 2 + 10 (sqrt N + 1) = 2^63 / 3.1536e11 at sqrt N = -10 + sqrt(80 + 2 L)."""
    experiment = {"window_days": 3650.0, "follow_up_days": 0.0}
    needs = (-10 + math.sqrt(80 + 2 * LIMIT / 3.1536e11)) ** 2
    compile_plan(validate(Scenario, _toy([QUEUE], rate=needs / 3650 * 0.999, experiment=experiment), "toy"))
    assert _faults_of("cases.time", _toy([QUEUE], rate=needs / 3650 * 1.001, experiment=experiment))


def test_squares_are_refused_from_where_their_sum_leaves_64_bits():
    """A year is 31,536,000,000 ms, 240,600 when cut at 17 bits: 57,888,360,000 a case, so that 159,330,339 cases fit.

    N + 10 (sqrt N + 1) is that at N = 159,204,151; over the 366 days of the run 434,984 a day.
    """
    experiment = {"window_days": 1.0, "follow_up_days": 365.0}
    compile_plan(validate(Scenario, _toy([QUEUE], rate=434_980.0, experiment=experiment), "toy"))
    assert _faults_of("cases.elapsed_hh", _toy([QUEUE], rate=434_990.0, experiment=experiment))


def test_the_value_of_a_citizens_time_is_refused_where_one_charge_leaves_64_bits():
    """At 10^6 thousandths of a yuan an hour 9.22e12 ms fit: one way there and back of 36,500 days (6.3e12 ms), not two."""
    way = {"label": "start", "travel": {"time": {"law": "constant", "value": 36_500.0, "unit": "d"}, "fare": 0}}
    again = {"check": {"name": "again", "chance": 0.5, "back_to": "start", "at_most": 1}}
    costs = {"value_of_time_urban": 1000.0}
    compile_plan(validate(Scenario, _toy([way], rate=0.001, costs=costs), "toy"))
    (fault,) = _refused(_toy([way, again], rate=0.001, costs=costs))
    assert fault.startswith("costs: value_of_time may charge 1.26e+13 ms at 1,000.00 yuan/h; allowed: a product below")


def test_needs_are_refused_from_where_they_leave_32_bits():
    """N + 10 (sqrt N + 1) = 2^31 at N = 2,147,020,264: 21,470,203 a day for a hundred days."""
    (fault,) = _refused(_toy([{"leave": {}}], rate=21_470_300.0, experiment={"window_days": 100.0}))
    assert fault.startswith("services bring about 2,147,4")
    assert "in one replication; allowed: fewer than 2,147,483,648" in fault
    faults = _refused(_toy([{"leave": {}}], rate=21_470_100.0, experiment={"window_days": 100.0}))
    assert not [one for one in faults if one.startswith("services")]


@pytest.mark.parametrize("preset", presets())
def test_a_whole_province_for_a_year_is_not_refused(preset):
    year = {
        "network.scale": 1, "experiment.warm_up_days": 0, "experiment.window_days": 365, "experiment.follow_up_days": 60
    }  # fmt: skip
    compile_plan(scenario_of(apply_settings(compose(preset), year, preset), preset))


EXTREME = [
    d.Exponential(law="exponential", mean=36_500, unit="d"),
    d.Exponential(law="exponential", mean=0.001, unit="ms"),
    d.Erlang(law="erlang", mean=36_500, k=100, unit="d"),
    d.Gamma(law="gamma", mean=36_500, cv=20, unit="d"),
    d.Gamma(law="gamma", mean=0.001, cv=0.01, unit="ms"),
    d.Lognormal(law="lognormal", mean=36_500, cv=20, unit="d"),
    d.Lognormal(law="lognormal", mean=0.001, cv=0.001, unit="ms"),
    d.Weibull(law="weibull", mean=36_500, shape=0.1, unit="d"),
    d.Weibull(law="weibull", mean=0.001, shape=50, unit="ms"),
    d.Uniform(law="uniform", low=36_500, high=36_500, unit="d"),
    d.Triangular(law="triangular", low=0, mode=0, high=36_500, unit="d"),
    d.Triangular(law="triangular", low=1, mode=1, high=1.0011, unit="ms"),
    d.TruncatedNormal(law="truncated_normal", mean=-36_500, sd=36_500, unit="d"),
    d.TruncatedNormal(law="truncated_normal", mean=0, sd=36_500, low=0, high=0.0365, unit="d"),
    d.TruncatedNormal(law="truncated_normal", mean=0, sd=1, low=8, high=8.00001),
    d.TruncatedNormal(law="truncated_normal", mean=20, sd=1, low=0, high=12),
    d.Empirical(law="empirical", values=(0.0, 36_500.0), weights=(1e-9, 1e6), unit="d"),
    d.Hyperexponential(law="hyperexponential", means=(0.0, 36_500.0), unit="d"),
]


def _laws(row):
    return Laws(
        np.array([row.code]),
        np.array([[row.a, row.b, row.c, row.d]]),
        (np.array(row.values),),
        (np.array(row.cumulative),),
    )


@pytest.mark.parametrize("law", [*EXTREME, *(law for law, _ in LAWS)], ids=lambda law: f"{law.law}-{law.unit}")
def test_every_draw_is_a_whole_number_of_milliseconds_up_to_the_largest(law):
    row = law_row(law)
    most = largest(_laws(row), 0)
    assert 0 < most <= 9_000_000_000_000_001
    drawn = np.array([draws.whole(time) for time in sampled(law, 2000)])
    assert np.isfinite(sampled(law, 2000)).all()
    assert 0 <= drawn.min() <= drawn.max() <= most
    assert all(math.isfinite(number) for number in mean_and_sd(_laws(row), 0))


def test_the_largest_draws_of_the_open_laws():
    """The smallest uniform number is 2^-53: its logarithm is -36.7368, its normal quantile -8.2095."""
    assert _largest(d.Exponential(law="exponential", mean=1000, unit="ms")) == pytest.approx(36_737, abs=2)
    assert _largest(d.Erlang(law="erlang", mean=1000, k=4, unit="ms")) == pytest.approx(36_737, abs=2)
    assert _largest(d.Weibull(law="weibull", mean=2000, shape=0.5, unit="ms")) == pytest.approx(1_349_592, rel=1e-5)
    lognormal = d.Lognormal(law="lognormal", mean=1000, cv=1, unit="ms")
    assert _largest(lognormal) == pytest.approx(
        1000 / math.sqrt(2) * math.exp(8.2095 * math.sqrt(math.log(2))), rel=1e-4
    )
    cut = d.TruncatedNormal(law="truncated_normal", mean=1000, sd=10, low=0, unit="ms")
    assert _largest(cut) == pytest.approx(1082, abs=2)


def _largest(law):
    return largest(_laws(law_row(law)), 0)


def test_a_lognormal_law_by_its_standard_deviation_draws_as_by_its_variation():
    by_sd = d.Lognormal(law="lognormal", mean=8, sd=6)
    assert law_row(by_sd) == law_row(d.Lognormal(law="lognormal", mean=8, cv=0.75))
