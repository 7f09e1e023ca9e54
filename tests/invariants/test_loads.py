"""A chance that rises with a station's load is what the cases present make it, at every single decision."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sinksim.core.records import End
from tests.helpers.worlds import live

CASES = 40


def crowd(servers, chance):
    """Cases that come one after the other, look at a station and leave, or join it for good."""
    look = {"check": {"name": "look", "chance": chance, "load_of": "jam", "then": [{"leave": {"end": "lost"}}]}}
    return {
        "network": {"nodes": [{"code": "site", "tier": "township"}]},
        "stations": {"jam": {"servers": servers}},
        "processes": {"main": [look, {"queue": {"station": "jam", "time": 9000}}, {"close": {}}]},
        "services": {"need": {"traditional": {"process": "main"}}},
    }


def chances_and_outcomes(servers, chance, replication):
    """The chance that each case had by the number that joined before it, and whether it left."""
    life = live(crowd(servers, chance), log=[0] * CASES, replication=replication)
    left = life.cases["end"] == End.LOST
    joined = np.concatenate([[0], np.cumsum(~left)[:-1]])
    return np.minimum(chance * np.minimum(joined / servers, 2), 1), left


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 4), st.sampled_from([0.2, 0.5, 0.8, 1]), st.integers(0, 1000))
def test_what_is_certain_or_impossible_at_a_load_is_so_each_time(servers, chance, replication):
    chances, left = chances_and_outcomes(servers, chance, replication)
    assert not left[chances == 0].any()
    assert left[chances == 1].all()


def test_what_is_likely_at_a_load_happens_as_often_as_it_is_likely():
    pairs = [chances_and_outcomes(3, 0.3, replication) for replication in range(100)]
    chances, left = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    for likely in np.unique(chances):
        group = left[chances == likely]
        spread = (likely * (1 - likely) / len(group)) ** 0.5
        assert abs(group.mean() - likely) <= 4 * spread
