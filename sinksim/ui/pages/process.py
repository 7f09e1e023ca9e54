"""Process: both channels as flowcharts of the scenario's own verbs, with what was measured on every step."""

from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

import streamlit as st

from sinksim.analysis.flowchart import Entry, entries, walk
from sinksim.analysis.step_cache import MeasuredSteps
from sinksim.analysis.step_statistics import FEWEST_PASSES
from sinksim.charts.process import Measured, colours_of, measured_on, process_figure
from sinksim.core.records import Channel
from sinksim.core.side_names import Role
from sinksim.i18n import Lang, Naming, Words, words
from sinksim.text.flowchart_words import process_rows, title_of
from sinksim.ui.escape import plain_text
from sinksim.ui.lab import Preview
from sinksim.ui.pages import Navigation
from sinksim.ui.pieces.choosing import segments, select, tabs
from sinksim.ui.pieces.data_table import data_table
from sinksim.ui.pieces.page_heading import page_heading
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.step_statistics import step_statistics, where_measured
from sinksim.ui.setting import Setting

NAVIGATION = Navigation(group="look", order=40, icon="schema")

ChannelName = Literal["traditional", "platform"]
NUMBER: dict[ChannelName, int] = {"traditional": int(Channel.TRADITIONAL), "platform": int(Channel.PLATFORM)}
# Where a channel is looked at first: the side on which it is the rule.
FIRST: dict[ChannelName, Role] = {"traditional": "baseline", "platform": "alternative"}
KEPT = 32


class Drawn(NamedTuple):
    """A process of a channel: its name, picture and table."""

    process: str
    figure: Any
    rows: list[dict[str, str]]


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    seen, called = page_heading(t, setting, t("process.title"), t("process.intro"))
    known = entries(seen.baseline)
    services = _services(known, called)
    # By service: the process that it enters in each channel, None where it has not got the channel.
    both = (known, entries(seen.alternative))
    offered = [channel for channel, n in NUMBER.items() if any(side[s][n] for side in both for s in services)]
    _, places = tabs("process_way", {channel: t(f"process.channel_{channel}") for channel in offered})
    for channel, place in places.items():
        with place:
            _channel(channel, services, seen, called)


def _services(known: dict[str, Entry], called: Naming) -> tuple[str, ...]:
    """Services that go the same ways are drawn together; each can also be looked at by itself."""
    together: dict[Entry, list[str]] = {}
    for name, entry in known.items():
        together.setdefault(entry, []).append(name)
    groups = [tuple(names) for names in together.values()]
    groups += [(name,) for name in known if (name,) not in groups]
    if len(groups) == 1:
        return groups[0]
    label = called.t("map.service")
    return select(st, "process_service", label, groups, lambda names: " + ".join(called(name) for name in names))


def _channel(channel: ChannelName, services: tuple[str, ...], seen: Preview, called: Naming) -> None:
    """The flowcharts of one channel, on the chosen side (at first that on which the channel is the rule)."""
    t = called.t
    sides: tuple[Role, ...] = get_args(Role)
    label = t("process.measured_on")
    side = segments(
        f"process_side_{channel}",
        label,
        sides,
        lambda role: plain_text(seen.pair.names.of(role, t.lang)),
        first=FIRST[channel],
    )
    found = step_statistics(seen.scenario_for_steps(side), t)
    measured, drawn = _drawn(found, NUMBER[channel], services, t.lang)
    _describe(measured, found, drawn, called)
    _colours(measured, t)
    for process, figure, rows in drawn:
        st.subheader(_head(process, called))
        label = f"{called(process)} · {t(f'process.channel_{channel}')}"
        picture(figure, label, key=f"process_{channel}_{process}", wide=True)
        data_table(rows, t, key=f"steps_{channel}_{process}")


@lru_cache(maxsize=KEPT)
def _drawn(found: MeasuredSteps, channel: int, services: tuple[str, ...], lang: Lang) -> tuple[Measured, list[Drawn]]:
    """Pictures and tables of the processes that these services go through; kept, because plotly takes its time.

    The services are those that enter by one and the same process on the channel; from there the others are reached.
    """
    called = Naming(words(lang), found.scenario.names)
    entered = [entry[channel] for name, entry in found.chart.entry.items() if name in services]
    process = next((name for name in entered if name), None)
    names = found.chart.reached(process) if process else ()
    boxes = {name: found.chart.processes[name] for name in names}
    measured = measured_on(found.steps, tuple(box for own in boxes.values() for box in own), channel, services)
    return measured, [
        Drawn(
            name,
            process_figure(own, measured, called),
            process_rows(own, measured.figures, measured.bottleneck, called),
        )
        for name, own in boxes.items()
    ]


def _describe(measured: Measured, found: MeasuredSteps, drawn: list[Drawn], called: Naming) -> None:
    """What the pictures say, in words."""
    t = called.t
    if measured.cases < FEWEST_PASSES:
        st.info(t("process.no_cases"))
        return
    st.caption(
        t("process.measured", where=where_measured(found, t), n=f"{measured.cases:,}", replications=found.steps.n)
    )
    if measured.bottleneck is not None:
        boxes = (box for process, _, _ in drawn for box in walk(found.chart.processes[process]))
        box = next(box for box in boxes if box.path == measured.bottleneck)
        step = plain_text(title_of(box, called).replace("\n", " · "))
        st.markdown(t("process.bottleneck_said", step=step, hours=f"{measured.figures[box.path].waiting:.1f}"))


def _colours(measured: Measured, t: Words) -> None:
    """What the colours of the boxes stand for."""
    marks = (
        f'<span style="white-space: nowrap; margin-right: 1em"><span style="color: {colour}" aria-hidden="true">■</span> '
        f"{t(f'process.kind_{kind}')}</span>"
        for kind, colour in colours_of(measured).items()
    )
    st.html(f'<p style="font-size: 0.85rem; margin: 0">{" ".join(marks)}</p>')


def _head(process: str, called: Naming) -> str:
    """Title of a process; a name that is called nothing else stands as it is written."""
    title = called(process)
    return plain_text(title if title == process else title[:1].upper() + title[1:])
