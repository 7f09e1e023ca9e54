"""Units of parameters in both languages."""

import pytest

from sinksim.i18n import words
from sinksim.i18n.units import unit_in_words
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.presets import presets, starters


@pytest.mark.parametrize("name", [*presets(), *starters()])
def test_every_unit_of_a_scenario_that_comes_along_is_said_in_chinese(name):
    t = words("zh")
    units = {parameter.unit for parameter in load(name).parameters.values()}
    assert {unit for unit in units if unit_in_words(unit, t).isascii() and unit_in_words(unit, t)} == set()


def test_a_unit_that_no_catalogue_knows_is_shown_as_it_is_written():
    assert unit_in_words("carts/h", words("zh")) == "carts/h"
    assert unit_in_words("1", words("zh")) == ""
