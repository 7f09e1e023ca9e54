import copy

import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.settings import Edit, apply_settings

TREE = {
    "parameters": {"share": {"value": 0.9, "unit": "1"}, "new": 1},
    "stations": {"desk": {"servers": 3, "room": None}},
    "steps": [{"wait": 1}, {"wait": 2}],
}


def _edited(path, *value, act):
    return apply_settings(TREE, [Edit(tuple(path.split(".")), *value, act=act, text=f"{act} {path}")], "toy")


def _at(tree, path):
    for step in path.split("."):
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree


@pytest.mark.parametrize(
    ("path", "value", "act", "after"),
    [
        ("stations.desk", {"servers": 4}, "replace", {"servers": 4}),
        ("stations.desk", {"servers": 4}, "merge", {"servers": 4, "room": None}),
        ("stations.desk.servers", {"per_100k": 2}, "merge", {"per_100k": 2}),
        ("stations.desk.room", {"a": 1}, "merge", {"a": 1}),
        ("steps.1.wait", 5, "replace", 5),
        ("steps", [], "merge", []),
        ("stations.second", {"servers": 1}, "add", {"servers": 1}),
        ("stations.desk", {"note": 1}, "add", {"servers": 3, "room": None, "note": 1}),
        ("stations.desk.room", 7, "add", 7),
        ("stations.desk.servers.per_100k", 2, "add", 2),
        ("stations.second.servers", 1, "force", 1),
        ("stations.desk.servers", 4, "force", 4),
    ],
)
def test_an_edit_changes_what_it_names_in_a_copy(path, value, act, after):
    before = copy.deepcopy(TREE)
    assert _at(_edited(path, value, act=act), path) == after
    assert before == TREE


def test_what_an_edit_does_not_name_is_shared_and_in_its_place():
    changed = _edited("stations.desk.servers", 4, act="merge")
    assert list(changed) == list(TREE)
    assert changed["steps"] is TREE["steps"]


@pytest.mark.parametrize("act", ["replace", "merge", "force"])
def test_a_bare_value_of_a_parameter_keeps_the_declaration_around_it(act):
    assert _edited("parameters.share", 0.5, act=act)["parameters"]["share"] == {"value": 0.5, "unit": "1"}
    assert _edited("parameters", {"share": 0.5}, act="force")["parameters"]["share"] == {"value": 0.5, "unit": "1"}
    assert _edited("parameters.new", 2, act=act)["parameters"]["new"] == 2


def test_what_is_taken_away_is_gone():
    assert "desk" not in _edited("stations.desk", act="remove")["stations"]
    assert _edited("steps.0", act="remove")["steps"] == [{"wait": 2}]
    assert "servers" not in _edited("stations.desk.servers", 3, act="remove")["stations"]["desk"]


def test_every_path_that_leads_nowhere_is_told_with_the_nearest_name():
    with pytest.raises(BadInput) as refused:
        apply_settings(TREE, {"stations.dsk.servers": 1, "steps.2": 1, "stations.desk.servers.x": 1}, "toy")
    assert str(refused.value).split("\n") == [
        "toy has the path 'stations.dsk.servers'; allowed: in stations, a name that is there (did you mean desk?)",
        "toy has the path 'steps.2'; allowed: in steps, an entry by its number from 0 to 1",
        "toy has the path 'stations.desk.servers.x'; stations.desk.servers is 3, without names in it; "
        "allowed: the path of a setting",
    ]


@pytest.mark.parametrize(
    ("path", "value", "act", "told"),
    [
        ("stations.dsk", 1, "merge", "stations.dsk is not a known name; allowed: in stations, a name that is there"),
        ("stations", {"kiosk": 1}, "merge", "stations.kiosk is not a known name; .*added by [+]stations.kiosk=value"),
        ("stations.desk.servers", 1, "add", "is there already; allowed: stations.desk.servers=value"),
        ("steps", {"a": 1}, "merge", "does not fit; allowed: a value of the same kind as"),
        ("stations.dsk", 1, "remove", "stations.dsk is not a known name"),
        (
            "stations.desk.servers",
            4,
            "remove",
            "stations.desk.servers is 3; allowed: ~stations.desk.servers or its own",
        ),
        ("steps.x.wait", 4, "force", "allowed: in steps, an entry by its number from 0 to 1"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(path, value, act, told):
    with pytest.raises(BadInput, match=told):
        _edited(path, value, act=act)
