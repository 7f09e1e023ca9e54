"""The table of named indicators of a run, by the headings of the study: reach, timeliness, effort and so on.

Shares of needs divide by all needs that arose in the cohort, filed or not; means per case divide by cases filed.
"""

from functools import lru_cache

from sinksim.core.language import Lang
from sinksim.core.records import CASE_FIELDS, TIME_KINDS
from sinksim.i18n import words
from sinksim.metrics.formulas import ElapsedDeviation, Formula, Quantile, Ratio, Total, WeightedMean
from sinksim.metrics.indicator import HOUR, POINT, Better, Dimension, Indicator
from sinksim.metrics.indicators_of_cost import burden, cost
from sinksim.plan.labels import Labels

Names = tuple[str, ...]
ARISEN, FILED, SOLVED, REPORTED, CALLED_BACK = ("arisen",), ("filed",), ("solved",), ("reported",), ("called_back",)


def indicators(labels: Labels) -> tuple[Indicator, ...]:
    """All indicators for these tiers, clocks and station templates, in the order in which they are shown."""
    kinds, area = labels.payroll.kinds, labels.scope.tier
    return indicators_of(labels.tiers, labels.clocks, labels.templates, kinds, area, labels.judged)


@lru_cache(maxsize=32)
def indicators_of(
    tiers: Names, clocks: Names, templates: Names, kinds: Names, area: str, judged: bool
) -> tuple[Indicator, ...]:
    """All indicators for these tiers, clocks, templates, kinds of staff with posts and tier of the areas, in order.

    ``judged``: whether citizens judge cases, so that their satisfaction is known. The tables are cached: a sweep of small
    runs asks for the same one again and again.
    """
    return (
        *_reach(),
        *_places(tiers, area),
        *_timeliness(),
        *_time_kinds(),
        *_finding(),
        *_clocks(clocks),
        *_effort(),
        *_integrity(),
        *(_satisfaction() if judged else ()),
        *cost(kinds),
        *burden(templates),
    )


def tier_named(tiers: Names, wanted: Names, otherwise: int) -> int:
    """Position of the first wanted tier that exists, else ``otherwise``."""
    return next((tiers.index(name) for name in wanted if name in tiers), otherwise)


def _reach() -> list[Indicator]:
    """How far services reach: needs that arise, are filed, solved and covered (solved in time), and how the others end."""
    return [
        Indicator("needs", "产生的需求", "needs that arose", "cases", None, "reach", Total(ARISEN)),
        Indicator("filed", "已提交", "cases filed", "cases", None, "reach", Total(FILED)),
        Indicator("solved", "真正解决", "cases truly solved", "cases", "higher", "reach", Total(("solved",))),
        _of_needs("filed_share", "提交率", "filed, of needs", "higher", "filed"),
        _of_needs("never_filed_share", "未提交率", "never filed, of needs", "lower", "end_never_filed"),
        _of_needs("coverage", "按时解决率", "solved in time, of needs", "higher", "covered"),
        _of_needs("solved_share", "真正解决率", "truly solved by the end of the run, of needs", "higher", "solved"),
        _of_filed("platform_share", "平台渠道占比", "through the platform, of filed", None, "platform"),
        _of_filed("refused_share", "被拒率", "refused, of filed", "lower", "filed_refused"),
        _of_filed("reneged_share", "放弃率", "gave up waiting, of filed", "lower", "filed_reneged"),
        _of_filed("lost_share", "途中遗失率", "lost on the way, of filed", "lower", "filed_lost"),
        _of_filed("open_share", "期末未结率", "still open at the end of the run, of filed", "lower", "filed_open"),
    ]


def _of_needs(name: str, zh: str, en: str, better: Better, top: str) -> Indicator:
    """A share of all needs that arose."""
    return Indicator(name, zh, en, "share", better, "reach", Ratio((top,), ARISEN))


def _of_filed(name: str, zh: str, en: str, better: Better | None, top: str) -> Indicator:
    """A share of the cases filed."""
    return Indicator(name, zh, en, "share", better, "reach", Ratio((top,), FILED))


def _places(tiers: Names, area: str) -> list[Indicator]:
    """Where cases are served: shares by tier, depth of sinking, highest tier touched.

    ``within_county_share`` goes by the tier of the areas and is called by its word. The township is found by its name in
    the ladder; where there is no such tier, the lowest stands for it.
    """
    everywhere = tuple(f"place:{tier}" for tier in tiers)
    in_area = Ratio(everywhere[tiers.index(area) :], everywhere)
    township = Ratio(everywhere[tier_named(tiers, ("township", "street"), len(tiers) - 1) :], everywhere)
    depth = ("下沉深度（就地服务平均层级，0 为顶层）", "sinking depth: mean tier of the place of service, 0 is the top")
    return [
        _served(
            "within_county_share",
            f"{_area_word('zh', area)}内就诊（办理）率",
            f"in the {_area_word('en', area)} or below",
            "higher",
            in_area,
        ),
        _served("within_township_share", "乡镇内就诊（办理）率", "in the township or below", "higher", township),
        Indicator("sinking_depth", *depth, "tiers", "higher", "reach", WeightedMean(everywhere)),
        *(_place(tier, everywhere) for tier in tiers),
        *(_top(tier) for tier in tiers),
    ]


