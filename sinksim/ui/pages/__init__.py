"""The pages by name: one line each, in the order of the navigation.

A page is a module ``sinksim.ui.pages.NAME`` with ``page(t, setting)``, imported when it is first opened; its title is the
text ``nav.NAME`` of the catalogues. It stays thin: numbers come from ``experiments`` through ``sinksim.ui.lab``, pictures
from ``sinksim.charts``, parts that several pages have from ``sinksim.ui.pieces``.
"""

from typing import NamedTuple


class Listed(NamedTuple):
    """A page in the navigation: name of its module, icon, heading under which it stands."""

    name: str
    icon: str
    group: str


PAGES = (
    Listed("compare", "compare_arrows", "look"),
    Listed("map", "map", "look"),
    Listed("network", "account_tree", "look"),
    Listed("process", "schema", "look"),
    Listed("twin", "people", "look"),
    Listed("explain", "waterfall_chart", "look"),
    Listed("data", "folder_open", "own"),
    Listed("about", "info", "trust"),
    Listed("verify", "rule", "trust"),
)
"""The first page is the home page."""
