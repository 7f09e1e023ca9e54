import pytest

from sinksim.agents.observers.step_counts import Move
from sinksim.analysis.tier_flows import tier_flows
from sinksim.charts.tiers import flow_rows, tier_rows, tiers_figure
from tests.helpers.unseen import LANGUAGES, called, steps

HOME, STREET, BOROUGH, CITY = 3, 2, 1, 0


@pytest.fixture(scope="module")
def licences():
    return tier_flows(steps(), [0], ["licence"])


def rate(flows, source, target):
    return sum(flow.per_100 for flow in flows.flows if (flow.source, flow.target) == (source, target))


def test_every_case_of_a_channel_comes_from_home(licences):
    assert licences.cases == steps().cases(steps().groups(0, ["licence"]))
    assert sum(flow.per_100 for flow in licences.flows if flow.source == HOME) == pytest.approx(100)


def test_people_travel_and_files_are_relayed(licences):
    assert {flow.in_person for flow in licences.flows if flow.target == STREET} == {True}
    assert {flow.in_person for flow in licences.flows if (flow.source, flow.target) == (BOROUGH, CITY)} == {False}
    assert rate(licences, BOROUGH, CITY) > 50


def test_places_and_servers_of_a_tier_are_those_of_the_stations(licences):
    assert [(tier.name, tier.places, tier.servers) for tier in licences.tiers] == [
        ("municipality", 1, 2),
        ("borough", 2, 12),
        ("street", 4, 4),
    ]


def test_gatherings_count_the_departments_that_came():
    repairs = tier_flows(steps(), [0, 1], ["repair"])
    urgent = 2 * 0.2 * 100  # a crew and the fire brigade, for a fifth of the cases
    assert repairs.tiers[BOROUGH].called == pytest.approx(urgent, rel=0.25)
    assert repairs.tiers[STREET].called == 0


def test_every_flow_has_its_interval_over_replications(licences):
    assert all(flow.half_width >= 0 for flow in licences.flows)
    up = next(flow for flow in licences.flows if (flow.source, flow.target) == (BOROUGH, CITY))
    groups = steps().groups(0, ["licence"])
    each = [
        100 * sum(walk.moves[Move(g, BOROUGH, CITY, False)] for g in groups) / sum(walk.cases[g] for g in groups)
        for walk in steps().counts_by_replication
    ]
    assert up.half_width == pytest.approx(12.706 * abs(each[0] - each[1]) / 2, rel=1e-3)
    assert min(each) <= up.per_100 <= max(each)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flow_of_some_size_is_drawn_with_its_number_and_all_stand_in_the_table(licences, lang):
    figure = tiers_figure(licences, called(lang))
    drawn = [trace for trace in figure.data if trace.mode == "lines" and trace.hovertext]
    assert len(drawn) == sum(flow.per_100 >= 0.5 for flow in licences.flows)
    assert len(flow_rows(licences, called(lang))) == len(licences.flows)
    assert len(tier_rows(licences, called(lang))) == 3
    assert {trace.type for trace in figure.data} == {"scatter"}


def test_a_channel_without_cases_is_an_empty_ladder():
    none = tier_flows(steps(), [2], ["licence"])
    assert not none.enough_cases
    assert none.flows == ()
    assert tiers_figure(none, called("zh")).layout.shapes
