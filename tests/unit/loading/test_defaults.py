from typing import Annotated, Literal

from pydantic import Discriminator, Field

from sinksim.scenarios.base import Part
from sinksim.scenarios.loading.composing import load
from sinksim.scenarios.loading.defaults import filled, without_leftovers
from sinksim.scenarios.loading.parameters import substitute
from sinksim.scenarios.loading.presets import options, read_scenario
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario
from tests.helpers.broken_scenarios import GOOD


class Gamma(Part):
    law: Literal["gamma"]
    mean: float
    cv: float = 1.0


class Fixed(Part):
    law: Literal["fixed"]
    mean: float


Law = Annotated[Gamma | Fixed, Discriminator("law")]


class Desk(Part):
    servers: int
    room: int | None = None
    law: Law | None = None


class Costs(Part):
    wages: dict[str, float] = Field({"clerk": 1.0, "doctor": 2.0})
    rate: float = 0.1


class Toy(Part):
    name: str
    costs: Costs = Costs()
    desks: dict[str, Desk] = Field({})
    laws: tuple[Law, ...] = ()


def test_every_default_is_written_out_and_what_has_none_stays_missing():
    assert filled(Toy, {}) == {
        "costs": {"wages": {"clerk": 1.0, "doctor": 2.0}, "rate": 0.1},
        "desks": {},
        "laws": [],
    }


def test_defaults_stand_beside_what_is_given_inside_named_parts():
    tree = filled(Toy, {"desks": {"a": {"servers": 3, "law": {"law": "gamma", "mean": 2}}}})
    assert tree["desks"]["a"] == {"servers": 3, "room": None, "law": {"law": "gamma", "mean": 2, "cv": 1.0}}


def test_a_given_table_takes_the_place_of_the_default_one():
    assert filled(Toy, {"costs": {"wages": {"nurse": 3.0}}})["costs"] == {"wages": {"nurse": 3.0}, "rate": 0.1}


def test_what_the_schema_does_not_know_is_kept_for_it_to_refuse():
    tree = filled(Toy, {"nmae": 1, "desks": [1], "costs": {"rat": 2}})
    assert (tree["nmae"], tree["desks"], tree["costs"]["rat"]) == (1, [1], 2)


def test_the_settings_of_a_law_that_was_replaced_are_gone():
    before = filled(Toy, {"desks": {"a": {"servers": 1, "law": {"law": "gamma", "mean": 2, "cv": 3}}}})
    after = filled(Toy, {"desks": {"a": {"servers": 1, "law": {"law": "fixed", "mean": 5, "cv": 3}}}})
    assert without_leftovers(Toy, before, after)["desks"]["a"]["law"] == {"law": "fixed", "mean": 5}


def test_the_settings_of_a_law_that_stays_are_kept_and_so_are_unknown_names():
    before = {"laws": [{"law": "gamma", "mean": 2, "cv": 3}]}
    after = {"laws": [{"law": "gamma", "mean": 9, "cv": 3, "odd": 1}, {"law": "fixed", "mean": 1}]}
    assert without_leftovers(Toy, before, after) == after


def test_writing_the_defaults_out_does_not_change_what_a_scenario_means():
    tree = parse_yaml(GOOD, "toy")
    plain, full = (substitute(t, tree["parameters"], "toy") for t in (tree, filled(Scenario, tree)))
    assert validate(Scenario, plain, "toy") == validate(Scenario, full, "toy")


def test_writing_the_defaults_out_does_not_change_what_a_preset_means():
    for name in options("scenario"):
        tree = read_scenario(name)
        assert load(name) == validate(Scenario, substitute(tree, tree.get("parameters", {}), name), name)
