"""Networks and stations: one to three counties, of which a part may be simulated; what is shared above them."""

from hypothesis import strategies as st

from tests.helpers.generated.hours import CALENDARS
from tests.helpers.generated.times import one_in

COUNTIES = ("ash", "birch", "cedar")
# Below the county: desk and ward; at the county: upper; shared by all: summit.
TIER_OF = {"desk": "township", "ward": "township", "upper": "county", "summit": "province"}
ABOVE = {"desk": "upper", "ward": "summit", "upper": "summit", "summit": None}
TIERS = ("province", "county", "township")


@st.composite
def networks(draw):
    """A province with its counties, a township each, and the ways between them."""
    counties = COUNTIES[: draw(st.sampled_from([1, 1, 2, 3]))]
    nodes, edges = [{"code": "top", "tier": "province", "population": 90_000}], []
    for number, county in enumerate(counties):
        people = {"population": 30_000 + 1_000 * number, "rural_share": 0.6, "share_60plus": 0.3}
        nodes.append({"code": county, "tier": "county", "parent": "top", **people})
        people["units"] = {"halls": number + 1}
        site = {"code": f"{county}.site", "tier": "township", "parent": county, **people}
        nodes.append({**site, "local_minutes": 5, "local_fare": 0.5})
        edges.append({"source": site["code"], "target": county, "relation": "refers", "minutes": 10, "fare": 2.5})
        edges.append({"source": county, "target": "top", "relation": "refers", "minutes": 30, "fare": 7})
    scale = draw(st.sampled_from([1, 0.5, 0.2])) if len(counties) > 1 else 1
    network = {"nodes": nodes, "edges": edges, "scale": scale}
    if one_in(draw, 6):
        network["areas"] = draw(st.sampled_from(["province", "township"]))
    return network


@st.composite
def staffing(draw):
    """Servers by people, by units that places have (the province none: one at least), or by place and the same elsewhere."""
    units = draw(st.sampled_from(["halls", "committees", "township"]))
    by_unit = {"per_unit": {"of": units, "each": draw(st.sampled_from([0.4, 1, 2]))}, "at_least": 1}
    by_place = {"by_node": {}, "default": draw(st.integers(1, 2))}
    return draw(st.sampled_from([{"per_100k": draw(st.sampled_from([1, 4])), "at_least": 1}, by_unit, by_place]))


@st.composite
def stations(draw, name):
    """One template: servers, rota, room, interruption, shift end, escalation, wage."""
    station = {"tier": TIER_OF[name], "servers": draw(st.integers(1, 3))}
    if one_in(draw, 6):
        station["servers"] = draw(staffing())
    if not one_in(draw, 5):
        station["staff"] = draw(st.sampled_from(["clerk", "grid_worker"]))
    if draw(st.booleans()):
        station["calendar"] = draw(st.sampled_from(CALENDARS))
        station["shift_end"] = draw(st.sampled_from(["finish", "interrupt"]))
    if one_in(draw, 4):
        station["room"] = draw(st.integers(1, 4))
    station["preemptive"] = draw(st.booleans())
    if one_in(draw, 3):
        station["slots"] = {"every": draw(st.sampled_from([5, 10, 30])), "each": draw(st.integers(1, 2))}
    if ABOVE[name] and not one_in(draw, 4):
        station["escalates_to"] = ABOVE[name]
    return station


@st.composite
def all_stations(draw):
    """All four templates."""
    return {name: draw(stations(name)) for name in TIER_OF}


@st.composite
def risks(draw):
    """Breakdowns of two templates, perhaps of one twice over, and outages of the platform."""
    power = {"station": "desk", "mean_up_hours": 4, "down": draw(st.integers(0, 30))}
    water = {
        "station": draw(st.sampled_from(["desk", "upper"])),
        "mean_up_hours": 6,
        "down": {"law": "exponential", "mean": 20},
    }
    return {
        "breakdowns": {"power": power, "water": water},
        "outage": {"on": draw(st.booleans()), "availability": 0.7, "mttr_hours": 1},
    }
