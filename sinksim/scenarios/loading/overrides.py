"""Overrides as users type them, read as edits of a scenario's tree."""

import re
from collections.abc import Sequence

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.scenarios.loading.former_names import path_of_today
from sinksim.scenarios.loading.override_values import SWEEPS, NoQuantity, SeveralValues, Unreadable, read_value
from sinksim.scenarios.loading.parameters import SECTION
from sinksim.scenarios.loading.presets import options, read_option
from sinksim.scenarios.loading.scalars import forbidden
from sinksim.scenarios.loading.settings import Act, Edit

WHOLE = ""
"""In the place of a section: the whole scenario."""
GROUPS = {"set": WHOLE, "policy": "policy", "risk": "risks", "experiment": "experiment", "engine": "experiment"}
"""Group of ready-made options → the section of the scenario that an option is laid over."""

NO_OPTION = ("null", "none")
_ACTS: dict[str, Act] = {"": "merge", "+": "add", "++": "force", "~": "remove"}
_KEY = re.compile(r"""(\+\+|\+|~)?([^\s=~+{}\[\]()<>,:'"$@/.-][^\s={}\[\](),:'"$@/]*(?<!\.))""")
_SEVERAL = "has several values; allowed: one value, a [list], or a sweep over them"


def edits_of(overrides: Sequence[str]) -> list[Edit]:
    """The edits that overrides mean, ready-made options (``risk=outage``) before all others.

    An override is ``path=value``, ``+path=value`` (a new name), ``++path=value`` (new or not), ``~path`` (taken away) or
    ``group=option``. Raises BadInput, one sentence for each that cannot be read.
    """
    faults = [f"override {shown(override)}; {reason}" for override in overrides if (reason := _ill_formed(override))]
    if faults:
        raise BadInput("\n".join(faults))
    chosen: dict[str, str] = {}
    edits, faults = [], []
    for override in overrides:
        key, _, value = override.partition("=")
        if key in GROUPS:
            chosen[key] = value
            continue
        try:
            edits.append(_edit(override))
        except BadInput as error:
            faults.append(str(error))
    if faults:
        raise BadInput("\n".join(faults))
    named = [(group, chosen[group]) for group in GROUPS if chosen.get(group, "null") not in NO_OPTION]
    return [*(edit for group, name in named for edit in _edits_of_option(group, name)), *edits]


def _edits_of_option(group: str, name: str) -> list[Edit]:
    """The edits that a ready-made option means: of one section, or of each section that a set speaks of.

    A set was made for one scenario; where it names what another does not have, it is refused.
    """
    tree, text = read_option(group, name), f"{group}={name}"
    if GROUPS[group] != WHOLE:
        return [Edit((GROUPS[group],), tree, "force", text)]
    return [Edit((section,), content, "merge", text) for section, content in tree.items()]


def _ill_formed(override: str) -> str | None:
    """Why an override cannot be read, as what is allowed instead; None where it is well-formed."""
    key, equals, value = override.partition("=")
    bare = key.lstrip("+~")
    if reason := forbidden(override):
        return f"allowed: {reason}"
    # Names such as _target_ tell Hydra to call Python functions.
    if re.search(r"(^|\.)_", bare) or re.search(r"\b_\w+_\s*:", value):
        return "allowed: names that do not start with _"
    if re.match(r"hydra\b", bare):
        return "allowed: settings of the scenario, none of Hydra's own"
    if not _KEY.fullmatch(key) or ".." in key or not (equals or key.startswith("~")):
        return "allowed: path=value, group=option, +path=value (a new name) or ~path (taken away)"
    if bare == "scenario":
        return "allowed: the scenario's name or file before the overrides"
    return _fault_of_option(key, value) if bare in GROUPS else None


def _fault_of_option(group: str, value: str) -> str | None:
    """What is wrong with ``group=value``, or None; ``group`` may carry a + or ~, which groups do not take."""
    if group not in GROUPS:
        bare = group.lstrip("+~")
        return f"allowed: {bare}=option, or paths such as {GROUPS[bare] or SECTION}.name=value"
    known = (*options(group), *NO_OPTION)
    if value in known:
        return None
    if value.startswith(SWEEPS) or ("," in value and all(name.strip() in known for name in value.split(","))):
        return _SEVERAL
    return f"there is no {group} named {shown(value)}; {near(value, options(group))}"


def _edit(override: str) -> Edit:
    """The edit that a well-formed override means; raises BadInput."""
    key, equals, text = override.partition("=")
    found = _KEY.fullmatch(key)
    assert found is not None  # it is well-formed
    act, path = _ACTS[found[1] or ""], path_of_today(tuple(found[2].split(".")))
    if not equals:
        return Edit(path, act=act, text=override)
    # A reference to a parameter, as a file writes it.
    is_reference = re.fullmatch(r"=(1-)?\w+", text, re.ASCII)
    try:
        return Edit(path, text if is_reference else read_value(text), act, override)
    except SeveralValues:
        raise BadInput(f"override {shown(override)} {_SEVERAL}") from None
    except NoQuantity as error:
        word, allowed = error.args
        raise BadInput(f"{found[2]} is {word[:60]}; allowed: {allowed}") from None
    except Unreadable as error:
        raise BadInput(f"override {shown(override)} cannot be read; allowed: path=value ({error})") from None
