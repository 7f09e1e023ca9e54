import pytest

from sinksim.i18n import words
from sinksim.reports.html_page import one_file
from sinksim.reports.place_sections import maps, processes
from tests.helpers.unseen import LANGUAGES, comparison, pair, unseen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_maps_its_main_measures_in_the_order_of_codes(lang):
    found = list(maps(pair(), unseen(), words(lang)))
    assert len(found) == 2
    for section in found:
        assert ("示意" if lang == "zh" else "illustrative") in section.note
        assert [next(iter(row.values())) for row in section.table.rows] == ["east", "west"]


def test_without_an_area_that_may_be_told_there_is_no_map():
    assert list(maps(comparison(1, 0.1, 0.1).pair(), unseen(), words("en"))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_draws_every_process(lang):
    found = list(processes(unseen(), comparison().first.labels.tiers, words(lang)))
    assert len(found) == len(unseen().processes)
    assert all(section.figure.layout.shapes and section.table.rows for section in found)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_report_holds_them_and_fetches_nothing(lang):
    page = one_file(comparison(), unseen(), [], [], words(lang))
    assert words(lang)("map.title") in page
    assert words(lang)("process.title") in page
    drawn = [
        *maps(pair(), unseen(), words(lang)),
        *processes(unseen(), ("municipality", "borough", "street"), words(lang)),
    ]
    assert {trace.type for section in drawn for trace in section.figure.data} == {"scatter"}
