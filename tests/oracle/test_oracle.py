"""Both engines make every customer of random stations wait exactly as long as the recursions say.

All stations at full length: ``python -m tests.oracle``.
"""

import dataclasses

import pytest

from sinksim import agents, compiled
from sinksim.core.records import VisitEnd
from tests.oracle.kinds import KINDS
from tests.oracle.stations import DEMANDS, station
from tests.oracle.visiting import expected, first_difference, simulated

STATIONS = range(len(KINDS) * len(DEMANDS))
CUSTOMERS = 500


@pytest.fixture(scope="module")
def stations():
    return [station(number, CUSTOMERS) for number in STATIONS]


@pytest.mark.parametrize("run", [agents.run, compiled.run], ids=["agents", "compiled"])
def test_waits_are_identical(stations, run):
    found = {
        number: first_difference(expected(s), simulated(s, run)) for number, s in zip(STATIONS, stations, strict=True)
    }
    assert {number: said for number, said in found.items() if said} == {}


def test_a_long_run_is_identical_too():
    here = station(3, 100_000)
    assert first_difference(expected(here), simulated(here, compiled.run)) == ""


def test_the_stations_are_of_every_kind(stations):
    streams = [stream for here in stations for stream in here.streams]
    assert {(s.demand, s.time["law"]) for s in streams} == {(demand, kind) for demand in DEMANDS for kind in KINDS}
    servers, loads = [s.servers for s in stations], [s.load for s in stations]
    assert servers.count(1) > len(servers) / 6, "those of Lindley's recursion"
    assert max(servers) > 45
    assert min(loads) < 0.35
    assert max(loads) > 1.15


def test_stations_are_as_busy_as_they_say(stations):
    busy = [s for s in stations if s.streams[0].demand == "exponential" and s.streams[0].time["law"] == "constant"]
    for here in busy:
        visits = expected(dataclasses.replace(here, servers=10**4))
        work = (visits.ended - visits.began)[visits.end == VisitEnd.SERVED].sum()
        assert work / here.plan.labels.window.horizon == pytest.approx(here.load * here.servers, rel=0.25)
    assert busy


def test_the_horizon_cuts_some_who_wait_and_some_in_service(stations):
    cut = [expected(here) for here in stations if here.load > 1.1]
    assert any(((v.end == VisitEnd.OPEN) & (v.began < 0)).any() for v in cut)
    assert any(((v.end == VisitEnd.OPEN) & (v.began >= 0)).any() for v in cut)


def test_one_server_more_is_noticed():
    here = station(5, CUSTOMERS)
    more = expected(dataclasses.replace(here, servers=here.servers + 1))
    assert "visits differ, first service 0" in first_difference(more, simulated(here, compiled.run))


def test_one_millisecond_is_noticed(stations):
    wanted = expected(stations[0])
    began = wanted.began.copy()
    began[7] += 1
    said = first_difference(wanted._replace(began=began), simulated(stations[0], compiled.run))
    who = f"service 0, ordinal {wanted.ordinal[7]}"
    assert said == f"1 of {len(began)} visits differ, first {who}: began {began[7] - 1} (expected {began[7]})"


def test_a_missing_customer_is_noticed(stations):
    wanted = expected(stations[0])
    fewer = type(wanted)(*(column[:-1] for column in wanted))
    assert first_difference(fewer, wanted) == f"{len(wanted.service)} visits, expected {len(fewer.service)}"
