"""Steps of a process: every verb with every setting, on the main line and within a fork or serial."""

from hypothesis import strategies as st

from tests.helpers.generated.hours import CALENDARS, URGENCIES
from tests.helpers.generated.places import TIER_OF, TIERS
from tests.helpers.generated.times import FEW, MINUTES, durations, one_in, some

CLOCKS = ("reply", "finish", "third")
SERVICES = ("long", "short", "streamed", "plain")
SEGMENTS = ("under60_urban", "under60_rural", "over60_urban", "over60_rural")
# Attributes that a world declares.
ATTRIBUTES = {"kind": {"plain": 1, "odd": 2, "none": 0}, "age": {"new": 1}}
VALUES = {
    **{name: tuple(values) for name, values in ATTRIBUTES.items()},
    "requires": TIERS,
    "urgency": URGENCIES,
    "segment": SEGMENTS,
    "service": SERVICES,
}
# Meetings so close to each other that many a case comes at the very instant of one; the last are spread by node.
MEETINGS = (
    {"every_days": 10 / 1440},
    {"every_days": 5 / 1440, "offset_days": 3 / 1440},
    {"every_days": 1 / 16},
    {"every_days": 30 / 1440, "at": "county"},
)
FINDERS = ("citizen", "patrol", "sensor")
BY_TIER = {"township": "desk", "county": "upper", "province": "summit"}
LINE_OF_SETS = (["desk", "ward"], ["ward", "upper", "desk"], ["desk", "upper", "summit", "ward"])


class Scene:
    """What steps must know of the world they stand in: which stations have a room, and whether this is a branch."""

    def __init__(self, draw, rooms, in_branch=False):
        self.draw = draw
        self.rooms = rooms
        self.in_branch = in_branch

    def within_branch(self):
        """The same world, seen from a branch."""
        return Scene(self.draw, self.rooms, in_branch=True)


def redial(scene, end):
    """Come again a few times after a while, then give it up; a department that cannot wait for that drops out."""
    if scene.in_branch:
        return [{"wait": {"kind": "home", "time": scene.draw(MINUTES)}}]
    back = {"name": "redial", "chance": 0.8, "back_to": "first", "at_most": 3}
    return [{"wait": {"kind": "home", "time": scene.draw(FEW)}}, {"check": back}, {"leave": {"end": end}}]


def queue(scene, at=None):
    """A visit to a station, to the department's, or to that of the tier required."""
    draw = scene.draw
    station = at or draw(st.sampled_from([*TIER_OF, "desk", "ward"]))
    step = {"station": station, "time": draw(durations()), "draw": draw(st.sampled_from(["service", "other"]))}
    if at is None and one_in(draw, 8):
        step["station"] = dict(list(BY_TIER.items())[: draw(st.integers(1, 3))])
    if draw(st.booleans()):
        step["patience"] = draw(durations())
        if draw(st.booleans()):
            step["on_renege"] = redial(scene, "reneged")
    who = draw(st.sampled_from(["file", "file", "by_phone", None]))
    if who is not None:
        step[who] = True
    step["accepts"] = some(draw, CLOCKS)
    if one_in(draw, 5):
        step["priority"] = draw(st.integers(0, 3)) if draw(st.booleans()) else priority(scene)
    if has_room(scene, step["station"]) and draw(st.booleans()):
        step["on_full"] = redial(scene, "refused")
    return {"queue": step}


def priority(scene):
    """A class of the waiting list by a value of the case; others have one of their own, or that of the urgency."""
    by = scene.draw(st.sampled_from(list(VALUES)))
    classes = {value: scene.draw(st.integers(0, 2)) for value in some(scene.draw, VALUES[by], least=1)}
    return {"by": by, "classes": classes, **({"otherwise": 1} if scene.draw(st.booleans()) else {})}


def has_room(scene, station):
    """Whether every station of the visit may be full."""
    if station == "department":
        return bool(scene.rooms)
    return all(name in scene.rooms for name in (station.values() if isinstance(station, dict) else [station]))


def appointment(scene, stations):
    """A slot of one of these stations, perhaps a way there, and being received by appointment."""
    draw = scene.draw
    station = draw(st.sampled_from(stations))
    book = {"station": station, "within_days": draw(st.sampled_from([1 / 48, 1 / 8, 2]))}
    if draw(st.booleans()):
        book["lead"] = draw(durations())
    book["no_show"] = draw(st.sampled_from([0, 0.5]))
    for aside_of in ("on_no_show", "on_full"):
        if draw(st.booleans()):
            book[aside_of] = redial(scene, "refused")
    come = queue(scene, station)
    come["queue"] = {key: value for key, value in come["queue"].items() if key not in ("file", "priority")}
    come["queue"]["appointed"] = True
    return [{"appoint": book}, *([travel(scene)] if draw(st.booleans()) else []), come]


