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

from sinksim.core import linking
from sinksim.core.errors import BadInput

# Untyped, since numba does not declare two of the options.
njit: Any = numba.njit
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
# Where the kernels are, and what they are made of besides.
FOLDER = "compiled"
SHARED = (
    "core/kernel.py", "core/linking.py", "core/draws.py", "core/renewals.py", "core/rules.py", "core/records.py",
    "core/stable_hash.py", "core/time_bins.py", "plan/declaring.py", "plan/operations.py", "metrics/columns.py",
    "metrics/folding.py",
)  # fmt: skip
# Sources of the functions that both engines call.
SHARED_SOURCES = ("core/kernel.py", "core/draws.py", "core/renewals.py", "core/rules.py")
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
    return _cached(function, stamp(), pipeline_class=linking.WHOLE, **_OPTIONS)


def shared(signature: Any) -> Callable[[Callable[..., Any]], Any]:
    """Decorator of a function that both engines call: compiled at once for ``signature``, and for no other types.

    Kept on disk until a source of such functions changes.
    """

    def compiled(function: Callable[..., Any]) -> Any:
        dispatcher = _cached(function, stamp(SHARED_SOURCES))
        dispatcher.compile(signature)
        dispatcher.disable_compile()
        return dispatcher

    return compiled


def _cached(function: Callable[..., Any], source_stamp: str, **options: Any) -> Any:
    """A compiled function that is read from disk while ``source_stamp`` (the hash of its sources) is the same.

    numba itself would only look whether the file of the function is as old as when it was compiled, not at what that imports.
    """
    try:
        dispatcher = njit(cache=True, **options)(function)
    except RuntimeError as error:
        raise BadInput(
            "compiled code can be kept neither beside the package nor in the cache folder of the user; allowed: a folder "
            "that can be written, named by the environment variable NUMBA_CACHE_DIR"
        ) from error
    file = dispatcher._cache._cache_file
    file._source_stamp = source_stamp
    try:
        file._load_index()
    except Exception:
        # A torn index file may raise anything: compile anew.
        Path(file._index_path).unlink(missing_ok=True)
    return dispatcher


@cache
def stamp(names: tuple[str, ...] | None = None) -> str:
    """A hash of all sources that are compiled, or of those named."""
    package = Path(__file__).parents[1]
    digest = blake2b(digest_size=16)
    for path in sources(package) if names is None else [package / name for name in names]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def sources(package: Path) -> list[Path]:
    """Every file of the package (its folder is given) whose functions or constants end up in compiled code."""
    return [*sorted((package / FOLDER).rglob("*.py")), *(package / name for name in SHARED)]
