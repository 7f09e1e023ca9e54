from dataclasses import replace

import pytest

from sinksim.analysis.area_figures import area_figures, mappable
from sinksim.charts.map import map_figure
from sinksim.core.errors import BadInput
from sinksim.network.outlines import read_outlines
from sinksim.text.map_words import map_rows
from tests.helpers.unseen import LANGUAGES, called, pair, places

pytestmark = pytest.mark.slow


def traces(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


def altered(figures, **changes):
    return replace(figures, areas=tuple(area._replace(**changes) for area in figures.areas))


@pytest.fixture(scope="module")
def figures():
    return area_figures(pair(), "elapsed")


def test_the_figures_of_an_area_are_those_of_the_pair(figures):
    east = next(area for area in figures.areas if area.code == "east")
    told = pair().difference("elapsed", area="east")
    assert (east.baseline.mean, east.alternative.mean) == (told.baseline, told.alternative)
    assert (east.difference.mean, east.difference.half_width, east.verdict) == (
        told.difference,
        told.half_width,
        told.verdict,
    )


def test_the_figures_of_one_service_are_those_of_that_service():
    east = next(area for area in area_figures(pair(), "elapsed", "repair").areas if area.code == "east")
    assert east.difference.mean == pair().difference("elapsed", "repair", "east").difference


def test_an_area_with_fewer_than_thirty_cases_is_not_told():
    rare = area_figures(pair(1, 0.1), "elapsed", "licence")
    assert [(area.state, area.cases < 30) for area in rare.areas] == [("few", True), ("few", True)]
    for row in map_rows(rare, called("en")):
        assert row["Cases"] == "below 30"
        assert (row["baseline"], row["alternative"], row["Difference"]) == ("—", "—", "—")
    more = area_figures(pair(), "elapsed", "licence")
    assert [(area.state, area.cases >= 30) for area in more.areas] == [("shown", True), ("shown", True)]


def test_few_cases_are_grey_and_say_nothing_but_the_reason(figures):
    figure = map_figure(altered(figures, state="few"), places(), (), "difference", called("en"))
    trace = traces(figure)["fewer than 30 cases, not shown"]
    assert len(trace.x) == 2
    assert all("±" not in text and "29" not in text for text in trace.hovertext)
    assert set(traces(figure)) == {"fewer than 30 cases, not shown"}


def test_a_difference_is_coloured_only_where_its_interval_is_clear_of_zero(figures):
    clear = map_figure(altered(figures, verdict="better"), places(), (), "difference", called("en"))
    unclear = map_figure(altered(figures, verdict="little difference"), places(), (), "difference", called("en"))
    from sinksim.charts import palette

    assert {t.marker.color for t in traces(clear).values()} == {palette.BETTER}
    assert {t.marker.color for t in traces(unclear).values()} == {palette.NEUTRAL}
    assert {t.marker.symbol for t in traces(unclear).values()} == {"circle-open"}


@pytest.mark.parametrize("shown", ["difference", "baseline", "alternative"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_fetched_to_draw_it_and_it_says_that_it_is_schematic(figures, shown, lang):
    figure = map_figure(figures, places(), read_outlines("guizhou"), shown, called(lang))
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert figure.layout.yaxis.scaleanchor == "x"
    assert ("示意图" if lang == "zh" else "Schematic") in " ".join(a.text for a in figure.layout.annotations)
    assert "http" not in figure.to_json()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_illustrative_figures_say_so_in_every_row_and_beside_every_point_and_are_not_ranked(figures, lang):
    rows = map_rows(figures, called(lang))
    word = {"zh": "示意", "en": "illustrative"}[lang]
    assert len(rows) == 2
    assert all(word in row.values() for row in rows)
    codes = [next(iter(row.values())) for row in rows]
    assert codes == sorted(codes)
    told = [
        text
        for trace in map_figure(figures, places(), (), "baseline", called(lang)).data
        for text in trace.hovertext or ()
    ]
    assert sum("±" in text for text in told) == 2
    assert all(word in text for text in told if "±" in text)


def test_a_place_without_coordinates_says_that_its_point_is_schematic(figures):
    moved = {code: place._replace(schematic=True) for code, place in places().items()}
    figure = map_figure(figures, moved, (), "baseline", called("en"))
    told = [text for trace in figure.data for text in trace.hovertext or ()]
    assert all("schematic place" in text for text in told if "±" in text)


def test_names_from_files_are_no_marks_of_the_picture(figures):
    evil = altered(figures, name="<b onload=x>\u202e&", name_en="<img src=x>")
    for lang in LANGUAGES:
        figure = map_figure(evil, places(), (), "baseline", called(lang))
        told = " ".join(text for trace in figure.data for text in trace.hovertext or ())
        assert "<img" not in told
        assert "<b onload" not in told
        assert "\u202e" not in told
        assert "&lt;" in told


def test_every_indicator_that_differs_by_area_can_be_drawn():
    for row in mappable(pair()):
        figures = area_figures(pair(), row.name)
        for shown in ("difference", "baseline"):
            assert map_figure(figures, places(), (), shown, called("zh")).data


def test_an_unknown_indicator_is_refused():
    with pytest.raises(BadInput, match="indicator"):
        area_figures(pair(), "nothing")
