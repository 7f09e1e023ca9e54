from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from sinksim.analysis.flowchart import flowchart, walk
from sinksim.charts.flow_layout import laid_out
from sinksim.charts.process import Measured, colours_of, measured_on, process_figure
from sinksim.text import flowchart_words
from sinksim.text.flowchart_words import process_rows, span, title_of
from tests.helpers.generated.worlds import worlds
from tests.helpers.unseen import LANGUAGES, called, chart, steps
from tests.helpers.worlds import scenario

PROCESSES = ("door_to_door", "one_door", "by_phone")


def measured(process, channel):
    services = [name for name, entry in chart().entry.items() if entry[channel] == process]
    return measured_on(steps(), chart().processes[process], channel, tuple(services))


def corners(node):
    return (node.x - node.width / 2, node.y - node.height / 2, node.x + node.width / 2, node.y + node.height / 2)


def apart(one, other):
    a, b = corners(one), corners(other)
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def fits(boxes):
    drawing = laid_out(boxes, lambda _: 3)
    assert len(drawing.nodes) == len(list(walk(boxes)))
    for node in drawing.nodes:
        left, top, right, bottom = corners(node)
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
    for one, other in combinations(drawing.nodes, 2):
        assert apart(one, other), (one.box.path, other.box.path)
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points)


@pytest.mark.slow
@pytest.mark.parametrize("process", PROCESSES)
def test_no_box_lies_on_another_and_all_lie_on_the_canvas(process):
    fits(chart().processes[process])


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_the_same_holds_for_any_process(tree):
    said = scenario(tree)
    for boxes in flowchart(said, said.network.ladder).processes.values():
        fits(boxes)
        for lang in LANGUAGES:
            assert process_figure(boxes, None, called(lang)).layout.shapes


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("process", PROCESSES)
def test_before_anything_is_measured_the_steps_stand_there_without_numbers(process, lang):
    figure = process_figure(chart().processes[process], None, called(lang))
    texts = " ".join(a.text for a in figure.layout.annotations)
    assert ("均 " if lang == "zh" else "mean ") not in texts


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("process", "channel"), [("door_to_door", 0), ("one_door", 1), ("by_phone", 0)])
def test_measured_steps_tell_their_mean_and_share_and_one_is_the_bottleneck(process, channel, lang):
    figure = process_figure(chart().processes[process], measured(process, channel), called(lang))
    texts = [a.text for a in figure.layout.annotations]
    assert sum(("瓶颈" if lang == "zh" else "bottleneck") in text for text in texts) == 1
    assert any(("均 " if lang == "zh" else "mean ") in text for text in texts)
    assert any("100%" in text for text in texts)


def test_a_step_at_which_something_is_done_tells_how_much_of_its_time_is_waiting():
    boxes, found = chart().processes["door_to_door"], measured("door_to_door", 0)
    window = found.figures[boxes[2].path]
    waited = window.mean - window.minutes["service"]
    texts = [a.text for a in process_figure(boxes, found, called("en")).layout.annotations]
    assert any(f"of it waiting {span(waited, called('en'))}" in text for text in texts)
    assert not any("waiting" in text for text in texts if "Travel to borough" in text)


def test_every_colour_of_a_box_is_explained():
    explained = colours_of(measured("door_to_door", 0))
    assert {"relay", "meeting", "closed"} <= set(explained)
    assert colours_of(measured_on(steps(), chart().processes["one_door"], 0, ("repair",))) == {}


def test_what_departments_do_side_by_side_is_not_the_bottleneck():
    found = measured("one_door", 1)
    assert found.bottleneck is not None
    assert ".steps." not in found.bottleneck


def test_a_lane_tells_the_share_that_went_into_it():
    figure = process_figure(chart().processes["one_door"], measured("one_door", 1), called("en"))
    texts = [a.text for a in figure.layout.annotations]
    here = next(text for text in texts if text.startswith("here "))
    assert 60 <= int(here.removeprefix("here ").removesuffix("%")) <= 80


def test_a_channel_without_cases_says_that_nobody_came():
    boxes = chart().processes["one_door"]
    nothing = measured_on(steps(), boxes, 0, ("repair",))
    assert nothing.bottleneck is None
    texts = [a.text for a in process_figure(boxes, nothing, called("en")).layout.annotations]
    assert any("no case came by" in text for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_a_row_for_every_step(lang):
    boxes, found = chart().processes["door_to_door"], measured("door_to_door", 0)
    rows = process_rows(boxes, found.figures, found.bottleneck, called(lang))
    assert len(rows) == len(list(walk(boxes)))
    assert sum(("瓶颈" if lang == "zh" else "bottleneck") in row.values() for row in rows) == 1


def test_every_verb_has_words_in_both_languages():
    verbs = {box.verb for boxes in chart().processes.values() for box in walk(boxes)}
    assert len(verbs) >= 13
    for boxes in chart().processes.values():
        for box in walk(boxes):
            zh, en = (title_of(box, called(lang)) for lang in LANGUAGES)
            assert zh
            assert en
            assert zh != en or box.verb == "goto"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_verb_without_a_title_of_its_own_is_told_by_its_text_in_the_catalogue(lang, monkeypatch):
    monkeypatch.delitem(flowchart_words._TITLES, "assemble")
    box = next(box for boxes in chart().processes.values() for box in walk(boxes) if box.verb == "assemble")
    assert title_of(box, called(lang)).lower() == called(lang).t("process.verb_assemble")


def test_names_from_files_are_no_marks_of_the_picture():
    said = scenario(
        {
            "names": {"a": {"zh": "<script>alert(1)</script>", "en": "<a href=x>"}},
            "stations": {"a": {"servers": 1}},
            "processes": {"p": [{"queue": {"station": "a", "time": 1}}, "close"]},
        }
    )
    from sinksim.i18n import Naming, words

    for lang in LANGUAGES:
        figure = process_figure(flowchart(said, ("site",)).processes["p"], None, Naming(words(lang), said.names))
        texts = " ".join([*(a.text for a in figure.layout.annotations), *figure.data[-1].hovertext])
        assert "<script" not in texts
        assert "<a " not in texts


@pytest.mark.parametrize(("minutes", "told"), [(0.5, "0.5 min"), (59, "59 min"), (150, "2.5 h"), (5 * 1440, "5 d")])
def test_a_time_is_told_in_the_unit_in_which_people_read_it(minutes, told):
    assert span(minutes, called("en")) == told


def test_shares_need_enough_passes():
    box = chart().processes["one_door"][3]
    few = measured("one_door", 1).figures[box.path]._replace(passed=3)
    assert Measured({box.path: few}, {}, 3, None).share(box, box.lanes[0]) is None