def holding(scene):
    """Two visits, of which the first keeps its server until there is room for the second; in an order without circles."""
    stations = list(TIER_OF)
    after = scene.draw(st.sampled_from([name for name in stations[1:] if name in scene.rooms]))
    before = scene.draw(st.sampled_from(stations[: stations.index(after)]))
    first, second = queue(scene, before), queue(scene, after)
    first["queue"]["holds_server"] = True
    for step in (first, second):
        step["queue"] = {key: value for key, value in step["queue"].items() if key != "priority"}
    return [first, second]


def meet(scene):
    """A meeting."""
    return {"meet": scene.draw(st.sampled_from(MEETINGS))}


def travel(scene):
    """A way: of a stated time, to a tier along the network's routes, or to the tier required."""
    draw = scene.draw
    way = draw(st.sampled_from([{"time": 7}, {"time": 3, "fare": 1.5}, *({"to": t} for t in (*TIERS, "required"))]))
    arrive = "anytime" if one_in(draw, 4) else "open"
    return {"travel": {**way, "returns": draw(st.booleans()), "delays": draw(st.booleans()), "arrive": arrive}}


def delay(scene):
    """A relay or a wait, by the wall clock or in a calendar."""
    draw = scene.draw
    verb = draw(st.sampled_from(["relay", "wait"]))
    step = {"time": draw(durations())}
    if draw(st.booleans()):
        step["calendar"] = draw(st.sampled_from(CALENDARS))
    if verb == "wait" and "calendar" in step and one_in(draw, 2):
        del step["time"]
        step["until"] = "next_opening_day"
    if verb == "wait":
        step["kind"] = draw(st.sampled_from(["home", "rework", "discover", "match", "closed", "queue", "service"]))
        if step["kind"] == "discover":
            step["finds"] = draw(st.sampled_from(FINDERS))
    elif draw(st.booleans()):
        step["to"] = draw(st.sampled_from(TIERS))
    return {verb: step}


def clock(scene):
    """Start or stop a clock."""
    return {"clock": {scene.draw(st.sampled_from(["start", "stop"])): scene.draw(st.sampled_from(CLOCKS))}}


def charge(scene):
    """A fee, partly reimbursed, and an operating cost."""
    cents = scene.draw(st.sampled_from([1.0, 1.003, 7.777]))
    return {"charge": {"fee": cents, "reimbursed": scene.draw(st.sampled_from([0, 0.5, 0.33])), "operation": 0.2}}


def finding(draw):
    """Who finds a need, if anybody: the first step of a process that no given case enters."""
    found = {finder: [{"wait": {"kind": "discover", "time": draw(FEW), "finds": finder}}] for finder in FINDERS}
    weights = {"patrol": 2, "sensor": 1, "citizen": 2, "nobody": draw(st.sampled_from([0, 1, 3]))}
    nobody = {"nobody": [{"leave": {"end": "never_filed"}}]}
    return {"check": {"name": "found", "weights": weights, "branches": {**found, **nobody}}}


def check(scene):
    """A chance, perhaps of a station's load, the platform's outage, an attribute, or weights."""
    draw = scene.draw
    kind = draw(
        st.sampled_from(["chance", "load", "load", "outage", "by", "by", "weights", "shortest", "number", "number"])
    )
    step = {"name": draw(st.sampled_from(["half", "lot"]))}
    if kind == "by":
        attribute = draw(st.sampled_from(list(VALUES)))
        return {"check": {**step, "by": attribute, "branches": branches(scene, some(draw, VALUES[attribute], least=1))}}
    if kind == "weights":
        names = ["left", "right", "middle"][: draw(st.integers(1, 3))]
        weights = {name: number for number, name in enumerate(names, start=1)}
        return {"check": {**step, "weights": weights, "branches": branches(scene, names)}}
    if kind == "shortest":
        stations = draw(st.permutations(list(TIER_OF)))[: draw(st.integers(1, 3))]
        return {"check": {**step, "shortest_of": {s: s for s in stations}, "branches": branches(scene, stations)}}
    if kind == "outage":
        step["outage"] = True
    elif kind == "number":
        rule = draw(st.sampled_from(["chance_by_waiting", "chance_by_present"]))
        step[rule] = draw(st.lists(st.sampled_from([0, 0.5, 1]), min_size=1, max_size=4))
        step["station"] = draw(st.sampled_from(list(TIER_OF)))
    else:
        step["chance"] = draw(st.sampled_from([0.2, 0.5, 1]))
        if one_in(draw, 3):
            step["under_pressure"] = draw(st.sampled_from([0, 0.4, 1]))
    if kind == "load":
        step["load_of"] = draw(st.sampled_from(list(TIER_OF)))
    return {"check": {**step, **sides(scene)}}


