"""A brief for superiors on one page of A4, laid out as a 请示/汇报: what was compared, what came out, what it rests on."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

from sinksim.core.side_names import SIDES
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.reports.headline import Headline, headlines
from sinksim.reports.manifest import version_of
from sinksim.reports.markup import safe
from sinksim.scenarios.scenario import Scenario
from sinksim.text.notes import note_sentences
from sinksim.text.phrases import phrase
from sinksim.text.settings import UNIT, setting_in_words, value_of
from sinksim.text.width import cut

MOST_SETTINGS, MOST_ASSUMPTIONS, MOST_NAMES, MOST_NOTES = 4, 4, 5, 2
# Columns of a console, in which a Chinese character takes two: what a meaning, a title and the command may take.
WIDEST, WIDEST_TITLE, WIDEST_COMMAND = 44, 40, 200
DAY = 86_400_000.0


class Assumed(NamedTuple):
    """An input without a source: name, value, unit and meaning."""

    name: str
    value: object
    unit: str
    meaning: str


def brief_html(
    comparison: Comparison,
    scenario: Scenario,
    assumptions: Iterable[tuple[str, object, str, str]],
    command: Sequence[str],
    t: Words,
) -> str:
    """The brief as one HTML page that prints on one sheet; nothing in it is fetched or run."""
    title = _short(t.either(scenario.title.zh, scenario.title.en) or scenario.name, WIDEST_TITLE)
    shown = headlines(comparison, t)
    style = (files("sinksim.reports") / "brief.css").read_text(encoding="utf-8")
    lines = [
        f"<h1>{t('brief.title', title=title)}</h1>",
        f'<p class="to"><span class="blank"></span>{safe(t("brief.addressee"))}：</p>',
        f"<p>{t('brief.opening', title=title)}</p>",
        f"<h2>{safe(t('brief.part_compared'))}</h2>",
        *_compared(comparison, scenario, t),
        f"<h2>{safe(t('brief.part_results'))}</h2>",
        _table(shown, t),
        *_verdicts(shown, t),
        f"<h2>{safe(t('brief.part_assumptions'))}</h2>",
        f"<p>{_evidence(comparison, [Assumed(*row) for row in assumptions], t)}</p>",
        f"<h2>{safe(t('brief.part_request'))}</h2>",
        f'<p class="fill">{safe(t("brief.request_blank"))}</p>',
        f"<p>{safe(t('brief.closing'))}</p>",
        _signature(t),
        f"<footer>{_made(comparison.baseline, command, t)}</footer>",
    ]
    head = f'<meta charset="utf-8"><title>{t("brief.title", title=title)}</title><style>{style}</style>'
    lang = "zh-CN" if t.lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head><body><main>\n'
        + "\n".join(lines)
        + "\n</main></body></html>\n"
    )


def _compared(comparison: Comparison, scenario: Scenario, t: Words) -> list[str]:
    """What each side sets, at most MOST_SETTINGS of them, and what the numbers cover."""
    compared = scenario.comparison
    sides = (("brief.baseline", compared.baseline), ("brief.alternative", compared.alternative))
    lines = []
    for key, settings in sides:
        settings_texts = [safe(setting_in_words(scenario, path, value, t, WIDEST)) for path, value in settings.items()]
        more = [safe(t("brief.more"))] if len(settings_texts) > MOST_SETTINGS else []
        several = safe(t("brief.join")).join([*settings_texts[:MOST_SETTINGS], *more])
        lines.append(f"<p><b>{safe(t(key))}</b>{several or safe(t('brief.as_it_is'))}</p>")
    return [*lines, f"<p>{safe(_scope(comparison, t))}</p>"]


def _scope(comparison: Comparison, t: Words) -> str:
    """Areas, people, days and replications; without people where none are known."""
    labels = comparison.baseline.labels
    inside = labels.areas.in_cohort
    people = int(labels.areas.population[inside].sum())
    about = {
        "areas": int(inside.sum()),
        "window": f"{labels.window.window / DAY:g}",
        "follow_up": f"{labels.window.follow_up / DAY:g}",
        "n": comparison.n,
    }
    return t("brief.scope", people=f"{people:,}", **about) if people else t("brief.scope_bare", **about)


def _table(shown: list[Headline], t: Words) -> str:
    """The headline rows as a table."""
    heads = (t("brief.indicator"), t("brief.unit"), *(phrase(side, t.lang) for side in SIDES))
    head = "".join(f"<th>{safe(text)}</th>" for text in (*heads, t("brief.difference"), t("brief.verdict")))
    rows = "\n".join(_row(row) for row in shown)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _row(row: Headline) -> str:
    marked = f' class="{row.verdict}"' if row.verdict in ("better", "worse") else ""
    return f"<tr{marked}>" + "".join(f"<td>{safe(text, 60)}</td>" for text in row[1:7]) + "</tr>"


def _verdicts(shown: list[Headline], t: Words) -> list[str]:
    """Which indicators are clear of zero, and which are not."""
    groups = (
        (t("brief.clear_better", names="{}"), "better"),
        (t("brief.clear_worse", names="{}"), "worse"),
        (t("brief.unclear", names="{}"), "no detectable difference"),
    )
    sentences = []
    for sentence, verdict in groups:
        names = [row.label for row in shown if row.verdict == verdict]
        if names:
            sentences.append(safe(sentence).format(safe(t("brief.join")).join(map(_short, names[:MOST_NAMES]))))
    return [f"<p>{' '.join(sentences)}</p>"] if sentences else []


def _evidence(comparison: Comparison, assumed: list[Assumed], t: Words) -> str:
    """What the numbers rest on and what limits them, in one paragraph."""
    result = comparison.baseline
    names = [
        f"{cut(row.meaning, WIDEST)} {value_of(row.value, cut(unit_in_words(row.unit, t), UNIT))}"
        for row in assumed[:MOST_ASSUMPTIONS]
    ]
    more = f" {t('brief.more')}" if len(assumed) > MOST_ASSUMPTIONS else ""
    sentences = [
        t("brief.evidence", assumed=len(assumed), names=t("brief.join").join(names) + more)
        if assumed
        else t("brief.evidence_none"),
        t("brief.illustrative") if result.labels.illustrative else "",
        t("brief.suppressed") if result.labels.logged else "",
        t("brief.partial", n=comparison.n, asked=result.replications) if result.ended == "partial" else "",
    ]
    if comparison.baseline.faults or comparison.alternative.faults:
        sentences.append(t("brief.not_conserved"))
    sentences += note_sentences(comparison, t)[:MOST_NOTES]
    return safe(" ".join(filter(None, sentences)), 1000)


def _signature(t: Words) -> str:
    """Blanks for the unit, the contact and the date."""
    blank = '<span class="blank"></span>'
    lines = [f"<span>{safe(t(key))}{blank}</span>" for key in ("brief.unit_line", "brief.contact_line")]
    date = f"<span>{safe(t('brief.date_line'))}{blank if t.lang == 'en' else ''}</span>"
    return f'<div class="signature">{"".join(lines)}{date}</div>'


def _made(result: Result, command: Sequence[str], t: Words) -> str:
    """By which version, seed and command the numbers were made."""
    text = t(
        "brief.made", version=version_of("sinksim"), seed=result.seed, command=" ".join(command) or "sinksim compare"
    )
    return _short(text, WIDEST_COMMAND)


def _short(text: str, widest: int = WIDEST) -> str:
    """A text for the page, cut where it would push what follows over the edge of the sheet."""
    return safe(cut(" ".join(text.split()), widest))
