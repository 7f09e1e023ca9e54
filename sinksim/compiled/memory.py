"""How kernels see the arrays of a world: as places in memory, handed from kernel to kernel as one address.

An array of numba is a bundle of nine values, and a world has more than twenty: handing them to a kernel that is called costs
more than what most of these kernels do, and each look at a cell asks first whether its index counts from the end. Here a
world is a list of addresses; a matrix is an address and a width, a row an address and a length. Indices count from 0 and
are not checked, as in all compiled code of this folder.
"""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import intrinsic, lower_builtin, register_model
from numpy.typing import NDArray

# Address, width, rows; of a row (an array of one dimension) address, length, 1.
WORDS = 3


def update_address(addresses: NDArray[np.int64], n: int, array: NDArray[Any]) -> None:
    """Another array has taken the place of the n-th."""
    addresses[WORDS * n : WORDS * (n + 1)] = address_of(array)


def addresses_of(arrays: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """The list of addresses of a world's arrays; they must outlive its use."""
    words = [address_of(a) for a in arrays]
    return np.array(words, np.int64).reshape(-1)


def address_of(array: NDArray[Any]) -> tuple[int, int, int]:
    """The three words that stand for one array (see ``WORDS``); the fields of an array of records are its columns."""
    address = array.ctypes.data
    if array.dtype.names:
        return address, len(array.dtype.names), len(array)
    return address, array.shape[-1], array.shape[0] if array.ndim > 1 else 1


class Row(types.Type):
    """Cells side by side."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell
        super().__init__(f"Row({cell})")


class Matrix(types.Type):
    """Rows one after the other."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell
        super().__init__(f"Matrix({cell})")


class World(types.Type):
    """A list of addresses; ``fields`` says what lies where: a name, the kind of cells, and the width of a matrix.

    A width of None makes it a row; one of 0 varies and is read from the list.
    """

    def __init__(self, name: str, fields: Sequence[tuple[str, Any, int | None]]) -> None:
        self.places = {
            field: (n, Row(cell) if width is None else Matrix(cell), width)
            for n, (field, cell, width) in enumerate(fields)
        }
        super().__init__(f"World({name})")


@register_model(Row)
class _RowModel(models.StructModel):
    """A row in memory: the address of its first cell, and its length."""

    def __init__(self, manager: Any, kind: Row) -> None:
        super().__init__(manager, kind, [("first", types.CPointer(kind.cell)), ("length", types.intp)])


@register_model(Matrix)
class _MatrixModel(models.StructModel):
    """A matrix in memory: the address of its first cell, its width, and its number of rows."""

    def __init__(self, manager: Any, kind: Matrix) -> None:
        members = [("first", types.CPointer(kind.cell)), ("width", types.intp), ("rows", types.intp)]
        super().__init__(manager, kind, members)


@register_model(World)
class _WorldModel(models.PrimitiveModel):
    """A world in memory: the address of its list of addresses."""

    def __init__(self, manager: Any, kind: World) -> None:
        super().__init__(manager, kind, ir.IntType(64).as_pointer())


# Untyped, so that kernels may call what it makes as if it were a function of its last arguments.
built: Any = intrinsic

# --- a world and its fields -------------------------------------------------------------------------------------------


@built
def world_at(typing_context: Any, addresses: Any, world: Any) -> Any:
    """Code of ``world_at(addresses, WORLD)``: the arrays of that kind of world, read by name from a list of their addresses."""
    # In memory a world is no more than a pointer to that list (its data); ``world`` is a type, which makes the signature.

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return world.instance_type(addresses, world), generate


@infer_getattr
class _Fields(AttributeTemplate):
    """Typing of ``world.name``: the row or matrix that the field is."""

    key = World

    def generic_resolve(self, world: World, name: str) -> Any:  # type: ignore[override]
        return world.places[name][1] if name in world.places else None


@lower_getattr_generic(World)
def _field(context: Any, builder: Any, world: World, value: Any, name: str) -> Any:
    """Code of ``world.name``: read the field's address and sizes from the list; a width that never varies is a constant."""
    n, kind, width = world.places[name]
    words = [_word(builder, value, WORDS * n + i) for i in range(WORDS)]
    held = cgutils.create_struct_proxy(kind)(context, builder)
    held.first = builder.inttoptr(words[0], context.get_value_type(types.CPointer(kind.cell)))
    if isinstance(kind, Matrix):
        held.width = context.get_constant(types.intp, width) if width else words[1]
        held.rows = words[2]
    else:
        held.length = words[1]
    return held._getvalue()


def _word(builder: Any, addresses: Any, n: int) -> Any:
    """Code that reads the n-th of a list of addresses (64 bits), which never changes in a kernel: no write can outdate it."""
    word = builder.load(builder.gep(addresses, [ir.Constant(ir.IntType(64), n)]))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


# --- cells ------------------------------------------------------------------------------------------------------------


_PAIR = types.UniTuple(types.intp, 2)


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    """Typing of ``row[i]`` and ``matrix[i, j]`` (a cell), and of ``matrix[i]`` (a row)."""

    def generic(self, arguments: Any, keywords: Any) -> Any:
        held, index = arguments
        if isinstance(held, Row) and isinstance(index, types.Integer):
            return signature(held.cell, held, types.intp)
        if isinstance(held, Matrix) and isinstance(index, types.Integer):
            return signature(Row(held.cell), held, types.intp)
        if isinstance(held, Matrix) and isinstance(index, types.BaseTuple):
            return signature(held.cell, held, _PAIR)
        return None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    """Typing of ``row[i] = value`` and ``matrix[i, j] = value``."""

    def generic(self, arguments: Any, keywords: Any) -> Any:
        held, index, _ = arguments
        if isinstance(held, Row) and isinstance(index, types.Integer):
            return signature(types.none, held, types.intp, held.cell)
        if isinstance(held, Matrix) and isinstance(index, types.BaseTuple):
            return signature(types.none, held, _PAIR, held.cell)
        return None


@infer_global(len)
class _Length(AbstractTemplate):
    """Typing of ``len(row)`` (cells) and ``len(matrix)`` (rows)."""

    def generic(self, arguments: Any, keywords: Any) -> Any:
        (held,) = arguments
        return signature(types.intp, held) if isinstance(held, Row | Matrix) else None


def _place(context: Any, builder: Any, kind: Any, value: Any, index: Any) -> Any:
    """Code of the address of a cell, in a row or a matrix (a pair of indices), or with one index of a matrix's row."""
    held = cgutils.create_struct_proxy(kind)(context, builder, value)
    if isinstance(kind, Row):
        return builder.gep(held.first, [index])
    row, column = (index, None) if not isinstance(index.type, ir.ArrayType) else cgutils.unpack_tuple(builder, index)
    place = builder.gep(held.first, [builder.mul(row, held.width)])
    return place if column is None else builder.gep(place, [column])


@lower_builtin(operator.getitem, Row, types.intp)
@lower_builtin(operator.getitem, Matrix, _PAIR)
def _get_cell(context: Any, builder: Any, typed: Any, arguments: Any) -> Any:
    """Code that reads a cell."""
    return builder.load(_place(context, builder, typed.args[0], *arguments))


@lower_builtin(operator.getitem, Matrix, types.intp)
def _get_row(context: Any, builder: Any, typed: Any, arguments: Any) -> Any:
    """Code of ``matrix[i]``: the row's address, with the matrix's width for its length."""
    matrix = cgutils.create_struct_proxy(typed.args[0])(context, builder, arguments[0])
    row = cgutils.create_struct_proxy(typed.return_type)(context, builder)
    row.first = _place(context, builder, typed.args[0], *arguments)
    row.length = matrix.width
    return row._getvalue()


@lower_builtin(operator.setitem, Row, types.intp, types.Any)
@lower_builtin(operator.setitem, Matrix, _PAIR, types.Any)
def _set_cell(context: Any, builder: Any, typed: Any, arguments: Any) -> Any:
    """Code that writes a cell."""
    held, index, value = arguments
    builder.store(value, _place(context, builder, typed.args[0], held, index))
    return context.get_dummy_value()


@lower_builtin(len, Row)
@lower_builtin(len, Matrix)
def _length(context: Any, builder: Any, typed: Any, arguments: Any) -> Any:
    """Code of ``len``."""
    held = cgutils.create_struct_proxy(typed.args[0])(context, builder, arguments[0])
    return held.length if isinstance(typed.args[0], Row) else held.rows


@built
def cells(typing_context: Any, row: Any, first: Any, length: Any) -> Any:
    """Code of ``cells(row, first, length)``: these cells as numba's array, for the functions that both engines share."""
    array = types.Array(row.cell, 1, "C")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, at, number = arguments
        made = context.make_array(array)(context, builder)
        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_value_type(row.cell)))
        context.populate_array(
            made, data=_place(context, builder, row, value, at), shape=[number], strides=[size], itemsize=size, meminfo=None,
        )  # fmt: skip
        return made._getvalue()

    return array(row, types.intp, types.intp), generate


@built
def fetch(typing_context: Any, matrix: Any, row: Any, column: Any) -> Any:
    """Code of ``fetch(matrix, row, column)``: ask memory for the cache line of a cell that will soon be needed."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        index = context.make_tuple(builder, _PAIR, arguments[1:])
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        place = builder.bitcast(_place(context, builder, matrix, arguments[0], index), byte)
        form = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        prefetch = cgutils.get_or_insert_function(builder.module, form, "llvm.prefetch.p0")
        # Arguments of LLVM's prefetch: it will be written, is to stay in every cache, and is data.
        builder.call(prefetch, [place, word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(matrix, types.intp, types.intp), generate
