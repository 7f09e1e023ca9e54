"""What a console shows of a twin: who it is, two timelines side by side, then time, money and effort of both."""

from collections.abc import Callable, Iterator
from itertools import zip_longest

from sinksim.experiments.twin import Side, Twin
from sinksim.experiments.twin.meeting import Known, Measure
from sinksim.experiments.twin.story import MONEY, Happening, Place
from sinksim.records import TIME_KINDS, TRANSFERS
from sinksim.reports.phrases import Lang, phrase
from sinksim.reports.spans import instant_text, span_text, yuan_text
from sinksim.reports.story_words import story_word
from sinksim.reports.width import cut, left, right, wrap

COLUMN, LABEL, VALUE = 53, 34, 22
BETWEEN = " │ "
# Attributes decide these checks every time in the same way; what luck decides is worth a line.
BY_LUCK = ("chance", "outage", "weights")

PHRASES: dict[str, tuple[str, str]] = {
    "citizen": ("Citizen", "群众"),
    "number": ("no. {} of {} · replication {}", "第 {} 位，共 {} 位 · 重复 {}"),
    "requires": ("truly requires {}", "真正需要 {}"),
    "arises": ("need arises {}", "需求产生于 {}"),
    "times": ("Time by kind, to the first report", "到首次报告的时间（按类型）"),
    "whole": ("whole", "合计"),
    "elapsed": ("until truly solved", "到真正解决"),
    "never": ("not within {}", "{} 内未解决"),
    "money": ("Money", "费用"),
    "resources": ("resource cost", "资源成本"),
    "transfers": ("transfers", "转移支付"),
    "effort": ("Effort", "付出"),
    "change": ("difference", "差异"),
    "adds_up": ("The steps add up to the record of the case on both sides.", "两侧各步骤之和与案例记录一致。"),
    "does_not": ("THE STEPS DO NOT ADD UP to the record of the case.", "各步骤之和与案例记录不一致。"),
    "after": ("after the first report", "首次报告之后"),
    "falls": ("Falls the most in the alternative", "备选方案中下降最多"),
    "rises": ("Rises the most in the alternative", "备选方案中上升最多"),
    "nobody": ("nobody", "无"),
    "measure.elapsed": ("elapsed until truly solved [h]", "到真正解决的历时（小时）"),
    "measure.citizen_time": ("own time [h]", "本人付出时间（小时）"),
    "measure.money": ("fares and fees paid by the citizen [yuan]", "群众交通费与自付费用（元）"),
    "filed": (
        "Needs of the cohort: {} filed on both sides, {} in the baseline only, {} in the alternative only, {} on neither",
        "队列需求：两侧均提交 {}，仅基准提交 {}，仅备选提交 {}，均未提交 {}",
    ),
}


def words(key: str, lang: Lang) -> str:
    """A phrase of this text."""
    return PHRASES[key][lang == "zh"]


def twin_text(twin: Twin, lang: Lang = "en", illustrative: bool = False) -> str:
    """The console text of one citizen on both sides."""
    lines = [*_who(twin, lang), "", *_side_by_side(twin, lang), *_sums(twin, lang), ""]
    lines.append(words("adds_up" if all(side.adds_up for side in twin.sides) else "does_not", lang))
    return "\n".join(lines + ([phrase("illustrative", lang)] if illustrative else []))


def place_name(place: Place | None, lang: Lang) -> str:
    """The name of a place in a language."""
    return "" if place is None else place.zh if lang == "zh" else place.en


def _who(twin: Twin, lang: Lang) -> Iterator[str]:
    number = words("number", lang).format(f"{twin.position:,}", f"{twin.of:,}", twin.replication)
    yield f"{words('citizen', lang)} {twin.citizen.id} · {number}"
    places = [place_name(twin.origin, lang), place_name(twin.area, lang)]
    about = [
        ", ".join(filter(None, places)),
        story_word(f"segment.{twin.segment}", lang),
        twin.citizen.service,
        twin.urgency,
        *([words("requires", lang).format(twin.requires)] if twin.requires else []),
        *(words("arises", lang).format(instant_text(twin.start, at, lang)) for at in _arisen(twin)[:1]),
    ]
    yield from wrap(" · ".join(about), 2)


def _arisen(twin: Twin) -> list[int]:
    return [side.record["arisen"] for side in twin.sides if side.record]


def _side_by_side(twin: Twin, lang: Lang) -> Iterator[str]:
    columns = [_column(twin, side, lang) for side in twin.sides]
    for one, other in zip_longest(*columns, fillvalue=""):
        yield f"{left(one, COLUMN)}{BETWEEN}{other}".rstrip()


def _column(twin: Twin, side: Side, lang: Lang) -> list[str]:
    lines = wrap(f"{phrase(side.name, lang)}: {side_title(side, lang)}", 2, COLUMN)
    lines.append("─" * COLUMN)
    for step in side.steps:
        if is_told(step):
            lines += _step(twin, step, lang)
    return [cut(line, COLUMN) for line in lines]


def side_title(side: Side, lang: Lang) -> str:
    """Channel and end of a side; or that there is nothing to tell of it."""
    if side.presence != "filed":
        return story_word(f"presence.{side.presence}", lang)
    return f"{story_word(f'channel.{side.channel}', lang)} · {story_word(f'end.{side.end}', lang)}"


def is_told(step: Happening) -> bool:
    """Whether a step is worth a line: it takes time, money or luck, or starts or stops something."""
    return step.verb != "check" or step.decided_by in BY_LUCK


