import re

import pytest

from sinksim.analysis.flowchart import flowchart, walk
from sinksim.i18n import Naming, words
from sinksim.reports.mermaid import JUMPS, channel_charts, escaped
from tests.helpers.unseen import LANGUAGES, called, chart
from tests.helpers.worlds import scenario


def charts(text):
    said = scenario(text)
    return channel_charts(flowchart(said, said.network.ladder), Naming(words("en"), said.names))


BACK = """
names: {window: {zh: 窗口, en: 'window "A" #1'}, s: {zh: 事项, en: "permit | licence"}}
stations: {window: {servers: 1}}
services:
  s: {demand: {per_day: 1}, traditional: {process: p}}
processes:
  p:
    - label: again
      queue: {station: window, time: 5, patience: 30}
    - check: {name: complete, chance: 0.5, back_to: again}
    - check:
        name: grade
        weights: {easy: 1, hard: 2}
        branches: {easy: [], hard: [{wait: {kind: home, time: 60}}]}
    - close
"""


def test_lanes_a_jump_back_and_an_end_are_lines_with_names_and_marks_are_written_by_number():
    assert charts(BACK)["traditional"].splitlines() == [
        "flowchart TD",
        '  s1(["permit #124; licence"])',
        '  subgraph p1["p"]',
        '    b1["Queue for service<br/>window #34;A#34; #35;1"]',
        '    e1(["gives up"])',
        '    b2{{"Check: complete<br/>by chance"}}',
        '    b3{{"Check: grade<br/>by chance"}}',
        '    b4["Wait: waiting at home"]',
        '    b5(["Closed"])',
        "  end",
        '  b1 -->|"reneges (patience exceeded)"| e1',
        "  b1 --> b2",
        '  b2 -.->|"yes"| b1',
        '  b2 -->|"no"| b3',
        '  b3 -->|"hard"| b4',
        '  b3 -->|"easy"| b5',
        "  b4 --> b5",
        "  s1 --> b1",
    ]


FOLLOW = """
stations: {window: {servers: 1}}
services:
  s: {demand: {per_day: 1}, traditional: {process: p}, platform: {process: q}}
  other: {demand: {per_day: 1}, traditional: {process: p}}
processes:
  p:
    - check: {name: refused, chance: 0.5, then: [{follow: r, at: appeal}]}
    - follow: r
  q:
    - check: {name: down, outage: true, then: [{follow: p}], otherwise: [{follow: r, at: appeal}]}
  r:
    - queue: {station: window, time: 5}
    - check: {name: content, chance: 0.9, then: [{goto: done}]}
    - label: appeal
      wait: {kind: home, time: 60}
    - label: done
      close: {}
"""


def test_what_is_followed_is_drawn_once_and_stands_in_the_other_channel_as_a_box_with_double_sides():
    found = charts(FOLLOW)
    assert found["traditional"].splitlines() == [
        "flowchart TD",
        '  s1(["s<br/>other"])',
        '  subgraph p1["p"]',
        '    b1{{"Check: refused<br/>by chance"}}',
        "  end",
        '  subgraph p2["r"]',
        '    b2["Queue for service<br/>window"]',
        '    b3{{"Check: content<br/>by chance"}}',
        '    b4["Wait: waiting at home"]',
        '    b5(["Closed"])',
        "  end",
        '  b1 -->|"yes"| b4',
        '  b1 -->|"no"| b2',
        "  b2 --> b3",
        '  b3 -.->|"yes"| b5',
        '  b3 -->|"no"| b4',
        "  b4 --> b5",
        "  s1 --> b1",
    ]
    assert found["platform"].splitlines() == [
        "flowchart TD",
        '  l1[["p"]]',
        '  l2[["r<br/>from: appeal"]]',
        '  s3(["s"])',
        '  subgraph p1["q"]',
        '    b1{{"Check: down<br/>is the platform down?"}}',
        "  end",
        '  b1 -->|"down"| l1',
        '  b1 -->|"no"| l2',
        "  s3 --> b1",
    ]


BRANCHES = """
stations: {tax: {servers: 1}, land: {servers: 1, room: 1}}
counters: {bounces: {at_most: 3}}
services:
  s: {demand: {per_day: 1}, platform: {process: p}}
processes:
  p:
    - label: start
      fork:
        name: all
        departments: {tax: 1, land: 1}
        steps: [{queue: {station: department, time: 5}}]
    - check:
        name: bounced
        counter: bounces
        chance: 0.5
        back_to: start
        at_bound: [{wait: {kind: home, time: 60}}]
    - close
"""


def test_departments_that_drop_out_go_on_and_what_is_done_at_a_bound_comes_before_no():
    found = charts(BRANCHES)
    assert list(found) == ["platform"]
    assert [line.strip() for line in found["platform"].splitlines() if "-->" in line or "-.->" in line] == [
        'b1 -->|"each department"| b2',
        "b2 --> b3",
        'b2 -->|"full"| b3',
        'b3 -.->|"yes"| b1',
        'b3 -->|"at the bound"| b4',
        'b3 -->|"no"| b5',
        "b4 --> b5",
        "s1 --> b1",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a<br/>b"),
        ('say "hi"; <b>', "say #34;hi#34;#59; #60;b#62;"),
        ("[x] {y} `z` #1", "#91;x#93; #123;y#125; #96;z#96; #35;1"),
        ("left\u202eright", "leftright"),
    ],
)
def test_nothing_in_a_label_ends_it(text, shown):
    assert escaped(text) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_of_every_process_is_drawn_once_and_every_line_joins_nodes_that_are_there(lang):
    nodes = 0
    for text in channel_charts(chart(), called(lang)).values():
        known = re.findall(r"^ +([bels]\d+)[\[({]", text, re.MULTILINE)
        joined = re.findall(r"^  (\w+) -\.?->(?:\|\".*\"\|)? (\w+)$", text, re.MULTILINE)
        assert len(set(known)) == len(known)
        assert {node for line in joined for node in line} == set(known)
        nodes += sum(name.startswith("b") for name in known)
    entries = {process for entry in chart().entry.values() for process in entry if process}
    reached = {name for process in entries for name in chart().reached(process)}
    assert nodes == sum(box.verb not in JUMPS for name in reached for box in walk(chart().processes[name]))
