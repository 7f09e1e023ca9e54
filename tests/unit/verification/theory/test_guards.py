from functools import partial

import pytest

from sinksim.core.errors import BadInput
from sinksim.verification.theory import guards


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (guards.positive, {"rate": 0.0}),
        (guards.positive, {"rate": float("nan")}),
        (guards.positive, {"rate": float("inf")}),
        (guards.not_negative, {"rate": -1e-9}),
        (guards.probability, {"rate": 1.0000001}),
        (partial(guards.at_least, 1), {"rate": 0}),
        (partial(guards.at_least, 1), {"rate": 1.5}),
        (partial(guards.each, guards.positive), {"rate": []}),
        (partial(guards.each, guards.positive), {"rate": [1.0, -1.0]}),
        (partial(guards.same_length), {"rate": [1.0], "other": [1.0, 2.0]}),
        (partial(guards.same_length), {"rate": [], "other": []}),
    ],
)
def test_every_refusal_names_the_argument_and_what_is_allowed(check, values):
    with pytest.raises(BadInput, match=r"rate.*; allowed: "):
        check(**values)


def test_a_full_load_is_refused_because_the_queue_would_grow_without_end():
    with pytest.raises(BadInput, match=r"utilisation = 1\.0; allowed: below 1"):
        guards.stable(1.0)


def test_two_faults_make_two_lines():
    with pytest.raises(BadInput) as caught:
        guards.positive(a=0.0, b=-1.0, c=1.0)
    assert len(str(caught.value).splitlines()) == 2


def test_good_values_pass():
    guards.positive(a=1e-300)
    guards.not_negative(a=0.0)
    guards.probability(a=0.0, b=1.0)
    guards.at_least(0, a=0)
    guards.stable(0.999)
    guards.each(guards.positive, a=[1.0, 2.0])
    guards.same_length(a=[1.0], b=[2.0])
