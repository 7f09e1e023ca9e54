"""What stands in the boxes of a flowchart and beside its lanes, in the words of the reader."""

from collections.abc import Callable, Mapping
from typing import Any

from sinksim.analysis.flowchart import Box, Lane, walk
from sinksim.analysis.step_statistics import NOT_WAITING, StepFigure
from sinksim.i18n import Naming
from sinksim.scenarios.attributes import BUILT_IN
from sinksim.scenarios.laws import MS_PER, Law
from sinksim.scenarios.processes import Step
from sinksim.text.escaping import plain
from sinksim.text.phrases import amount
from sinksim.text.width import cut

TITLE, TEXT = 23, 26  # columns in a box
_MINUTES_A_DAY = 1440.0


def title_of(box: Box, called: Naming) -> str:
    """What the step of a box does, in a few words."""
    return step_title(box.step, called)


def step_title(step: Step, called: Naming) -> str:
    """What a step does, in a few words; for some verbs whom it concerns in a second line."""
    # A verb that has nothing to say of its settings needs no more than its text in the catalogue.
    text = _TITLES[step.verb](step, called) if step.verb in _TITLES else called.t(f"process.verb_{step.verb}")
    return text[0].upper() + text[1:] if text else step.verb


def box_lines(box: Box, figure: StepFigure | None, called: Naming) -> list[str]:
    """Lines of text in a box, in the marks that plotly reads: what it does, whom it concerns, what was measured."""
    title = title_of(box, called)
    what, _, whom = title.partition("\n")
    lines = [f"<b>{plain(cut(what, TITLE))}</b>"]
    if whom:
        lines.append(plain(cut(whom, TEXT)))
    measurement = measured(box, figure, called)
    return [*lines, *([measurement] if measurement else []), *_of_it_waiting(box, figure, called)]


def _of_it_waiting(box: Box, figure: StepFigure | None, called: Naming) -> list[str]:
    """The line "of it waiting" below the mean time of a step; none on steps without service, or by which too few cases came."""
    if figure is None or not figure.enough_cases or not box.instructions or "service" not in figure.minutes:
        return []
    minutes = sum(spent for kind, spent in figure.minutes.items() if kind not in NOT_WAITING)
    return [called.t("process.of_it_waiting", time=span(minutes, called))] if minutes else []


def measured(box: Box, figure: StepFigure | None, called: Naming) -> str:
    """Mean time and share of cases, or why they are not shown; nothing before a run, and for a box that no case passes."""
    if figure is None or not box.instructions:
        return ""
    t = called.t
    if figure.entered == 0:
        return t("process.nobody")
    if not figure.enough_cases:
        return t("process.too_few")
    share = t("process.share", n=percent(figure.share))
    return share if figure.mean == 0 else f"{t('process.mean', time=span(figure.mean, called))} · {share}"


def lane_words(box: Box, lane: Lane, called: Naming) -> str:
    """Name of a lane: its option, what becomes of the case, what each department does, or yes and no.

    A check has a lane for yes ("then", or "back" where that leads back) and one for no ("otherwise"); a check for an
    outage says "down" for yes.
    """
    if lane.kind == "option" or (lane.kind == "steps" and lane.name != "steps"):
        return called(lane.name)
    if lane.kind in ("then", "back", "otherwise"):
        if lane.kind == "otherwise":
            return called.t("process.lane_no")
        is_outage = box.step.check is not None and box.step.check.outage
        return called.t("process.lane_down" if is_outage else "process.lane_yes")
    return called.t(f"process.lane_{lane.kind}")


def end_words(box: Box, lane: Lane, called: Naming) -> str:
    """Where a lane without boxes ends: at the label it leads back to, else with the case, given up or turned away."""
    if lane.target is not None:
        return called.t("process.back_to", label=called(lane.target))
    ends = {"on_renege": "reneged", "on_no_show": "lost"}
    return called.t(f"process.end_{ends.get(lane.kind, 'refused')}")


