"""Indicators of cost and burden. Resource costs stand apart from transfers; capital is shown with and without."""

from sinksim.core.records import CASE_FIELDS, PAYER_OF, RESOURCE_COSTS, TRANSFERS
from sinksim.metrics.formulas import Ratio, StationRatio, StationTotal
from sinksim.metrics.indicator import HOUR, YUAN, Indicator

FILED, SOLVED = ("filed",), ("solved",)
WITH_CAPITAL = (*RESOURCE_COSTS, "capital")
_PAYERS = {"citizen": "群众", "insurer": "医保", "institution": "机构", "treasury": "财政"}


def cost() -> list[Indicator]:
    """Costs per case filed and per case truly solved [yuan], by kind and by payer."""
    whole = [
        _yuan("cost_case", "每件资源成本", "resource cost per case, without capital", RESOURCE_COSTS, FILED),
        _yuan(
            "cost_case_with_capital",
            "每件资源成本（含资本）",
            "resource cost per case, with capital",
            WITH_CAPITAL,
            FILED,
        ),
        _yuan("cost_solved", "每件真正解决的成本", "resource cost per case truly solved", RESOURCE_COSTS, SOLVED),
        _yuan(
            "cost_solved_with_capital",
            "每件真正解决的成本（含资本）",
            "resource cost per case truly solved, with capital",
            WITH_CAPITAL,
            SOLVED,
        ),
    ]
    return whole + _by_kind() + _by_payer()


def _yuan(name: str, zh: str, en: str, top: tuple[str, ...], bottom: tuple[str, ...]) -> Indicator:
    """A cost per case of some kind [yuan], of which less is better."""
    return Indicator(name, zh, en, "yuan", "lower", "cost", Ratio(top, bottom, YUAN))


def _by_kind() -> list[Indicator]:
    """Resource cost per case filed, by kind of cost [yuan]."""
    words = {field.name: field for field in CASE_FIELDS}
    return [
        _yuan(f"{kind}_case", f"每件：{words[kind].zh}", f"per case: {words[kind].en}", (kind,), FILED)
        for kind in RESOURCE_COSTS
    ]


def _by_payer() -> list[Indicator]:
    """Resource cost and transfers per case filed, by who pays [yuan]; capital is borne by the treasury."""
    rows = []
    for payer, zh in _PAYERS.items():
        borne = tuple(kind for kind in RESOURCE_COSTS if PAYER_OF[kind] == payer)
        moved = tuple(kind for kind in TRANSFERS if PAYER_OF[kind] == payer)
        if borne:
            rows.append(
                _yuan(f"payer_{payer}", f"{zh}每件负担", f"resource cost per case borne by {payer}", borne, FILED)
            )
        if payer == "treasury":
            zh_with, en_with = f"{zh}每件负担（含资本）", f"resource cost per case borne by {payer}, with capital"
            rows.append(_yuan("payer_treasury_with_capital", zh_with, en_with, (*borne, "capital"), FILED))
        if moved:
            rows.append(
                _yuan(f"transfer_{payer}", f"{zh}每件转移支付", f"transfers per case paid by {payer}", moved, FILED)
            )
    return rows


def burden(templates: tuple[str, ...]) -> list[Indicator]:
    """Staff time, use of stations (busy within open hours over open hours) and overtime."""
    case, solved = Ratio(("staff_time",), FILED, HOUR), Ratio(("staff_time",), SOLVED, HOUR)
    overtime = StationTotal("overtime", HOUR)
    use = [
        Indicator(
            f"utilisation:{name}",
            f"{name} 利用率",
            f"utilisation of {name}: busy within open hours over open hours",
            "share",
            None,
            "burden",
            StationRatio("busy", "open", position),
        )
        for position, name in enumerate(templates)
    ]
    return [
        Indicator("staff_hours", "每件工作人员工时", "staff hours per case", "h", "lower", "burden", case),
        Indicator(
            "staff_hours_solved", "每件真正解决的工时", "staff hours per solved case", "h", "lower", "burden", solved
        ),
        Indicator("overtime", "加班总时长", "overtime of all stations in the window", "h", "lower", "burden", overtime),
        *use,
    ]
