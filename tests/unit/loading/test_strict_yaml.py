import os

import pytest
import yaml

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.strict_yaml import check_tree, parse_yaml, read_yaml
from tests.helpers.work import peak_bytes


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("tRUE", "tRUE"),
        ("12", 12), ("-3", -3), ("+4", 4), ("0", 0), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"),
        ("007", "007"), ("052000", "052000"), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e6", 1e6), ("-2.5E-3", -0.0025),
        ("12:30", "12:30"), ("12:30:59", "12:30:59"), ("2026-01-31", "2026-01-31"), ("2026-01-31T10:00:00Z",) * 2,
        ("nan", "nan"), ("inf", "inf"), ("1.2.3", "1.2.3"), ("=", "="), ("=name", "=name"), ("下沉", "下沉"),
        ("'12'", "12"), ('"true"', "true"), ("'~'", "~"), ("'.nan'", ".nan"), ('"\\u4e0b"', "下"), ("١٢", "١٢"),
    ],
)  # fmt: skip
def test_a_word_means_what_yaml_1_2_says_and_nothing_surprising(word, meaning):
    value = parse_yaml(f"a: {word}", "f")["a"]
    assert (value, type(value)) == (meaning, type(meaning))


def test_lists_mappings_and_block_texts_are_read_as_written():
    text = "a: [1, {b: x}]\nc:\n  - d: |\n      two\n      lines\n    e: >-\n      one\n      line\nf: {}\ng: []\n"
    assert parse_yaml(text, "f") == {
        "a": [1, {"b": "x"}],
        "c": [{"d": "two\nlines\n", "e": "one line"}],
        "f": {},
        "g": [],
    }


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    assert parse_yaml(b"\xef\xbb\xbfa: 1\r\nb: x\r\n", "f") == {"a": 1, "b": "x"}
    assert parse_yaml("\ufeffa: 1", "f") == {"a": 1}


def test_windows_line_ends_do_not_shift_line_numbers():
    with pytest.raises(BadInput, match=r"^f:3: c is"):
        parse_yaml("a: 1\r\nb: 2\r\nc: .nan\r\n", "f")


def test_forty_levels_are_read_and_forty_one_are_not():
    assert parse_yaml("a: " + "[" * 39 + "]" * 39, "f")
    with pytest.raises(BadInput, match="nested too deep"):
        parse_yaml("a: " + "[" * 40 + "]" * 40, "f")


@pytest.mark.slow
def test_a_text_of_many_values_is_read_up_to_the_limit():
    most = 200_000 - 3  # the mapping, the name and the list count too
    assert len(parse_yaml(f"a: [{'1,' * most}]", "f")["a"]) == most
    with pytest.raises(BadInput, match="at most 200000 values"):
        parse_yaml(f"a: [{'1,' * (most + 1)}]", "f")


def test_what_it_reads_from_a_plain_text_agrees_with_the_usual_loader():
    text = "a: [1, 2.5, x, 'y', true, null]\nb: {c: {d: -1}}\n"
    assert parse_yaml(text, "f") == yaml.safe_load(text)


def test_several_faults_are_told_at_once_in_the_order_of_their_lines():
    with pytest.raises(BadInput) as refused:
        parse_yaml("a: &x 1\nb: *x\n_c: 2\nd: .inf\nd: 3\n5: 6\n", "f")
    assert [sentence.split(":")[1] for sentence in str(refused.value).split("\n")] == ["1", "2", "3", "4", "5", "6"]


def test_a_flood_of_faults_is_cut_short():
    with pytest.raises(BadInput) as refused:
        parse_yaml("\n".join(f"_k{i}: 1" for i in range(1000)), "f")
    assert len(str(refused.value).split("\n")) == 21


def test_a_long_value_is_shortened_in_the_message():
    with pytest.raises(BadInput) as refused:
        parse_yaml(f"a: '${{{'x' * 100_000}'", "f")
    assert len(str(refused.value)) < 200


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 30)

    def refused():
        with pytest.raises(BadInput, match="1073741824 bytes; allowed: at most 5000000"):
            read_yaml(path)

    assert peak_bytes(refused) < 10_000_000


def test_a_folder_a_device_and_a_pipe_are_refused(tmp_path):
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path, kind in ((tmp_path, "a folder"), ("/dev/zero", "a device"), (pipe, "a device, pipe")):
        with pytest.raises(BadInput, match=f"is {kind}.*; allowed: a regular file"):
            read_yaml(path)


def test_a_missing_file_is_named_with_its_likely_neighbour(tmp_path):
    (tmp_path / "clinic.yaml").write_text("a: 1")
    with pytest.raises(BadInput, match=r"clinc\.yaml: there is no such file; did you mean clinic\.yaml\?"):
        read_yaml(tmp_path / "clinc.yaml")
    with pytest.raises(BadInput, match="does not exist either"):
        read_yaml(tmp_path / "nowhere" / "clinic.yaml")


@pytest.mark.parametrize("name", ["nul\0.yaml", "x" * 5000 + ".yaml", "a.yaml/b.yaml"])
def test_a_name_that_no_file_can_have_is_refused_in_one_line(tmp_path, name):
    (tmp_path / "a.yaml").write_text("a: 1")
    with pytest.raises(BadInput) as refused:
        read_yaml(f"{tmp_path}/{name}")
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        ({"a": {"b": float("nan")}}, "f: a.b is nan; allowed: a finite number"),
        ({"a": [1, float("-inf")]}, "f: a.1 is -inf; allowed: a finite number"),
        ({"a": 2**63}, "f: a is 9223372036854775808; allowed: a whole number"),
        ({"a": "${x}"}, "f: a is '${x}'; allowed: text without ${"),
        ({"a": {1: 2}}, "f: the name 1 in a; allowed: text"),
        ({"_a": 1}, "f: the name '_a' in the scenario; allowed: text that does not start with _"),
        ({"a": {"b\u202e": 1}}, "in a; allowed: text"),
        ({"a": object}, "f: a is <class 'object'>; allowed: text, numbers"),
    ],
)
def test_a_tree_that_came_another_way_is_held_to_the_same_rules(tree, fault):
    with pytest.raises(BadInput) as refused:
        check_tree(tree, "f")
    assert fault in str(refused.value)


def test_a_tree_that_a_file_could_hold_passes():
    check_tree({"a": [1, 2.5, "x", None, True, {"b": []}]}, "f")
