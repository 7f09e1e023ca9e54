"""Rules that nodes and edges obey together: one small function per rule, every fault listed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple, TypeVar

from sinksim.core.wording import named, near, shown
from sinksim.scenarios.nodes import Edge, Node

# Tiers with a known place on the ladder; any other name finds its place from the parents.
KNOWN_RANK = {
    "nation": 0,
    "province": 1,
    "prefecture": 2,
    "city": 2,
    "county": 3,
    "district": 3,
    "township": 4,
    "street": 4,
    "community": 5,
    "village": 5,
    "grid": 6,
    "site": 7,
}


# Comparing a name with more names than these takes longer than the hint is worth.
MOST_COMPARED = 5000


T = TypeVar("T")


class Fault(NamedTuple):
    """One broken rule: the list (nodes, edges, tiers), the position in it, the column, the value, what is allowed."""

    table: str
    position: int
    column: str
    value: object
    allowed: str
    known: frozenset[str] = frozenset()  # names of which one may be meant

    @property
    def path(self) -> str:
        """Where it is, as a dotted path."""
        return f"{self.table}.{self.position}" + (f".{self.column}" if self.column else "")

    def sentence(self, where: str) -> str:
        """The fault as one sentence that begins with ``where``."""
        meant = f" ({near(str(self.value), self.known)})" if 0 < len(self.known) <= MOST_COMPARED else ""
        return f"{where} is {shown(self.value)}; allowed: {self.allowed}{meant}"


def listed(faults: Sequence[T], most: int = 20, sentence: Callable[[T], str] = str) -> list[str]:
    """The first ``most`` faults as sentences, made by ``sentence``, and then how many more there are."""
    rest = len(faults) - most
    # Only what is told is worded: a hint compares a name with all known ones.
    return [*map(sentence, faults[:most]), *([f"... and {rest} more"] if rest > 0 else [])]


def structure_faults(nodes: Sequence[Node], edges: Sequence[Edge], tiers: Sequence[str]) -> list[Fault]:
    """Every fault of the nodes and edges against each other and the tiers (top to bottom), nodes first."""
    faults = [
        *_repeated_codes(nodes),
        *_unknown_tiers(nodes, tiers),
        *_empty_tiers(nodes, tiers),
        *_unknown_parents(nodes),
    ]
    faults += [*_unknown_ends(nodes, edges), *_loops(edges), *_repeated_edges(edges), *_second_parents(nodes, edges)]
    circles = list(_circles(nodes, edges))
    # In a circle some tier is always in the wrong order, which would be told beside its cause.
    return faults + (circles or list(_not_below(nodes, edges, tiers)))


def parents_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[str, str]:
    """Code of each node's parent, from its own column or from an edge that administers it."""
    stated = {e.target: e.source for e in edges if e.relation == "administers"}
    return stated | {n.code: n.parent for n in nodes if n.parent is not None}


