"""The command that shows the same as a page again."""

import shlex

import streamlit as st

from sinksim.i18n import Words
from sinksim.scenarios.loading.sides import Sides
from sinksim.ui.reproduce import command


def repeat_command(t: Words, proposal: Sides, name: str, *options: str) -> None:
    """Show the command ``sinksim NAME`` with the page's settings and these options."""
    with st.expander(t("compare.again"), icon=":material/terminal:", key=f"again_{name}"):
        st.code(command_line(proposal, name, *options), language="bash", wrap_lines=True)


def command_line(proposal: Sides, name: str, *options: str) -> str:
    """The command line of another command than ``compare`` for the same two sides."""
    # What stands behind the name of the command holds for each of them.
    _, _, settings = command(proposal).partition("sinksim compare ")
    return " ".join(["sinksim", name, settings, *map(shlex.quote, options)])
