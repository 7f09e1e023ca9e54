"""Parts of a kernel are no machine code of their own, and what is called is in the whole once."""

from collections import Counter

import numpy as np
import pytest
from numba import int64

from sinksim.core.kernel import called, entry, inlined


@called
def deepest(x):
    return x + 1


@inlined
def within(x):
    return deepest(x) * 2


@called
def deep(x):
    return within(x) + deepest(x)


@inlined
def beside(x):
    return deep(x) + within(x)


def whole(x):
    return beside(x) + deep(x) + within(x)


@pytest.fixture(scope="module")
def compiled():
    kernel = entry(whole)
    # Made anew: from disk it would come without its parts.
    kernel._cache._impl.check_cachable = lambda _: False
    kernel._cache.load_overload = lambda *_: None
    kernel._cache.save_overload = lambda *_: None
    kernel.compile((int64,))
    return kernel


def library(kernel):
    (overload,) = kernel.overloads.values()
    return overload.library


def test_the_whole_answers_as_its_source_does(compiled):
    def plain(x):
        within_, deepest_ = (x + 1) * 2, x + 1
        deep_ = within_ + deepest_
        return deep_ + within_ + deep_ + within_

    for x in (-3, 0, 7, np.int64(2**40)):
        assert compiled(x) == plain(x)


@pytest.mark.parametrize("part", [deepest, within, deep, beside])
def test_a_part_is_no_machine_code(compiled, part):
    own = library(part)
    engine = library(compiled)._codegen._engine
    names = [function.name for function in own.get_defined_functions()]
    assert names
    assert own.get_pointer_to_function(names[0]) == 0
    assert not any(engine.is_symbol_defined(name) for name in names if part in (within, beside))


def test_what_is_called_is_left_to_the_whole(compiled):
    inside = Counter(
        name_of(function.name) for part in (deepest, deep) for function in library(part).get_defined_functions()
    )
    assert inside == {"deepest": 1, "deep": 1}
    assert set(library(compiled).called) == {library(deepest), library(deep)}


def name_of(symbol):
    """The Python name within the name of a compiled function."""
    return next(name for name in ("deepest", "deep") if name in symbol)
