"""The calibration page in Markdown: held-out targets first, then every study with its settings and what was measured."""

from collections.abc import Iterable, Iterator, Sequence
from math import isinf

from sinksim.experiments.statistics import Interval
from sinksim.verification.calibration.checked import Checked
from sinksim.verification.calibration.studies import Simulated
from sinksim.verification.calibration.target import Awaited, Figure, Target

HEAD = """# Calibration

Made by `sinksim calibrate`; do not edit by hand. Published figures beside what the presets make of them: the estimate over
replications ± half width of the 95 % interval. *Identity* restates an input, *fitted* means that a parameter was chosen to
meet it, *held-out* neither: only held-out targets say anything about how far the model can be trusted. *Undecided*: the
interval crosses the bound.

{summary}
"""
COLUMNS = "| target | what | side | tag | asked | simulated | verdict |\n|---|---|---|---|---|---|---|"


def page(found: Sequence[Simulated], awaited: Sequence[tuple[str, Awaited]] = ()) -> str:
    """The whole page: how many were met, the held-out targets of all presets, each study, and what awaits a mechanism."""
    text = [HEAD.format(summary=summary(found)), *_held_out(found), *(section(part) for part in found)]
    if awaited:
        rows = [f"| {preset} | {row.code} | {row.what} | {row.awaits} |" for preset, row in awaited]
        text.append("\n".join(["## Awaited\n", "| preset | target | what | awaits |\n|---|---|---|---|", *rows, ""]))
    return "\n".join(text)


def summary(found: Iterable[Simulated]) -> str:
    """How many targets of each tag were met: held-out ones test the model, fitted and identity ones do not."""
    rows = [row for part in found for row in part.checked]
    counts = []
    for tag in ("held-out", "fitted", "identity"):
        verdicts = [row.verdict for row in rows if row.target.tag == tag]
        counts.append(f"{tag} {verdicts.count('met')} of {len(verdicts)} met")
    return "**" + "; ".join(counts) + ".**"


def _held_out(found: Iterable[Simulated]) -> Iterator[str]:
    """The table of the held-out targets of all presets, with the preset in front of the side."""
    rows = [
        _row(row, f"{part.preset}: {_sides(row.target)}")
        for part in found
        for row in part.checked
        if row.target.tag == "held-out"
    ]
    if rows:
        yield "\n".join(["## Held-out targets\n", COLUMNS, *rows, ""])


def section(part: Simulated) -> str:
    """A study: its settings, its table, where each target comes from, and what explains those that are missed."""
    settings = ", ".join(f"`{path}={value}`" for path, value in part.study.settings.items()) or "as the preset stands"
    because = dict.fromkeys(f"* {row.target.code}: {row.target.because}." for row in part.checked if row.target.because)
    notes = [f"* {row.target.code}, {row.target.what}: {explanation(row)}" for row in part.checked if row.target.note]
    return "\n".join([
        f"## {part.study.title}: `{part.preset}`\n", f"{settings}; {_replications(part)} replications\n", table(part.checked), "",
        *because, *notes, "",
    ])  # fmt: skip


def table(checked: Iterable[Checked]) -> str:
    """A line for each target: what was asked, what was simulated, and whether it is met."""
    return "\n".join([COLUMNS, *(_row(row, _sides(row.target)) for row in checked)])


def explanation(row: Checked) -> str:
    """The note of a target, with what the change of settings that it names makes of the figure."""
    if row.removed is None:
        return row.target.note
    change = ", ".join(f"`{path}={value}`" for path, value in row.target.removed_by.items())
    return f"{row.target.note} With {change}: {amount(row.target, row.removed)}."


def amount(target: Target, simulated: Interval) -> str:
    """An estimate with the half width of its interval, in the unit of its target."""
    half_width = _number(simulated.half_width * target.factor, digits=2)
    return f"{_number(simulated.mean * target.factor)} ± {half_width} {target.unit}"


def asked(target: Target) -> str:
    """What meets a target, in its unit."""
    factor, (low, high) = target.factor, target.range
    if target.expected is not None:
        return f"{_number(target.expected * factor)} {target.unit} ± {100 * target.within:g} %"
    if low == high:
        return f"{_number(low * factor)} {target.unit}"
    if isinf(low) or isinf(high):
        return f"{'≤' if isinf(low) else '≥'} {_number((high if isinf(low) else low) * factor)} {target.unit}"
    return f"{_number(low * factor)} to {_number(high * factor)} {target.unit}"


def _row(row: Checked, sides: str) -> str:
    target = row.target
    cells = (target.code, target.what, sides, target.tag, asked(target), amount(target, row.simulated), row.verdict)
    return f"| {' | '.join(cells)} |"


def _sides(target: Target) -> str:
    """The side of a target's figure, and of the one that it is held against."""

    def side(figure: Figure) -> str:
        return figure.side or "all"

    if target.against is None:
        return side(target.figure)
    return f"{side(target.figure)}, {target.how} to {side(target.against)}"


def _replications(part: Simulated) -> int:
    return max((row.simulated.n for row in part.checked), default=0)


def _number(value: float, digits: int = 4) -> str:
    """A number with so many significant digits, without an exponent."""
    text = f"{value:.{digits}g}"
    return f"{value:,.0f}" if "e+" in text else text