def sides(scene):
    """What follows where a check holds and where it does not; it may lead back."""
    if one_in(scene.draw, 3):
        return counted(scene)
    if not scene.in_branch and one_in(scene.draw, 3):
        return {"back_to": "first", "at_most": scene.draw(st.integers(1, 2))}
    return {"then": [aside(scene)], "otherwise": [aside(scene)] if scene.draw(st.booleans()) else []}


def counted(scene):
    """A check that shares the counter of its case with others; so many of them that the bound is often reached."""
    led_back = not scene.in_branch and scene.draw(st.booleans())
    step = {"counter": "bounces", **({"back_to": "first"} if led_back else {"then": [aside(scene)]})}
    if scene.draw(st.booleans()):
        # Led back to the first step, a case comes to the bound again, where its steps are walked no more.
        again = not scene.in_branch and scene.draw(st.booleans())
        step["at_bound"] = [{"goto": "first"} if again else aside(scene)]
    return step


def branches(scene, names):
    """A step for each of the names; some leave or jump to the end."""
    return {name: [aside(scene)] if scene.draw(st.booleans()) else [] for name in names}


def aside(scene):
    """One plain step, or an end."""
    if not scene.in_branch and one_in(scene.draw, 4):
        return scene.draw(st.sampled_from([{"leave": {"end": "lost"}}, {"goto": "last"}, {"follow": "short"}]))
    return scene.draw(st.sampled_from([queue, delay, delay, travel, charge, clock, meet]))(scene)


def assemble(scene):
    """A rendezvous of departments."""
    draw = scene.draw
    step = {**departments(scene, "together"), "arrival": draw(durations()), "work": draw(durations())}
    return {"assemble": {**step, "accepts": some(draw, CLOCKS)}}


def departments(scene, name):
    """A set of departments, of which some may be drawn."""
    members = scene.draw(st.sampled_from(LINE_OF_SETS))
    step = {"departments": list(scene.draw(st.permutations(members))), "name": name}
    if one_in(scene.draw, 3):  # alike, unlike, or so unlike that one hardly ever comes first
        weights = scene.draw(st.sampled_from([(1, 1, 1, 1), (1, 2, 3, 4), (1e-6, 1, 1e6, 1)]))
        step["departments"] = dict(zip(step["departments"], weights, strict=False))
    if scene.draw(st.booleans()):
        step["count"] = {str(n): 1 for n in range(1, len(members) + 1)}
    return step


def divide(scene):
    """A fork or a serial; within it a visit and something more, which may be a rendezvous."""
    draw, inside = scene.draw, scene.within_branch()
    verb = draw(st.sampled_from(["fork", "fork", "serial"]))
    step = departments(scene, verb)
    within = [queue(inside, "department")]
    if draw(st.booleans()):
        within.append(
            draw(st.sampled_from([assemble, assemble, assemble, delay, check, meet, travel, clock, queue]))(inside)
        )
    step["steps"] = list(draw(st.permutations(within)))
    if one_in(draw, 3):
        own = some(draw, list(step["departments"]), least=1)
        step["steps_of"] = {
            name: [draw(st.sampled_from([queue, delay, meet]))(inside), queue(inside, "department")] for name in own
        }
        if set(own) == set(step["departments"]):
            del step["steps"]
    if verb == "fork" and draw(st.booleans()):
        step["overhead"] = draw(durations())
        if draw(st.booleans()):
            step["overhead_calendar"] = draw(st.sampled_from(CALENDARS))
    return {verb: step}


ON_THE_MAIN_LINE = (
    *(queue, queue, queue, divide, divide, divide, assemble),
    *(check, check, check, check, delay, meet, travel, charge, clock),
)


def main_line(scene, most):
    """A few steps of the main line."""
    return [scene.draw(st.sampled_from(ON_THE_MAIN_LINE))(scene) for _ in range(scene.draw(st.integers(2, most)))]
