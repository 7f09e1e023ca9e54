"""Columns of an instruction: those of ``plan.operations``, then the keys of its draw and of its patience."""

from sinksim.plan import operations

DRAW_KEY = operations.WIDTH
PATIENCE_KEY = DRAW_KEY + 1
WIDTH = 16

# Columns of a law of times.
CODE, FIXED, VALUES, CUMULATIVE, LENGTH = range(5)
LAW_WIDTH = 5
