"""What refuses an upload is said in Chinese on the Chinese page; what the reader wrote stays as it was written."""

import re

import pytest

from sinksim.core.errors import BadInput
from sinksim.i18n.faults import fault_in
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.place_tables import DIVISIONS, places_with
from sinksim.scenarios.loading.uploads import File
from sinksim.scenarios.meanings import meanings
from sinksim.workload.uploaded_scenario import uploaded_scenario
from tests.helpers.broken_scenarios import BROKEN as BROKEN_SCENARIOS
from tests.helpers.chinese import english_left
from tests.helpers.network_tables import BROKEN
from tests.helpers.toy import TOY
from tests.ui.sentences import sentences

DEEP = 3

UPLOADS = [
    ("toy.yaml", TOY.replace("per_day: 20", "per_day: 100000000")),
    ("toy.yaml", TOY.replace("per_day: 20", "per_day: -1")),
    ("toy.yaml", TOY.replace("per_day: 20", "per_dax: 1")),
    ("n.zip", b"PK\x03\x04" + b"x" * 50),
    ("n.xlsx", b"code,tier"),
    ("n.csv", b"a" * 5_000_001),
    ("c.csv", "service,origin,arisen,phone\nx,y,2022-01-01T00:00,1\n"),
    ("n.csv", "code,tier\n" + "x,y\n" * 25_000),
]


def refused(*files):
    with pytest.raises(BadInput) as caught:
        uploaded_scenario(
            [File(name, text if isinstance(text, bytes) else text.encode()) for name, text in files], "guizhou"
        )
    return str(caught.value).splitlines()


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda u: u[0])
def test_what_refuses_an_upload_is_said_in_chinese(upload):
    for line in refused(upload):
        assert english_left(line, {"phone"}) == [], fault_in("zh", line, meanings())
        assert fault_in("en", line, meanings()) == line


def test_every_sentence_that_the_source_can_say_is_known_in_chinese():
    told = list(sentences())
    assert len(told) > 150
    left = [f"{where}: {fault_in('zh', line, meanings())}" for where, line in told if english_left(line)]
    assert not left, "\n".join(left)


@pytest.mark.parametrize("case", BROKEN_SCENARIOS, ids=lambda c: c[0])
def test_every_fault_of_a_scenario_is_said_in_chinese(case):
    name, content, _ = case
    lines = refused(("toy.yaml", content))
    # Names that this scenario itself gives, and misspells.
    own = set(re.findall(r"\w+", content if isinstance(content, str) else content.decode("latin-1")))
    assert [fault_in("zh", line, meanings()) for line in lines if english_left(line, own)] == [], name


def test_every_fault_of_a_table_is_said_in_chinese():
    for _, nodes, edges, _ in BROKEN:
        lines = refused(("nodes.csv", nodes), *([("edges.csv", edges)] if edges is not None else []))
        own = set(re.findall(r"\w+", nodes if isinstance(nodes, str) else nodes.decode("latin-1")))
        assert [fault_in("zh", line, meanings()) for line in lines if english_left(line, own)] == []


WRONG = ("much", -7, 1e30, [], [3], {}, {"nothing": 1}, None, True, 1.5, "2022-13-01")


def test_whatever_is_put_where_it_does_not_belong_is_refused_in_chinese():
    """Every setting of a preset in turn, with values of every wrong kind."""
    tree, said = compose("guizhou"), {}
    for path in sorted(_places(tree)):
        for value in WRONG:
            try:
                scenario_of(_with(tree, path, value), "guizhou")
            except BadInput as fault:
                said |= {re.sub(r"\d+", "9", line): line for line in str(fault).splitlines()}
    assert len(said) > 300
    own = _words_of(tree) | {"nothing", *places_with(DIVISIONS)}
    left = [fault_in("zh", line, meanings()) for line in said.values() if english_left(line, own)]
    assert not left, "\n".join(left)


def _places(tree, head=()):
    """Every place of the tree down to its third level, and the first two of each list."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree[:2]) if isinstance(tree, list) else ()
    for step, value in inside:
        yield (*head, step)
        if len(head) < DEEP:
            yield from _places(value, (*head, step))


def _with(tree, path, value):
    step, *rest = path
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[step] = _with(copy[step], rest, value) if rest else value
    return copy


def _words_of(tree):
    if isinstance(tree, dict):
        return {word for name, value in tree.items() for word in {str(name)} | _words_of(value)}
    if isinstance(tree, list):
        return {word for value in tree for word in _words_of(value)}
    return set(re.findall(r"\w+", tree)) if isinstance(tree, str) else set()


def test_what_the_reader_wrote_is_never_translated():
    line = "n.csv:2: code is 'or is missing; allowed: '; allowed: a number from 1 to 9"
    assert fault_in("zh", line) == "n.csv:2: code 为 'or is missing; allowed: '；允许：1 至 9 的数"


def test_meanings_are_known_in_both_languages():
    assert meanings()["resident population"] == "常住人口"
    assert len(meanings()) > 100
