"""Columns of a source of needs: one layer of one stream."""

(
    SERVICE, ORIGIN, LAYER, MARKS, STREAM, ORDER, PROFILE_TIMES, PROFILE_REALS, PROFILE_LENGTH, BATCH_AT, BATCH_LENGTH,
    BLOCK, SIZE, KEY, PERSON, EPOCH, PIECE, COUNT, POSITION,
) = range(19)  # fmt: skip
WIDTH = 24
# Columns of its reals.
RATE, KEEP, AREA = range(3)
# Needs that arise together share the higher bits of their ordinals.
BATCH_BITS = 10