def _area_word(lang: Lang, tier: str) -> str:
    """What one of the areas is called by its tier, where the catalogue has a word for it; else just an area."""
    return words(lang).maybe(f"scope.one_{tier}") or words(lang)("scope.one_area")


def _served(name: str, zh: str, where: str, better: Better | None, formula: Formula) -> Indicator:
    """A share of the cases served in person."""
    return Indicator(name, zh, f"served {where}, of served in person", "share", better, "reach", formula)


def _place(tier: str, everywhere: tuple[str, ...]) -> Indicator:
    here = Ratio((f"place:{tier}",), everywhere)
    return _served(f"place_share:{tier}", f"在 {tier} 层级就地服务占比", f"at tier {tier}", None, here)


def _top(tier: str) -> Indicator:
    """Share of cases filed whose highest tier touched is this one."""
    return _of_filed(
        f"top_share:{tier}",
        f"最高触及 {tier} 层级占比",
        f"highest tier touched is {tier}, of filed",
        None,
        f"top:{tier}",
    )


def _timeliness() -> list[Indicator]:
    """Time to the solution, waits, and how many got a response or ran out of a clock."""
    answered, alert = Ratio(("responded",), FILED), Ratio(("alert",), FILED)
    return [
        *_elapsed(),
        *_closing(),
        *_waits(),
        Indicator("responded_share", "响应率", "responded to, of filed", "share", "higher", "timeliness", answered),
        Indicator(
            "alert_share", "触发预警占比", "with a clock run out, of filed", "share", "lower", "timeliness", alert
        ),
    ]


def _hours(name: str, zh: str, en: str, formula: Formula) -> Indicator:
    """A mean or quantile of a time [h], of which less is better."""
    return Indicator(name, zh, en, "h", "lower", "timeliness", formula)


def _elapsed() -> list[Indicator]:
    """Time from the need to its true solution; "restricted": at most the follow-up, which an unsolved need counts as."""
    restricted = Ratio(("elapsed",), ARISEN, HOUR)
    true = Ratio(("elapsed_solved",), SOLVED, HOUR)
    median, late = Quantile("elapsed", share=0.5, per=HOUR), Quantile("elapsed", share=0.9, per=HOUR)
    return [
        _hours(
            "elapsed",
            "解决用时（截断于随访期的均值）",
            "time to solution, mean restricted to the follow-up",
            restricted,
        ),
        _hours(
            "elapsed_sd",
            "解决用时的标准差（截断）",
            "time to solution, standard deviation among needs, restricted",
            ElapsedDeviation(per=HOUR),
        ),
        _hours("elapsed_p50", "解决用时中位数", "time to solution, median of all needs", median),
        _hours("elapsed_p90", "解决用时第 90 百分位", "time to solution, 90th percentile of all needs", late),
        _hours("elapsed_solved", "真正解决者的解决用时均值", "time to solution, mean of the truly solved", true),
    ]


def _closing() -> list[Indicator]:
    """Time from filing to the first report that the case is closed, whether or not it was truly solved."""
    mean = Ratio(("closing",), REPORTED, HOUR)
    median, late = Quantile("closing", share=0.5, per=HOUR), Quantile("closing", share=0.9, per=HOUR)
    return [
        _hours("closing", "办结用时均值（提交至首次报告办结）", "filing to first reported closure, mean", mean),
        _hours("closing_p50", "办结用时中位数", "filing to first reported closure, median of reported closed", median),
        _hours(
            "closing_p90",
            "办结用时第 90 百分位",
            "filing to first reported closure, 90th percentile of reported closed",
            late,
        ),
    ]


def _waits() -> list[Indicator]:
    """Time to the first response, in queues and in the alert zone."""
    response = Ratio(("response",), ("responded",), HOUR)
    alert = Ratio(("time_alert",), FILED, HOUR)
    half, late = Quantile("wait", share=0.5, per=HOUR), Quantile("wait", share=0.9, per=HOUR)
    return [
        _hours("response", "首次响应用时", "filing to first response, mean", response),
        _hours("wait_p50", "排队中位数", "queueing, median of filed", half),
        _hours("wait_p90", "排队第 90 百分位", "queueing, 90th percentile of filed", late),
        _hours("time_alert", "处于预警区的时间", "time in the alert zone, per case filed", alert),
    ]


def _time_kinds() -> list[Indicator]:
    """Mean time of each kind per case filed; time to discover the need counts as activeness."""
    words = {field.name: field for field in CASE_FIELDS}
    names = [f"time_{kind}" for kind in TIME_KINDS]
    return [
        Indicator(
            name,
            f"每件：{words[name].zh}",
            f"per case filed: {words[name].en}",
            "h",
            "lower",
            "activeness" if name == "time_discover" else "timeliness",
            Ratio((name,), FILED, HOUR),
        )
        for name in names
    ]


