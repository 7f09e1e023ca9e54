import math

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from sinksim.core.errors import BadInput
from sinksim.verification.theory import moments


def lognormal(mean, cv):
    s2 = math.log1p(cv**2)
    return stats.lognorm(math.sqrt(s2), scale=mean * math.exp(-s2 / 2))


LAWS = {
    "exponential": (moments.exponential(3.0), stats.expon(scale=3.0)),
    "erlang": (moments.erlang(3.0, 4), stats.gamma(4, scale=0.75)),
    "gamma": (moments.gamma(3.0, 1.4), stats.gamma(1 / 1.96, scale=3.0 * 1.96)),
    "lognormal": (moments.lognormal(3.0, 0.7), lognormal(3.0, 0.7)),
    "weibull": (moments.weibull(3.0, 1.7), stats.weibull_min(1.7, scale=3.0 / math.gamma(1 + 1 / 1.7))),
    "uniform": (moments.uniform(1.0, 6.0), stats.uniform(1.0, 5.0)),
    "triangular": (moments.triangular(15, 25, 40), stats.triang(10 / 25, 15, 25)),
    "truncated_normal": (moments.truncated_normal(5, 4, 0, 12), stats.truncnorm(-1.25, 1.75, 5, 4)),
    "cut_far_out": (moments.truncated_normal(0, 1, 6, 9), stats.truncnorm(6, 9, 0, 1)),
}


@pytest.mark.parametrize("name", LAWS)
def test_moments_agree_with_the_integral_of_the_survival_function(name):
    formula, law = LAWS[name]
    low, high = max(law.support()[0], 0.0), min(law.support()[1], law.isf(1e-17))
    points = [law.ppf(q) for q in (0.1, 0.5, 0.9, 0.999)]
    options = {"points": points, "epsabs": 0, "epsrel": 1e-11, "limit": 400}
    mean = low + quad(law.sf, low, high, **options)[0]
    second = low**2 + quad(lambda x: 2 * x * law.sf(x), low, high, **options)[0]
    assert formula.mean == pytest.approx(mean, rel=1e-8)
    assert formula.second == pytest.approx(second, rel=1e-8)


def test_a_constant_has_no_spread():
    assert moments.constant(7.0).cv2 == 0.0


def test_a_hyperexponential_is_the_mixture_of_its_exponentials():
    formula = moments.hyperexponential([1.0, 10.0], [3.0, 1.0])
    density = lambda x: 0.75 * math.exp(-x) + 0.25 * math.exp(-x / 10) / 10  # noqa: E731
    assert formula.mean == pytest.approx(quad(lambda x: x * density(x), 0, np.inf, epsabs=1e-12)[0], rel=1e-9)
    assert formula.second == pytest.approx(quad(lambda x: x * x * density(x), 0, np.inf, epsabs=1e-12)[0], rel=1e-9)
    mixed = moments.mixture([moments.exponential(1.0), moments.exponential(10.0)], [3.0, 1.0])
    assert (mixed.mean, mixed.second) == pytest.approx((formula.mean, formula.second), rel=1e-14)


def test_an_empirical_law_weighs_its_values():
    formula = moments.empirical([1.0, 2.0, 6.0], [2.0, 1.0, 1.0])
    assert (formula.mean, formula.second) == pytest.approx((2.5, (2 + 4 + 36) / 4), rel=1e-14)
    assert moments.empirical([1.0, 3.0]).mean == 2.0


def test_a_sum_of_two_phases_is_an_erlang():
    both = moments.exponential(2.0) + moments.exponential(2.0)
    assert both.cv2 == pytest.approx(moments.erlang(4.0, 2).cv2, rel=1e-14)
    assert both.variance == pytest.approx(8.0, rel=1e-14)


@pytest.mark.parametrize(
    "law",
    [
        lambda: moments.uniform(2.0, 1.0),
        lambda: moments.triangular(1.0, 5.0, 4.0),
        lambda: moments.empirical([1.0, 2.0], [1.0]),
        lambda: moments.empirical([1.0, 2.0], [1.0, -1.0]),
        lambda: moments.hyperexponential([]),
        lambda: moments.erlang(1.0, 0),
        lambda: moments.weibull(1.0, 0.0),
    ],
)
def test_a_law_that_does_not_exist_is_refused(law):
    with pytest.raises(BadInput, match="allowed"):
        law()
