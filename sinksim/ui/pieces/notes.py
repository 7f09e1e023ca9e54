"""What the numbers of a page do not show by themselves."""

import streamlit as st

from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Naming, Words
from sinksim.text.notes import note_sentences, steps_in_words
from sinksim.ui.escape import plain_text


def notes(comparison: Comparison, called: Naming, t: Words) -> None:
    """The notes of both sides."""
    list_notes(note_sentences(comparison, t, steps_in_words(called)), t)


def list_notes(sentences: list[str], t: Words) -> None:
    """One line a note; nothing where there is none."""
    if sentences:
        lines = "\n".join(f"- {plain_text(line)}" for line in sentences)
        st.info(lines, icon=":material/info:", title=t("notes.title"))
