"""The names of a scenario by what they stand for, and unsuitable ones in their place."""

import random
from collections.abc import Iterator
from typing import Any

Tree = dict[str, Any]
SECTIONS = ("stations", "processes", "services", "calendars", "profiles", "clocks", "parameters")
UNSUITABLE = ("nobody", "", " ", "x" * 70, "1a", "a b", "河", "department", "required", "=nobody", "none", "site")
# What the name in a field stands for.
MEANT = {
    **dict.fromkeys(("station", "departments", "load_of", "escalates_to"), "stations"),
    **dict.fromkeys(("calendar", "overhead_calendar", "within"), "calendars"),
    **dict.fromkeys(("process", "follow"), "processes"),
    **dict.fromkeys(("back_to", "goto", "at", "label"), "labels"),
    **dict.fromkeys(("start", "stop", "accepts"), "clocks"),
    **dict.fromkeys(("to", "access", "tier", "requires", "wait_minutes", "catchment_minutes", "tiers"), "tiers"),
    **dict.fromkeys(("code", "parent", "source", "target", "origin", "nodes"), "codes"),
    **dict.fromkeys(("urgency", "urgencies", "by_urgency"), "urgencies"),
    **dict.fromkeys(("draw", "name"), "draws"),
    "staff": "kinds of staff",
    "profile": "profiles",
}


class Names:
    """Names in a tree, by kind."""

    def __init__(self, tree: Tree) -> None:
        self.by_kind: dict[str, list[str]] = {name: _keys(tree.get(name)) for name in SECTIONS}
        network = tree.get("network") or {}
        nodes = [node for node in network.get("nodes") or [] if isinstance(node, dict)]
        self.by_kind["codes"] = [str(node["code"]) for node in nodes if "code" in node]
        tiers = network.get("tiers") or dict.fromkeys(str(node["tier"]) for node in nodes if "tier" in node)
        self.by_kind["tiers"] = list(map(str, tiers)) or ["province", "prefecture", "county", "township"]
        self.by_kind["urgencies"] = list(map(str, tree.get("urgencies") or []))
        self.by_kind["kinds of staff"] = _keys((tree.get("costs") or {}).get("staff"))
        said = list(_said(tree.get("processes")))
        self.by_kind["labels"] = list(dict.fromkeys(name for field, name in said if field == "label"))
        self.by_kind["draws"] = list(dict.fromkeys(name for field, name in said if field in ("draw", "name")))
        self.all = sorted({name for names in self.by_kind.values() for name in names})

    def known(self, field: str) -> list[str]:
        """Names of what a field speaks of; all where it is not known of what."""
        return self.by_kind.get(MEANT.get(field, ""), []) or self.all or ["nobody"]

    def drawn(self, rng: random.Random, field: str) -> str:
        """A name for a field: mostly of the right kind, else of another, else of none."""
        chance = rng.random()
        if chance < 0.84:
            return rng.choice(self.known(field))
        return rng.choice(self.all or UNSUITABLE) if chance < 0.92 else rng.choice(UNSUITABLE)


def _keys(section: Any) -> list[str]:
    return list(map(str, section)) if isinstance(section, dict) else []


def _said(node: Any) -> Iterator[tuple[str, str]]:
    """Every text in the steps, with the field that holds it."""
    for field, value in node.items() if isinstance(node, dict) else ():
        if isinstance(value, str):
            yield str(field), value
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _said(inner)
