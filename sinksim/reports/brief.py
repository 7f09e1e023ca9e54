"""A brief for superiors on one page of A4, laid out as a 请示/汇报: what was compared, what came out, what it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from sinksim.core.side_names import SideName
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.reports.headline import Headline, headlines
from sinksim.reports.manifest import version_of
from sinksim.reports.markup import safe
from sinksim.scenarios.scenario import Scenario
from sinksim.text.notes import note_sentences
from sinksim.text.phrases import unit_word
from sinksim.text.scope import scope_sentence
from sinksim.text.settings import UNIT, setting_in_words, value_of
from sinksim.text.width import cut

MOST_SETTINGS, MOST_ASSUMPTIONS, MOST_NAMES, MOST_NOTES, MOST_PAIRS = 4, 4, 6, 2, 3
# Columns of a console, in which a Chinese character takes two: what a meaning, a title and the command may take.
WIDEST, WIDEST_TITLE, WIDEST_COMMAND, WIDEST_SIDE = 44, 40, 200, 20
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
    if comparison.first.labels.scope.preview:
        title = t("brief.preview", title=title)
    style = (files("sinksim.reports") / "brief.css").read_text(encoding="utf-8")
    lines = [
        f"<h1>{t('brief.title', title=title)}</h1>",
        f'<p class="to"><span class="blank"></span>{safe(t("brief.addressee"))}：</p>',
        f"<p>{t('brief.opening', title=title)}</p>",
        f"<h2>{safe(t('brief.part_compared'))}</h2>",
        *_compared(comparison, scenario, t),
        f"<h2>{safe(t('brief.part_results'))}</h2>",
        *_results(comparison, t),
        f"<h2>{safe(t('brief.part_assumptions'))}</h2>",
        f"<p>{_evidence(comparison, [Assumed(*row) for row in assumptions], t)}</p>",
        f"<h2>{safe(t('brief.part_request'))}</h2>",
        f'<p class="fill">{safe(t("brief.request_blank"))}</p>',
        f"<p>{safe(t('brief.closing'))}</p>",
        _signature(t),
        f"<footer>{_how_made(comparison.first, command, t)}</footer>",
    ]
    head = f'<meta charset="utf-8"><title>{t("brief.title", title=title)}</title><style>{style}</style>'
    lang = "zh-CN" if t.lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head><body><main>\n'
        + "\n".join(lines)
        + "\n</main></body></html>\n"
    )


def _compared(comparison: Comparison, scenario: Scenario, t: Words) -> list[str]:
    """What each side of the tables sets over the scenario, in words, how many more there are, and what is covered."""
    lines = []
    sides = list(dict.fromkeys(name.key for pair in _pairs_with_room(comparison) for name in pair.names))
    most = _room_for(MOST_SETTINGS, comparison)
    for name in (name for name in comparison.results if name in sides):
        known = scenario.comparison.sides.get(name)
        settings = [
            safe(setting_in_words(scenario, path, value, t, WIDEST))
            for path, value in (known.set if known else {}).items()
        ]
        more = [safe(t("brief.more"))] if len(settings) > most else []
        several = safe(t("brief.join")).join([*settings[:most], *more])
        year = t("brief.year", year=known.year) if known is not None and known.year else ""
        title = f"{_called(comparison.name_of(name), t)}{year}{t('compare.colon')}"
        lines.append(f"<p><b>{safe(title)}</b>{several or safe(t('brief.as_it_is'))}</p>")
    left = len(comparison.results) - len(sides)
    more_sides = [f"<p>{safe(t('brief.more_sides', n=left))}</p>"] if left else []
    return [*lines, *more_sides, f"<p>{safe(_scope(comparison, t), most=400)}</p>"]


def _pairs_with_room(comparison: Comparison) -> tuple[Pair, ...]:
    """The pairs that a sheet has room for: the first, then the last proposals, among which are those that somebody added."""
    first, *others = comparison.pairs
    return (first, *others[-(MOST_PAIRS - 1) :])


def _room_for(of_two: int, comparison: Comparison) -> int:
    """How many there is room for, where there is room for ``of_two`` with two sides: half as many with more sides."""
    return of_two if len(comparison.results) == 2 else of_two // 2


def _called(name: SideName, t: Words) -> str:
    """What a side is called, cut where it would push what stands beside it over the edge of the sheet."""
    return cut(" ".join(name.in_language(t.lang).split()), WIDEST_SIDE)


def _scope(comparison: Comparison, t: Words) -> str:
    """Areas, people, days and replications; without people where none are known."""
    labels = comparison.first.labels
    inside = labels.areas.in_cohort
    people = int(labels.areas.population[inside].sum())
    about = {
        "areas": int(inside.sum()),
        "window": f"{labels.window.window / DAY:g}",
        "follow_up": f"{labels.window.follow_up / DAY:g}",
        "n": comparison.n,
    }
    sentence = t("brief.scope", people=f"{people:,}", **about) if people else t("brief.scope_bare", **about)
    return f"{sentence}{t('brief.covers', scope=scope_sentence(comparison.first.labels, t))}"


def _results(comparison: Comparison, t: Words) -> Iterator[str]:
    """The results: one table for two sides; for more a table of levels and one of differences, in short."""
    if len(comparison.pairs) == 1:
        shown = headlines(comparison.pairs[0], t)
        names = [_called(name, t) for name in comparison.pairs[0].names]
        heads = [*names, t("brief.difference"), t("brief.verdict")]
        cells = [
            (row.verdict, (row.label, row.unit, row.baseline, row.alternative, row.difference, row.verdict_text))
            for row in shown
        ]
        yield _table(heads, cells, t)
        yield from _verdicts(shown, t)
        return
    pairs = _pairs_with_room(comparison)
    # Of each pair its headlines by name; a pair has none of an indicator that one of its sides lacks.
    of_pair = [{row.name: row for row in headlines(pair, t)} for pair in pairs]
    names = [name for name in headline_names(comparison.first) if any(name in rows for rows in of_pair)]
    sides = list(dict.fromkeys(name for pair in pairs for name, _ in pair.sides))
    levels = {key: text for pair, rows in zip(pairs, of_pair, strict=True) for key, text in _levels(pair, rows).items()}
    called = [_called(name, t) for name in sides]
    yield _table(called, [_level_row(name, sides, of_pair, levels) for name in names], t, kind="sides")
    heads = [
        t("brief.versus", against=_called(p.names.baseline, t), side=_called(p.names.alternative, t)) for p in pairs
    ]
    yield _table(heads, [_difference_row(name, of_pair, t) for name in names], t, kind="sides")
    for head, rows in zip(heads, of_pair, strict=True):
        verdicts = _verdicts([rows[name] for name in names if name in rows], t)
        # Each begins with the pair that it is about.
        yield from (line.replace("<p>", f"<p><b>{safe(head)}</b>{safe(t('compare.colon'))}", 1) for line in verdicts)


def _levels(pair: Pair, rows: Mapping[str, Headline]) -> dict[tuple[str, str], str]:
    """Levels of both sides by side and indicator."""
    against, side = (name.key for name in pair.names)
    return {
        (key, name): text
        for name, row in rows.items()
        for key, text in ((against, row.baseline), (side, row.alternative))
    }


def _level_row(
    name: str,
    sides: Sequence[SideName],
    of_pair: Sequence[Mapping[str, Headline]],
    levels: Mapping[tuple[str, str], str],
) -> tuple[str, Sequence[str]]:
    """Levels of all sides, "—" where a side has none; levels have no verdict ("")."""
    known = next(rows[name] for rows in of_pair if name in rows)
    return "", (known.label, known.unit, *(levels.get((side.key, name), "—") for side in sides))


def _difference_row(name: str, of_pair: Sequence[Mapping[str, Headline]], t: Words) -> tuple[str, Sequence[str]]:
    """Differences of all pairs, their unit in its column and not in the cells; verdicts ("") are told below the table."""
    known = next(rows[name] for rows in of_pair if name in rows)
    points = unit_word("share", t.lang, difference=True)
    unit = points if known.difference.endswith(points) else known.unit
    cells = (rows[name].difference.removesuffix(points).rstrip() if name in rows else "—" for rows in of_pair)
    return "", (known.label, unit, *cells)


def _table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], t: Words, kind: str = "pair") -> str:
    """Rows of text under heads after the indicator and its unit; each row with its verdict, which colours it.

    ``kind``: "pair" for levels, difference and verdict of two sides; "sides" for columns of one width.
    """
    head = "".join(f"<th>{safe(text)}</th>" for text in (t("brief.indicator"), t("brief.unit"), *heads))
    body = "\n".join(_row(verdict, cells) for verdict, cells in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>'


def _row(verdict: str, cells: Sequence[str]) -> str:
    marked = f' class="{verdict}"' if verdict in ("better", "worse") else ""
    return f"<tr{marked}>" + "".join(f"<td>{safe(text, most=60)}</td>" for text in cells) + "</tr>"


def _verdicts(shown: list[Headline], t: Words) -> list[str]:
    """Which indicators are clearly better or worse, and which differ too little to tell; "{}": where their names go."""
    groups = (
        (t("brief.clear_better", names="{}"), "better"),
        (t("brief.clear_worse", names="{}"), "worse"),
        (t("brief.unclear", names="{}"), "little difference"),
    )
    sentences = []
    for sentence, verdict in groups:
        names = [row.label for row in shown if row.verdict == verdict]
        if names:
            sentences.append(safe(sentence).format(safe(t("brief.join")).join(map(_short, names[:MOST_NAMES]))))
    return [f"<p>{' '.join(sentences)}</p>"] if sentences else []


def _evidence(comparison: Comparison, assumed: list[Assumed], t: Words) -> str:
    """What the numbers rest on and what limits them, in one paragraph."""
    result, most = comparison.first, _room_for(MOST_ASSUMPTIONS, comparison)
    names = [
        f"{cut(row.meaning, WIDEST)} {value_of(row.value, cut(unit_in_words(row.unit, t), UNIT))}"
        for row in assumed[:most]
    ]
    more = f" {t('brief.more')}" if len(assumed) > most else ""
    sentences = [
        t("brief.evidence", assumed=len(assumed), names=t("brief.join").join(names) + more)
        if assumed
        else t("brief.evidence_none"),
        t("brief.illustrative") if result.labels.illustrative else "",
        t("brief.suppressed") if result.labels.logged else "",
        t("brief.partial", n=comparison.n, asked=result.replications) if result.ended == "partial" else "",
    ]
    if any(side.faults for side in comparison.results.values()):
        sentences.append(t("brief.not_conserved"))
    sentences += note_sentences(comparison, t)[:MOST_NOTES]
    return safe(" ".join(filter(None, sentences)), most=1000)


def _signature(t: Words) -> str:
    """Blanks for the unit, the contact and the date; the Chinese date line has its own, between year, month and day."""
    blank = '<span class="blank"></span>'
    lines = [f"<span>{safe(t(key))}{blank}</span>" for key in ("brief.unit_line", "brief.contact_line")]
    date = f"<span>{safe(t('brief.date_line'))}{blank if t.lang == 'en' else ''}</span>"
    return f'<div class="signature">{"".join(lines)}{date}</div>'


def _how_made(result: Result, command: Sequence[str], t: Words) -> str:
    """By which version, seed and command the numbers were made."""
    text = t(
        "brief.made", version=version_of("sinksim"), seed=result.seed, command=" ".join(command) or "sinksim compare"
    )
    return _short(text, WIDEST_COMMAND)


def _short(text: str, widest: int = WIDEST) -> str:
    """A text for the page, cut where it would push what follows over the edge of the sheet."""
    return safe(cut(" ".join(text.split()), widest))
