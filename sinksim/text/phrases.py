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
    "platform": ("What the platform brings", "平台带来的变化"),
    "proposals": ("What each proposal changes", "各方案带来的变化"),
    "minus": ("{side} minus {against}, paired, with 95 % intervals", "{side} 减 {against}（配对，95% 区间）"),
    "minus_alone": (
        "{side} minus {against}, paired, each difference with its own 95 % interval",
        "{side} 减 {against}（配对，各项差异单独的 95% 区间）",
    ),
    "together": (
        "The intervals of the {n} differences from {baseline} hold together at 95 %.",
        "与{baseline}相比的 {n} 项差异，其 95% 区间同时成立。",
    ),
    "moves": ("{override} moves {sides}", "{override} 作用于：{sides}"),
    "every_side": ("every side", "全部方案"),
    "at_least": ("at least {}", "至少 {}"),
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
    "little difference": ("little difference", "差异不大"),
    "no interval": ("no interval", "没有区间"),
    "left_out": ("areas with too few cases left out of equity", "个地区案例过少，未计入均等性"),
}
UNITS = {
    "h": ("h", "小时"),
    "yuan": ("yuan", "元"),
    "10k yuan/year": ("10k yuan", "万元"),
    "posts": ("posts", "个"),
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
    """A unit in a language, from its pair (English, Chinese); the difference of two shares is in points."""
    words = POINTS if unit == "share" and difference else UNITS.get(unit, (unit, unit))
    return words[lang == "zh"]


def amount(mean: float, half_width: float, unit: str, follow_up_hours: float = 0.0, signed: bool = False) -> str:
    """A value with its half width: ``12.3 ± 1.2``; shares in per cent.

    Digits follow the half width (two of its own), and there are three significant ones at most; a half width too small for
    them shows its first. ``> F`` where it (inf) lies beyond the follow-up of F hours, as differences and counts
    never do; a dash where it (nan) is missing.
    """
    if math.isnan(mean):
        return "—"
    if math.isinf(mean):
        return f"> {follow_up_hours:g}"
    scale = 100 if unit == "share" else 1
    value, half = _not_noise(mean * scale), _not_noise(half_width * scale)
    is_known = half > 0
    # Two digits of the half width, but no more than three of the value.
    places = min(
        _places(half, digits=2) if is_known else MOST_PLACES,
        _places(value if value or not is_known else half, digits=3),
    )
    text = _rounded(value, places, "+" if signed else "")
    if not math.isfinite(half):
        return text
    # A half width of which these places show nothing has a place more, down to its first digit.
    return f"{text} ± {_rounded(half, max(places, _places(half, digits=1)) if is_known else places)}"


MOST_PLACES = 6


def _not_noise(value: float) -> float:
    """0 where a number is too small to be shown: what sums of floating numbers leave."""
    return value if not abs(value) < 0.5 * 10**-MOST_PLACES else 0.0


def _places(size: float, digits: int) -> int:
    """Decimals that show so many significant digits of a size; negative where tens or hundreds are rounded."""
    if size == 0:
        return 1
    if not math.isfinite(size):
        return MOST_PLACES  # it sets no limit
    return min(digits - 1 - math.floor(math.log10(abs(size))), MOST_PLACES)


def _rounded(value: float, places: int, sign: str = "") -> str:
    # Never -0.0: what is rounded to nothing has no direction.
    return f"{round(value, places) + 0.0:{sign},.{max(places, 0)}f}"
