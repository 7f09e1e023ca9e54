"""All indicators at once are each indicator by its own formula, to the last bit."""

import numpy as np
import pytest

from sinksim.metrics.aggregate import Aggregate
from sinksim.metrics.equity import Pool
from sinksim.metrics.evaluation import Evaluator, evaluate
from sinksim.metrics.formulas import Ratio, Total
from sinksim.metrics.indicators import indicators
from sinksim.metrics.slices import FAMILIES
from tests.helpers.samples import DAY, labels, payroll, random_cases, records, tables


def aggregate_of(rows, **options):
    these = labels(**options)
    found = Aggregate(these)
    found.fold(rows(these))
    found.fold_tables(tables(open=20 * DAY, busy=7 * DAY, overtime=DAY))
    return found


@pytest.mark.parametrize(
    "rows",
    [lambda these: random_cases(3000, 5, these), lambda these: random_cases(7, 1, these), lambda _: records()],
    ids=["many cases", "hardly any", "none"],
)
@pytest.mark.parametrize("capital", [0, 123_457])
def test_every_value_is_that_of_its_own_formula_to_the_last_bit(rows, capital):
    aggregate = aggregate_of(
        rows, capital=capital, posts=payroll((5, 0, 7, 0), (70, 0, 90, 0), wage=30_000) if capital else None
    )
    slices = {family: aggregate.slice(family) for family in FAMILIES}
    found = evaluate(aggregate)
    for family, part in slices.items():
        alone = np.array([row.formula(part) for row in indicators(aggregate.labels)])
        assert found[family].shape == alone.shape
        assert found[family].tobytes() == alone.tobytes()


def test_sums_that_share_columns_or_have_none_are_kept_apart():
    part = aggregate_of(lambda these: random_cases(50, 2, these)).slice("service")
    formulas = (
        Total(("filed", "arisen"), 2.0),
        Ratio(("filed",), ("arisen", "filed"), minus=("solved",)),
        Ratio((), ("filed",)),
        Ratio(("filed",), ()),
    )
    found = Evaluator(formulas, tuple(part.at))({"service": part})
    assert found.tobytes() == np.array([formula(part) for formula in formulas]).tobytes()
    assert np.isnan(found[3]).all()


def test_means_without_each_replication_are_those_of_the_others():
    rng = np.random.default_rng(3)
    sums, cases = rng.integers(0, 10**12, (5, 4)), rng.integers(0, 9, (5, 4))
    found = Pool(sums, cases, 3600.0).means_without_each
    for left_out in range(5):
        others = [n for n in range(5) if n != left_out]
        assert found[left_out].tobytes() == Pool(sums[others], cases[others], 3600.0).means.tobytes()
