"""What a console shows of a twin: who it is, two timelines side by side, then time, money and effort of both."""

from collections.abc import Iterator
from itertools import zip_longest

from sinksim.analysis.twin import Side, Twin
from sinksim.analysis.twin.pairing import CitizenRow, Measure
from sinksim.core.side_names import PairNames
from sinksim.i18n import Naming, Words
from sinksim.text.phrases import phrase
from sinksim.text.stories import Row, StoryWording, shown_steps
from sinksim.text.width import cut, left, right, wrap

COLUMN, LABEL, VALUE = 53, 34, 22
BETWEEN = " │ "
# Columns of a list of citizens: who, the measure on each side, its change.
ABOUT, LEVEL, CHANGE = 60, 14, 16


def twin_text(twin: Twin, t: Words, naming: Naming, illustrative: bool = False) -> str:
    """The console text of one citizen on both sides."""
    wording = StoryWording(t, naming)
    number = t("twin.number", position=f"{twin.position:,}", of=f"{twin.of:,}", replication=twin.replication)
    lines = [f"{t('twin.citizen')} {twin.citizen.id} · {number}", *wrap(" · ".join(wording.who(twin)), indent=2), ""]
    lines += [*_side_by_side(twin, wording), "", *_sums(twin, wording), ""]
    lines.append(t("twin.adds_up" if all(side.adds_up for side in twin.sides) else "twin.does_not"))
    return "\n".join(lines + ([phrase("illustrative", t.lang)] if illustrative else []))


def _side_by_side(twin: Twin, wording: StoryWording) -> Iterator[str]:
    """Both timelines as two columns of the console."""
    columns = [_column(twin, side, wording) for side in twin.sides]
    for one, other in zip_longest(*columns, fillvalue=""):
        yield f"{left(one, COLUMN)}{BETWEEN}{other}".rstrip()


def _column(twin: Twin, side: Side, wording: StoryWording) -> list[str]:
    """One side's timeline as lines of one column: when, what, and the times and costs of each step."""
    lines = wrap(f"{side.name.in_language(wording.t.lang)}: {wording.side(side)}", indent=2, columns=COLUMN)
    lines.append("─" * COLUMN)
    for step in shown_steps(side):
        if step is None:
            lines.append(f"── {wording.t('twin.after')} ──")
            continue
        indent = "  " if step.branch else ""
        lines += wrap(f"{indent}{wording.when(twin, step.began)} {wording.title(step)}", 2 + len(indent), COLUMN)
        details = " · ".join(wording.details(step))
        wrapped = wrap(details, indent=0, columns=COLUMN - 4 - len(indent)) if details else []
        lines += [f"{indent}    {line}" for line in wrapped]
    return [cut(line, COLUMN) for line in lines]


def _sums(twin: Twin, wording: StoryWording) -> Iterator[str]:
    """Time, money, effort and clocks of both sides as tables."""
    t = wording.t
    before, after = (side.name.in_language(t.lang) for side in twin.sides)
    yield _line(Row(t("twin.times"), before, after, t("twin.change")))
    yield from (_line(row) for row in wording.time_rows(twin))
    yield from ["", t("twin.money"), *(_line(row) for row in wording.money_rows(twin))]
    yield from ["", t("twin.effort"), *(_line(row) for row in wording.effort_rows(twin))]
    clocks = wording.clock_rows(twin)
    if clocks:
        yield from ["", t("twin.clocks"), *(_line(row) for row in clocks)]


def _line(row: Row) -> str:
    label, *cells = row
    return f"  {left(cut(label, LABEL), LABEL)}{''.join(right(cell, VALUE) for cell in cells)}".rstrip()


def list_text(title: str, rows: list[CitizenRow], measure: Measure, names: PairNames, t: Words, naming: Naming) -> str:
    """A list of citizens with a measure on both sides; ``title`` says by what they were chosen."""
    before, after = (name.in_language(t.lang) for name in names)
    lines = [f"{title}: {t(f'twin.measure_{measure}')}"]
    if not rows:
        return "\n".join([*lines, f"  {t('twin.nobody')}"])
    lines.append(f"  {' ' * ABOUT}{right(before, LEVEL)}{right(after, LEVEL)}{right(t('twin.change'), CHANGE)}")
    for row in rows:
        values = [f"{value:,.2f}" if value is not None else "—" for value in row.values]
        change = f"{row.change:+,.2f}" if row.change is not None else "—"
        about = cut(f"{row.id}  {naming(row.segment)}", ABOUT)
        lines.append(f"  {left(about, ABOUT)}{right(values[0], LEVEL)}{right(values[1], LEVEL)}{right(change, CHANGE)}")
    return "\n".join(lines)
