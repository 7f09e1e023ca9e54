"""A whole report as one HTML file with interactive pictures: works offline, fetches nothing, escapes every name."""

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import plotly.graph_objects as go

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.pair import Pair
from sinksim.experiments.result import Result
from sinksim.i18n import Words
from sinksim.i18n.units import unit_in_words
from sinksim.reports.csv_text import cell
from sinksim.reports.headline import Headline, headlines, level_lines
from sinksim.reports.manifest import version_of
from sinksim.reports.markup import safe
from sinksim.reports.part_sections import parts
from sinksim.reports.picture_sections import Section, sections
from sinksim.reports.place_sections import maps, processes
from sinksim.reports.reproduce import command_line, command_of_file, python_of_file
from sinksim.reports.tables import runs
from sinksim.reports.workbook import Table
from sinksim.scenarios.scenario import Scenario
from sinksim.text.notes import note_sentences
from sinksim.text.phrases import phrase
from sinksim.text.scope import scope_sentence
from sinksim.text.settings import value_of

# Nothing may be fetched, sent or framed, whatever a picture or a name would like.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "form-action 'none'; base-uri 'none'"
)
BUTTONS = ["toImage", "zoom2d", "pan2d", "resetScale2d"]
CONFIG = {"displaylogo": False, "responsive": True, "modeBarButtons": [BUTTONS], "showEditInChartStudio": False}


class Assumed(NamedTuple):
    """An input without a source: name, value, unit and meaning."""

    name: str
    value: object
    unit: str
    meaning: str


def one_file(
    outcome: Result | Comparison,
    scenario: Scenario,
    assumptions: Iterable[tuple[str, object, str, str]],
    command: Sequence[str],
    t: Words,
) -> str:
    """The page of an outcome, with plotly itself in it: it opens without a network."""
    from plotly.offline import get_plotlyjs

    title = t("report.page_title", title=safe(t.either(scenario.title.zh, scenario.title.en) or scenario.name, most=80))
    if _first(outcome).labels.scope.preview:
        title = t("brief.preview", title=title)
    style = (files("sinksim.reports") / "page.css").read_text(encoding="utf-8")
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{style}</style>",
        f"<script>{get_plotlyjs()}</script>",
    ]
    body = [f"<h1>{title}</h1>", *_about(outcome, t), *_headlines(outcome, t)]
    for number, section in enumerate(_sections(outcome, scenario, t)):
        body += _section(section, number, t)
    body += [*_assumptions([Assumed(*row) for row in assumptions], t), *_reproduce(outcome, command, t)]
    body.append(f"<footer>{safe(t('report.made', version=version_of('sinksim')))}</footer>")
    lang = "zh-CN" if t.lang == "zh" else "en"
    return "\n".join(
        [f'<!DOCTYPE html>\n<html lang="{lang}"><head>', *head, "</head><body>", *body, "</body></html>\n"]
    )


def _sections(outcome: Result | Comparison, scenario: Scenario, t: Words) -> Iterator[Section]:
    """All sections of a page in order; those about differences for a comparison only."""
    if isinstance(outcome, Comparison):
        for pair in outcome.pairs:
            # With two sides there is one pair, which needs no name.
            versus = _versus(pair, t) if len(outcome.results) > 2 else ""
            found = (*parts(pair, t), *sections(pair, scenario, t), *maps(pair, scenario, t))
            yield from (one._replace(title=f"{versus}{one.title}") for one in found)
    else:
        yield from sections(outcome, scenario, t)
    _, first_run = runs(outcome)[0]
    yield from processes(scenario, first_run.labels.tiers, t)


def _first(outcome: Result | Comparison) -> Result:
    """A result from which what all sides share can be read."""
    return outcome.first if isinstance(outcome, Comparison) else outcome


def _about(outcome: Result | Comparison, t: Words) -> Iterator[str]:
    """What was run, and whatever limits what the numbers may be taken for."""
    for part, result in runs(outcome):
        about = {"scenario": result.scenario, "finished": result.n, "asked": result.replications, "seed": result.seed}
        line = t("report.runs_line", **about, cases=f"{result.cases:,}", engine=result.engine)
        run_name = outcome.name_of(part).in_language(t.lang) if isinstance(outcome, Comparison) else t("report.run")
        yield f'<p class="soft">{safe(run_name)} · {safe(line)}</p>'
    results = [result for _, result in runs(outcome)]
    first = results[0]
    yield f'<p class="soft">{safe(scope_sentence(first.labels, t))}</p>'
    warnings = [
        t("report.failed", reason=first.reason) if first.ended == "failed" else "",
        t("report.partial") if first.ended == "partial" else "",
        t("report.not_conserved") if any(result.faults for result in results) else "",
        t("report.illustrative") if first.labels.illustrative else "",
        t("report.suppressed") if first.labels.logged else "",
        *note_sentences(outcome, t),
    ]
    yield from (f'<p class="warn">{safe(text)}</p>' for text in warnings if text)


