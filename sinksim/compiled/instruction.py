"""Columns of an instruction: those of ``plan.operations``, then the keys of its draw and of its patience."""

from sinksim.plan.operations import COLUMNS

OP, A, B, C, D, E, F, G, H, DRAW, SLOT, NEXT, PROCESS, DRAW_KEY, PATIENCE_KEY = range(15)
WIDTH = 16
HOLLOW, REOPEN = range(2)

assert len(COLUMNS) == DRAW_KEY

# Columns of a law of times.
CODE, FIXED, VALUES, CUMULATIVE, LENGTH = range(5)
LAW_WIDTH = 5
