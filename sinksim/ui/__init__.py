"""The pages: a planner moves a lever and sees, with intervals, what changes for people. Started by ``sinksim app``."""


def main() -> None:
    """Draw the page that was asked for. Streamlit calls it for every visit and after every change."""
    from sinksim.ui.shell import draw

    draw()
