"""A whole run as bytes and back; nothing in such a file can run.

One line says what it is: ``sinksim-result 6 KEY SHA-256``, the checksum of all that follows. Then an .npz of plain
arrays, one of which is the JSON of everything else.
"""

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sinksim.core.records import STATION_FIELDS
from sinksim.experiments.stored_labels import labels_from, labels_to
from sinksim.metrics.aggregate import days_of
from sinksim.metrics.columns import DAILY, DISTRIBUTIONS
from sinksim.metrics.equity_figures import EquitySums
from sinksim.metrics.indicators import indicators
from sinksim.metrics.measured import Measured
from sinksim.metrics.slices import FAMILIES, keys
from sinksim.metrics.spread import ENDS_H
from sinksim.plan.labels import Labels

MAGIC = "sinksim-result 6"
Arrays = dict[str, NDArray[Any]]
_DAMAGED = (zipfile.BadZipFile, zlib.error, MemoryError, RecursionError)
TABLES = ("by_area", "by_segment")


@dataclass(frozen=True, eq=False)
class StoredRun:
    """A whole run: its labels, its seed, its replications in order, the engine that ran it and how long it took [s]."""

    labels: Labels
    seed: int
    finished: tuple[Measured, ...]
    engine: str
    seconds: float


def to_bytes(run: StoredRun, key: str) -> bytes:
    """The file of a run; its first line holds the run's key, so that a renamed file is found out."""
    arrays, about_labels = labels_to(run.labels)
    about = {
        "labels": about_labels,
        "seed": run.seed,
        "engine": run.engine,
        "seconds": run.seconds,
        "replications": [_plain_values(m) for m in run.finished],
    }
    for family in FAMILIES:
        arrays[f"values.{family}"] = np.array([m.values[family] for m in run.finished])
    for table in TABLES:
        for name in getattr(run.finished[0].equity, table):
            arrays[f"{table}.{name}"] = np.array([getattr(m.equity, table)[name] for m in run.finished])
    for kind in DISTRIBUTIONS:
        arrays[f"spread.{kind}"] = np.array([m.spread[kind] for m in run.finished])
    arrays["stations"] = np.array([m.stations for m in run.finished])
    arrays["daily"] = np.array([m.daily for m in run.finished])
    arrays["bounded"] = np.array([m.bounded for m in run.finished])
    arrays["about"] = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)
    body = io.BytesIO()
    np.savez_compressed(body, allow_pickle=False, **arrays)
    content = body.getvalue()
    return f"{MAGIC} {key} {hashlib.sha256(content).hexdigest()}\n".encode() + content


def from_bytes(content: bytes, key: str, replications: int) -> StoredRun:
    """The run in a file; ValueError where it is broken, of another run, or does not fit together."""
    head, _, body = content.partition(b"\n")
    if head.decode("ascii", "replace") != f"{MAGIC} {key} {hashlib.sha256(body).hexdigest()}":
        raise ValueError("another run's file, or a broken one")
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as file:
            arrays: Arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays["about"].tobytes())
        labels = labels_from(arrays, about["labels"])
        _refuse_misshapen(arrays, labels, replications)
        finished = tuple(_to_measured(arrays, rest, n) for n, rest in enumerate(about["replications"]))
        run = StoredRun(labels, int(about["seed"]), finished, str(about["engine"]), float(about["seconds"]))
    except (LookupError, TypeError, AttributeError, EOFError, ArithmeticError, *_DAMAGED) as error:
        raise ValueError(f"not a run: {error}") from error
    if len(finished) != replications:
        raise ValueError(f"{len(finished)} replications instead of {replications}")
    return run


def _plain_values(measured: Measured) -> dict[str, Any]:
    """What of a replication is no array, as JSON; incidents as [kind, number, total length in ms]."""
    incidents = [[kind, number, length] for kind, (number, length) in measured.incidents.items()]
    return {
        "replication": measured.replication,
        "incidents": [[int(part) for part in row] for row in incidents],
        "faults": list(measured.faults),
        "cases": int(measured.cases),
    }


def _to_measured(arrays: Arrays, rest: dict[str, Any], n: int) -> Measured:
    """Replication ``n`` of a file, from its arrays and from what it holds as JSON."""
    sums = {
        table: {
            name.removeprefix(f"{table}."): rows[n] for name, rows in arrays.items() if name.startswith(f"{table}.")
        }
        for table in TABLES
    }
    return Measured(
        replication=int(rest["replication"]),
        values={family: arrays[f"values.{family}"][n] for family in FAMILIES},
        equity=EquitySums(sums["by_area"], sums["by_segment"]),
        stations=arrays["stations"][n],
        incidents={int(kind): (int(number), int(length)) for kind, number, length in rest["incidents"]},
        faults=tuple(str(fault) for fault in rest["faults"]),
        cases=int(rest["cases"]),
        spread={kind: arrays[f"spread.{kind}"][n] for kind in DISTRIBUTIONS},
        daily=arrays["daily"][n],
        bounded=arrays["bounded"][n],
    )


def _refuse_misshapen(arrays: Arrays, labels: Labels, replications: int) -> None:
    """ValueError where a table has another shape than the labels ask for, or holds no numbers."""
    rows = len(indicators(labels))
    wanted: dict[str, tuple[int, ...]] = {
        f"values.{family}": (replications, rows, len(keys(labels, family))) for family in FAMILIES
    }
    wanted["daily"] = (replications, days_of(labels), len(DAILY))
    wanted["bounded"] = (replications, len(labels.steps))
    wanted["stations"] = (replications, len(labels.stations.names), len(STATION_FIELDS))
    services = len(labels.services)
    wanted |= {f"spread.{kind}": (replications, services, len(ENDS_H) + 1) for kind in DISTRIBUTIONS}
    for table, places in zip(TABLES, (len(labels.areas.codes), len(labels.segments)), strict=True):
        # An equity table is stored as one array a sum; without any, its own missing name makes it fail below.
        own = [name for name in arrays if name.startswith(f"{table}.")]
        wanted |= dict.fromkeys(own or [table], (replications, services, places))
    wrong = [
        name
        for name, shape in wanted.items()
        if arrays[name].shape != shape or arrays[name].dtype.kind not in "if"  # integers, floats
    ]
    if wrong:
        raise ValueError(f"of another shape than its labels: {', '.join(wrong)}")
