import dataclasses

import numpy as np
import pytest

from sinksim.metrics.accessibility import by_area, by_origin
from tests.helpers.samples import DAY, HOUR, labels


def open_ms(these, *hours_a_day):
    return np.array(hours_a_day) * HOUR * (these.window.window // DAY)


def test_an_origin_adds_up_its_own_desk_and_the_ward_it_can_reach():
    these = labels()
    found = by_origin(these, open_ms(these, 8, 8, 16, 24))
    # 101: desk 8 h for 1,000 people and the county ward 24 h for 1,000; 201 and 202: their desk only.
    assert found == pytest.approx([8 + 24, 8, 8])


def test_whoever_lives_beyond_the_catchment_neither_gets_nor_shares_the_supply():
    these = labels()
    far = dataclasses.replace(these, catchment_ms=np.array([0, HOUR // 2, HOUR]))
    assert by_origin(far, open_ms(these, 8, 8, 16, 24)) == pytest.approx([8, 8, 8])


def test_a_tier_without_way_or_catchment_counts_for_nothing():
    these = dataclasses.replace(labels(), travel_ms=np.full((3, 3), -1), catchment_ms=np.array([HOUR] * 3))
    assert by_origin(these, open_ms(these, 8, 8, 16, 24)).tolist() == [0, 0, 0]


def test_an_area_is_the_mean_of_its_people():
    these = labels()
    assert by_area(these, open_ms(these, 8, 4, 16, 0)) == pytest.approx([8, (4 * 1000 + 8 * 2000) / 3000])
