"""Source tables: names, codes, points and census figures as they were found, checked row by row."""

from pathlib import Path
from typing import Annotated

from sinksim.core.errors import BadInput
from sinksim.scenarios.base import Part, item, option
from sinksim.scenarios.divisions import Lat, Lon
from sinksim.scenarios.loading.sheets import read_csv_sheet, rows_as
from sinksim.scenarios.nodes import Code, Tier
from sinksim.scenarios.structure import listed

Cells = dict[str, str]

Count = Annotated[int, item(unit="1", low=0, high=10**10)]
Share = Annotated[float, item(unit="1", low=0, high=1)]
Km2 = Annotated[float, item(unit="km2", above=0, high=1e8)]


class SourceDivision(Part):
    """One division as the sources have it; an empty cell means: not published or not found."""

    code: Code = option(zh="代码", en="code")
    name: str = option(zh="名称", en="name", max_length=200)
    tier: Tier = option("community", zh="层级", en="tier")
    parent_code: Code | None = option(None, zh="上级代码", en="code of the place above")
    lon: Lon | None = option(None, zh="经度", en="longitude")
    lat: Lat | None = option(None, zh="纬度", en="latitude")
    population: Count | None = option(None, zh="常住人口", en="resident population")
    source: str = option("", zh="来源", en="sources of the row, divided by ;", max_length=200)
    name_en: str = option("", zh="英文名称", en="name in English", max_length=200)
    type: str = option("", zh="类别", en="kind of place; zone: a statistical zone", max_length=64)
    residents_committees: Count | None = option(None, zh="居委会数", en="residents' committees")
    village_committees: Count | None = option(None, zh="村委会数", en="village committees")
    other_units: Count | None = option(None, zh="其他单位数", en="other units of that tier")
    rural_share: Share | None = option(None, zh="乡村人口比例", en="share of rural residents")
    share_60plus: Share | None = option(None, zh="60岁及以上比例", en="share of residents aged 60 and over")
    health_workers_sample: Count | None = option(
        None, zh="卫生从业人员（长表）", en="health workers in the census sample"
    )
    area_km2: Km2 | None = option(None, zh="面积", en="area")


class ListedHospitals(Part):
    """Hospitals of a prefecture in an older list."""

    code: Code = option(zh="代码", en="code of the prefecture")
    name: str = option("", zh="名称", en="name", max_length=200)
    listed: Count = option(zh="旧名单所列数", en="number in the older list")


def read_source(folder: Path, table: str, model: type[Part] = SourceDivision) -> list[Cells]:
    """The rows of a source table as text, each column of the model in them; BadInput where a cell is not sound."""
    sheet = read_csv_sheet(folder / f"{table}.csv")
    _, faults = rows_as(model, sheet)
    if faults:
        raise BadInput("\n".join(listed(faults)))
    blank = dict.fromkeys(model.model_fields, "")
    return [blank | cells for _, cells in sheet.rows]
