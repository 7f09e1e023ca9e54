"""The tables of a report as rows: indicators by slice, differences, stations, and the data dictionary."""

import math
from typing import Any

from sinksim.core.records import STATION_FIELDS, FieldOf, names
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import SHOWN, Result, about, place
from sinksim.experiments.station_figures import FIGURES as FIGURES_OF_STATIONS
from sinksim.metrics.equity import FEWEST_CASES
from sinksim.metrics.equity_figures import FIGURES
from sinksim.metrics.slices import Family, keys
from sinksim.metrics.suppression import FEWEST
from sinksim.plan.labels import Labels
from sinksim.text.notes import of_every_row
from sinksim.text.scope import preview_remark

Row = dict[str, Any]
ILLUSTRATIVE = "示意/illustrative"
SUPPRESSED = f"suppressed: fewer than {FEWEST} recorded cases here or beside it"
HOUR = 3_600_000.0
ACCESSIBILITY: Row = {
    "table": "indicators",
    "name": "accessibility",
    "unit": "open server hours a day per 1,000 people",
    "zh": "可及性（两步移动搜寻法，按区域）",
    "en": "accessibility of an area by two-step floating catchment",
    "better": "higher",
    "dimension": "equity",
}
WHO = ("run", "scenario")
VALUE = ("indicator", "unit", "better", "dimension", "mean", "half_width", "n", "note")
STATION_COLUMNS = (
    *WHO,
    "station",
    "template",
    "tier",
    "node",
    "area",
    "servers",
    *names(STATION_FIELDS),
    *(f"{figure.name}{part}" for figure in FIGURES_OF_STATIONS for part in ("", "_half_width")),
    "n",
    "note",
)
DICTIONARY_COLUMNS = ("table", "name", "unit", "zh", "en", "better", "dimension")
NOTE_COLUMNS = ("run", "code", "en", "zh")
DIFFERENCE_COLUMNS = (
    "block",
    "side",
    "against",
    "slice",
    "service",
    "area",
    "area_name",
    "area_name_en",
    "segment",
    "indicator",
    "unit",
    "better",
    "dimension",
    "difference",
    "half_width",
    "n",
    "at_least",
    "verdict",
    "level",
    "level_against",
    "variance_ratio",
    "variance_ratio_upper",
    "note",
)


def runs(outcome: Result | Comparison) -> list[tuple[str, Result]]:
    """The results of an outcome, each with the part it plays."""
    if isinstance(outcome, Comparison):
        return list(outcome.results.items())
    return [("run", outcome)]


def indicator_rows(outcome: Result | Comparison, families: tuple[Family, ...], equity: bool = False) -> list[Row]:
    """Indicators of these families, in the order of runs, then codes, then indicators."""
    found = []
    for part, result in runs(outcome):
        head = {"run": part, "scenario": result.scenario}
        rows = [row for row in result.rows(families) if equity or row["dimension"] != "equity"]
        rows += suppressed_rows(result, families)
        found += [{**head, **_area_names(result.labels, row), "note": note(result, row, "mean")} for row in rows]
    return found


def suppressed_rows(result: Result, families: tuple[Family, ...]) -> list[Row]:
    """One row without numbers for each slice of a recorded log that holds too few people to be told."""
    about_it = about(next(row for row in result.indicators if row.name == "needs"))
    return [
        {**about_it, **place(family, key), "suppressed": True}
        for family in families
        for key, hidden in zip(keys(result.labels, family), result.suppressed.get(family, ()), strict=False)
        if hidden
    ]


def area_rows(outcome: Result | Comparison) -> list[Row]:
    """Indicators by area, sorted by code and never by rank, with accessibility; illustrative figures say so."""
    found = indicator_rows(outcome, ("area",))
    for part, result in runs(outcome):
        found += [{"run": part, "scenario": result.scenario, **row} for row in _accessibility_rows(result)]
    order = [part for part, _ in runs(outcome)]
    return sorted(found, key=lambda row: (order.index(row["run"]), row["area"]))


def _accessibility_rows(result: Result) -> list[Row]:
    """Accessibility by area as rows like those of an indicator, for the areas that have it."""
    shared_fields = ("unit", "better", "dimension")
    words = {"indicator": ACCESSIBILITY["name"], **{k: ACCESSIBILITY[k] for k in shared_fields}, "n": result.n}
    words["note"] = "; ".join(filter(None, (limits_of(result), of_every_row(result))))
    codes = zip(result.labels.areas.codes, result.accessibility.tolist(), strict=False)
    rows = [{**words, "area": code, "mean": value} for code, value in codes if math.isfinite(value)]
    return [_area_names(result.labels, row) for row in rows]


def _area_names(labels: Labels, row: Row) -> Row:
    """The row with the names of its area in both languages, and a mark where places are illustrative."""
    if row.get("area") is None:
        return row
    at = labels.areas.codes.index(row["area"])
    named = {**row, "area_name": labels.areas.names[at], "area_name_en": labels.areas.names_en[at]}
    return {**named, "illustrative": ILLUSTRATIVE} if labels.illustrative else named


