"""Rows of invented tables of divisions."""

from sinksim.scenarios.divisions import Division


def division(code, tier, parent=None, **more):
    return Division(code=code, name=code, tier=tier, parent=parent, **more)
