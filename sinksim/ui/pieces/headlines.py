"""The headlines as cards: the difference with its interval, coloured only when it is better or worse, then the levels."""

import streamlit as st

from sinksim.experiments.pair import Pair
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Words
from sinksim.metrics.headlines import HEADLINES
from sinksim.text.narrative import difference_words
from sinksim.text.phrases import phrase
from sinksim.ui.escape import plain_text

COLOUR = {"better": "green", "worse": "red"}
CARDS_A_ROW = 3


def headline_cards(pair: Pair, t: Words, key: str = "headline") -> None:
    """One card a headline; ``key`` tells the cards of one pair from those of another."""
    names = headline_names(pair.baseline)
    for first in range(0, len(names), CARDS_A_ROW):
        for name, column in zip(names[first : first + CARDS_A_ROW], st.columns(CARDS_A_ROW), strict=False):
            with column.container(border=True, height="stretch", key=f"{key}_{name}"):
                _card(pair, name, t)


def _card(pair: Pair, name: str, t: Words) -> None:
    """A headline: its difference in the colour of its verdict (if it has one), and both levels; its definition one click away."""
    headline = HEADLINES[name]
    found, texts = pair.difference(name), difference_words(pair, name, t)
    value, unit = plain_text(texts.difference), f" ({plain_text(texts.unit)})" if texts.unit else ""
    definition = t.either(headline.definition_zh, headline.definition_en)
    st.markdown(f"**{t.either(headline.zh, headline.en)}**{unit}", help=f"{definition}\n\n`{headline.formula}`")
    colour = COLOUR.get(found.verdict)
    st.markdown(f"#### :{colour}[{value}]" if colour else f"#### {value}")
    verdict = "" if found.at_least else phrase(found.verdict, t.lang)
    levels = plain_text(f"{texts.baseline} → {texts.alternative} {texts.level_unit}".strip())
    st.markdown(f":{colour}[**{verdict}**]  \n{levels}" if colour else f"{verdict}  \n{levels}")
