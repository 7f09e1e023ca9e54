"""How kernels are compiled: no reference counts, no fast mathematics, inlined where hot, cached by what they are made of.

``_nrt`` and ``forceinline`` are options of numba that are not documented. Without them the engine is several times slower;
a benchmark guards that they still work. numba's own cache looks at one file only: the stamp makes it look at all of them.
"""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba

from sinksim import linking

# Untyped, since numba does not declare two of the options.
njit: Any = numba.njit
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
# Where the kernels are, and what they are made of besides.
FOLDER = "compiled"
SHARED = (
    "kernel.py", "linking.py", "draws.py", "rules.py", "records.py", "network/instructions.py", "network/stable.py",
    "metrics/folding.py",
)  # fmt: skip
# Python calls only the entries; for the others no door to it need be built.
_WITHIN: dict[str, Any] = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def inlined(function: Callable[..., Any]) -> Any:
    """A kernel that becomes part of whatever calls it: for what happens with every event."""
    return njit(forceinline=True, pipeline_class=linking.INLINED, **_WITHIN)(function)


def called(function: Callable[..., Any]) -> Any:
    """A kernel that is called: for what happens seldom, or from many places."""
    return njit(pipeline_class=linking.CALLED, **_WITHIN)(function)


def entry(function: Callable[..., Any]) -> Any:
    """A kernel that Python calls; compiled code is kept on disk until any source of a kernel changes."""
    dispatcher = njit(cache=True, pipeline_class=linking.WHOLE, **_OPTIONS)(function)
    dispatcher._cache._cache_file._source_stamp = stamp()
    return dispatcher


@cache
def stamp() -> str:
    """A hash of all sources that are compiled."""
    digest = blake2b(digest_size=16)
    for path in sources(Path(__file__).parent):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def sources(here: Path) -> list[Path]:
    """Every file whose functions or constants end up in compiled code."""
    return [*sorted((here / FOLDER).glob("*.py")), *(here / name for name in SHARED)]
