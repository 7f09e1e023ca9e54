"""The tables of a report by the name of their file: the same for CSV files, for the workbook and for pages."""

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.reports.tables import (
    DICTIONARY_COLUMNS,
    NOTE_COLUMNS,
    STATION_COLUMNS,
    VALUE,
    WHO,
    area_columns,
    area_rows,
    dictionary_rows,
    difference_columns,
    difference_rows,
    indicator_rows,
    runs,
    station_rows,
)
from sinksim.reports.workbook import Table
from sinksim.text.notes import note_rows


def report_tables(outcome: Result | Comparison) -> dict[str, Table]:
    """Every table of a report."""
    _, result = runs(outcome)[0]  # columns and the dictionary are the same for all runs
    summary = indicator_rows(outcome, ("overall", "backlog"), equity=True)
    tables = {
        "summary": Table(summary, (*WHO, "slice", "service", *VALUE)),
        "by_area": Table(area_rows(outcome), area_columns(result.labels)),
        "by_service": Table(indicator_rows(outcome, ("service",)), (*WHO, "service", *VALUE)),
        "by_segment": Table(indicator_rows(outcome, ("segment",)), (*WHO, "segment", *VALUE)),
        "stations": Table(station_rows(outcome), STATION_COLUMNS),
        "data_dictionary": Table(dictionary_rows(result), DICTIONARY_COLUMNS),
    }
    if notes := note_rows(outcome):
        tables["notes"] = Table(notes, NOTE_COLUMNS)
    if isinstance(outcome, Comparison):
        tables["comparison"] = Table(difference_rows(outcome), difference_columns(result.labels))
    return tables
