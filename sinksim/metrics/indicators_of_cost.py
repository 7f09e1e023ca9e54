"""Indicators of cost and burden. Resource costs stand apart from transfers; with capital, and without where it is said.

Costs are those of cases, of posts in the window and, with capital, of its annuity; per need that arose in the cohort, per case
truly solved, and in the calendar year from the start.
"""

from typing import NamedTuple

from sinksim.core.records import PAYER_OF, RESOURCE_COSTS, STAFF_COSTS, STAFF_PAYERS, TRANSFERS
from sinksim.metrics.charges import CAPITAL, CAPITAL_YEAR, OVERTIME, ROSTER, ROSTER_YEAR
from sinksim.metrics.formulas import Ratio, StationRatio, StationTotal, Total, Yearly
from sinksim.metrics.indicator import HOUR, YUAN, Indicator

ARISEN, FILED, SOLVED = ("arisen",), ("filed",), ("solved",)
STAFF = (*STAFF_COSTS, *ROSTER, *OVERTIME)
WHOLE = (*RESOURCE_COSTS, *ROSTER, *OVERTIME)
TEN_THOUSAND_YUAN = 10_000 * YUAN
YEARLY = "10k yuan/year"
BEARS_CAPITAL = "treasury"
PAYERS = {
    "citizen": ("群众", "citizens"),
    "insurer": ("医保", "the insurer"),
    "institution": ("机构", "institutions"),
    "treasury": ("财政", "the treasury"),
    "volunteer": ("志愿者", "volunteers"),
}
_KINDS = {
    "staff": ("人员", "staff", STAFF),
    "fares": ("交通费", "fares", ("cost_fares",)),
    "time": ("群众时间", "citizens' time", ("cost_time",)),
    "operation": ("平台运行", "operation of the platform", ("cost_operation",)),
    CAPITAL: ("平台投资", "capital of the platform", (CAPITAL,)),
}


def cost(kinds: tuple[str, ...]) -> list[Indicator]:
    """Costs per need and per case truly solved [yuan] and in a year [10,000 yuan], by kind and by payer; ``kinds``: of posts."""
    return [*_whole(), *_in_a_year(), *_posts(kinds), *_by_kind(), *_by_payer()]


def _yuan(name: str, zh: str, en: str, top: tuple[str, ...], bottom: tuple[str, ...]) -> Indicator:
    return Indicator(name, zh, en, "yuan", "lower", "cost", Ratio(top, bottom, YUAN))


def _yearly(name: str, zh: str, en: str, of_window: tuple[str, ...], of_year: tuple[str, ...]) -> Indicator:
    """Money of a year: sums of the window, scaled to the year (``of_window``), and those that are of a year already."""
    return Indicator(name, zh, en, YEARLY, "lower", "cost", Yearly(of_window, of_year, TEN_THOUSAND_YUAN))


def _whole() -> list[Indicator]:
    """Cost per need and per case truly solved, with capital and without [yuan]."""
    without_zh, without_en = "（不含投资）", ", without capital"
    need, solved = ("每件需求成本", "cost per need"), ("每件真正解决的成本", "cost per case truly solved")
    return [
        _yuan("cost_need", *need, (*WHOLE, CAPITAL), ARISEN),
        _yuan("cost_need_without_capital", need[0] + without_zh, need[1] + without_en, WHOLE, ARISEN),
        _yuan("cost_solved", *solved, (*WHOLE, CAPITAL), SOLVED),
        _yuan("cost_solved_without_capital", solved[0] + without_zh, solved[1] + without_en, WHOLE, SOLVED),
    ]


def _in_a_year() -> list[Indicator]:
    """Cost of the calendar year from the start [10,000 yuan]; costs of cases are those of the window, scaled to the year."""
    charged = (*RESOURCE_COSTS, *OVERTIME)
    return [
        _yearly("cost_year", "每年成本", "cost in a year", charged, (*ROSTER_YEAR, CAPITAL_YEAR)),
        _yearly(
            "cost_year_without_capital",
            "每年成本（不含投资）",
            "cost in a year, without capital",
            charged,
            ROSTER_YEAR,
        ),
        _yearly("staff_cost_year", "每年人员成本", "staff cost in a year", (*STAFF_COSTS, *OVERTIME), ROSTER_YEAR),
    ]


def _posts(kinds: tuple[str, ...]) -> list[Indicator]:
    """Payroll of a year and number of posts, by kind of staff."""
    rows = []
    for kind in kinds:
        paid, held = f"roster_year:{kind}", f"posts:{kind}"
        rows.append(
            _yearly(
                f"payroll_year:{kind}",
                f"每年岗位薪酬：{kind}",
                f"payroll of posts in a year: {kind}",
                of_window=(),
                of_year=(paid,),
            )
        )
        rows.append(
            Indicator(
                f"posts:{kind}",
                f"岗位数：{kind}",
                f"posts: {kind}",
                "posts",
                better=None,
                dimension="cost",
                formula=Total((held,)),
            )
        )
    return rows


def _by_kind() -> list[Indicator]:
    """Cost per need, by kind of cost [yuan]."""
    return [
        _yuan(f"cost_{kind}_need", f"每件需求：{zh}", f"per need: {en}", parts, ARISEN)
        for kind, (zh, en, parts) in _KINDS.items()
    ]


class Borne(NamedTuple):
    """What somebody bears: of cases and overtime in the window, of the rota in the window, of the rota in a year."""

    of_window: tuple[str, ...]
    roster: tuple[str, ...]
    roster_year: tuple[str, ...]


def borne_by(payer: str) -> Borne:
    """The resource costs that a payer bears, capital apart."""
    of_cases = tuple(kind for kind in RESOURCE_COSTS if PAYER_OF[kind] == payer)
    if payer not in STAFF_PAYERS:
        return Borne(of_cases, (), ())
    n = STAFF_PAYERS.index(payer)
    return Borne((*of_cases, OVERTIME[n]), (ROSTER[n],), (ROSTER_YEAR[n],))


def _by_payer() -> list[Indicator]:
    """What each payer bears per need and in a year; the treasury bears capital."""
    rows = []
    for payer, (zh, en) in PAYERS.items():
        borne, label = borne_by(payer), (f"{zh}每件需求负担", f"cost per need borne by {en}")
        here, bears_capital = (*borne.of_window, *borne.roster), payer == BEARS_CAPITAL
        capital, capital_year = ((CAPITAL,), (CAPITAL_YEAR,)) if bears_capital else ((), ())
        if here:
            yearly = f"{zh}每年负担", f"cost in a year borne by {en}"
            rows.append(_yuan(f"payer_{payer}", *label, (*here, *capital), ARISEN))
            rows.append(_yearly(f"payer_{payer}_year", *yearly, borne.of_window, (*borne.roster_year, *capital_year)))
        if bears_capital:
            without = f"{label[0]}（不含投资）", f"{label[1]}, without capital"
            rows.append(_yuan(f"payer_{payer}_without_capital", *without, here, ARISEN))
        rows += _transfers(payer, zh, en)
    return rows


def _transfers(payer: str, zh: str, en: str) -> list[Indicator]:
    """What a payer hands on per need without using it up [yuan]; none where it makes no such payments."""
    moved = tuple(kind for kind in TRANSFERS if PAYER_OF[kind] == payer)
    label = f"{zh}每件需求转移支付", f"transfers per need paid by {en}"
    return [_yuan(f"transfer_{payer}", *label, moved, ARISEN)] if moved else []


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
