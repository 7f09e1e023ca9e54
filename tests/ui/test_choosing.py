"""What is looked at on a page stands in the link, and the link restores it; another page does not forget it."""

import pytest

from tests.ui.drawing import UNSEEN, opened

# Per page: kind of widget, its key, what is chosen in it; None: the second of a list.
CHOICES = {
    "map": (
        ("selectbox", "map_indicator", None),
        ("selectbox", "map_service", None),
        ("segmented_control", "map_shown", "baseline"),
    ),
    "network": (("selectbox", "network_service", None),),
    "process": (
        ("selectbox", "process_service", ("repair",)),
        ("segmented_control", "process_side_traditional", "alternative"),
    ),
    "twin": (
        ("number_input", "twin_replication", 2),
        ("selectbox", "twin_segment", None),
        ("selectbox", "twin_filed", "any"),
        ("segmented_control", "twin_by", "money"),
    ),
    "explain": (
        ("selectbox", "explain_service", None),
        ("selectbox", "explain_segment", None),
        ("segmented_control", "explain_number", "cost"),
    ),
    "compare": (("segmented_control", "side", "baseline"), ("selectbox", "service", None)),
}


def link(app):
    return app.session_state["setting"].to_query()


def chosen(app, page):
    return {key: getattr(app, kind)(key=key).value for kind, key, _ in CHOICES[page]}


@pytest.mark.parametrize("page", CHOICES)
def test_what_is_looked_at_stands_in_the_link_and_is_restored_by_it(page):
    app = opened(page, lang="en", case=UNSEEN)
    first = chosen(app, page)
    assert not [key for key in link(app) if key.startswith("v.")]
    for kind, key, value in CHOICES[page]:
        widget = getattr(app, kind)(key=key)
        (widget.select_index(1) if value is None else widget.set_value(value)).run()
        assert not app.exception
        assert f"v.{key}" in link(app)
    moved = chosen(app, page)
    assert not [key for key, value in moved.items() if value == first[key]]
    again = opened(page, **link(app))
    assert not again.exception
    assert chosen(again, page) == moved


def test_what_is_chosen_first_is_not_spoken_of():
    app = opened("map", case=UNSEEN, **{"v.map_shown": "baseline"})
    app.segmented_control(key="map_shown").set_value("difference").run()
    assert "v.map_shown" not in link(app)


def test_a_tab_and_an_order_are_restored():
    app = opened("explain", case="guizhou", **{"v.explain_tab": "cost", "v.explain_order": "policy.adoption"})
    assert not app.exception
    assert app.session_state["explain_tab"] == "成本类型"
    assert app.multiselect(key="explain_order").value == ["policy.adoption"]


def test_a_choice_that_is_not_offered_changes_nothing():
    app = opened("map", case=UNSEEN, **{"v.map_indicator": "nonsense", "v.nothing": "x", "v.map_shown": "<b>"})
    assert not app.exception
    assert app.segmented_control(key="map_shown").value == "difference"


@pytest.mark.parametrize("page", ["map", "network", "twin", "explain", "compare"])
def test_no_list_stands_empty_before_anything_is_chosen(page):
    app = opened(page, lang="zh", case=UNSEEN)
    boxes = [box for box in app.selectbox if box.key.endswith(("service", "segment", "indicator"))]
    assert boxes
    assert [box.key for box in boxes if box.value is None] == []
