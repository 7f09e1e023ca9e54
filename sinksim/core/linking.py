"""How compiled kernels become one whole: each is optimized once by itself, and only the whole becomes machine code.

Left to itself numba makes machine code of every kernel, and optimizes each once more within every kernel that calls it:
that takes half as long again. What is used here of numba's code libraries is not documented; a test guards that it works.
"""

from collections.abc import Callable
from typing import Any

from numba.core.codegen import CPUCodeLibrary, JITCodeLibrary
from numba.core.compiler import Compiler

# At the highest level a kernel by itself grows, and what it becomes part of is a fifth slower.
_LEVEL = {"opt": 1, "loop_vectorize": False, "slp_vectorize": False}


class _NoEnvironment:
    """Stands for the place of a part's Python objects: kernels have none."""

    def set_env(self, name: str, environment: object) -> None:
        """Nothing is kept."""


class _Joining(CPUCodeLibrary):
    """A library of compiled code: kernels to be inlined are linked into it at once, those to be called are left to ``_Whole``."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # Kernels that are called, directly or not, each behind all that it calls.
        self.called: dict[CPUCodeLibrary, None] = {}

    def add_linking_library(self, library: CPUCodeLibrary) -> None:
        """Take in a library that this one uses.

        A kernel that is called keeps a function of its own: it is only noted here, with those that it calls, and linked into the
        whole at last. One that is inlined, and whatever is no kernel, is linked at once.
        """
        if not isinstance(library, _Part):
            super().add_linking_library(library)
            return
        self.called.update(library.called)
        if library.is_called:
            self.called[library] = None
        else:
            super().add_linking_library(library)


class _Part(_Joining):
    """A kernel that becomes part of the one that calls it."""

    is_called = False
    codegen = _NoEnvironment()

    def get_pointer_to_function(self, name: str) -> int:
        """No address (0), as Python never calls a part; numba asks for one once the part is complete."""
        self._ensure_finalized()
        return 0

    def _optimize_final_module(self) -> None:
        """Optimize lightly: the whole that it becomes part of is optimized once more."""
        manager, builder = self._codegen._module_pass_manager(**_LEVEL)
        manager.run(self._final_module, builder)

    def _finalize_final_module(self) -> None:
        """Leave the part as intermediate code; numba would make machine code of it here."""
        self._finalize_dynamic_globals()
        self._finalized = True


class _CalledPart(_Part):
    """A kernel that is called."""

    is_called = True


class _Whole(_Joining, JITCodeLibrary):
    """A kernel that Python calls, with all that it calls."""

    def finalize(self) -> None:
        """Link all kernels that are called, callers first: the linker leaves out what nothing has asked for yet."""
        for library in reversed(self.called):
            JITCodeLibrary.add_linking_library(self, library)
        super().finalize()


def _compiler(library_class: type[_Joining]) -> type[Compiler]:
    """Numba's compiler, except that it puts the code that it makes into a library of the given class."""

    class Into(Compiler):
        """The compiler, with such a library in place of numba's own."""

        def __init__(self, typing: Any, target: Any, library: None, *rest: Any) -> None:
            own = library_class(target.codegen(), library_class.__name__)
            own.enable_object_caching()
            super().__init__(typing, target, own, *rest)

    return Into


INLINED: Callable[..., Any] = _compiler(_Part)
CALLED: Callable[..., Any] = _compiler(_CalledPart)
WHOLE: Callable[..., Any] = _compiler(_Whole)
