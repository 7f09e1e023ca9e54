"""What a console shows of an explanation: each number taken apart, then what each setting adds."""

from collections.abc import Iterator
from typing import Any

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.explain import Attribution, Decomposition, Explanation, Part
from sinksim.reports.phrases import Lang, amount, phrase, unit_word
from sinksim.reports.story_words import story_word
from sinksim.reports.width import cut, left, right, wrap

LABEL, LEVEL, CHANGE = 40, 12, 24

PHRASES: dict[str, tuple[str, str]] = {
    "decomposition.elapsed": (
        "Elapsed until truly solved, per need, by kind of time",
        "到真正解决的历时（每件需求，按时间类型）",
    ),
    "decomposition.time": ("Time to the first report, per case filed, by kind", "到首次报告的时间（每件提交，按类型）"),
    "decomposition.cost": ("Resource cost per case filed, by kind", "资源成本（每件提交，按类型）"),
    "decomposition.payers": ("Resource cost per case filed, by who bears it", "资源成本（每件提交，按承担者）"),
    "decomposition.transfers": ("Fees per case filed, by who pays them", "费用转移（每件提交，按支付者）"),
    "part.never_filed": ("never filed (whole follow-up counted)", "从未提交（按整个随访期计）"),
    "part.unsolved": ("from the first report to true solution", "首次报告之后到真正解决"),
    "part.capital": ("capital (treasury)", "资本年摊（财政）"),
    "part.citizen": ("citizen", "群众"),
    "part.institution": ("institution", "机构"),
    "part.treasury": ("treasury, without capital", "财政（不含资本）"),
    "part.insurer": ("insurer", "医保"),
    "part.whole": ("whole", "合计"),
    "part.without_capital": ("without capital", "不含资本"),
    "change": ("difference ± 95 %", "差异 ± 95%"),
    "settings": (
        "What each setting adds, changed in this order over the same luck",
        "各设置依次改变（同样的运气）各带来多少",
    ),
    "setting": ("setting", "设置"),
    "all": ("all together", "合计"),
    "turn": (
        "What a setting adds depends on those changed before it; in another order the parts may differ, the sum does not.",
        "某一设置带来的差异取决于此前已改变的设置；换一个次序，各部分可能不同，合计不变。",
    ),
    "not_recorded": ("no part is other than nothing on either side", "两侧各部分均为零"),
    "follow_up": (
        "A need that is never truly solved counts with the whole follow-up of {} days.",
        "从未真正解决的需求按 {} 天的整个随访期计。",
    ),
}


def words(key: str, lang: Lang) -> str:
    """A phrase of this text."""
    return PHRASES[key][lang == "zh"]


def part_word(name: str, lang: Lang) -> str:
    """What a part is, in a language: a kind of time, a kind of money, a payer, or a sum."""
    if f"part.{name}" in PHRASES:
        return words(f"part.{name}", lang)
    return story_word(f"money.{name}" if name.startswith(("cost_", "fee_")) else f"kind.{name}", lang)


def explain_text(
    comparison: Comparison, found: Explanation, attribution: Attribution | None = None, lang: Lang = "en"
) -> str:
    """The console text of an explanation, with what each setting adds where that was asked for."""
    lines = list(_head(comparison, found, lang))
    for one in found.decompositions:
        lines += ["", *_decomposition(one, lang)]
    if attribution is not None:
        lines += ["", *_settings(attribution, lang)]
    days = comparison.baseline.labels.window.follow_up / 86_400_000
    lines += ["", *wrap(words("follow_up", lang).format(f"{days:g}"), 2)]
    return "\n".join(lines + ([phrase("illustrative", lang)] if comparison.baseline.labels.illustrative else []))


def _head(comparison: Comparison, found: Explanation, lang: Lang) -> Iterator[str]:
    first = comparison.baseline
    part = [value for value in found.of if value is not None]
    done = f"{comparison.n} {phrase('of', lang)} {first.replications} {phrase('replications', lang)}"
    if first.ended == "partial":
        done = f"{phrase('stopped', lang).format(done)} ({phrase('partial', lang)})"
    about = [first.scenario, *part, done, first.engine, f"{phrase('seed', lang)} {first.seed}"]
    yield from wrap(" · ".join(about), 2)
    for result in (first, comparison.alternative):
        if result.faults:
            yield phrase("not_conserved", lang)
            yield from (f"  {fault}" for fault in result.faults[:10])
    yield phrase("difference", lang)


def _decomposition(found: Decomposition, lang: Lang) -> Iterator[str]:
    head = [phrase("baseline", lang), phrase("alternative", lang), words("change", lang)]
    yield f"{words(f'decomposition.{found.name}', lang)} [{unit_word(found.unit, lang)}]"
    yield f"  {' ' * LABEL}{right(head[0], LEVEL)}{right(head[1], LEVEL)}{right(head[2], CHANGE)}"
    for part in found.shown:
        yield _line(part, found.unit, lang)
    if not found.shown:
        yield f"  {words('not_recorded', lang)}"
    for total in (found.without_capital, found.whole):
        if total is not None:
            yield _line(total, found.unit, lang)


def _line(part: Part, unit: str, lang: Lang) -> str:
    label = cut(part_word(part.name, lang), LABEL)
    levels = "".join(right(f"{value:,.2f}", LEVEL) for value in (part.baseline, part.alternative))
    change = right(amount(part.difference, part.half_width, unit, 0.0, signed=True), CHANGE)
    return f"  {left(label, LABEL)}{levels}{change}  {phrase(part.verdict, lang)}"


def setting_text(path: str, before: Any, after: Any) -> str:
    """One setting that differs: ``policy.adoption: 0 → 0.8``."""
    return f"{path}: {_value(before)} → {_value(after)}"


def _value(value: Any) -> str:
    return cut(f"{value:g}" if isinstance(value, float) else str(value), 40)


def _settings(attribution: Attribution, lang: Lang) -> Iterator[str]:
    yield words("settings", lang)
    # By payer the whole is that by kind of cost again.
    for one in (found for found in attribution.whole.decompositions if found.name != "payers"):
        yield f"  {words(f'decomposition.{one.name}', lang)} [{unit_word(one.unit, lang)}]"
        for contribution in attribution.contributions:
            part = contribution.explanation[one.name].whole
            yield _setting_line(setting_text(*contribution.change), part, one.unit, lang)
        yield _setting_line(words("all", lang), one.whole, one.unit, lang)
    yield from wrap(words("turn", lang), 2)


def _setting_line(label: str, part: Part, unit: str, lang: Lang) -> str:
    change = right(amount(part.difference, part.half_width, unit, 0.0, signed=True), CHANGE)
    return f"    {left(cut(label, 58), 58)}{change}  {phrase(part.verdict, lang)}"
