"""Every sentence by which sinksim refuses an input, taken from the source, with something in each of its gaps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.source import PACKAGE

# What a visitor's page cannot come to: the command line's own ways, files by path, Python calls, the engines' own tests.
ELSEWHERE = (
    "__init__.py", "cli", "scenarios/loading/overrides.py", "scenarios/loading/override_values.py",
    "network/tables", "scenarios/loading/network_tables.py", "scenarios/loading/templates.py",
    "verification/theory", "verification/systems", "experiments/engines.py", "experiments/replicate.py", "reports", "text",
    "experiments/stored_run.py", "metrics", "agents", "compiled", "charts", "core/wording.py",
)  # fmt: skip
MARKS = ("; allowed", "; it needs ", "did you mean ")
NOT_ON_A_PAGE = re.compile(
    r"regular file|readable file|a file that exists|an existing file|bytes; allowed: at most 3$|workers|replications is"
)
# What stands in gaps that neither a number nor a name may stand in.
GAPS = {
    ("scenarios/loading/personal_data.py", "{kind}"): "a phone number",
    ("scenarios/loading/uploads.py", "{kind}"): "nodes",
    ("scenarios/loading/uploads.py", "{expected}"): "nodes with code; edges with source; cases with origin",
    ("scenarios/loading/sheets.py", "{allowed}"): 'comma-separated cells, quoted as "..." where they hold a comma',
    (
        "scenarios/loading/sheets.py",
        "{_AS_UTF8}",
    ): 'save it as "CSV UTF-8" (in Excel and WPS: Save As; in LibreOffice: character set UTF-8)',
    ("workload/rough_size.py", "{unit}"): "places",
    ("workload/memory.py", "{unit}"): "stations",
    ("jobs/limits.py", "{LESS}"): "(fewer cases at a time, fewer days, a smaller network.scale)",
    ("scenarios/scenario.py", "{self.unit}"): "yuan",
    ("scenarios/laws.py", "{self.unit}"): "min",
    ("scenarios/laws.py", "{_amount(least)}"): "0",
    ("scenarios/laws.py", "{_amount(most)}"): "36,500",
    ("scenarios/laws.py", "{self.end}"): "2.5",
    ("scenarios/laws.py", "{self.sd}"): "2.5",
}
NUMBERS = re.compile(
    r"size|len\(|MOST|LARGEST|DEEPEST|HIGHEST|number|lines|_num|start \+|_nodes|replication\b|seconds|sum\(rules"
)


def sentences() -> Iterator[tuple[str, str]]:
    """Where each stands, and the sentence."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if not where.startswith(ELSEWHERE):
            yield from _of(path, where)


def _of(path: Path, where: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    inner -= {id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        text = _filled(node, where)
        if text and any(mark in text for mark in MARKS) and "\n" not in text and not NOT_ON_A_PAGE.search(text):
            # What is wrong with a path is the second half of a sentence.
            half = where == "scenarios/loading/settings.py" and ("allowed: in " in text or "without names" in text)
            yield f"{where}:{node.lineno}", f"a.b has the path 'x y'; {text}" if half else text


def _filled(node: ast.expr, where: str) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    assert isinstance(node, ast.JoinedStr)
    parts = [
        _gap(part, where) if isinstance(part, ast.FormattedValue) else _filled(part, where) for part in node.values
    ]
    return "".join(map(str, parts))


def _gap(part: ast.FormattedValue, where: str) -> str:
    """What may stand in a gap: a number, a value in quotes, a hint, a name."""
    source = f"{{{ast.unparse(part.value)}}}"
    if (where, source) in GAPS:
        return GAPS[where, source]
    if part.format_spec is not None or NUMBERS.search(source):
        return "3"
    if "near(" in source or source in ("{meant}", "{close}"):
        return "did you mean x1?"
    if part.conversion == ord("r") or "shown(" in source:
        return "'x y'"
    if re.search(r"low|high|mode|mean|min\(|value\b|sum\(", source):
        return "2.5"
    return "a.b"