def step_title(step: Happening, lang: Lang) -> str:
    """What a step is, in a few words: the verb, where, what was decided."""
    title = story_word(f"verb.{step.verb}", lang)
    if step.verb == "check":
        said = story_word("outage", lang) if step.decided_by == "outage" else step.name
        return f"{title} {said}: {story_word(f'chosen.{step.chosen}', lang) if step.chosen else '—'}"
    station = step.stops[-1].station if step.stops and step.verb != "assemble" else ""
    what = [station or step.name, place_name(step.place, lang)]
    return " ".join([title, " · ".join(filter(None, what))]).strip()


def _step(twin: Twin, step: Happening, lang: Lang) -> Iterator[str]:
    indent = "  " if step.branch else ""
    mark = f"[{step.department}{'*' if step.is_critical else ''}] " if step.branch else ""
    late = f" ({words('after', lang)})" if step.after_report else ""
    yield f"{indent}{instant_text(twin.start, step.began, lang)} {mark}{step_title(step, lang)}{late}"
    details = [*step_times(step, lang), *step_money(step, lang), *step_stops(step, lang)]
    if details:
        yield from (f"{indent}  {line}" for line in wrap(" · ".join(details), 0, COLUMN - 2 - len(indent)))


def step_times(step: Happening, lang: Lang) -> Iterator[str]:
    """Times of a step, by kind in their order."""
    for kind in dict.fromkeys(spell.kind for spell in step.spells):
        yield f"{story_word(f'kind.{kind}', lang)} {span_text(step.kinds[kind], lang)}"


def step_money(step: Happening, lang: Lang) -> Iterator[str]:
    """Money of a step, by kind."""
    for name in MONEY:
        if step.counted.get(name):
            yield f"{story_word(f'money.{name}', lang)} {yuan_text(step.counted[name], lang)}"


def step_stops(step: Happening, lang: Lang) -> Iterator[str]:
    """What happened at stations besides being served."""
    ends = [stop.outcome for stop in step.stops if stop.outcome != "served"]
    for outcome in dict.fromkeys(ends):
        times = f" ×{ends.count(outcome)}" if ends.count(outcome) > 1 else ""
        yield f"{story_word(f'outcome.{outcome}', lang)}{times}"


def _sums(twin: Twin, lang: Lang) -> Iterator[str]:
    yield from ["", _row(words("times", lang), *(phrase(s.name, lang) for s in twin.sides), words("change", lang))]
    span: Callable[[int], str] = lambda value: span_text(value, lang)  # noqa: E731
    times = [side.times for side in twin.sides]
    for kind in TIME_KINDS:
        if any(side[kind] for side in times):
            yield _pair(story_word(f"kind.{kind}", lang), [side[kind] for side in times], span)
    yield _pair(words("whole", lang), [sum(side.values()) for side in times], span)
    yield _row(words("elapsed", lang), *(solved_text(twin, side, lang) for side in twin.sides), "")
    yield from ["", words("money", lang)]
    yuan: Callable[[int], str] = lambda value: yuan_text(value, lang)  # noqa: E731
    money = [side.money for side in twin.sides]
    for name in MONEY:
        if any(side[name] for side in money):
            yield _pair(story_word(f"money.{name}", lang), [side[name] for side in money], yuan)
    for total, is_transfer in (("resources", False), ("transfers", True)):
        sums = [sum(v for name, v in side.items() if (name in TRANSFERS) == is_transfer) for side in money]
        yield _pair(words(total, lang), sums, yuan)
    yield from ["", words("effort", lang)]
    yield _pair(story_word("count.citizen_time", lang), [s.record.get("citizen_time", 0) for s in twin.sides], span)
    for name in ("trips", "visits", "hops", "bounces"):
        yield _pair(story_word(f"count.{name}", lang), [side.record.get(name, 0) for side in twin.sides], str)


def solved_text(twin: Twin, side: Side, lang: Lang) -> str:
    """How long until the need was truly solved; or that it was not."""
    solved = side.instant("solved")
    if solved is not None:
        return span_text(solved - side.record["arisen"], lang)
    return words("never", lang).format(span_text(twin.follow_up, lang)) if side.record else "—"


def _pair(label: str, values: list[int], said: Callable[[int], str]) -> str:
    change = values[1] - values[0]
    return _row(label, *(said(value) for value in values), ("+" if change > 0 else "") + said(change))


def _row(label: str, *cells: str) -> str:
    return f"  {left(cut(label, LABEL), LABEL)}{''.join(right(cell, VALUE) for cell in cells)}".rstrip()


def list_text(title: str, rows: list[Known], measure: Measure, lang: Lang) -> str:
    """A list of citizens with a measure on both sides."""
    head = [phrase("baseline", lang), phrase("alternative", lang), words("change", lang)]
    lines = [f"{title}: {words(f'measure.{measure}', lang)}"]
    if rows:
        lines.append(f"  {' ' * 60}{right(head[0], 14)}{right(head[1], 14)}{right(head[2], 16)}")
    for row in rows:
        about = f"{row.id}  {story_word(f'segment.{row.segment}', lang)}"
        values = [f"{value:,.2f}" if value is not None else "—" for value in row.values]
        change = f"{row.change:+,.2f}" if row.change is not None else "—"
        lines.append(f"  {left(cut(about, 60), 60)}{right(values[0], 14)}{right(values[1], 14)}{right(change, 16)}")
    return "\n".join(lines if rows else [*lines, f"  {words('nobody', lang)}"])
