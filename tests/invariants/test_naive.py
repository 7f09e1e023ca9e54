"""Records and visits are those of a naive station that knows nothing but the meanings in words, ties included."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinksim.core.records import NEVER, End, Mark, VisitEnd
from tests.helpers.worlds import MINUTE, live
from tests.invariants.naive import Case, Naive

DAY = 24 * 60
ENDS = {"open": End.OPEN, "served": End.SOLVED, "reneged": End.RENEGED, "refused": End.REFUSED}
URGENCIES = ("red", "yellow", "green")
MINUTES = st.integers(0, 12)
MAYBE = st.one_of(st.none(), MINUTES)
# Windows with their shares, and the instants at which they change: the new share, and for a last closing the next opening.
ROTAS = {
    "never shut": (None, []),
    "a lunch break": (
        {"hours": ["00:00-00:20", "00:30-01:00"]},
        [(20, 0, None), (30, 1, None), (60, 0, DAY), (DAY, 1, None), (DAY + 20, 0, None), (DAY + 30, 1, None),
         (DAY + 60, 0, 2 * DAY)],
    ),
    "hands over": (
        {"hours": ["00:00-00:15", "00:15-00:35", "00:35-24:00"], "levels": [1, 0.5, 0.3]},
        [(15, 0.5, None), (35, 0.3, None), (DAY, 1, None), (DAY + 15, 0.5, None), (DAY + 35, 0.3, None)],
    ),
    "shuts at midnight": (
        {"hours": ["00:20-24:00"]},
        [(0, 0, None), (20, 1, None), (DAY, 0, DAY + 20), (DAY + 20, 1, None)],
    ),
    "opens late": (
        {"hours": ["00:10-00:40"]},
        [(0, 0, None), (10, 1, None), (40, 0, DAY + 10), (DAY + 10, 1, None), (DAY + 40, 0, 2 * DAY + 10)],
    ),
}  # fmt: skip


@st.composite
def worlds(draw):
    """A station and who comes to it."""
    station = {
        "servers": draw(st.integers(1, 3)),
        "preemptive": draw(st.booleans()),
        "shift_end": draw(st.sampled_from(["finish", "interrupt"])),
    }
    if draw(st.booleans()):
        station["room"] = draw(st.integers(1, 6))
    kind = st.fixed_dictionaries({"way": MAYBE, "work": MINUTES, "patience": MAYBE, "file": st.booleans()})
    kinds = draw(st.lists(kind, min_size=1, max_size=4))
    # Crowds where a rota changes, midnight among them.
    arisen = st.one_of(st.integers(0, 60), st.integers(10, 40), st.integers(DAY - 10, DAY + 15))
    case = st.tuples(st.integers(0, len(kinds) - 1), arisen, st.integers(0, 2))
    cases = draw(st.lists(case, min_size=draw(st.integers(0, 25)), max_size=40))
    return station, draw(st.sampled_from(list(ROTAS))), draw(MAYBE), kinds, cases


def written(station, rota, deadline, kinds, cases):
    """The same as a scenario."""
    tree = {"urgencies": list(URGENCIES), "stations": {"desk": dict(station)}, "processes": {}, "services": {}}
    if ROTAS[rota][0]:
        tree["calendars"] = {"rota": ROTAS[rota][0]}
        tree["stations"]["desk"]["calendar"] = "rota"
    if deadline is not None:
        tree["clocks"] = {"reply": {"deadline": deadline}}
    for number, kind in enumerate(kinds):
        tree["processes"][f"p{number}"] = steps(kind, deadline)
        log = [{"origin": "site", "arisen": at, "urgency": URGENCIES[u]} for k, at, u in cases if k == number]
        tree["services"][f"s{number}"] = {"traditional": {"process": f"p{number}"}, "log": log}
    return {**tree, "experiment": {"window_days": 2}}


def steps(kind, deadline):
    """A process."""
    queue = {"station": "desk", "time": kind["work"], "file": kind["file"]}
    queue |= {} if kind["patience"] is None else {"patience": kind["patience"]}
    queue |= {} if deadline is None else {"accepts": ["reply"]}
    start = [] if deadline is None else [{"clock": {"start": "reply"}}]
    way = [] if kind["way"] is None else [{"relay": {"time": kind["way"]}}]
    return [*start, *way, {"queue": queue}, {"close": {}}]


def lived_naively(station, rota, deadline, kinds, cases):
    """The cases in the order of service and of the log."""
    ordered = [case for number in range(len(kinds)) for case in cases if case[0] == number]
    people = [Case(order, kinds[kind], arisen, urgency) for order, (kind, arisen, urgency) in enumerate(ordered)]
    here = Naive(station, [t for t in ROTAS[rota][1] if t[0] < 2 * DAY], deadline, 2 * DAY)
    here.live(people)
    return people


def ms(minute):
    """Minutes as the records hold them."""
    return NEVER if minute is None else minute * MINUTE


@settings(
    max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(worlds())
def test_a_station_lives_as_it_is_said_to(world):
    people, life = lived_naively(*world), live(written(*world))
    visits = np.sort(life.visits, order=["service", "ordinal", "joined", "ended"])
    expected = [
        (ms(joined), ms(began), ms(ended), ms(busy), VisitEnd[outcome.upper()])
        for person in people
        for joined, began, ended, busy, outcome in (visit.told() for visit in person.visits)
    ]
    assert visits[["joined", "began", "ended", "busy", "end"]].tolist() == expected
    assert life.cases["end"].tolist() == [ENDS[person.end] for person in people]
    assert life.cases["closed"].tolist() == [ms(person.closed) for person in people]
    assert life.cases["responded"].tolist() == [ms(None if world[2] is None else p.accepted) for p in people]
    assert (life.cases["marks"] & Mark.ALERT > 0).tolist() == [person.was_alert for person in people]
