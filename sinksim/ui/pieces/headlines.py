"""The four headlines as cards: the difference with its interval, coloured only when it is clear of zero, then the levels."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Words
from sinksim.text.narrative import HEADLINES, Headline, said
from sinksim.text.outcomes import words_of
from sinksim.text.phrases import phrase
from sinksim.ui.escape import plain_text

COLOUR = {"better": "green", "worse": "red"}


def headline_cards(comparison: Comparison, t: Words) -> None:
    """Wait, coverage, cost, equity."""
    for headline, column in zip(HEADLINES, st.columns(len(HEADLINES)), strict=True):
        with column.container(border=True, height="stretch", key=f"headline_{headline.key}"):
            _card(comparison, headline, t)


def _card(comparison: Comparison, headline: Headline, t: Words) -> None:
    """A headline: its difference in the colour of its verdict, both levels, and the indicator that goes with it."""
    found, texts = comparison.difference(headline.indicator), said(comparison, headline.indicator, t)
    verdict = phrase(found.verdict, t.lang)
    value, unit = plain_text(texts.difference), f" ({plain_text(texts.unit)})" if texts.unit else ""
    label = words_of(comparison.baseline, headline.indicator, t.lang).label
    st.markdown(f"**{t(f'compare.card_{headline.key}')}**{unit}", help=label)
    colour = COLOUR.get(found.verdict)
    st.markdown(f"#### :{colour}[{value}]" if colour else f"#### {value}")
    levels = plain_text(f"{texts.baseline} → {texts.alternative} {texts.level_unit}".strip())
    st.markdown(f":{colour}[**{verdict}**]  \n{levels}" if colour else f"{verdict}  \n{levels}")
    beside = comparison.difference(headline.beside)
    if beside.difference == beside.difference:
        much = said(comparison, headline.beside, t)
        label = words_of(comparison.baseline, headline.beside, t.lang).label
        st.caption(f"{plain_text(label)}{t('compare.colon')}{plain_text(f'{much.difference} {much.unit}'.strip())}")
