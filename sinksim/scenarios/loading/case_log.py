"""A recorded log of cases: read, refused where it shows persons, and turned into the scenario's own rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.personal_data import personal_faults
from sinksim.scenarios.loading.sheets import Sheet, read_csv_sheet, rows_as
from sinksim.scenarios.logs import LogRow
from sinksim.scenarios.services import LoggedCase
from sinksim.scenarios.structure import listed


def read_cases(path: Path) -> tuple[LogRow, ...]:
    """The rows of a UTF-8 CSV file with columns service, origin, arisen and, if known, urgency, segment, requires.

    Raises BadInput with every fault (at most 20), and where columns or cells look like names, identity numbers or
    phone numbers: these are named by place alone.
    """
    return log_rows(read_csv_sheet(path))


def log_rows(sheet: Sheet) -> tuple[LogRow, ...]:
    """The rows of a table of cases; faults as in read_cases."""
    # First of all, because every other message repeats the value it refuses.
    _refuse(personal_faults(sheet, LogRow.model_fields))
    rows, faults = rows_as(LogRow, sheet)
    _refuse(faults)
    return rows


def logged_cases(rows: Iterable[LogRow], start: dt.date) -> dict[str, tuple[LoggedCase, ...]]:
    """Rows by service, as ``Service.log`` holds them: minutes from the start date, in order of time, then as listed."""
    midnight = dt.datetime.combine(start, dt.time())
    cases: dict[str, list[LoggedCase]] = {}
    for row in sorted(rows, key=lambda r: r.arisen):
        minutes = (row.arisen - midnight) / dt.timedelta(minutes=1)
        case = LoggedCase(
            origin=row.origin, arisen=minutes, urgency=row.urgency, requires=row.requires, segment=row.segment
        )
        cases.setdefault(row.service, []).append(case)
    return {service: tuple(listed_cases) for service, listed_cases in cases.items()}


def _refuse(faults: Sequence[object]) -> None:
    if faults:
        raise BadInput("\n".join(listed(faults)))
