"""Whole scenarios made up by hypothesis: every verb and rule in small numbers, many things at one instant."""

from hypothesis import strategies as st

from tests.helpers.generated import hours, places, steps
from tests.helpers.generated.times import FEW, MINUTES, UNUSUAL, durations, one_in

# How citizens judge cases; None beside it: nobody is asked.
SATISFACTION = st.fixed_dictionaries(
    {"decay": st.sampled_from([0, 0.5, 20]), "points_a_trip": st.sampled_from([0, 5, 100])}
)


@st.composite
def logs(draw, network, least=0):
    """Given cases at whole minutes, many at the same, some waiting since before the start."""
    sites = [node["code"] for node in network["nodes"] if node["tier"] == "township"]
    arisen = st.one_of(st.sampled_from([0, 10, 20, 40]), st.integers(0, 60), st.integers(-30, 2879))
    case = st.fixed_dictionaries(
        {
            "origin": st.sampled_from(sites),
            "arisen": arisen,
            "urgency": st.sampled_from(hours.URGENCIES),
            "segment": st.integers(0, 3),
        },
        optional={"requires": st.sampled_from(places.TIERS)},
    )
    return draw(st.lists(case, min_size=least, max_size=20))


@st.composite
def main_process(draw, rooms, slotted):
    """A clock, a wait, two to six steps, a loop back, and a closure that may come back."""
    scene = steps.Scene(draw, rooms)
    body = [{"clock": {"start": "reply"}}, {"label": "first", "wait": {"kind": "home", "time": draw(FEW)}}]
    body += steps.main_line(scene, most=6)
    if slotted and draw(st.booleans()):
        body += steps.appointment(scene, slotted)
    if rooms - {"desk"} and draw(st.booleans()):
        body += steps.holding(scene)
    if draw(st.booleans()):
        body.append({"check": {"name": "again", "chance": 0.5, "back_to": "first", "at_most": 2}})
    reopen = {"chance": 0.5, "after": draw(durations()), "back_to": "first", "at_most": draw(st.integers(1, 2))}
    close = {"hollow": draw(st.sampled_from([0, 0.5, 1]))}
    if one_in(draw, 3):
        close["under_pressure"] = draw(st.sampled_from([0, 0.3, 1]))
    if draw(st.booleans()):
        close["reopen"] = reopen
        without_room = [name for name in places.TIER_OF if name not in rooms]
        if without_room and draw(st.booleans()):
            close["callback"] = draw(callbacks(without_room))
    return [*body, {"label": "last", "close": close}]


@st.composite
def callbacks(draw, stations):
    """A callback by one of these stations."""
    chances = st.sampled_from([0, 0.5, 1])
    drawn = {"draw": "other"} if draw(st.booleans()) else {}
    return {
        "station": draw(st.sampled_from(stations)),
        "time": draw(durations()),
        "reach": draw(chances),
        "detect": draw(chances),
        **drawn,
    }


@st.composite
def plain_process(draw):
    """A straight line whose every instant can be counted from the record and the visit (see ``tests/invariants``)."""
    relay = {"time": draw(MINUTES)}
    if draw(st.booleans()):
        relay["calendar"] = draw(st.sampled_from(hours.CALENDARS))
    queue = {
        "station": draw(st.sampled_from(["desk", "ward"])),
        "time": draw(st.integers(1, 15)),
        "draw": "plain",
        "file": draw(st.booleans()),
        "accepts": ["finish"],
    }
    meeting = draw(st.sampled_from(steps.MEETINGS[:3]))
    return [{"clock": {"start": "finish"}}, {"relay": relay}, {"meet": meeting}, {"queue": queue}, {"close": {}}]


