"""Networks of stations: in a row, with feedback, with referral over four tiers. Rates per minute, times in minutes."""

from sinksim.verification.systems.figures import mean_count, mean_sojourn, mean_time, mean_wait, wait_at
from sinksim.verification.systems.system import System
from sinksim.verification.theory import blocking
from sinksim.verification.theory import networks as theory
from sinksim.verification.theory.networks import NetworkMeans

VILLAGES, TOWNSHIPS, COUNTIES = 8, 4, 2
PER_VILLAGE = 0.02


def networks() -> tuple[System, ...]:
    """Open networks of queues."""
    return (_tandem(), _blocking_tandem(), _feedback(), _referral_tiers())


def _wait(means: NetworkMeans, node: int) -> float:
    """Mean wait at a node [min]; 0 at one to which nobody comes."""
    found = means.nodes[node]
    return found.wait if found is not None else 0.0


def _tandem() -> System:
    """Three stations in a row: 0.07 customers a minute, one, two and one server, 10, 18 and 8 minutes on average."""
    means = theory.tandem(0.07, [1 / 10, 1 / 18, 1 / 8], [1, 2, 1])
    figures = [wait_at(name, _wait(means, i)) for i, name in enumerate(("reception", "review", "issue"))]
    return System("tandem", load=0.70, figures=(*figures, mean_sojourn(means.sojourn)))


def _blocking_tandem() -> System:
    """Two stations in a row without room between them: 0.05 customers a minute, 10 minutes on average at each."""
    means = blocking.tandem_without_room(0.05, 1 / 10, 1 / 10)
    return System("blocking_tandem", load=means.load, figures=(mean_wait(means.wait), mean_sojourn(means.sojourn)))


def _feedback() -> System:
    """One server to which 30 % of the customers return: 1/0.7 visits on average of 10 minutes, 0.05 customers a minute."""
    sojourn = theory.feedback_sojourn(0.05, service_rate=1 / 10, p_return=0.3)
    visits = 1 / 0.7
    figures = (
        mean_sojourn(sojourn),
        mean_wait(sojourn - 10 * visits),
        mean_count("visits a case", visits, "visits"),
    )
    return System("feedback", load=0.05 * 10 * visits, figures=figures)


def _referral_tiers() -> System:
    """Referral up and down four tiers, with travel on the way up of 10, 20 and 40 minutes."""
    means = _ladder()
    # The trips to a tier are the visits of the tier below times the chance to be referred up from there (0.6, 0.5, 0.4).
    # A patient sets out from home every time: the way to a tier is that to all tiers up to it.
    village, township, county = (sum(means.visits[i] for i in nodes) for nodes in _tiers()[:3])
    travel = 0.6 * village * 10 + 0.5 * township * (10 + 20) + 0.4 * county * (10 + 20 + 40)
    stations = ("clinic", "centre", "county_hospital", "province_hospital")
    # All places of a tier are alike: the first stands for them.
    waits = [wait_at(name, _wait(means, nodes[0])) for name, nodes in zip(stations, _tiers(), strict=True)]
    figures = (
        *waits,
        mean_time("mean time travelling", travel, ("time_travel",)),
        mean_sojourn(means.sojourn + travel),
    )
    return System("referral_tiers", max(node.utilisation for node in means.nodes if node), figures)


def _tiers() -> list[range]:
    """Positions of the nodes of each tier, villages first; the province is a single node, the last."""
    firsts = [0, VILLAGES, VILLAGES + TOWNSHIPS, VILLAGES + TOWNSHIPS + COUNTIES]
    return [range(a, b) for a, b in zip(firsts, [*firsts[1:], firsts[-1] + 1], strict=True)]


def _ladder() -> NetworkMeans:
    """All fifteen nodes; who is sent down (with chance 0.2; 0.5 from the province) goes to either place below alike.

    In truth everybody is sent down to the own place: the rates are the same by symmetry, and with one exponential law
    at each station, first come first served, so are the means. Source: Kelly (1975). Travel is a station without
    waiting and changes neither.
    """
    size = VILLAGES + TOWNSHIPS + COUNTIES + 1
    routing = [[0.0] * size for _ in range(size)]
    villages, townships, counties, (province,) = _tiers()
    for i in villages:
        routing[i][townships[i // 2]] = 0.6
    for i, node in enumerate(townships):
        routing[node][counties[i // 2]] = 0.5
        routing[node][villages[2 * i]] = routing[node][villages[2 * i + 1]] = 0.1
    for i, node in enumerate(counties):
        routing[node][province] = 0.4
        routing[node][townships[2 * i]] = routing[node][townships[2 * i + 1]] = 0.1
        routing[province][node] = 0.25
    outside = [PER_VILLAGE] * VILLAGES + [0.0] * (size - VILLAGES)
    services = [1 / 25] * VILLAGES + [1 / 17] * TOWNSHIPS + [1 / 24] * COUNTIES + [1 / 13]
    servers = [1] * VILLAGES + [1] * TOWNSHIPS + [2] * COUNTIES + [1]
    return theory.jackson(outside, routing, services, servers)
