"""The headlines: what a reader is told first, in plain words, with what each number means and when a difference matters.

One list for pages, command line, brief, story and charts page. Least differences are assumptions; a scenario may state others
(``comparison.least_difference``).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Headline:
    """What makes an indicator a headline.

    ``zh``/``en``: its plain name; ``definition``: what it means; ``formula``: how it is computed. ``least``: the smallest
    difference that matters, in the indicator's unit, or with ``is_share_of_level`` as a share of the level compared with.
    """

    zh: str
    en: str
    definition_zh: str
    definition_en: str
    formula: str
    least: float
    is_share_of_level: bool = False

    def least_at(self, level: float, stated: float | None = None) -> float:
        """The smallest difference that matters beside a level; ``stated``: another than declared."""
        least = self.least if stated is None else stated
        return least * abs(level) if self.is_share_of_level else least


HEADLINES: dict[str, Headline] = {
    "coverage": Headline(
        "按时解决率",
        "solved in time",
        "全部需求（含从未提交的）中，自产生之日起在规定期限内真正解决的比例。",
        "Share of all needs, never filed ones included, that were truly solved within the service's deadline, counted from "
        "the day on which the need arose.",
        "solved in time / needs",
        0.01,
    ),
    "elapsed_p50": Headline(
        "解决用时（中位数）",
        "time to solution (median)",
        "一半的需求自产生之日起在此时间内真正解决；始终未解决的按最长计。不足一半得到解决时，只能说长于随访期。",
        "Half of all needs are truly solved within this time from the day on which they arose; those never solved count as the "
        "longest. Where fewer than half are solved within the follow-up, it is longer than that.",
        "median over needs of (truly solved - arisen)",
        0.05,
        is_share_of_level=True,
    ),
    "never_filed_share": Headline(
        "从未提交的需求",
        "needs that reach nobody",
        "需求产生后从未向任何机构提交的比例，多因路途、费用或等候使人却步。",
        "Share of needs that are never brought before anybody, because the way, the money or the wait kept people from it.",
        "needs never filed / needs",
        0.01,
    ),
    "cost_year": Headline(
        "每年成本",
        "cost in a year",
        "自开始日起一个日历年内的资源成本：人员、群众的路费与时间、平台运行和当年应分摊的平台投资，限于运行范围内的人口。收费与报销另列。",
        "Resource cost of the calendar year from the start, for the people of the run: staff, fares and time of citizens, "
        "operation of the platform and the year's share of its capital. Fees and reimbursement stand apart.",
        "payroll of the year + capital of the year + (costs of cases + overtime) x year / window",
        0.02,
        is_share_of_level=True,
    ),
    "cost_solved": Headline(
        "每解决一件的成本",
        "cost per need solved",
        "观察窗内的资源成本（含岗位薪酬与平台投资）除以真正解决的件数。",
        "Resource cost of the window, posts and capital included, over the needs that were truly solved.",
        "(costs of cases + posts + capital) / truly solved",
        0.02,
        is_share_of_level=True,
    ),
    "segment_gap_coverage": Headline(
        "人群差距",
        "gap between groups",
        "四类人群（60 岁以下与以上、城镇与农村）中按时解决率的最高值减最低值，各次重复合并计算。",
        "Highest minus lowest share solved in time among the four groups of residents (under 60 or not, urban or rural), over "
        "all replications together.",
        "max - min over groups of (solved in time / needs)",
        0.01,
    ),
}
