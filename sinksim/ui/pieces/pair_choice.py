"""Which two sides of a comparison a page looks at."""

import streamlit as st

from sinksim.i18n import Words
from sinksim.scenarios.loading.sides import Sides
from sinksim.ui import lab
from sinksim.ui.escape import plain_text
from sinksim.ui.pieces.choosing import select
from sinksim.ui.setting import Setting


def pair_choice(t: Words, setting: Setting) -> None:
    """A list of pairs to choose from; the scenario's main pair stands until another is chosen. Nothing for two sides."""
    proposal = lab.proposal_of(setting)
    options = pairs_of(proposal)
    if len(options) < 2:
        return
    first = "~".join(proposal.pair())
    select(st, lab.PAIR, t("compare.pair"), options, lambda option: versus(proposal, option, t), first=first)


def pairs_of(proposal: Sides) -> list[str]:
    """Pairs of sides as a setting keeps them: what the platform brings, each proposal against the baseline, then any others."""
    roles, names = proposal.roles, list(proposal.sides)
    told = [(roles.baseline, roles.traditional)] if roles.traditional not in (None, roles.baseline) else []
    told += [(side, roles.baseline) for side in proposal.proposals]
    seen = {frozenset(pair) for pair in told}
    others = [(b, a) for n, a in enumerate(names) for b in names[n + 1 :] if frozenset((a, b)) not in seen]
    return [f"{side}~{against}" for side, against in (*told, *others)]


def versus(proposal: Sides, option: str, t: Words) -> str:
    """What a pair is called."""
    side, against = (proposal.roles.name_of(name).in_language(t.lang) for name in option.split("~"))
    return plain_text(t("brief.versus", side=side, against=against))
