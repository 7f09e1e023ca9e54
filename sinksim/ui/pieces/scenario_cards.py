"""Case cards: the presets and what this visitor has uploaded; a click shows the case."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from sinksim.core.errors import BadInput
from sinksim.i18n import Words
from sinksim.scenarios.loading.presets import presets
from sinksim.ui import lab, state
from sinksim.ui.escape import plain_text
from sinksim.ui.setting import Setting

IN_A_ROW = 4
LONGEST = {"zh": 48, "en": 110}


@dataclass(frozen=True)
class Card:
    """A case that can be chosen."""

    case: str
    title: str
    about: str


def scenario_cards(t: Words, setting: Setting) -> None:
    """All cases, the chosen one marked."""
    cards = [card for case in (*presets(), *lab.uploads()) if (card := _card(t, setting, case)) is not None]
    for start in range(0, len(cards), IN_A_ROW):
        for card, column in zip(cards[start : start + IN_A_ROW], st.columns(IN_A_ROW), strict=False):
            with column.container(border=True, height="stretch", key=f"case_{cards.index(card)}"):
                _show_card(t, card, chosen=card.case == setting.case)


def _show_card(t: Words, card: Card, chosen: bool) -> None:
    """A card with its button; the chosen one is marked."""
    st.button(
        plain_text(card.title),
        key=f"choose.{card.case}",
        type="primary" if chosen else "secondary",
        icon=":material/check:" if chosen else None,
        help=t("compare.case_chosen") if chosen else t("compare.case_choose"),
        on_click=_choose,
        args=(card.case,),
        width="stretch",
    )
    st.caption(plain_text(card.about))


def _card(t: Words, setting: Setting, case: str) -> Card | None:
    """The card of a case; None where it can no longer be read."""
    of = Setting(case=case, lang=setting.lang)
    try:
        scenario: Any = lab.scenario_of_case(of)
    except BadInput:
        return None
    about = t.either(scenario.about.zh, scenario.about.en)
    longest = LONGEST[t.lang]
    first = about if len(about) <= longest else f"{about[:longest]}…"
    return Card(case, t.either(scenario.title.zh, scenario.title.en) or lab.name_of(of), first)


def _choose(case: str) -> None:
    """A callback: begin a new setting with another case."""
    state.put(Setting(case=case, lang=state.current().lang))
