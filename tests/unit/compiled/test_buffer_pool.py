"""A buffer is used again as soon as, and only when, nobody holds it or a part of it."""

import numpy as np

from sinksim.compiled.buffer_pool import Spares
from sinksim.core.records import CASE


def place(rows):
    return rows.ctypes.data


def test_what_is_held_is_never_given_again():
    spares = Spares(np.empty(8, CASE))
    held = [spares.take() for _ in range(5)]
    assert len({place(rows) for rows in held}) == 5


def test_a_part_that_is_held_holds_the_whole():
    spares = Spares(np.empty(8, CASE))
    part = spares.take()[2:3]
    assert all(place(spares.take()) != place(part.base) for _ in range(4))


def test_what_nobody_holds_is_given_again():
    spares = Spares(np.empty(8, CASE))
    first = place(spares.take())
    assert place(spares.take()) == first
