"""Settings that worlds seldom need, laid over a made-up one: luck shared between verbs, parts of a network, other demand."""

from hypothesis import strategies as st

from tests.helpers.generated.times import one_in
from tests.helpers.generated.worlds import mappings, worlds

# Names that other steps draw under.
DRAWS = ("service", "other", "half", "lot", "hollow", "fork", "together")
END = "end"


@st.composite
def rare_worlds(draw):
    """A world of which many a setting is one that ``worlds`` leaves as it comes."""
    tree = draw(worlds())
    tree["processes"]["short"][-1]["label"] = END
    for step in list(mappings(tree["processes"])):
        _rare_step(draw, step)
    _part_of_network(draw, tree["network"])
    _other_demand(draw, tree["services"]["streamed"])
    shares = st.sampled_from([0, 0.3, 1])
    tree["policy"]["ceilings"] = {"under60_urban": draw(shares), "over60_rural": draw(shares)}
    tree["costs"]["value_of_time_urban"] = draw(st.sampled_from([0, 33.333]))
    _other_staff(draw, tree)
    return tree


def _other_staff(draw, tree):
    payers = st.sampled_from(["institution", "treasury", "volunteer"])
    tree["costs"]["staff"] = {
        "clerk": {"wage": draw(st.sampled_from([0, 12.345])), "payer": draw(payers)},
        "grid_worker": {"wage": 7.77, "payer": draw(payers)},
    }
    for station in tree["stations"].values():
        station["paid"] = draw(st.sampled_from(["posts", "minutes"]))


def _rare_step(draw, step):
    for verb in ("travel", "relay", "wait", "close"):
        if verb in step and draw(st.booleans()):
            step[verb]["draw"] = draw(st.sampled_from(DRAWS))
    if step.get("follow") == "short" and draw(st.booleans()):
        step["at"] = END
    if "departments" in step and one_in(draw, 3):
        step["count"] = draw(st.integers(1, len(step["departments"])))
    if isinstance(step.get("priority"), int) and draw(st.booleans()):
        step["priority"] = 15


def _part_of_network(draw, network):
    """Only what lies within a county is simulated, where counties or what lies below them are simulated whole."""
    counties = [node["code"] for node in network["nodes"] if node["tier"] == "county"]
    if len(counties) > 1 and network.get("areas") != "province" and draw(st.booleans()):
        network["within"] = draw(st.sampled_from(counties))
        network["unselected"] = draw(st.sampled_from(["cases", "share"]))


def _other_demand(draw, service):
    service["platform"] |= {"access": draw(st.sampled_from(["county", "required"])), "wait_minutes": {"county": 30}}
    demand = service["demand"]
    if draw(st.booleans()):
        demand["per_100k_per_day"], demand["share"] = 6 * demand.pop("per_day"), 0.5
    if draw(st.booleans()):
        demand["group_size"] = {"1": 9, "40": 1}
