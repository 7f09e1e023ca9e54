"""Phrases of the commands' text in English and Chinese."""

from sinksim.core.language import Lang

PHRASES: dict[str, tuple[str, str]] = {
    "tables": ("Tables are in", "表格位于"),
    "network": ("Network", "网络"),
    "services": ("Services", "服务"),
    "processes": ("Processes", "流程"),
    "parameters": ("Parameters", "参数"),
    "levers": ("Levers that matter most", "主要杠杆"),
    "assumptions": ("Numbers of the schema that rest on assumptions", "其他假设数值"),
    "checks": ("Checks", "检查"),
    "hold": (
        "names, roles, ways, hours and ends of processes: all in order",
        "名称、角色、路径、时段与流程终点：均无误",
    ),
    "utilisation": (
        "Expected utilisation (nobody gives up; mean and busiest node)",
        "预期利用率（无人放弃；均值与最忙节点）",
    ),
    "warning": ("WARNING", "警告"),
    "overloaded": (
        "offered load above capacity (ρ > 1): the queue does not stabilise",
        "负荷超过能力（ρ > 1）：排队不会稳定",
    ),
    "never_open": ("never open in this run", "在本次运行中从不开放"),
    "closed_in_window": ("never open in the window", "在观察窗内从不开放"),
    "unbounded": ("without bound", "无上限"),
    "on_open_day": ("on a day on which needs arise", "（按有需求产生的日子）"),
    "a_day": ("a day", "件/日"),
    "a_day_per_100k": ("a day per 100,000 residents", "件/日（每十万人）"),
    "size": ("Size of one replication (expected)", "一次重复的规模（预期）"),
    "needs": ("needs arise", "件需求产生"),
    "cases": ("are filed", "件提交"),
    "visits": ("visits to stations", "次站点服务"),
    "steps": ("steps that take time", "个耗时步骤"),
    "seconds": ("on one core", "（单核）"),
    "in_sample": ("simulated", "参与模拟"),
    "shared": ("shared station", "共享站点"),
    "stations": ("stations", "站点"),
    "mean": ("mean", "平均"),
    "highest": ("highest", "最高"),
    "at": ("at", "位于"),
    "traditional": ("traditional", "传统"),
    "platform": ("platform", "平台"),
    "covered": ("in time if solved within", "规定期限"),
    "baseline": ("baseline", "基准方案"),
    "alternative": ("alternative", "备选方案"),
    "as_it_is": ("as the scenario says", "与情景一致"),
    "job": ("job", "作业"),
    "settings": ("settings", "设置"),
    "partial": ("partial", "部分结果"),
    "illustrative": ("figures for named areas are illustrative", "分地区数字为示意"),
}


def phrase(key: str, lang: Lang) -> str:
    """A phrase in a language."""
    return PHRASES[key][lang == "zh"]