@st.composite
def services(draw, network):
    """Recorded cases on every process, a backlog on the way, and streams of needs in both channels."""
    demand = {"per_day": draw(st.sampled_from([0, 5, 40])), "profile": draw(st.sampled_from([None, "day"]))}
    if draw(st.booleans()):
        demand["group_size"] = {"1": 2, "3": 1}
    if one_in(draw, 3):
        demand["interarrival"] = draw(st.sampled_from([7, {"law": "empirical", "values": [0, 1]}, *UNUSUAL]))
    weights = {"urgency": {"red": 1, "yellow": 1, "green": 2}, "requires": {"province": 1, "county": 1, "township": 2}}
    backlog = {"per_origin": draw(st.integers(0, 3)), "waited": draw(MINUTES)}
    backlog |= draw(st.sampled_from([{}, {"at": "first"}, {"at": "last"}]))
    access = draw(st.sampled_from(["township", "required", None]))
    return {
        "long": {
            "traditional": {"process": "main"},
            "expected_hours": draw(st.sampled_from([0.5, 7])),
            "log": draw(logs(network)),
            "backlog": backlog,
        },
        "short": {"traditional": {"process": "short"}, "log": draw(logs(network))},
        "streamed": {
            **weights,
            "traditional": {"process": "main", "access": access, "wait_minutes": {"township": 240}},
            "platform": {"process": draw(st.sampled_from(["short", "found"]))},
            "adopter": draw(st.sampled_from(["citizen", "institution"])),
            "demand": demand,
        },
        "plain": {"traditional": {"process": "plain"}, "log": draw(logs(network, least=4))},
    }


def mappings(node):
    """Every mapping of a tree, from the outside in."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    if isinstance(node, dict):
        yield node
    for value in inside:
        yield from mappings(value)


def _needs_within_hours(tree):
    """Needs arise within a calendar of hours alone."""
    for profile in tree["profiles"].values():
        if "levels" in tree["calendars"].get(profile.get("within"), {}):
            del profile["within"]


def _mind_shut_doors(draw, tree):
    """Where a calendar never opens, people come all the same, or it is open every day: else nobody could set out."""
    shut = [calendar for calendar in tree["calendars"].values() if not hours.opens(calendar, tree["start"])]
    if not shut:
        return
    if draw(st.booleans()):
        for calendar in shut:
            calendar["days"] = "all"
        return
    for step in mappings(tree["processes"]):
        if "travel" in step:
            step["travel"]["arrive"] = "anytime"


@st.composite
def worlds(draw):
    """A whole scenario as a tree."""
    network, stations = draw(places.networks()), draw(places.all_stations())
    rooms = {name for name, station in stations.items() if "room" in station}
    slotted = [name for name, station in stations.items() if "slots" in station]
    short = [steps.queue(steps.Scene(draw, rooms, in_branch=True), "desk"), {"close": {}}]
    short[0]["queue"].pop("on_renege", None), short[0]["queue"].pop("on_full", None)
    found = [steps.finding(draw), {"clock": {"start": "third"}}, {"follow": draw(st.sampled_from(["main", "short"]))}]
    tree = {
        "start": draw(st.sampled_from(hours.STARTS)),
        "network": network,
        "urgencies": list(hours.URGENCIES),
        "calendars": {name: draw(hours.calendars()) for name in hours.CALENDARS},
        "profiles": {"day": draw(hours.profiles())},
        "attributes": {name: {"values": values} for name, values in steps.ATTRIBUTES.items()},
        "counters": {"bounces": {"at_most": draw(st.integers(1, 3))}},
        "clocks": {name: draw(hours.clocks()) for name in steps.CLOCKS},
        "stations": stations,
        "processes": {
            "found": found,
            "main": draw(main_process(rooms, slotted)),
            "short": short,
            "plain": draw(plain_process()),
        },
        "services": draw(services(network)),
        "policy": {
            "adoption": draw(st.sampled_from([0, 0.5, 1])),
            "demand": draw(st.sampled_from([0.5, 1, 1.5, 2.3])),
            "score_weight": draw(st.sampled_from([0, 0.5, 1])),
        },
        "costs": {"filing_sensitivity": 0.005},
        "satisfaction": draw(st.none() | SATISFACTION),
        "experiment": {"window_days": 2, "seed": draw(st.integers(0, 5))},
    }
    if one_in(draw, 4):
        tree["experiment"] |= {"warm_up_days": 1 / 48, "window_days": 0.5, "follow_up_days": 1}
    _mind_shut_doors(draw, tree)
    _needs_within_hours(tree)
    if draw(st.booleans()):
        tree["risks"] = draw(places.risks())
    return tree