def about_box(box: Box, figure: StepFigure | None, called: Naming) -> str:
    """What is shown when a step is pointed at: its title, label, and what was measured on enough cases."""
    t = called.t
    lines = [f"<b>{plain(title_of(box, called))}</b>"]
    if box.step.label:
        lines.append(t("process.label", label=plain(called(box.step.label))))
    if figure is not None and figure.enough_cases:
        lines.append(t("process.passed", n=f"{figure.passed:,}", share=percent(figure.share)))
        lines += [f"{t(f'process.kind_{kind}')}: {span(minutes, called)}" for kind, minutes in figure.minutes.items()]
        if figure.open:
            lines.append(t("process.still_there", n=f"{figure.open:,}"))
    return "<br>".join(lines)


def process_rows(
    boxes: tuple[Box, ...], figures: Mapping[str, StepFigure], bottleneck: str | None, called: Naming
) -> list[dict[str, str]]:
    """The table under a flowchart: its steps in order, those inside a lane behind the step that leads to them."""
    t, rows = called.t, []
    for box in walk(boxes):
        figure = figures.get(box.path)
        shown = figure if figure is not None and box.instructions and figure.enough_cases else None
        row = {t("process.column_step"): title_of(box, called).replace("\n", ": ")}
        # Where the share is not shown, ``measured`` says why.
        row[t("process.column_share")] = percent(shown.share) if shown else measured(box, figure, called) or "—"
        row[t("process.column_mean")] = span(shown.mean, called) if shown and shown.mean else "—"
        row[t("process.column_kinds")] = _kinds(shown, called) if shown else "—"
        spent = shown.per_case if shown and shown.per_case.mean else None
        per_case = "—" if spent is None else amount(spent.mean, spent.half_width, "h")
        row[t("process.column_per_case")] = per_case
        row[t("process.column_mark")] = t("process.bottleneck") if box.path == bottleneck else ""
        rows.append(row)
    return rows


def step_rows(boxes: tuple[Box, ...], called: Naming) -> list[dict[str, str]]:
    """The steps of a process before anything was measured, and the ways that leave each of them."""
    t = called.t
    return [
        {
            t("process.column_step"): title_of(box, called).replace("\n", ": "),
            t("process.column_ways"): " / ".join(lane_words(box, lane, called) for lane in box.lanes) or "—",
        }
        for box in walk(boxes)
    ]


def _kinds(figure: StepFigure, called: Naming) -> str:
    parts = [f"{called.t(f'process.kind_{kind}')} {span(minutes, called)}" for kind, minutes in figure.minutes.items()]
    return " · ".join(parts) or "—"


def span(minutes: float, called: Naming) -> str:
    """A time in the unit in which people read it: minutes below two hours, hours below two days, else days."""
    unit, size = (
        ("min", 1.0) if minutes < 120 else ("h", 60.0) if minutes < 2 * _MINUTES_A_DAY else ("d", _MINUTES_A_DAY)
    )
    value = minutes / size
    return called.t(f"process.unit_{unit}", n=f"{value:.0f}" if value >= 10 else f"{value:.2g}")


def percent(share: float) -> str:
    """A share in per cent, small ones with a decimal."""
    return f"{100 * share:.0f}%" if share >= 0.0995 or share == 0 else f"{100 * share:.1f}%"


def _place(name: str | None, called: Naming) -> str:
    return "" if name is None else called(name)


def _time(law: Law | None, called: Naming) -> str:
    """A law as a person says it: its value, or its mean."""
    parameters = dict(law) if law is not None else {}
    value = next((parameters[name] for name in ("value", "mean", "mode") if parameters.get(name) is not None), None)
    if law is None or value is None:
        return ""
    return span(float(value) * MS_PER[law.unit] / MS_PER["min"], called)


def _stations(station: Any, called: Naming) -> str:
    """The names of a step's stations, each once; ``station`` may give one for each tier."""
    names = station.values() if isinstance(station, dict) else [station]
    return " / ".join(dict.fromkeys(called(name) for name in names))


def _travel(step: Step, called: Naming) -> str:
    """Where a step travels to: a place, else how long it takes, else "somewhere"."""
    assert step.travel is not None
    to = _place(step.travel.to, called) or _time(step.travel.time, called) or called.t("process.somewhere")
    return called.t("process.verb_travel", to=to)


def _queue(step: Step, called: Naming) -> str:
    """Who queues (a person, a file, somebody on the telephone), below at which stations."""
    assert step.queue is not None
    key = "verb_queue_file" if step.queue.file else "verb_queue_phone" if step.queue.by_phone else "verb_queue"
    return f"{called.t(f'process.{key}')}\n{_stations(step.queue.station, called)}"


