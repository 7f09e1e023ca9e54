"""The command and the Python lines that give the numbers of a page again."""

import shlex
from typing import Any, NamedTuple

from sinksim.experiments.known_previews import known_preview
from sinksim.scenarios.loading.decisions import is_decision
from sinksim.scenarios.loading.override_values import write_value
from sinksim.scenarios.loading.sides import Sides, own_sides

_NOTHING = object()


class Again(NamedTuple):
    """What repeats a comparison: as a preview or not, overrides of the command line, sides that the file has not got."""

    preview: bool
    overrides: list[str]
    added: list[str]


def command(proposal: Sides) -> str:
    """``sinksim compare`` with the scenario (``where``) and every setting that differs from its file; a preview as one."""
    again = _again(proposal)
    preview = ["--preview"] if again.preview else []
    added = [word for side in again.added for word in ("--side", side)]
    words = (proposal.where, *preview, *again.overrides, *added)
    return " ".join(["sinksim", "compare", *(shlex.quote(word) for word in words)])


def python_lines(proposal: Sides) -> str:
    """Python that compares the same sides."""
    again = _again(proposal)
    lines = ["import sinksim", "", "comparison = sinksim.compare(", f"    {proposal.where!r},"]
    for name, words in (("overrides", again.overrides), ("sides", again.added)):
        if words:
            lines += [f"    {name}=[", *(f"        {word!r}," for word in words), "    ],"]
    return "\n".join([*lines, *(["    preview=True,"] if again.preview else []), ")", "print(comparison)"])


def _again(proposal: Sides) -> Again:
    """Every setting that differs from the scenario's file.

    What holds for every side is said once, unless it is a decision, which is said of each side that it reaches; what a side
    says otherwise is said last, of that side alone.
    """
    is_preview = bool(proposal.last.get("experiment.preview"))
    every = {**proposal.shared, **(_place_of_preview(proposal) if is_preview else proposal.last)}
    decided = {path: value for path, value in every.items() if is_decision(proposal.tree, tuple(path.split(".")))}
    known = own_sides(proposal.tree, proposal.where).sides
    words = [f"{path}={write_value(value)}" for path, value in every.items() if path not in decided]
    for name in proposal.sides:
        settings, own = {**decided, **proposal.of(name)}, known.get(name, {})
        words += [
            f"{name}:{path}={write_value(value)}"
            for path, value in settings.items()
            if path in every or own.get(path, _NOTHING) != value
        ]
    return Again(is_preview, words, [f"{name}:" for name in proposal.sides if name not in known])


def _place_of_preview(proposal: Sides) -> dict[str, Any]:
    """The place of a preview as a setting; none where it is the measured one, or covers the whole network."""
    known, within = known_preview(proposal.where), proposal.last.get("network.within")
    is_known = known is not None and known.settings == proposal.last
    return {} if is_known or within is None else {"network.within": within}
