"""The command and the Python lines that give the numbers of a page again."""

import shlex

from sinksim.experiments.known_previews import known_preview
from sinksim.scenarios.loading.decisions import is_decision
from sinksim.scenarios.loading.override_values import write_value
from sinksim.scenarios.loading.sides import Sides, own_sides

_NOTHING = object()


def command(proposal: Sides) -> str:
    """``sinksim compare`` with the scenario (``where``) and every setting that differs from its file; a preview as one.

    What holds for every side is said once, unless it is a decision, which is said of each side that it reaches; what a side
    says otherwise is said last, of that side alone. A side that the file has not got (``added``) is named with ``--side``.
    """
    preview = _preview_words(proposal)
    every = {**proposal.shared, **({} if preview else proposal.last)}
    decided = {path: value for path, value in every.items() if is_decision(proposal.tree, tuple(path.split(".")))}
    known = own_sides(proposal.tree, proposal.where).sides
    added = [word for name in proposal.sides if name not in known for word in ("--side", f"{name}:")]
    words = [f"{path}={write_value(value)}" for path, value in every.items() if path not in decided]
    for name in proposal.sides:
        settings, own = {**decided, **proposal.of(name)}, known.get(name, {})
        words += [
            f"{name}:{path}={write_value(value)}"
            for path, value in settings.items()
            if path in every or own.get(path, _NOTHING) != value
        ]
    return " ".join(["sinksim", "compare", *(shlex.quote(word) for word in (proposal.where, *preview, *words, *added))])


def _preview_words(proposal: Sides) -> list[str]:
    """The option that asks for a preview, and its place where that is chosen; nothing for a full run."""
    if not proposal.last.get("experiment.preview"):
        return []
    known, within = known_preview(proposal.where), proposal.last.get("network.within")
    is_known = known is not None and known.settings == proposal.last
    return ["--preview"] if is_known or within is None else ["--preview", f"network.within={write_value(within)}"]


def python_lines(proposal: Sides) -> str:
    """Python that loads every side and compares them."""
    lines = ["import sinksim", "", "comparison = sinksim.compare(", "    {"]
    for side in proposal.sides:
        settings = {**proposal.shared, **proposal.sides[side], **proposal.last}
        lines += [f"        {side!r}: sinksim.load(", f"            {proposal.where!r},"]
        lines += [f"            {f'{path}={write_value(value)}'!r}," for path, value in settings.items()]
        lines.append("        ),")
    lines += ["    },", f"    baseline={proposal.roles.baseline!r},"]
    if proposal.roles.traditional is not None:
        lines.append(f"    traditional={proposal.roles.traditional!r},")
    return "\n".join([*lines, ")", "print(comparison)"])
