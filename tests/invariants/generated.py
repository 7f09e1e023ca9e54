"""Scenarios made up by hypothesis: whole minutes, so that ties are common; every verb and rule in small numbers."""

from hypothesis import strategies as st

FORK_AT = ("desk", "ward")
SHORT = st.integers(0, 12)


@st.composite
def durations(draw, lowest=0):
    """A fixed number of minutes, or one of a few drawn with equal chance."""
    values = draw(st.lists(st.integers(lowest, 15), min_size=1, max_size=3))
    return values[0] if len(values) == 1 else {"law": "empirical", "values": values}


@st.composite
def calendars(draw):
    """Short windows over a run of two days, some with fewer servers on duty."""
    first = draw(st.sampled_from(["00:00-00:40", "00:10-01:00", "00:00-02:00"]))
    second = draw(st.sampled_from([None, "02:30-03:00", "02:10-23:00", "03:00-24:00"]))
    hours = [first, second] if second else [first]
    calendar = {"hours": hours}
    if draw(st.booleans()):
        calendar["levels"] = [draw(st.sampled_from([0.5, 1])) for _ in hours]
    return calendar


@st.composite
def stations(draw):
    """One template: servers, rota, room, interruption, shift end, escalation."""
    station = {"servers": draw(st.integers(1, 3)), "staff": draw(st.sampled_from(["clerk", "grid_worker"]))}
    if draw(st.booleans()):
        station["calendar"] = draw(st.sampled_from(["office", "workshop"]))
        station["shift_end"] = draw(st.sampled_from(["finish", "interrupt"]))
    if draw(st.integers(0, 3)) == 0:
        station["room"] = draw(st.integers(1, 3))
    station["preemptive"] = draw(st.booleans())
    return station


@st.composite
def queues(draw, at=None):
    """A visit to a station."""
    queue = {"station": at or draw(st.sampled_from(FORK_AT)), "time": draw(durations())}
    queue["draw"] = draw(st.sampled_from(["service", "other"]))
    if draw(st.booleans()):
        queue["patience"] = draw(durations())
    if draw(st.booleans()):
        queue["file"] = True
    if draw(st.booleans()):
        queue["accepts"] = ["reply"]
    if draw(st.integers(0, 4)) == 0:
        queue["priority"] = draw(st.integers(0, 2))
    return {"queue": queue}


def _elsewhere(draw):
    return draw(
        st.sampled_from(
            [
                {"travel": {"time": 7, "fare": 1.5}},
                {"relay": {"time": 5, "calendar": "office"}},
                {"relay": {"time": 3, "to": "county"}},
                {"wait": {"kind": "rework", "time": 4}},
                {"meet": {"every_days": 0.0625}},
                {"charge": {"fee": 1.003, "reimbursed": 0.5, "operation": 0.2}},
                {"clock": {"start": "finish"}},
                {"clock": {"stop": "finish"}},
                {"check": {"name": "down", "outage": True, "then": [{"wait": {"kind": "match", "time": 2}}]}},
                {"check": {"name": "half", "chance": 0.5, "load_of": "desk", "then": [{"relay": {"time": 1}}]}},
                {"check": {"name": "lost", "chance": 0.2, "then": [{"leave": {"end": "lost"}}]}},
            ]
        )
    )


@st.composite
def steps(draw):
    """One step of the main line."""
    kind = draw(st.sampled_from(["queue", "queue", "queue", "fork", "serial", "assemble", "other", "other"]))
    if kind == "queue":
        return draw(queues())
    if kind == "other":
        return _elsewhere(draw)
    departments = {"departments": list(draw(st.permutations(FORK_AT))), "name": kind}
    if draw(st.booleans()):
        departments["count"] = {"1": 1, "2": 1}
    if kind == "assemble":
        return {
            "assemble": {**departments, "arrival": draw(durations()), "work": draw(durations()), "accepts": ["reply"]}
        }
    within = [draw(queues("department")), *draw(st.lists(st.just({"relay": {"time": 2}}), max_size=1))]
    if kind == "fork" and draw(st.booleans()):
        departments["overhead"] = draw(SHORT)
    return {kind: {**departments, "steps": within}}


@st.composite
def processes(draw):
    """Up to four steps, a loop back to the first of them, and a closure that may come back."""
    body = [{"clock": {"start": "reply"}}, {"label": "first", "wait": {"kind": "home", "time": draw(SHORT)}}]
    body += draw(st.lists(steps(), min_size=1, max_size=4))
    if draw(st.booleans()):
        body.append({"check": {"name": "again", "chance": 0.5, "back_to": "first", "at_most": 2}})
    reopen = {"chance": 0.5, "after": draw(SHORT), "back_to": "first", "at_most": 1}
    body.append({"close": {"hollow": draw(st.sampled_from([0, 0.5])), "reopen": reopen}})
    return body


@st.composite
def logs(draw):
    """Cases at whole minutes, some waiting since before the start."""
    case = st.fixed_dictionaries(
        {
            "origin": st.just("site"),
            "arisen": st.one_of(st.integers(0, 60), st.integers(-30, 2879)),
            "urgency": st.sampled_from(["urgent", "usual"]),
            "segment": st.integers(0, 3),
        }
    )
    return draw(st.lists(case, max_size=25))


@st.composite
def worlds(draw):
    """A whole scenario as a tree."""
    text = {
        "network": {
            "nodes": [{"code": "top", "tier": "county"}, {"code": "site", "tier": "township", "parent": "top"}],
        },
        "urgencies": ["urgent", "usual"],
        "calendars": {"office": draw(calendars()), "workshop": draw(calendars())},
        "clocks": {
            "reply": {"deadline": draw(SHORT)},
            "finish": {"deadline": 20, "calendar": "office", "alert": draw(st.booleans())},
        },
        "stations": {
            "desk": {**draw(stations()), "tier": "township", "escalates_to": "upper"},
            "ward": {**draw(stations()), "tier": "township"},
            "upper": {**draw(stations()), "tier": "county"},
        },
        "processes": {"main": draw(processes()), "short": [draw(queues("desk")), {"close": {}}]},
        "services": {
            "long": {"traditional": {"process": "main"}, "log": draw(logs())},
            "short": {"traditional": {"process": "short"}, "log": draw(logs())},
            "streamed": {
                "traditional": {"process": "main", "access": "township", "wait_minutes": {"township": 240}},
                "platform": {"process": "short"},
                "demand": {"per_day": draw(st.sampled_from([0, 5, 60])), "batch": {"1": 2, "3": 1}},
            },
        },
        "policy": {"adoption": 0.5, "demand": draw(st.sampled_from([0.5, 1, 1.5]))},
        "costs": {"filing_sensitivity": 0.005},
        "experiment": {"window_days": 2, "seed": draw(st.integers(0, 5))},
    }
    if draw(st.booleans()):
        down = {"law": "constant", "value": draw(st.integers(1, 30))}
        text["risks"] = {
            "breakdowns": {"power": {"station": "desk", "mean_up_hours": 4, "down": down}},
            "outage": {"on": True, "availability": 0.7},
        }
    return text
