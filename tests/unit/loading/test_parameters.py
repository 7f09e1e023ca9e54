import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.parameters import substitute

DECLARED = {"share": {"value": 0.9, "unit": "1"}, "desks": {"value": 3, "unit": "servers"}, "unused": {"value": 1}}


def test_a_reference_stands_for_the_value_at_any_depth():
    tree = {"a": "=share", "b": {"c": ["=desks", {"d": "=share"}]}, "e": "share", "f": 7}
    assert substitute(tree, DECLARED) == {"a": 0.9, "b": {"c": [3, {"d": 0.9}]}, "e": "share", "f": 7}


def test_a_whole_number_stays_whole():
    assert type(substitute({"a": "=desks"}, DECLARED)["a"]) is int


def test_the_complement_is_taken_in_decimals():
    assert substitute({"a": "=1-share", "b": "=1-desks"}, DECLARED) == {"a": 0.1, "b": -2}


def test_a_product_is_taken_in_decimals_and_stays_whole_where_its_parts_are():
    tree = {"a": "=share*share", "b": "=desks*(1-share)", "c": "=(1-share)*desks*share", "d": "=desks*desks"}
    found = substitute(tree, DECLARED)
    assert found == {"a": 0.81, "b": 0.3, "c": 0.27, "d": 9}
    assert type(found["d"]) is int


def test_an_unknown_name_in_a_product_is_told():
    with pytest.raises(BadInput, match="a is '=desks\\*\\(1-shar\\)'; there is no such parameter; did you mean share"):
        substitute({"a": "=desks*(1-shar)"}, DECLARED, "toy")


def test_the_tree_given_is_left_as_it_was_and_the_declarations_too():
    tree = {"parameters": {"x": {"value": 1, "zh": "=share"}}, "a": ["=share"]}
    assert substitute(tree, DECLARED)["parameters"] == {"x": {"value": 1, "zh": "=share"}}
    assert tree["a"] == ["=share"]


NO_REFERENCES = (
    *("=", "==share", "=-share", "=1 - share", "=2-share", "=share+1", "=1-1-share", "=sharé"),
    *("=share*", "=share**desks", "=1-share*desks", "=share*2", "=(share)", "=" + "*".join(["share"] * 9)),
)


@pytest.mark.parametrize("text", NO_REFERENCES)
def test_anything_but_these_forms_is_refused(text):
    with pytest.raises(BadInput, match="allowed: =name or =1-name"):
        substitute({"a": text}, DECLARED, "toy")


def test_every_unknown_name_is_told_with_its_path_and_the_nearest_name():
    with pytest.raises(BadInput) as refused:
        substitute({"a": {"b": ["=shar"]}, "c": "=desk"}, DECLARED, "toy")
    assert str(refused.value).split("\n") == [
        "toy: a.b.0 is '=shar'; there is no such parameter; did you mean share?",
        "toy: c is '=desk'; there is no such parameter; did you mean desks?",
    ]


@pytest.mark.parametrize("value", ["0.3", None, True, [1], "=desks"])
def test_a_parameter_without_a_number_cannot_be_referred_to(value):
    with pytest.raises(BadInput, match=r"parameters\.p\.value is .*; allowed: a number"):
        substitute({"a": "=p"}, {"p": {"value": value}}, "toy")