def inferred_tiers(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[str, ...]:
    """Tiers from top to bottom: by the usual ladder where every name is on it, else by who administers whom."""
    tiers = tuple(dict.fromkeys(n.tier for n in nodes))
    ranks = [KNOWN_RANK[t] for t in tiers if t in KNOWN_RANK]
    if tiers and len(set(ranks)) == len(tiers):
        return tuple(sorted(tiers, key=KNOWN_RANK.__getitem__))
    tier_of = {n.code: n.tier for n in nodes}
    above: dict[str, list[str]] = {t: [] for t in tiers}
    for child, parent in parents_of(nodes, edges).items():
        if child in tier_of and parent in tier_of:
            above[tier_of[child]].append(tier_of[parent])
    try:
        return tuple(TopologicalSorter(above).static_order())
    except CycleError:
        return tiers  # no order fits: the tier rule then names the rows that contradict each other


def area_tier_of(tiers: Sequence[str]) -> str:
    """The tier whose trees are kept whole and reported as areas: county, else the second-lowest, else the only one."""
    if "county" in tiers:
        return "county"
    return tiers[-2] if len(tiers) > 1 else tiers[-1]


def _repeated_codes(nodes: Sequence[Node]) -> Iterator[Fault]:
    """Every code is given to one node only."""
    seen: set[str] = set()
    for i, node in enumerate(nodes):
        if node.code in seen:
            yield Fault("nodes", i, "code", node.code, "each code once")
        seen.add(node.code)


def _unknown_tiers(nodes: Sequence[Node], tiers: Sequence[str]) -> Iterator[Fault]:
    """Every node stands on a declared tier."""
    for i, node in enumerate(nodes):
        if node.tier not in tiers:
            yield Fault("nodes", i, "tier", node.tier, f"one of {named(tiers)}")


def _empty_tiers(nodes: Sequence[Node], tiers: Sequence[str]) -> Iterator[Fault]:
    """Every declared tier has a node."""
    taken = {n.tier for n in nodes}
    for i, tier in enumerate(tiers):
        if tier not in taken:
            yield Fault("tiers", i, "", tier, "a tier on which at least one node stands")


def _unknown_parents(nodes: Sequence[Node]) -> Iterator[Fault]:
    """Every parent is a node."""
    codes = frozenset(n.code for n in nodes)
    for i, node in enumerate(nodes):
        if node.parent is not None and node.parent not in codes:
            yield Fault("nodes", i, "parent", node.parent, "the code of a node or blank", codes)


def _unknown_ends(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[Fault]:
    """Both ends of every edge are nodes."""
    codes = frozenset(n.code for n in nodes)
    for i, edge in enumerate(edges):
        for column, code in (("source", edge.source), ("target", edge.target)):
            if code not in codes:
                yield Fault("edges", i, column, code, "the code of a node", codes)


def _loops(edges: Sequence[Edge]) -> Iterator[Fault]:
    """No edge leads back to its own source."""
    for i, edge in enumerate(edges):
        if edge.source == edge.target:
            yield Fault("edges", i, "target", edge.target, "a node other than the source")


def _repeated_edges(edges: Sequence[Edge]) -> Iterator[Fault]:
    """Each relation between two nodes stands once."""
    seen: set[tuple[str, str, str]] = set()
    for i, edge in enumerate(edges):
        key = (edge.source, edge.target, edge.relation)
        if key in seen:
            yield Fault("edges", i, "relation", " ".join(key), "each source, target and relation once")
        seen.add(key)


def _second_parents(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[Fault]:
    """No node has two parents: its ``parent`` column and the edges that administer it agree."""
    stated = {n.code: n.parent for n in nodes if n.parent is not None}
    for i, edge in enumerate(edges):
        if edge.relation == "administers":
            first = stated.setdefault(edge.target, edge.source)
            if first != edge.source:
                yield Fault("edges", i, "source", edge.source, f"{first}, which already administers {edge.target}")


def _circles(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[Fault]:
    """No node stands above itself. Paths upwards stop at nodes that have been walked before (``settled``)."""
    parents = parents_of(nodes, edges)
    settled: set[str] = set()
    for i, node in enumerate(nodes):
        path: dict[str, None] = {}
        code: str | None = node.code
        while code is not None and code not in settled and code not in path:
            path[code] = None
            code = parents.get(code)
        if code in path:
            yield Fault("nodes", i, "parent", parents[node.code], "a tree: this node comes to lie above itself")
        settled.update(path)


def _not_below(nodes: Sequence[Node], edges: Sequence[Edge], tiers: Sequence[str]) -> Iterator[Fault]:
    """Every node stands on a lower tier than its parent."""
    rank = {tier: r for r, tier in enumerate(tiers)}
    tier_of = {n.code: n.tier for n in nodes}
    parents = parents_of(nodes, edges)
    for i, node in enumerate(nodes):
        upper = tier_of.get(parents.get(node.code, ""))
        if upper in rank and node.tier in rank and rank[node.tier] <= rank[upper]:
            allowed = f"a tier below {upper}, the tier of its parent {parents[node.code]} ({named(tiers)})"
            yield Fault("nodes", i, "tier", node.tier, allowed)
