"""Cells of a recorded log that hold fewer than ten people are not told, nor to be had by subtraction."""

from dataclasses import replace

import numpy as np
import pytest

from sinksim.metrics.slices import FAMILIES, keys
from sinksim.metrics.suppression import small_cells
from tests.helpers.samples import labels

LOGGED = replace(labels(), logged=("clinic",))


def needs(**counts):
    return {family: np.array(counts.get(family, [50.0] * len(keys(LOGGED, family)))) for family in FAMILIES}


def hidden(family, **counts):
    return small_cells(needs(**counts), LOGGED)[family].tolist()


def test_nothing_is_hidden_where_nothing_comes_from_a_log():
    assert small_cells(needs(area=[3.0, 4.0]), labels()) == {}


@pytest.mark.parametrize("family", ["overall", "backlog"])
def test_ten_people_are_told_and_nine_are_not(family):
    assert hidden(family, **{family: [9.0]}) == [True]
    assert hidden(family, **{family: [10.0]}) == [False]


def test_an_empty_cell_gives_nobody_away():
    assert hidden("area", area=[0.0, 40.0]) == [False, False]


def test_the_only_small_cell_is_not_to_be_had_by_subtraction():
    assert hidden("area", area=[3.0, 40.0]) == [True, True]
    assert hidden("segment", segment=[40.0, 40.0]) == [False, False]


def test_small_cells_that_cover_each_other_hide_no_third():
    wide = replace(LOGGED, segments=("a", "b", "c", "d"))
    counts = {**needs(), "segment": np.array([6.0, 7.0, 30.0, 50.0])}
    counts["service_segment"] = np.full(8, 50.0)
    assert small_cells(counts, wide)["segment"].tolist() == [True, True, False, False]


def test_a_service_in_a_hidden_area_is_hidden_too():
    found = hidden("service_area", area=[3.0, 0.0], service_area=[20.0, 20.0, 20.0, 20.0])
    area_of = [key[1] for key in keys(LOGGED, "service_area")]
    assert [area for area, is_hidden in zip(area_of, found, strict=True) if is_hidden] == ["100", "100"]


def test_a_cell_hidden_across_two_services_is_covered_both_ways():
    found = hidden("service_area", service_area=[4.0, 60.0, 60.0, 70.0])
    assert found == [True, True, True, True]