def _headlines(outcome: Result | Comparison, t: Words) -> Iterator[str]:
    """The headline numbers as cards."""
    yield f"<h2>{safe(t('report.headline'))}</h2>"
    if not isinstance(outcome, Comparison):
        lines = (f"{safe(line.label)}<b>{safe(line.value)} {safe(line.unit)}</b>" for line in level_lines(outcome, t))
        yield from ('<div class="cards">', *(f'<div class="card">{line}</div>' for line in lines), "</div>")
        return
    for block, pairs in outcome.blocks.items():
        yield f"<h3>{safe(phrase(block, t.lang))}</h3>"
        for pair in pairs:
            yield f"<h4>{safe(_versus(pair, t, after=''))}</h4>"
            yield from ('<div class="cards">', *(_card(row) for row in headlines(pair, t)), "</div>")


def _versus(pair: Pair, t: Words, after: str = " · ") -> str:
    """Which two sides are compared, for a title that goes on with ``after``."""
    against, side = (name.in_language(t.lang) for name in pair.names)
    return t("brief.versus", side=side, against=against) + after


def _card(row: Headline) -> str:
    """A headline number with its levels."""
    kind = row.verdict if row.verdict in ("better", "worse") else "open"  # a class of the style sheet
    levels = f"{safe(row.baseline)} → {safe(row.alternative)} {safe(row.unit)}"
    head = f'<div class="card {kind}">{safe(row.label)}<b>{safe(row.difference)}</b>'
    return f'{head}<span class="soft">{levels} · {safe(row.verdict_text)}</span></div>'


def _section(section: Section, number: int, t: Words) -> Iterator[str]:
    """A section: title, note, picture, and its table folded up below."""
    yield f"<h2>{safe(section.title)}</h2>"
    if section.note:
        yield f'<p class="soft">{safe(section.note)}</p>'
    yield _picture(section.figure, f"picture{number}", section.title)
    yield f"<details><summary>{safe(t('report.table'))}</summary>{_table(section.table)}</details>"


def _picture(figure: go.Figure, name: str, title: str) -> str:
    """A picture drawn when the page is opened; its data can end neither the script nor its texts."""
    figure.update_layout(paper_bgcolor="white", plot_bgcolor="white", font={"color": "#1d2a33"})
    data, config = _inside_script(figure.to_json()), json.dumps(CONFIG)
    draw = f"(function () {{ const f = {data}; Plotly.newPlot({json.dumps(name)}, f.data, f.layout, {config}); }})();"
    return f'<div class="scroll"><div id="{name}" role="img" aria-label="{safe(title)}"></div></div>\n<script>{draw}</script>'


def _inside_script(text: str) -> str:
    """JSON that no HTML parser could take for the end of a script or a comment."""
    marks = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return "".join(marks.get(character, character) for character in text)


def _table(table: Table) -> str:
    """A table in HTML; headings without a word are the column's own name."""
    head = "".join(f"<th>{safe(table.headings.get(column, column))}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(_cell(row.get(column)) for column in table.columns)}</tr>" for row in table.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(value: Any) -> str:
    """A cell: numbers to six digits and aligned (empty for nan and infinite ones), everything else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="number">{safe(f"{value:,.6g}" if cell(value) else "")}</td>'
    return f"<td>{safe('' if value is None else value)}</td>"


def _assumptions(assumed: list[Assumed], t: Words) -> Iterator[str]:
    """The table of assumptions."""
    yield f"<h2>{safe(t('report.assumptions'))}</h2>"
    columns = ("meaning", "value", "name")
    rows = [{**row._asdict(), "value": value_of(row.value, unit_in_words(row.unit, t))} for row in assumed]
    yield _table(Table(rows, columns, {column: t(f"report.{column}") for column in columns}))


def _reproduce(outcome: Result | Comparison, command: Sequence[str], t: Words) -> Iterator[str]:
    """How to repeat the numbers: by the command that made them, from the scenario file, in Python."""
    is_pair = isinstance(outcome, Comparison)
    yield f"<h2>{safe(t('report.reproduce'))}</h2>"
    if command:
        yield f"<p>{safe(t('report.from_command'))}</p><pre>{safe(command_line(command), most=4000)}</pre>"
    yield f"<p>{safe(t('report.from_file'))}</p><pre>{safe(command_of_file(is_pair))}</pre>"
    lines = "\n".join(safe(line) for line in python_of_file(is_pair).splitlines())
    yield f"<p>{safe(t('report.from_python'))}</p><pre>{lines}</pre>"
