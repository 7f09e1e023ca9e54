"""Scenarios that are heavy in one way each: demand, backlog, branches, loops, calendars, groups of a result."""

BASE = {
    "name": "heavy",
    "stations": {"desk": {"servers": 1}},
    "services": {"a": {"demand": {"per_day": 1}, "traditional": {"process": "p"}}},
    "processes": {"p": [{"queue": {"station": "desk", "time": 10}}, "close"]},
    "experiment": {"window_days": 1, "replications": 1},
}
LONG = {"wait": {"kind": "home", "time": {"law": "constant", "value": 50, "unit": "d"}}}
CHARGE = {"charge": {"fee": 1}}


def demand(per_day, **experiment):
    return {
        **BASE,
        "services": {"a": {"demand": {"per_day": per_day}, "traditional": {"process": "p"}}},
        "experiment": {**BASE["experiment"], **experiment},
    }


def waiting(cases):
    """Cases that are all under way at the horizon, at no station."""
    return {**demand(cases), "processes": {"p": [LONG, "close"]}}


def forked(cases):
    fork = {"name": "f", "departments": ["x", "y", "z"], "steps": [{"queue": {"station": "department", "time": 10}}]}
    return {
        **demand(cases),
        "stations": {name: {"servers": 1} for name in "xyz"},
        "processes": {"p": [{"fork": fork}, "close"]},
    }


def places(areas):
    """Counties below one prefecture, with a township each."""
    nodes = [{"code": "p", "name": "p", "tier": "prefecture"}]
    nodes += [{"code": f"c{n}", "name": "c", "tier": "county", "parent": "p", "population": 9} for n in range(areas)]
    nodes += [{"code": f"t{n}", "name": "t", "tier": "township", "parent": f"c{n}"} for n in range(areas)]
    return {"nodes": nodes, "tiers": ["prefecture", "county", "township"]}


def backlog(cases, origins):
    waited = {"law": "constant", "value": 1, "unit": "d"}
    return {
        **BASE,
        "network": places(origins),
        "services": {"a": {"backlog": {"per_origin": cases, "waited": waited}, "traditional": {"process": "p"}}},
    }


def grouped(services, areas, per_day=0.01):
    service = {"demand": {"per_day": per_day}, "traditional": {"process": "p"}}
    return {
        **BASE,
        "network": places(areas),
        "stations": {"desk": {"servers": 9, "tier": "township"}},
        "services": {f"s{n}": service for n in range(services)},
        "experiment": {"window_days": 1, "follow_up_days": 30, "replications": 1},
    }


def scheduled(calendars, days):
    """Calendars of 48 windows a day, all different."""
    hours = [f"{hour:02d}:{minute:02d}-{hour:02d}:{minute + 20:02d}" for hour in range(24) for minute in (0, 30)]
    known = {f"c{n}": {"hours": [*hours[:47], f"23:30-23:{31 + n % 29}"], "levels": None} for n in range(calendars)}
    return {
        **BASE,
        "calendars": known,
        "stations": {f"d{n}": {"servers": 1, "calendar": f"c{n}"} for n in range(calendars)},
        "processes": {"p": [*({"queue": {"station": f"d{n}", "time": 1}} for n in range(calendars)), "close"]},
        "experiment": {"window_days": days, "replications": 1},
    }


def looped(*steps, **processes):
    return {**demand(10, window_days=10), "processes": {"p": list(steps), **processes}}


def back(chance, **more):
    return {"check": {"name": "again", "chance": chance, **(more or {"then": [{"goto": "x"}]})}}


def zero_wait(milliseconds=0.0):
    return {"label": "x", "wait": {"kind": "home", "time": {"law": "constant", "value": milliseconds, "unit": "ms"}}}


LABELLED = {"label": "x", **CHARGE}
ENDLESS = {
    "goto": looped(zero_wait(), back(0.999999999999), "close"),
    "goto within the last bit of 1": looped(zero_wait(), back(0.9999999999999999), "close"),
    "a ring through two processes": looped(
        CHARGE, back(0.999999999999, then=[{"follow": "q"}]), "close", q=[CHARGE, {"follow": "p"}]
    ),
    "a goto around a bounded check": looped(
        LABELLED, back(0.999999999, back_to="x", at_most=10_000),
        {"check": {"name": "once_more", "chance": 0.999999999, "then": [{"goto": "x"}]}}, "close",
    ),
    "a bounded check that goes on to where it goes back": looped(
        LABELLED, {"check": {"name": "enough", "chance": 1e-9, "then": ["close"]}},
        back(0.5, back_to="x", at_most=3), {"goto": "x"},
    ),
    "a wait of less than a millisecond": looped(zero_wait(0.01), back(0.999999999999), "close"),
    "one segment only": looped(
        LABELLED,
        {"check": {"name": "who", "by": "segment", "branches": {"over60_rural": [back(0.99999999)]}}},
        "close",
    ),
}  # fmt: skip
ENDING = {
    "a bounded check that always goes back": looped(LABELLED, back(1, back_to="x", at_most=10_000), "close"),
    "bounded checks within each other": looped(
        LABELLED, back(1, back_to="x", at_most=10_000),
        {"check": {"name": "outer", "chance": 1, "back_to": "x", "at_most": 10_000}}, "close",
    ),
    "a closed system, whose loop takes a minute": looped(
        {"label": "x", "queue": {"station": "desk", "time": 1}}, back(0.999999999999), "close"
    ),
    "reopened a hundred times": looped(
        LABELLED, {"close": {"hollow": 1, "reopen": {"chance": 1, "after": 0, "back_to": "x", "at_most": 100}}}
    ),
    "thrown a thousand times": looped(zero_wait(), back(0.999), "close"),
}  # fmt: skip
TOO_LARGE = {
    "a huge rate and a tiny window": demand(1e8, window_days=1e-8, follow_up_days=0.1),
    "a huge rate and no time to work it off": demand(1e7, window_days=0.1),
    "a backlog at many origins": backlog(1_000_000, 40),
    "calendars of 48 windows": scheduled(64, 3650),
    "services by areas": grouped(256, 1_000),
    "forks": forked(400_000),
    "waits that outlast the run": waiting(700_000),
}
SMALL_ENOUGH = {
    "a huge rate for a millisecond": demand(1e8, window_days=1e-8),
    "many cases that are soon done": {**demand(900_000), "stations": {"desk": {"servers": 100_000}}},
    "many who give up": {
        **demand(900_000),
        "processes": {"p": [{"queue": {"station": "desk", "time": 10, "patience": 60}}, "close"]},
    },
    "many before a room for few": {**demand(900_000), "stations": {"desk": {"servers": 1, "room": 50}}},
}
