"""What a map says of an area: beside the bubble, and as the rows of the table under it."""

from sinksim.analysis.area_figures import AreaFigure, AreaFigures
from sinksim.core.side_names import ROLES
from sinksim.experiments.statistics import Interval
from sinksim.i18n import Naming
from sinksim.metrics.indicator import Indicator
from sinksim.network.geography import Place
from sinksim.text.escaping import plain
from sinksim.text.phrases import amount, unit_word


def label_of(indicator: Indicator, called: Naming) -> str:
    """Words of an indicator; a tier, clock or station that its name ends in (after a colon) stands as it is called."""
    text = called.t.either(indicator.zh, indicator.en)
    part = indicator.name.partition(":")[2]
    return text.replace(part, called(part)) if part else text


def name_of(place: Place | AreaFigure, called: Naming) -> str:
    """Name of a place in the reader's language."""
    return called.t.either(place.name, place.name_en)


def about_area(area: AreaFigure, figures: AreaFigures, place: Place, called: Naming) -> str:
    """What is shown when a bubble is pointed at, lines divided as plotly wants them."""
    t = called.t
    lines = [f"<b>{plain(name_of(area, called))}</b>{_mark(figures, called)}"]
    if area.state == "shown":
        lines += [f"{figures.names.of(side, t.lang)}: {_level(getattr(area, side), figures, called)}" for side in ROLES]
        lines.append(f"{t('map.difference')}: {_difference(area, figures, called)}")
        lines.append(t(f"map.verdict_{area.verdict.replace(' ', '_')}"))
    else:
        lines.append(t(f"map.state_{area.state}"))
    if area.state in ("shown", "missing"):  # of others the number of cases is 0, or too small to be told
        lines.append(t("map.cases", n=f"{area.cases:,}"))
    if place.schematic:
        lines.append(t("map.schematic_place"))
    return "<br>".join(lines)


def map_rows(figures: AreaFigures, called: Naming) -> list[dict[str, str]]:
    """The table under the map: the areas of the run in the order of their codes, never by their figures."""
    t = called.t
    rows = []
    for area in figures.areas:
        if area.state == "outside":
            continue
        is_shown = area.state == "shown"
        row = {t("map.column_code"): area.code, t("map.column_area"): name_of(area, called)}
        row[t("map.column_cases")] = f"{area.cases:,}" if area.state != "few" else t("map.few")
        for side in ROLES:
            row[figures.names.of(side, t.lang)] = _level(getattr(area, side), figures, called) if is_shown else "—"
        row[t("map.difference")] = _difference(area, figures, called) if is_shown else "—"
        verdict = t(f"map.verdict_{area.verdict.replace(' ', '_')}")
        row[t("map.column_verdict")] = verdict if is_shown else t(f"map.state_{area.state}")
        if figures.illustrative:
            row[t("map.column_note")] = t("map.illustrative")
        rows.append(row)
    return rows


def _mark(figures: AreaFigures, called: Naming) -> str:
    return f" · {called.t('map.illustrative')}" if figures.illustrative else ""


def _level(value: Interval, figures: AreaFigures, called: Naming) -> str:
    """The value of a side with its interval and unit."""
    unit = figures.indicator.unit
    value_text = amount(value.mean, value.half_width, unit, figures.follow_up_hours)
    return f"{value_text} {unit_word(unit, called.t.lang)}".strip()


def _difference(area: AreaFigure, figures: AreaFigures, called: Naming) -> str:
    """The signed difference with its interval and unit."""
    unit, value = figures.indicator.unit, area.difference
    value_text = amount(value.mean, value.half_width, unit, figures.follow_up_hours, signed=True)
    return f"{value_text} {unit_word(unit, called.t.lang, difference=True)}".strip()
