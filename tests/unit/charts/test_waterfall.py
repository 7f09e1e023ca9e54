import html
from typing import NamedTuple

import pytest

from sinksim.analysis.explain import compared_paths, explain, in_turn
from sinksim.charts import palette
from sinksim.charts.waterfall import LABEL, LINE, settings_waterfall, waterfall
from sinksim.i18n import words
from sinksim.scenarios.loading.sides import compared_sides
from tests.helpers.pairs import pair_of
from tests.helpers.twins import tree


@pytest.fixture(scope="module")
def found():
    return explain(pair_of(*compared_sides(tree(), "twins").scenarios().values(), replications=4))


@pytest.fixture(scope="module")
def attribution():
    return in_turn(
        *compared_sides(tree(), "twins").trees().values(), "twins", first=compared_paths(tree()), replications=4
    )[0]


class Bar(NamedTuple):
    base: float
    change: float
    text: str
    colour: str


def bars(figure):
    (trace,) = [trace for trace in figure.data if trace.type == "bar"]
    return [Bar(*row) for row in zip(trace.base, trace.x, trace.text, trace.marker.color, strict=True)]


@pytest.mark.parametrize("name", ["elapsed", "cost", "payers", "transfers"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_bar_begins_where_the_one_before_ends_and_the_last_reaches_the_alternative(found, name, lang):
    first, *parts, last = bars(waterfall(found[name], words(lang)))
    at = first.change
    assert at == found[name].whole.baseline
    for bar in parts:
        assert bar.base == at
        at += bar.change
    assert at == pytest.approx(last.change, abs=1e-9)
    assert last.change == found[name].whole.alternative


def test_only_what_is_clear_of_zero_is_coloured(found):
    shown = found["elapsed"].shown
    _, *parts, _ = bars(waterfall(found["elapsed"], words("en")))
    colours = {part.verdict: bar.colour for part, bar in zip(shown, parts, strict=True)}
    assert colours["better"] == palette.BETTER
    assert {colour for verdict, colour in colours.items() if verdict not in ("better", "worse")} <= {palette.NEUTRAL}


def test_each_bar_tells_its_interval(found):
    _, *parts, _ = bars(waterfall(found["cost"], words("en")))
    assert all("±" in bar.text for bar in parts)


def test_settings_are_bars_in_their_order(attribution):
    figure = settings_waterfall(attribution, "cost", words("en"), str)
    labels = list(figure.layout.yaxis.ticktext)
    assert labels[0] == "baseline"
    assert labels[1].startswith("policy.adoption: 0 → 1")
    assert labels[-1] == "alternative"
    assert sum(bar.change for bar in bars(figure)[1:-1]) == pytest.approx(attribution.whole["cost"].whole.difference)


def test_a_long_label_is_broken_so_that_the_bars_have_room_on_a_phone(attribution):
    long = "share of the people that adopts the platform before any ceiling < is reached"
    figure = settings_waterfall(attribution, "cost", words("en"), lambda path: long)
    labels = [label.split("<br>") for label in figure.layout.yaxis.ticktext]
    assert max(len(html.unescape(line)) for label in labels for line in label) <= LABEL
    assert long in html.unescape(" ".join(labels[1]))
    lines = max(map(len, labels))
    assert figure.layout.height >= LINE * lines * len(labels)