def _finding() -> list[Indicator]:
    """Needs found by a patrol or sensor before anybody complained; needs found at all are those filed (``filed_share``)."""
    rows = [
        ("proactive_share", "主动发现率", "found by patrol or sensor, of filed", ("patrol", "sensor")),
        ("patrol_share", "巡查发现占比", "found by patrol, of filed", ("patrol",)),
        ("sensor_share", "感知设备发现占比", "found by sensor, of filed", ("sensor",)),
    ]
    return [Indicator(n, zh, en, "share", "higher", "activeness", Ratio(top, FILED)) for n, zh, en, top in rows]


def _clocks(clocks: Names) -> list[Indicator]:
    """Share of each legal clock that was met, among those that ended."""
    return [
        Indicator(
            f"clock:{name}",
            f"时限 {name} 达成率",
            f"clock {name} kept, of those kept or broken",
            "share",
            "higher",
            "timeliness",
            Ratio((f"clock_kept:{name}",), (f"clock_kept:{name}", f"clock_broken:{name}")),
        )
        for name in clocks
    ]


def _effort() -> list[Indicator]:
    """What a case asks of the citizen: own time, trips, contacts; and how precisely it was directed."""
    hours = Ratio(("citizen_time",), FILED, HOUR)
    time = Indicator("citizen_time", "群众每件付出时间", "citizen's own time per case", "h", "lower", "effort", hours)
    counts = [
        ("trips", "每件出行次数", "trips per case"),
        ("contacts", "每件联系次数", "contacts per case"),
        ("visits", "每件到站次数", "visits to stations per case"),
        ("hops", "每件流转跳数", "hops between tiers or offices per case"),
    ]
    rows = [Indicator(n, zh, en, "per case", "lower", "effort", Ratio((n,), FILED)) for n, zh, en in counts]
    once = [
        ("one_trip_share", "最多跑一次占比", "solved with at most one trip, of truly solved", "solved_one_trip"),
        (
            "one_visit_share",
            "最多到站一次占比",
            "solved with at most one visit to a station, of truly solved",
            "solved_one_visit",
        ),
    ]
    back = Ratio(("bounces",), FILED)
    many = Ratio(("departments",), FILED)
    return [
        time,
        *rows,
        *(Indicator(n, zh, en, "share", "higher", "effort", Ratio((top,), SOLVED)) for n, zh, en, top in once),
        Indicator("bounces", "每件退回次数", "times sent back per case", "per case", "lower", "precision", back),
        Indicator("departments", "每件涉及部门", "departments per case", "per case", None, "precision", many),
    ]


def _integrity() -> list[Indicator]:
    """What is reported against what is true: hollow closures and the difference between both."""
    gap = Ratio(REPORTED, FILED, minus=SOLVED)
    first = Ratio(("solved_at_first",), REPORTED)
    called, told = Ratio(CALLED_BACK, FILED), Ratio(CALLED_BACK, CALLED_BACK, minus=("detected",))
    answered = Ratio(("called_responded",), CALLED_BACK)
    # Name, Chinese, English, which way is better (None: neither), formula.
    rows: list[tuple[str, str, str, Better | None, Formula]] = [
        ("hollow_share", "虚假办结占比", "hollow closures, of filed", "lower", Ratio(("end_hollow",), FILED)),
        ("reported_share", "报告办结率", "reported closed as dealt with, of filed", None, Ratio(REPORTED, FILED)),
        ("reported_minus_true", "报告与真实之差", "reported closed minus truly solved, of filed", "lower", gap),
        (
            "first_closure_share",
            "首次办结即真正解决率",
            "solved at the first closure, of reported closed",
            "higher",
            first,
        ),
        ("called_back_share", "回访接通占比", "reached by a callback, of filed", None, called),
        ("response_rate", "响应率（回访口径）", "responded to, of reached by a callback", "higher", answered),
        ("resolution_rate", "解决率（回访口径）", "told solved at the callback, of reached by one", "higher", told),
    ]
    return [Indicator(name, zh, en, "share", better, "integrity", formula) for name, zh, en, better, formula in rows]


def _satisfaction() -> list[Indicator]:
    """How citizens judge the cases filed: mean score [points] and share of those whom the score satisfies."""
    score, satisfied = Ratio(("satisfaction",), FILED, POINT), Ratio(("satisfied",), FILED)
    told, at_call = Ratio(("called_satisfied",), CALLED_BACK), "satisfied, of reached by a callback"
    of: Dimension = "satisfaction"
    return [
        Indicator("satisfaction", "满意度评分均值", "satisfaction score, mean of filed", "points", "higher", of, score),
        Indicator("satisfied_share", "满意率", "satisfied, of filed", "share", "higher", of, satisfied),
        Indicator("satisfaction_rate", "满意率（回访口径）", at_call, "share", "higher", of, told),
    ]
