"""Process: both channels as flowcharts of the scenario's own verbs, with what was measured on every step."""

from typing import Literal, get_args

import streamlit as st

from sinksim.charts.process import Measured, measured_on, process_figure
from sinksim.charts.process_words import process_rows, title_of
from sinksim.experiments.steps import FEWEST_PASSES, Steps
from sinksim.network.flowchart import Flowchart, flowchart, walk
from sinksim.records import Channel
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pieces.case_line import case_line
from sinksim.ui.pieces.picture import picture
from sinksim.ui.pieces.under import table_under
from sinksim.ui.pieces.walked import walked
from sinksim.ui.setting import Setting
from sinksim.words import Naming, Words

Side = Literal["baseline", "alternative"]
CHANNELS: tuple[Literal["traditional", "platform"], ...] = ("traditional", "platform")
NUMBER = {"traditional": int(Channel.TRADITIONAL), "platform": int(Channel.PLATFORM)}
# Where a channel is looked at first: the side on which it is the rule.
FIRST: dict[str, Side] = {"traditional": "baseline", "platform": "alternative"}


def page(t: Words, setting: Setting) -> None:
    """Draw the page."""
    st.title(t("process.title"))
    st.caption(t("process.intro"))
    with st.spinner(t("map.computing")):
        seen = lab.preview(setting)
    case_line(t, setting, seen)
    called = Naming(t, seen.baseline.names)
    chart = flowchart(seen.baseline, seen.comparison.baseline.labels.tiers)
    services = _services(chart, called)
    offered = [c for n, c in enumerate(CHANNELS) if any(chart.entry[s][n] for s in services)]
    for tab, channel in zip(st.tabs([t(f"process.channel_{c}") for c in offered]), offered, strict=True):
        with tab:
            _channel(chart, channel, services, seen, called)


def _services(chart: Flowchart, called: Naming) -> tuple[str, ...]:
    """Services that go the same ways are drawn together; each can also be looked at by itself."""
    t = called.t
    together: dict[tuple[str | None, str | None], list[str]] = {}
    for name, entry in chart.entry.items():
        together.setdefault(entry, []).append(name)
    groups = [tuple(names) for names in together.values()]
    groups += [(name,) for name in chart.entry if (name,) not in groups]
    if len(groups) == 1:
        return groups[0]
    chosen: tuple[str, ...] = st.selectbox(
        t("map.service"), groups, format_func=lambda names: " + ".join(called(n) for n in names), key="process_service"
    )
    return chosen


def _channel(chart: Flowchart, channel: str, services: tuple[str, ...], seen: lab.Preview, called: Naming) -> None:
    t, number = called.t, NUMBER[channel]
    side: Side = st.segmented_control(
        t("process.measured_on"),
        get_args(Side),
        default=FIRST[channel],
        format_func=lambda s: t(f"map.side_{s}"),
        key=f"process_side_{channel}",
        required=True,
    )
    process = next(chart.entry[s][number] for s in services if chart.entry[s][number])
    names = chart.reached(process or "")
    steps = walked(getattr(seen, side), t)
    boxes = tuple(box for name in names for box in chart.processes[name])
    measured = measured_on(steps, boxes, number, services)
    _said(measured, steps, chart, names, called)
    for name in names:
        st.subheader(_head(called(name)))
        label = f"{called(name)} · {t(f'process.channel_{channel}')}"
        picture(
            process_figure(chart.processes[name], measured, called), label, key=f"process_{channel}_{name}", wide=True
        )
        rows = process_rows(chart.processes[name], measured.figures, measured.bottleneck, called)
        table_under(rows, t, key=f"steps_{channel}_{name}")


def _said(measured: Measured, steps: Steps, chart: Flowchart, names: tuple[str, ...], called: Naming) -> None:
    t = called.t
    if measured.cases < FEWEST_PASSES:
        st.info(t("process.no_cases"))
        return
    st.caption(t("process.measured", n=f"{measured.cases:,}", replications=steps.n))
    if measured.bottleneck is not None:
        box = next(b for name in names for b in walk(chart.processes[name]) if b.path == measured.bottleneck)
        hours = f"{measured.figures[box.path].waiting:.1f}"
        st.markdown(t("process.bottleneck_said", step=plain_text(title_of(box, called)), hours=hours))


def _head(text: str) -> str:
    return plain_text(text[:1].upper() + text[1:])
