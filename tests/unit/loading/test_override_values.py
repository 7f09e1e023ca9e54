import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinksim.scenarios.loading.override_values import (
    NoQuantity,
    SeveralValues,
    Unreadable,
    read_value,
    write_value,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\\\\'\"'\"{}[],:= "))
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=8)


@given(VALUES)
def test_a_value_that_is_written_is_read_back_as_the_same_of_the_same_kind(value):
    assert repr(read_value(write_value(value))) == repr(value)


@given(TEXTS)
def test_whatever_is_typed_is_a_value_or_refused(text):
    with contextlib.suppress(Unreadable, SeveralValues, NoQuantity):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("0.8", 0.8),
        ("1e3", 1000.0),
        ("007", "007"),
        ("1_000", "1_000"),
        ("no", "no"),
        ("nan", "nan"),
        ("True", True),
        ("null", None),
        ("'null'", "null"),
        ("2024-05-01", "2024-05-01"),
        ("12:30", "12:30"),
        (" two words ", "two words"),
        ("a\\,b", "a,b"),
        ("'it\\'s'", "it's"),
        ("'a\\b'", "a\\b"),
        ("'a\\\\'", "a\\"),
        ('"it\'s"', "it's"),
        ("[]", []),
        ("{}", {}),
        ("[ 1 , [a, 'b, c'] ]", [1, ["a", "b, c"]]),
        ("{a:1,b.c: [12:30], '5': {d: null}}", {"a": 1, "b.c": ["12:30"], "5": {"d": None}}),
        ("下沉", "下沉"),
    ],
)
def test_a_text_is_read_by_the_rules_of_scenario_files(text, value):
    assert repr(read_value(text)) == repr(value)


@pytest.mark.parametrize("text", ["1,2", "a,", "choice(1,2)", "range(1,3)", "glob(*)", "[1],[2]"])
def test_several_values_are_told_from_one(text):
    with pytest.raises(SeveralValues):
        read_value(text)


@pytest.mark.parametrize(
    "text", ["[1", "[1,", "[,]", "{a}", "{a:", "{1: 2}", "{a: 1, a: 2}", "'x", "'x'y", "x'y'", "f(1)", "a)"]
)
def test_a_text_that_is_no_value_is_refused(text):
    with pytest.raises(Unreadable):
        read_value(text)


@pytest.mark.parametrize("text", ["99999999999999999999", ".inf", "1e999", "[.nan]"])
def test_a_number_that_no_measure_has_is_refused(text):
    with pytest.raises(NoQuantity):
        read_value(text)
