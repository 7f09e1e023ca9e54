import pytest

from sinksim.scenarios.loading.composing import compose
from sinksim.scenarios.loading.presets import presets
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.yaml_writing import to_yaml

TEXTS = ["1e3", "no", "12:30", "052000", "null", "~", "", " x ", "=name", "=1-x", "贵州", "a: b", "- x", "#", "'", '"', "*a",
         "&a", "!x", "%", "@", "1_000", "0x1F", "true", "1.", ".5", "2022-01-03", "a\nb", "x" * 300, "<<", ".nan",
         "9" * 30]  # fmt: skip
NUMBERS = [0, 1, -7, 2**62, 0.1, 1e-5, 1e22, 1.0, 123456789.123456789, 5e-324]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_back_as_the_same_text(text):
    assert parse_yaml(to_yaml({"a": {"b": text, "c": [text]}}), "x") == {"a": {"b": text, "c": [text]}}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_read_back_to_the_last_bit_and_of_the_same_kind(number):
    (again,) = parse_yaml(to_yaml({"a": number}), "x").values()
    assert again == number
    assert type(again) is type(number)


def test_what_stands_twice_is_written_twice_and_tuples_are_lists():
    same = {"x": 1}
    assert parse_yaml(to_yaml({"a": same, "b": same, "c": (1, 2), "d": None, "e": True}), "x") == {
        "a": {"x": 1}, "b": {"x": 1}, "c": [1, 2], "d": None, "e": True,
    }  # fmt: skip


@pytest.mark.parametrize("preset", presets())
def test_a_resolved_preset_is_a_file_that_resolves_to_itself(preset, tmp_path):
    tree = compose(preset, ["experiment.seed=5"])
    file = tmp_path / "resolved.yaml"
    file.write_text(to_yaml(tree), encoding="utf-8")
    again = compose(str(file))
    assert again == tree
    assert to_yaml(again) == to_yaml(tree)
