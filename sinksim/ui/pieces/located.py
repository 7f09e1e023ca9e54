"""Where the places of a network stand, kept: most changes of a page leave the network alone."""

from functools import lru_cache

from sinksim.network.geography import Place, places_on_map
from sinksim.network.graph import build_graph
from sinksim.network.outlines import Outline, outlines_around
from sinksim.scenarios.places import Network


def located(network: Network) -> tuple[dict[str, Place], tuple[Outline, ...]]:
    """Places by code and the outlines behind them; which part is simulated makes no difference."""
    return _located(network.model_copy(update={"scale": 1.0, "within": None}))


@lru_cache(maxsize=4)
def _located(network: Network) -> tuple[dict[str, Place], tuple[Outline, ...]]:
    places = places_on_map(build_graph(network))
    return places, outlines_around({place.code: (place.lon, place.lat) for place in places.values()})