def _relay(step: Step, called: Naming) -> str:
    """The place to which a case is passed on, where the step names one."""
    assert step.relay is not None
    to = _place(step.relay.to, called)
    return called.t("process.verb_relay_to", to=to) if to else called.t("process.verb_relay")


def _wait(step: Step, called: Naming) -> str:
    """The kind of a wait, below which who finds the need, unless it is the citizen."""
    assert step.wait is not None
    kind = called.t("process.verb_wait", kind=called.t(f"process.kind_{step.wait.kind}"))
    return kind if step.wait.finds == "citizen" else f"{kind}\n{called.t(f'process.found_by_{step.wait.finds}')}"


def _meet(step: Step, called: Naming) -> str:
    assert step.meet is not None
    return called.t("process.verb_meet", every=span(step.meet.every_days * _MINUTES_A_DAY, called))


def _appoint(step: Step, called: Naming) -> str:
    """Where an appointment is booked."""
    assert step.appoint is not None
    return f"{called.t('process.verb_appoint')}\n{called(step.appoint.station)}"


def _check(step: Step, called: Naming) -> str:
    """What a check is called, and by what it is decided."""
    assert step.check is not None
    by = step.check.by
    declared = by is not None and by not in BUILT_IN
    rule = "attribute" if declared else by or step.check.rules[0]
    words = called.t(f"process.rule_{rule}", **({"name": called(by or "")} if declared else {}))
    return f"{called.t('process.verb_check', name=called(step.check.name))}\n{words}"


def _departments(verb: str) -> Callable[[Step, Naming], str]:
    """How to word a step whose ``verb`` (fork, serial, assemble) involves departments: its name and theirs."""

    def words(step: Step, called: Naming) -> str:
        names = " / ".join(called(name) for name in getattr(step, verb).departments)
        return f"{called.t(f'process.verb_{verb}')}\n{names}"

    return words


def _clock(step: Step, called: Naming) -> str:
    """Which legal clock a step starts or stops."""
    assert step.clock is not None
    if step.clock.start:
        return called.t("process.verb_clock_start", name=called(step.clock.start))
    return called.t("process.verb_clock_stop", name=called(step.clock.stop or ""))


def _charge(step: Step, called: Naming) -> str:
    """The fee and the operating cost of a step [yuan], whichever it has."""
    assert step.charge is not None
    fee, operation = step.charge.fee, step.charge.operation
    parts = [called.t("process.verb_charge_fee", fee=f"{fee:g}")] if fee else []
    parts += [called.t("process.verb_charge_operation", cost=f"{operation:g}")] if operation else []
    return " + ".join(parts) or called.t("process.verb_charge_fee", fee="0")


def _close(step: Step, called: Naming) -> str:
    """That the case is reported closed; below the share of hollow closures, and who calls the citizen back."""
    assert step.close is not None
    close, parts = step.close, []
    if close.under_pressure is not None:
        parts.append(called.t("process.hollow_pressed", n=percent(close.hollow), m=percent(close.under_pressure)))
    elif close.hollow:
        parts.append(called.t("process.hollow", n=percent(close.hollow)))
    if close.callback is not None:
        parts.append(called.t("process.called_back", station=called(close.callback.station)))
    closed = called.t("process.verb_close")
    return f"{closed}\n{' · '.join(parts)}" if parts else closed


def _leave(step: Step, called: Naming) -> str:
    assert step.leave is not None
    return called.t(f"process.end_{step.leave.end}")


def _goto(step: Step, called: Naming) -> str:
    return called.t("process.back_to", label=called(step.goto or ""))


def _follow(step: Step, called: Naming) -> str:
    follows = called.t("process.verb_follow", process=called(step.follow or ""))
    return f"{follows}\n{called.t('process.at', label=called(step.at))}" if step.at else follows


_TITLES: dict[str, Callable[[Step, Naming], str]] = {
    "travel": _travel,
    "queue": _queue,
    "relay": _relay,
    "wait": _wait,
    "appoint": _appoint,
    "meet": _meet,
    "check": _check,
    "fork": _departments("fork"),
    "serial": _departments("serial"),
    "assemble": _departments("assemble"),
    "clock": _clock,
    "charge": _charge,
    "close": _close,
    "leave": _leave,
    "goto": _goto,
    "follow": _follow,
}
