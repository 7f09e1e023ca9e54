"""A report as one ZIP to carry away: tables, workbook, pages, scenario, how to repeat it, manifest with every hash."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.i18n import Words
from sinksim.reports.archive import zipped
from sinksim.reports.brief import brief_html
from sinksim.reports.csv_text import csv_bytes
from sinksim.reports.headline import headline_table
from sinksim.reports.manifest import manifest_bytes
from sinksim.reports.report_tables import report_tables
from sinksim.reports.reproduce import command_line, command_of_file, python_of_file
from sinksim.reports.workbook import Table, workbook_bytes
from sinksim.scenarios.scenario import Scenario
from sinksim.text.scope import scope_sentence

Assumptions = Iterable[tuple[str, object, str, str]]


def bundle(
    outcome: Result | Comparison,
    scenario: Scenario,
    scenario_yaml: str,
    assumptions: Assumptions,
    command: Sequence[str],
    t: Words,
    pages: Mapping[str, str],
) -> bytes:
    """The ZIP of a report; ``pages`` are further files by name, such as the page of pictures.

    The same bytes for the same run, language and versions.
    """
    given = list(assumptions)
    tables = report_tables(outcome)
    # Texts begin with a byte order mark and have lines ended by CR LF, for editors on Windows.
    first = outcome.first if isinstance(outcome, Comparison) else outcome
    readme = f"{t('report.readme')}\n{scope_sentence(first.labels, t)}\n"
    files = {"README.txt": readme.replace("\n", "\r\n").encode("utf-8-sig")}
    files |= {name: page.encode() for name, page in pages.items()}
    if isinstance(outcome, Comparison):
        files["brief.html"] = brief_html(outcome, scenario, given, command, t).encode()
    files["report.xlsx"] = report_workbook(outcome, tables, given, t)
    files |= {f"{name}.csv": csv_bytes(table.rows, table.columns) for name, table in tables.items()}
    files["scenario.yaml"] = scenario_yaml.encode()
    files["reproduce.txt"] = reproduction(isinstance(outcome, Comparison), command, t).encode("utf-8-sig")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return zipped({**files, "manifest.json": manifest_bytes(outcome, scenario_yaml, tuple(command), hashes)})


def report_workbook(
    outcome: Result | Comparison, tables: Mapping[str, Table], assumptions: Assumptions, t: Words
) -> bytes:
    """The workbook: headlines and assumptions in the reader's words, then every table as its CSV file has it."""
    rows = [dict(zip(("name", "value", "unit", "meaning"), row, strict=True)) for row in assumptions]
    columns = ("name", "value", "unit", "meaning")
    sheets = {
        t("report.sheet_headline"): headline_table(outcome, t),
        t("report.sheet_assumptions"): Table(rows, columns, {column: t(f"report.{column}") for column in columns}),
        **{t(f"report.sheet_{name}"): table for name, table in tables.items()},
    }
    return workbook_bytes(sheets, t("report.cut_rows", n="{n}"))  # the workbook fills in how many


def reproduction(is_comparison: bool, command: Sequence[str], t: Words) -> str:
    """The commands and the lines of Python that repeat a result."""
    parts = [
        (t("report.from_command"), command_line(command)) if command else None,
        (t("report.from_file"), command_of_file(is_comparison)),
        (t("report.from_python"), python_of_file(is_comparison)),
    ]
    return "\r\n".join(f"# {title}\n{text}\n".replace("\n", "\r\n") for title, text in filter(None, parts))