def area_columns(labels: Labels) -> tuple[str, ...]:
    """Columns of the table by area."""
    illustrative = ("illustrative",) if labels.illustrative else ()
    return (*WHO, "area", "area_name", "area_name_en", *illustrative, *VALUE)


def note(result: Result, row: Row, *columns: str) -> str:
    """What a number cannot say.

    That the run was stopped, that it lies beyond the follow-up, how many areas had too few cases to be in it, or what the
    run has not used of what it was given.
    """
    is_beyond = any(isinstance(row.get(column), float) and math.isinf(row[column]) for column in columns)
    left_out = row.get("areas_left_out", 0)
    remarks = (
        limits_of(result),
        SUPPRESSED if row.get("suppressed") else "",
        f"> {result.labels.window.follow_up / HOUR:g} h" if is_beyond else "",
        f"{left_out} areas with fewer than {FEWEST_CASES} cases left out" if left_out and not is_beyond else "",
        of_every_row(result),
    )
    return "; ".join(filter(None, remarks))


def limits_of(result: Result) -> str:
    """That a run is a preview, and of what; that it was stopped, and where; empty for a whole one."""
    stopped = f"partial: {result.n} of {result.replications} replications" if result.ended == "partial" else ""
    return "; ".join(filter(None, (preview_remark(result.labels), stopped)))


def difference_rows(comparison: Comparison) -> list[Row]:
    """Differences by pair and slice, with their intervals, verdicts and levels."""
    first = comparison.first
    rows = [*comparison.rows(), *suppressed_rows(first, SHOWN)]
    return [{**_area_names(first.labels, row), "note": note(first, row, "level", "level_against")} for row in rows]


def difference_columns(labels: Labels) -> tuple[str, ...]:
    """Columns of the table of differences."""
    return (*DIFFERENCE_COLUMNS, "illustrative") if labels.illustrative else DIFFERENCE_COLUMNS


def station_rows(outcome: Result | Comparison) -> list[Row]:
    """Means of every station in the window over replications, figures with intervals; stand-ins have none."""
    return [
        {"run": part, "scenario": result.scenario, **_station(result, station)}
        for part, result in runs(outcome)
        for station in range(len(result.stations))
        if not result.labels.stations.stand_in[station]
    ]


def _station(result: Result, station: int) -> Row:
    """A station's row: what it is, its fields as means over replications, its figures, and a note."""
    labels, stations = result.labels, result.labels.stations
    area = int(stations.area[station])
    fields = dict(zip(names(STATION_FIELDS), result.stations[station].tolist(), strict=True))
    return {
        "station": stations.names[station],
        "template": labels.templates[int(stations.template[station])],
        "tier": labels.tiers[int(stations.tier[station])],
        "node": stations.node[station],
        "area": labels.areas.codes[area] if area >= 0 else None,
        "servers": int(stations.servers[station]),
        **fields,
        **_station_figures(result, station),
        "n": result.n,
        "note": _station_note(result, fields),
    }


def _station_figures(result: Result, station: int) -> Row:
    """Utilisation, waits and so on with half widths; None where a figure has no value."""
    assert result.station_figures is not None
    found: Row = {}
    for n, figure in enumerate(FIGURES_OF_STATIONS):
        for part, values in zip(("", "_half_width"), result.station_figures, strict=True):
            value = float(values[n, station])
            found[f"{figure.name}{part}"] = value if math.isfinite(value) else None
    return found


def _station_note(result: Result, fields: dict[str, float]) -> str:
    """What the numbers of a station cannot say by themselves."""
    remarks = (
        limits_of(result),
        SUPPRESSED if math.isnan(fields["joined"]) else "",
        "never open in the window" if fields["open"] == 0 else "",
        of_every_row(result),
    )
    return "; ".join(filter(None, remarks))


def dictionary_rows(result: Result) -> list[Row]:
    """Name, unit and meaning of every column of figures: those of stations, then every indicator."""
    counted = [{**vars(f), "zh": f"{f.zh}（观察窗内）", "en": f"{f.en}, in the window"} for f in STATION_FIELDS]
    figures = [row for figure in FIGURES_OF_STATIONS for row in (vars(figure), _half_width(figure))]
    fields = [{"table": "stations", **field} for field in (*counted, *figures)]
    words = ("name", "unit", "zh", "en", "better")
    described = [
        {"table": "indicators", **{word: getattr(row, word) for word in words}, "dimension": dimension}
        for row, dimension in (*((i, i.dimension) for i in result.indicators), *((f, "equity") for f in FIGURES))
    ]
    return [*fields, *described, ACCESSIBILITY]


def _half_width(figure: FieldOf) -> Row:
    zh, en = f"{figure.zh}：95% 区间半宽", f"half width of the 95 % interval of {figure.name}"
    return {"name": f"{figure.name}_half_width", "unit": figure.unit, "zh": zh, "en": en}
