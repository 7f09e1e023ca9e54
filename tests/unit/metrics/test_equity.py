from functools import partial

import numpy as np
import pytest

from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.equity import Areas, Pool, gap, gini, theil, worst_tenth
from sinksim.metrics.equity_figures import FIGURES, equity_figures, equity_sums
from tests.helpers.samples import HOUR, case, labels, records


def floats(*values):
    return np.array(values, np.float64)


def test_equal_areas_have_no_inequality():
    assert gini(floats(5, 5, 5), floats(1, 2, 3)) == 0
    assert theil(floats(5, 5, 5), floats(1, 2, 3)) == 0


def test_gini_and_theil_of_one_having_all_among_two():
    assert gini(floats(0, 1), floats(1, 1)) == pytest.approx(0.5)
    assert theil(floats(0, 1), floats(1, 1)) == pytest.approx(np.log(2))


def test_gini_of_one_two_three_is_two_ninths():
    assert gini(floats(1, 2, 3), floats(1, 1, 1)) == pytest.approx(2 / 9)


def test_an_area_of_twice_the_people_counts_as_two_areas():
    split = floats(1, 4, 4), floats(1, 1, 1)
    joined = floats(1, 4), floats(1, 2)
    assert gini(*split) == pytest.approx(gini(*joined))
    assert theil(*split) == pytest.approx(theil(*joined))


def test_the_worst_tenth_takes_the_edge_area_in_part():
    values, people = floats(10, 8, 1), floats(5, 15, 80)
    assert worst_tenth(values, people, higher_is_worse=True) == pytest.approx((5 * 10 + 5 * 8) / 10)
    assert worst_tenth(values, people, higher_is_worse=False) == pytest.approx(1)


def test_the_gap_leaves_out_segments_without_cases():
    assert gap(floats(3, np.nan, 7)) == 4


def test_pooling_before_comparing_does_not_read_noise_between_areas_as_inequality():
    noise = np.array([[90, 10], [10, 90]])
    pool = Pool(noise * 100, np.full((2, 2), 100), 1.0)
    assert Areas(pool, np.array([1, 1])).compare(gini)[0] == 0
    assert gini(noise[0].astype(float), floats(1, 1)) == pytest.approx(0.4)


def test_areas_with_few_cases_are_left_out_and_counted():
    these = labels()
    aggregate = Aggregate(these)
    aggregate.fold(records(*[case(took=HOUR)] * 30, *[case(took=9 * HOUR, origin=1)] * 29))
    found = {f.name: f for f in equity_figures([equity_sums(aggregate)], these) if f.service is None}
    assert found["gini_elapsed"].areas_left_out == 1
    assert found["gini_elapsed"].value == 0


def test_figures_of_two_replications_by_hand():
    these = labels()
    sums = []
    for quick, slow in ((1, 3), (3, 5)):
        aggregate = Aggregate(these)
        near, far = case(took=quick * HOUR, segment=0), case(took=slow * HOUR, origin=1, segment=1)
        aggregate.fold(records(*[near] * 30, *[far] * 30))
        sums.append(equity_sums(aggregate))
    found = {f.name: f for f in equity_figures(sums, these) if f.service is None}
    # Pooled means 2 h and 4 h, people 1000 and 3000: mean 3.5, mean difference 2 x 2 x 1/4 x 3/4.
    assert found["gini_elapsed"].value == pytest.approx(0.75 / 7)
    assert found["worst_tenth_elapsed"].value == pytest.approx(4)
    assert found["segment_gap_elapsed"].value == pytest.approx(2)
    # Without the first replication 3 h and 5 h, without the second 1 h and 3 h.
    assert found["gini_elapsed"].leave_one_out == pytest.approx([0.75 / 9, 0.75 / 5])
    assert len(found) == len(FIGURES)


def test_where_no_population_is_stated_areas_count_by_cases():
    pool = Pool(np.array([[100, 300]]), np.array([[100, 100]]), 1.0)
    worst = partial(worst_tenth, higher_is_worse=True)
    assert Areas(pool, np.array([0, 0])).compare(gini)[0] == pytest.approx(0.25)
    assert Areas(pool, np.array([0, 0])).compare(worst)[0] == pytest.approx(3)
