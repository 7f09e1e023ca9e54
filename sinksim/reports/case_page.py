"""The page of cases in Markdown: a section for each, made from the scenario and what was simulated alone."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sinksim.analysis.flowchart import flowchart
from sinksim.analysis.losses import Loss, Worse
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result
from sinksim.experiments.summary import headline_names
from sinksim.i18n import Naming, Words
from sinksim.i18n.units import unit_in_words
from sinksim.reports.cases import Case
from sinksim.reports.headline import follow_up_hours
from sinksim.reports.markdown import fence, paragraph, table, written
from sinksim.reports.mermaid import CHANNELS, ELSEWHERE, channel_charts
from sinksim.text.notes import note_sentences, steps_in_words
from sinksim.text.outcomes import words_of
from sinksim.text.phrases import amount, phrase, unit_word
from sinksim.text.scope import scope_sentence
from sinksim.text.settings import meaning_of, value_of
from sinksim.verification.calibration import page as calibration

MOST_PATHS = 3  # settings that one row of the table of assumptions names


def page(sections: Sequence[str], t: Words) -> str:
    """The whole page."""
    return "\n".join([f"# {t('cases.title')}\n", f"{t('cases.intro')}\n", *sections])


def section(case: Case, t: Words) -> str:
    """A case: what is asked, network, both channels, headlines, where it loses, and what rests on assumptions."""
    scenario = case.scenario
    titles = dict.fromkeys(title for title in (scenario.title.zh, scenario.title.en) if title)
    parts = [f"## {written(' · '.join(titles) or scenario.name)} (`{scenario.name}`)"]
    parts += [paragraph(about)] if (about := t.either(scenario.about.zh, scenario.about.en)) else []
    parts += [f"### {t('cases.network')}", *_network(case, t), f"### {t('cases.channels')}", *_channels(case, t)]
    parts += [f"### {t('cases.headlines')}", *_headlines(case, t)]
    if case.expected:
        parts += [f"### {t('cases.expected')}", *_expected(case, t)]
    parts += [f"### {t('cases.loses')}", *_losses(case, t), f"### {t('cases.assumptions')}", *_assumptions(case, t)]
    return "\n\n".join(parts) + "\n"


def _network(case: Case, t: Words) -> Iterator[str]:
    """The tiers, and how much of it is simulated."""
    called = Naming(t, case.scenario.names)
    heads = (t("cases.tier"), t("cases.places"), t("cases.population"))
    rows = [
        (called(tier.name), f"{tier.places:,}", f"{tier.population:,}" if tier.population else "—")
        for tier in case.tiers
    ]
    yield table(heads, rows)
    labels, n = case.first.labels, case.first.n
    people, inside = labels.areas.population, labels.areas.in_cohort
    sentences = [t("cases.scale", scope=scope_sentence(labels, t), n=n)]
    if people.sum():
        sentences.append(t("cases.residents", people=f"{people[inside].sum():,}", of=f"{people.sum():,}"))
    if labels.illustrative:
        sentences.append(phrase("illustrative", t.lang))
    yield written((" " if t.lang == "en" else "").join(map(_capital, sentences)))


def _channels(case: Case, t: Words) -> Iterator[str]:
    """A flowchart for each channel, and a sentence for one that no service has."""
    charts = channel_charts(flowchart(case.scenario, case.first.labels.tiers), Naming(t, case.scenario.names))
    if any(ELSEWHERE in chart for chart in charts.values()):
        yield t("cases.same_process")
    for channel in CHANNELS:
        called = t(f"process.channel_{channel}")
        if channel in charts:
            yield f"**{called}**"
            yield fence("mermaid", charts[channel])
        else:
            yield t("cases.no_channel", channel=called)


def _headlines(case: Case, t: Words) -> Iterator[str]:
    """What the sides set, and their levels; what is not conserved and what limits the numbers is said with them."""
    faults = [fault for result in case.results.values() for fault in result.faults]
    if faults:
        yield f"**{written(phrase('not_conserved', t.lang))}**"
    if isinstance(case.outcome, Comparison):
        yield t("cases.sides")
        yield "\n".join(f"* {_side(case, case.outcome, side, t)}" for side in case.results)
        names = [case.outcome.name_of(side).in_language(t.lang) for side in case.results]
    else:
        names = [t("report.value")]
    rows = [_level_row(name, case.results, t) for name in headline_names(case.first)]
    yield table((t("brief.indicator"), t("brief.unit"), *names), rows)
    if notes := note_sentences(case.outcome, t, steps_in_words(Naming(t, case.scenario.names))):
        yield "\n".join(f"* {paragraph(note)}" for note in notes)


def _side(case: Case, comparison: Comparison, side: str, t: Words) -> str:
    """A side and what it sets over the case, in words."""
    known = case.scenario.comparison.sides.get(side)
    settings = [_setting(case, path, value, t) for path, value in (known.set if known else {}).items()]
    year = t("brief.year", year=known.year) if known is not None and known.year else ""
    name = written(comparison.name_of(side).in_language(t.lang))
    return f"**{name}**{year}{t('compare.colon')}{t('cases.between').join(settings) or t('cases.as_stated')}"


def _setting(case: Case, path: str, value: Any, t: Words) -> str:
    """A setting in words, after the station, service or the like that it belongs to, and the place."""
    section, *names = path.split(".")
    owners = names[:1] if len(names) > 1 and isinstance(getattr(case.scenario, section, None), Mapping) else []
    owners += [name for name in names if name in case.places]
    called = Naming(t, {**case.places, **case.scenario.names})
    owner = f"{t('cases.join').join(map(called, owners))}{t('compare.colon')}" if owners else ""
    meaning = meaning_of(case.scenario, path, t)
    return written(f"{owner}{meaning.text} = {value_of(value, meaning.unit)}")


def _level_row(name: str, results: Mapping[str, Result], t: Words) -> list[str]:
    """A headline on every side."""
    first = next(iter(results.values()))
    label, unit = words_of(first, name, t.lang)
    found = [result.indicator(name) for result in results.values()]
    levels = [amount(value.mean, value.half_width, unit, follow_up_hours(first)) for value in found]
    return [label, unit_word(unit, t.lang), *levels]


def _expected(case: Case, t: Words) -> Iterator[str]:
    """What the arithmetic of the case leads to expect beside what was simulated, with notes; as their source words them."""
    for part in case.expected:
        settings = ", ".join(f"`{path}={value}`" for path, value in part.study.settings.items()) or t("cases.as_preset")
        n = max((row.simulated.n for row in part.checked), default=0)
        yield t("cases.settings", title=written(part.study.title), settings=settings, n=n)
        yield calibration.table(part.checked)
        notes = [row for row in part.checked if row.target.note]
        if notes:
            yield "\n".join(f"* {row.target.code}, {row.target.what}: {calibration.explanation(row)}" for row in notes)


def _losses(case: Case, t: Words) -> Iterator[str]:
    """Where the platform loses against the traditional side, and each proposal against the baseline."""
    if not case.lost:
        yield t("cases.no_pair")
    elif case.first.n < 2:
        yield phrase("single", t.lang)
    else:
        for pair, found in case.lost:
            key = "cases.loses_in" if found else "cases.loses_nowhere"
            against, side = (written(name.in_language(t.lang)) for name in pair.names)
            yield t(key, side=side, against=against)
            if found:
                yield "\n".join(f"* {_loss(case, pair, loss, t)}" for loss in found)
        if any(loss.areas for _, found in case.lost for loss in found):
            yield t("cases.chance")


def _loss(case: Case, pair: Pair, loss: Loss, t: Words) -> str:
    """A headline that is worse, and where: over all, in services and groups by how much, in how many areas."""
    label, unit = words_of(pair.baseline, loss.name, t.lang)
    called = Naming(t, case.scenario.names)
    where = [t("cases.in_all", amount=_amount(loss.overall, unit, t))] if loss.overall else []
    where += [
        t("cases.in_slice", name=called(name), amount=_amount(worse, unit, t))
        for found in (loss.services, loss.segments)
        for name, worse in found.items()
    ]
    if loss.areas:
        tier = t.maybe(f"scope.tier_{pair.baseline.labels.scope.tier}") or t("scope.tier_area")
        where.append(t("cases.in_areas", n=loss.areas, of=loss.of_areas, tier=tier))
    unit_text = unit_word(unit, t.lang, difference=True)
    named = t("cases.with_unit", label=label, unit=unit_text) if unit_text else label
    return paragraph(_capital(t("cases.is_worse", label=named, where=t("cases.between").join(where))))


def _amount(worse: Worse, unit: str, t: Words) -> str:
    """By how much a side is worse; "at least" so much where one level lies beyond the follow-up."""
    value = amount(worse.difference, math.nan if worse.at_least else worse.half_width, unit, signed=True)
    return phrase("at_least", t.lang).format(value) if worse.at_least else value


def _assumptions(case: Case, t: Words) -> Iterator[str]:
    """The numbers without a source, folded: meaning, value, and where they are set; one row for those that say the same."""
    assumed = case.assumed(t.lang)
    if not assumed:
        yield phrase("no_assumptions", t.lang)
        return
    paths: dict[tuple[str, str], list[str]] = {}
    for row in assumed:
        paths.setdefault((row.meaning, value_of(row.value, unit_in_words(row.unit, t))), []).append(row.name)
    rows = [(*same, _first_of(names, t)) for same, names in paths.items()]
    found = table([_capital(t(f"compare.{head}")) for head in ("meaning", "value", "path")], rows)
    yield f"<details><summary>{t('cases.assumed', n=len(assumed))}</summary>\n\n{found}\n\n</details>"


def _first_of(names: Sequence[str], t: Words) -> str:
    """The first names of a list, and how many more there are."""
    joined = ", ".join(names[:MOST_PATHS])
    return t("notes.more", names=joined, n=len(names) - MOST_PATHS) if len(names) > MOST_PATHS else joined


def _capital(text: str) -> str:
    """A text that begins a sentence or heads a column."""
    return text[:1].upper() + text[1:]
