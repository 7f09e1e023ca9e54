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
    whose = [called(step) for step in path.split(".")[1:-1] if step in called.own_names]
    return " · ".join([*whose, meaning]) if meaning else path
