"""Processes as flowcharts in the language of Mermaid, which pages in Markdown draw: one chart a channel."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sinksim.analysis.flowchart import Box, Flowchart, Lane, walk
from sinksim.i18n import Naming
from sinksim.text.escaping import one_line
from sinksim.text.flowchart_words import end_words, lane_words, title_of

CHANNELS = ("traditional", "platform")
JUMPS = ("goto", "follow")  # drawn as lines, not as boxes
ENDS = ("close", "leave")
ELSEWHERE = '[["'  # how the box of a process that is drawn elsewhere begins; labels hold no brackets
ASIDE = ("on_renege", "on_full")
# Characters that mean something to Mermaid, or to the Markdown and the HTML that it reads in labels.
_MARKS = re.compile(r"[\"#&;<>`|\\{}\[\]*~$]")


class Line(NamedTuple):
    """From a node to the next; ``back``: a jump to a label. Lines that have a name are kept apart from one that has none."""

    source: str
    target: str
    back: bool
    named: bool


class Way(NamedTuple):
    """A node from which cases come, and the name of the lane on which they do ("": the only one)."""

    source: str
    name: str = ""


def channel_charts(chart: Flowchart, called: Naming) -> dict[str, str]:
    """A chart for each channel that some service has, by channel; a process that both channels reach is drawn once, in the first.

    In the second chart a box with double sides stands for it.
    """
    charts: dict[str, str] = {}
    drawn: set[str] = set()
    for n, channel in enumerate(CHANNELS):
        services: dict[str, list[str]] = {}
        for service, entry in chart.entry.items():
            process = entry[n]
            if process is not None:
                services.setdefault(process, []).append(service)
        if services:
            reached = dict.fromkeys(name for process in services for name in chart.reached(process))
            new = [name for name in reached if name not in drawn]
            charts[channel] = mermaid(chart, new, services, called)
            drawn |= reached.keys()
    return charts


def mermaid(chart: Flowchart, drawn: Sequence[str], services: Mapping[str, Sequence[str]], called: Naming) -> str:
    """The chart of some processes; ``services``: those that enter, by the process at which they do."""
    drawing = _Drawing(chart, drawn, called)
    for process in drawn:
        drawing.draw(process)
    for process, names in services.items():
        drawing.enter(process, names)
    return "\n".join(drawing.text())


def escaped(text: str) -> str:
    """A text for a label in quotes: lines stay apart, and marks are written by their numbers."""
    lines = (one_line(line) for line in text.split("\n"))
    return "<br/>".join(_MARKS.sub(lambda found: f"#{ord(found.group())};", line) for line in lines)


class _Drawing:
    """Nodes and lines of the processes that are drawn, as they are walked through from above to below."""

    def __init__(self, chart: Flowchart, drawn: Sequence[str], called: Naming) -> None:
        """Give every box a name of its own before the first line is drawn, since jumps lead forwards as well."""
        self.chart, self.called = chart, called
        boxes = [box for name in drawn for box in walk(chart.processes[name]) if box.verb not in JUMPS]
        self.names = {box.path: f"b{n}" for n, box in enumerate(boxes, 1)}
        self.nodes: dict[str, list[str]] = {name: [] for name in drawn}
        self.outside: dict[str, str] = {}  # nodes of no process that is drawn, by name
        self.ends: dict[tuple[str, str], str] = {}
        self.links: dict[tuple[str, str | None], str] = {}
        self.lines: dict[Line, list[str]] = {}
        self.process = ""
        self.in_branch = False

    def text(self) -> Iterator[str]:
        """The chart, line by line."""
        yield "flowchart TD"
        yield from (f"  {node}" for node in self.outside.values())
        boxed = [
            (process, nodes) for process, nodes in self.nodes.items() if nodes
        ]  # some do nothing but follow others
        for n, (process, nodes) in enumerate(boxed, 1):
            yield f'  subgraph p{n}["{escaped(self.called(process))}"]'
            yield from (f"    {node}" for node in nodes)
            yield "  end"
        for line, names in self.lines.items():
            label = f'|"{" / ".join(names)}"|' if line.named else ""
            yield f"  {line.source} {'-.->' if line.back else '-->'}{label} {line.target}"

    def enter(self, process: str, services: Iterable[str]) -> None:
        """The node at which services enter a process."""
        node = f"s{len(self.outside) + 1}"
        target = self.begin(process)
        names = "\n".join(self.called(service) for service in services)
        self.outside[node] = f'{node}(["{escaped(names)}"])'
        self.join([Way(node)], target)

    def draw(self, process: str) -> None:
        """All steps of a process."""
        self.process = process
        self.steps(self.chart.processes[process], [])

    def steps(self, boxes: tuple[Box, ...], ways: list[Way]) -> list[Way]:
        """Draw steps below each other; ``ways`` lead to the first, and what is returned leads to whatever follows the last."""
        for box in boxes:
            if box.verb in JUMPS:
                self.join(ways, self.first_of(self.process, box), back=box.verb == "goto")
                ways = []
                continue
            here = self.names[box.path]
            self.nodes[self.process].append(self.node(here, box))
            self.join(ways, here)
            ways = self.lanes(box, here)
        return ways

    def node(self, name: str, box: Box) -> str:
        """A box; a check has pointed sides, an end round ones."""
        left, right = ("{{", "}}") if box.verb == "check" else ("([", "])") if box.verb in ENDS else ("[", "]")
        return f'{name}{left}"{escaped(title_of(box, self.called))}"{right}'

    def lanes(self, box: Box, here: str) -> list[Way]:
        """Draw the lanes of a box; gives the ways on which cases go on below it.

        What is done once at the bound of a counter is followed by what is done where the check does not hold.
        """
        if box.verb in ENDS:
            return []
        straight_on = not box.lanes or box.lanes[0].kind in ASIDE
        ways, at_bound = [Way(here)] if straight_on else [], list[Way]()
        outer, self.in_branch = self.in_branch, self.in_branch or box.verb in ("fork", "serial")
        for lane in box.lanes:
            entering = [Way(here, escaped(lane_words(box, lane, self.called)))]
            if lane.kind == "at_bound":
                at_bound = self.lane(box, lane, entering)
            else:
                ways += self.lane(box, lane, entering + (at_bound if lane.kind == "otherwise" else []))
        self.in_branch = outer
        return ways

    def lane(self, box: Box, lane: Lane, ways: list[Way]) -> list[Way]:
        """Draw one lane; in a branch a department that gives up drops out, and the case goes on."""
        if lane.target is not None:
            self.join(ways, self.labelled(self.process, lane.target), back=True)
            return []
        if lane.kind in ASIDE and not lane.boxes and not self.in_branch:
            self.join(ways, self.end(end_words(box, lane, self.called)))
            return []
        return self.steps(lane.boxes, ways)

    def end(self, text: str) -> str:
        """The node at which cases of the process end without a step that says so, one for each way of ending."""
        if (self.process, text) not in self.ends:
            name = self.ends[self.process, text] = f"e{len(self.ends) + 1}"
            self.nodes[self.process].append(f'{name}(["{escaped(text)}"])')
        return self.ends[self.process, text]

    def join(self, ways: Iterable[Way], target: str, back: bool = False) -> None:
        """Lines to a node; two lanes between the same nodes are one line with both names."""
        for source, name in ways:
            names = self.lines.setdefault(Line(source, target, back, bool(name)), [])
            if name not in names:
                names.append(name)

    def begin(self, process: str, label: str | None = None) -> str:
        """The node at which a process begins, or its step with a label; a box with double sides where it is drawn elsewhere."""
        if process not in self.nodes:
            return self.link(process, label)
        return (
            self.labelled(process, label)
            if label
            else self.first_of(process, next(iter(self.chart.processes[process])))
        )

    def labelled(self, process: str, label: str) -> str:
        """The node of the step with a label."""
        return self.first_of(
            process, next(box for box in walk(self.chart.processes[process]) if box.step.label == label)
        )

    def first_of(self, process: str, box: Box) -> str:
        """The node to which a box leads: its own, or where a jump goes."""
        if box.step.goto is not None:
            return self.labelled(process, box.step.goto)
        return self.names[box.path] if box.step.follow is None else self.begin(box.step.follow, box.step.at)

    def link(self, process: str, label: str | None) -> str:
        """The node that stands for a process drawn elsewhere."""
        if (process, label) not in self.links:
            name = self.links[process, label] = f"l{len(self.links) + 1}"
            text = self.called(process)
            if label:
                text += "\n" + self.called.t("process.at", label=self.called(label))
            self.outside[name] = f'{name}{ELSEWHERE}{escaped(text)}"]]'
        return self.links[process, label]
