"""The calibration page in Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from sinksim.verification.calibration.target import Checked

Part = tuple[str, Mapping[str, Any], Sequence[Checked]]

HEAD = """# Calibration

Made by `python -m sinksim.verification.calibration`; do not edit by hand. Each target of the study (`C1` to `C6`) beside
what the presets make of it: mean over replications ± half width of the 95 % interval. *Identity* restates an input,
*fitted* means that a parameter was chosen to meet it, *held-out* neither: only held-out targets say anything about how
far the model can be trusted. *Undecided*: the interval crosses the bound.

{summary}
"""


def page(parts: Sequence[Part]) -> str:
    """The whole page: a summary of the held-out targets first, then a table for each study."""
    text = [HEAD.format(summary=_summary(parts))]
    text += [_part(title, settings, checked) for title, settings, checked in parts]
    return "\n".join(text)


def _summary(parts: Sequence[Part]) -> str:
    """How many targets of each tag were met: held-out ones test the model, fitted and identity ones do not."""
    rows = [row for _, _, checked in parts for row in checked]
    counts = []
    for tag in ("held-out", "fitted", "identity"):
        verdicts = [row.verdict for row in rows if row.target.tag == tag]
        counts.append(f"{tag} {verdicts.count('met')} of {len(verdicts)} met")
    return "**" + "; ".join(counts) + ".**"


def _part(title: str, settings: Mapping[str, Any], checked: Sequence[Checked]) -> str:
    """The section of a study: its settings, its table, why each target is what it is, and notes on misses."""
    settings_text = ", ".join(f"`{path}={value:g}`" for path, value in settings.items())
    head = "| | target | tag | asked | simulated | verdict |\n|---|---|---|---|---|---|\n"
    notes = [f"* {row.target.code}, {row.target.what}: {row.note}" for row in checked if row.note]
    because = dict.fromkeys(f"* {row.target.code}: {row.target.because}." for row in checked)
    return "\n".join([f"## {title}\n\n{settings_text}\n", head + _rows(checked), "", *because, *notes, ""])


def _rows(checked: Sequence[Checked]) -> str:
    """A line of the table for each target: what was asked, what was simulated, and whether it is met."""
    return "\n".join(
        f"| {row.target.code} | {row.target.what} | {row.target.tag} | {row.target.asked} | {_simulated(row)} | {row.verdict} |"
        for row in checked
    )


def _simulated(row: Checked) -> str:
    mean, half = (value * row.target.factor for value in row.simulated[:2])
    return f"{mean:.2f} ± {half:.2f} {row.target.unit}"
