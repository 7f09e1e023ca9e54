"""What the setting at a dotted path is called: as its declaration says, with whose it is."""

from collections.abc import Mapping
from typing import Any

from sinksim.core.errors import BadInput
from sinksim.i18n import Naming
from sinksim.scenarios.levers import lever


def title_of(tree: Mapping[str, Any], path: str, called: Naming) -> str:
    """The meaning of a number, switch or choice, with the names in its path; the path itself where nothing is known of it.

    ``tree``: the scenario with its references to parameters (``=name``) still in it; ``called``: what names are called.
    """
    try:
        found = lever(tree, path)
    except BadInput:
        return path
    meaning = called.t.either(found.declaration.zh, found.declaration.en)
    if meaning and found.declaration.entry:
        meaning = called.t("story.named", v=meaning, n=called(found.declaration.entry))
    steps = path.split(".")
    # Services, stations and other things with names of their own on the way there.
    whose = [called(steps[n]) for n in range(1, len(steps) - 1) if _is_somebody(steps[: n + 1], called)]
    return " · ".join([*whose, meaning]) if meaning else path


def _is_somebody(steps: list[str], called: Naming) -> bool:
    """Whether the last step names an entry of the scenario, such as a station, a service or a kind of staff."""
    return steps[-1] in called.own_names or steps[:-1] == ["costs", "staff"]
