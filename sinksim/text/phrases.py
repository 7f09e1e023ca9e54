"""Every phrase of the console text, in English and Chinese, and numbers as people read them."""

import math
from typing import Literal

Lang = Literal["en", "zh"]

PHRASES: dict[str, tuple[str, str]] = {
    "complete": ("complete", "全部完成"),
    "partial": ("partial: what is finished is shown", "部分结果：仅含已完成部分"),
    "stopped": ("stopped after {}", "已停止，完成 {}"),
    "failed": ("failed", "运行失败"),
    "replications": ("replications", "次重复"),
    "of": ("of", "/"),
    "cases": ("cases", "件"),
    "seed": ("seed", "种子"),
    "not_conserved": ("NOT CONSERVED (the numbers below cannot be trusted)", "守恒检查未通过（以下数字不可信）"),
    "difference": (
        "Alternative minus baseline, paired, with 95 % intervals",
        "备选方案减基准方案（配对，95% 区间）",
    ),
    "levels": ("Levels, with 95 % intervals", "水平值（95% 区间）"),
    "headline": ("Headline, with 95 % intervals", "主要指标（95% 区间）"),
    "assumptions": ("What rests on assumptions", "哪些输入只是假设"),
    "no_assumptions": ("no input is labelled an assumption", "没有标注为假设的输入"),
    "illustrative": (
        "Figures for named areas are illustrative and not to be ranked.",
        "各具名地区的数字均为示意，不作排名。",
    ),
    "single": ("one replication: no interval", "仅一次重复：没有区间"),
    "baseline": ("baseline", "基准方案"),
    "alternative": ("alternative", "备选方案"),
    "induced": ("Needs filed that were not filed before (net)", "新增提交的需求（净）"),
    "better": ("better", "更好"),
    "worse": ("worse", "更差"),
    "higher": ("higher", "更高"),
    "lower": ("lower", "更低"),
    "no detectable difference": ("no detectable difference", "没有可察觉的差异"),
    "no interval": ("no interval", "没有区间"),
    "left_out": ("areas with too few cases left out of equity", "个地区案例过少，未计入均等性"),
}
UNITS = {
    "h": ("h", "小时"),
    "yuan": ("yuan", "元"),
    "share": ("%", "%"),
    "cases": ("cases", "件"),
    "per case": ("per case", "次/件"),
    "index": ("", ""),
    "tiers": ("tiers", "级"),
}
POINTS = ("points", "个百分点")


def phrase(key: str, lang: Lang) -> str:
    """A phrase in a language."""
    return PHRASES[key][lang == "zh"]


def unit_word(unit: str, lang: Lang, difference: bool = False) -> str:
    """A unit in a language; the difference of two shares is in points."""
    words = POINTS if unit == "share" and difference else UNITS.get(unit, (unit, unit))
    return words[lang == "zh"]


def amount(mean: float, half_width: float, unit: str, follow_up_hours: float, signed: bool = False) -> str:
    """A value with its half width, to two digits of the half width: ``12.3 ± 1.2``; shares in per cent.

    ``> F`` where it lies beyond the follow-up, a dash where it is missing.
    """
    if math.isnan(mean):
        return "—"
    if math.isinf(mean):
        return f"> {follow_up_hours:g}"
    scale = 100 if unit == "share" else 1
    value, half = mean * scale, half_width * scale
    places = _places(half if half > 0 else value)
    text = f"{value:{'+' if signed else ''},.{places}f}"
    return f"{text} ± {half:,.{places}f}" if math.isfinite(half) else text


def _places(size: float) -> int:
    """Decimals that show two digits of a size."""
    if size == 0 or not math.isfinite(size):
        return 1
    return min(max(1 - math.floor(math.log10(abs(size))), 0), 6)
