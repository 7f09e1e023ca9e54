import pytest

from sinksim.analysis import twin as package
from sinksim.analysis.twin import cache as keeping
from sinksim.analysis.twin.cache import TwinCache
from tests.helpers.twins import scenario


@pytest.fixture
def counted(monkeypatch):
    """How often a run was lived through."""
    calls = {"meet": 0, "tell": []}

    def meet(*sides, **names):
        calls["meet"] += 1
        return package.pair_cohorts(*sides, **names)

    def tell(paired, positions):
        calls["tell"].append(list(positions))
        return package.build_timelines(paired, positions)

    monkeypatch.setattr(keeping, "pair_cohorts", meet)
    monkeypatch.setattr(keeping, "build_timelines", tell)
    return calls


@pytest.fixture
def sides():
    return scenario(), scenario(policy={"adoption": 1})


def test_a_town_that_is_known_is_not_lived_through_again(counted, sides):
    twin_cache = TwinCache()
    paired = twin_cache.paired(*sides)
    assert twin_cache.paired(scenario(), scenario(policy={"adoption": 1})) is paired
    assert counted["meet"] == 1
    assert twin_cache.paired(*sides, replication=1) is not paired
    assert twin_cache.paired(*reversed(sides)) is not paired
    assert counted["meet"] == 3


def test_the_stories_ahead_are_told_with_the_one_asked_for(counted, sides):
    twin_cache = TwinCache()
    first = twin_cache.twin(*sides, 0, 5, ahead=[6, 7, 6])
    assert (first.position, counted["tell"]) == (6, [[5, 6, 7]])
    assert twin_cache.twin(*sides, 0, 7).position == 8
    assert len(counted["tell"]) == 1
    twin_cache.twin(*sides, 0, 8, ahead=[7, 9])
    assert counted["tell"][1] == [8, 9]


@pytest.mark.slow
def test_a_story_told_with_others_is_the_same_as_one_told_alone(sides):
    together = TwinCache()
    together.twin(*sides, 0, 0, ahead=range(1, 20))
    alone = TwinCache()
    assert all(together.twin(*sides, 0, n) == alone.twin(*sides, 0, n) for n in (3, 11, 19))


def test_not_more_is_told_ahead_than_is_worth_it(counted, sides):
    TwinCache().twin(*sides, 0, 0, ahead=range(1, 200))
    assert len(counted["tell"][0]) == keeping.MOST_AHEAD
