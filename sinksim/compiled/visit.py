"""Columns of a visit: one token's entry on one station's list, from joining to leaving."""

(
    STATION, TOKEN, PC, JOINED, SINCE, BEGAN, STARTED, DUE, RESIDUAL, BUSY, URGENCY, KLASS, SERVING, OUTCOME, TWIN,
    ASSEMBLY, PREVIOUS, NEXT, HELD_PREVIOUS, HELD_NEXT, ENDS, GIVES_UP,
) = range(22)  # fmt: skip
WIDTH = 24
