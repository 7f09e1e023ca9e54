"""Labels as plain arrays and JSON, and back."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sinksim.i18n.note import note_from
from sinksim.plan.labels import Areas, Capital, Labels, Payroll, Scope, StationLabels, Window

Arrays = dict[str, NDArray[Any]]
PARTS: dict[str, type[Scope] | type[Areas] | type[StationLabels] | type[Window] | type[Payroll] | type[Capital]] = {
    "scope": Scope,
    "areas": Areas,
    "stations": StationLabels,
    "window": Window,
    "payroll": Payroll,
    "capital": Capital,
}
NOTES = "notes"


def labels_to(labels: Labels) -> tuple[Arrays, dict[str, Any]]:
    """The arrays of labels by dotted name, and everything else for JSON."""
    arrays: Arrays = {}
    plain = _split(labels, "labels", arrays)
    return arrays, {**plain, NOTES: [note.to_json_dict() for note in labels.notes]}


def labels_from(arrays: Arrays, plain: dict[str, Any]) -> Labels:
    """The labels again; KeyError or TypeError where something is missing or too much."""
    parts = {name: kind(**_joined(arrays, plain[name], f"labels.{name}")) for name, kind in PARTS.items()}
    rest = {name: value for name, value in plain.items() if name not in (*PARTS, NOTES)}
    notes = tuple(note_from(note) for note in plain[NOTES])
    return Labels(**{**_joined(arrays, rest, "labels"), **parts}, notes=notes)


def _split(value: Any, path: str, arrays: Arrays) -> dict[str, Any]:
    """A dataclass as JSON; its arrays, and those of the dataclasses in it, go into ``arrays`` under dotted names."""
    plain: dict[str, Any] = {}
    for field in fields(value):
        item = getattr(value, field.name)
        if isinstance(item, np.ndarray):
            arrays[f"{path}.{field.name}"] = item
        else:
            plain[field.name] = _split(item, f"{path}.{field.name}", arrays) if is_dataclass(item) else item
    return plain


def _joined(arrays: Arrays, plain: dict[str, Any], path: str) -> dict[str, Any]:
    """Fields of one dataclass: lists of names as tuples, arrays by their dotted names.

    An array with one more dot in its name belongs to a dataclass inside this one.
    """
    own = {
        name.removeprefix(f"{path}."): rows
        for name, rows in arrays.items()
        if name.startswith(f"{path}.") and "." not in name.removeprefix(f"{path}.")
    }
    return {**own, **{name: tuple(item) if isinstance(item, list) else item for name, item in plain.items()}}
