"""Columns of a visit: one token's entry on one station's list, from joining to leaving. What is used most comes first."""

(
    STATION, TOKEN, PC, SINCE, SERVING, KLASS, PREVIOUS, NEXT,
    STARTED, RESIDUAL, ENDS, BUSY, TWIN, ASSEMBLY, OUTCOME, DUE,
    BEGAN, JOINED, URGENCY, GIVES_UP, HELD_PREVIOUS, HELD_NEXT,
) = range(22)  # fmt: skip
WIDTH = 24
