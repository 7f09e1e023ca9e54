"""What becomes of a result: a report folder, then one JSON document or text, then the exit code."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.given import Given
from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput
from sinksim.text.command_phrases import phrase

if TYPE_CHECKING:
    from sinksim.analysis.assumptions import Assumption
    from sinksim.experiments.comparison import Comparison
    from sinksim.experiments.result import Result
    from sinksim.scenarios.loading.sides import Move

    Outcome = Result | Comparison

Document = dict[str, Any]
ZIP = "report.zip"
INTERRUPTED, CHECK_FAILED = 130, 1
PER_RESULT = ("engine", "elapsed_seconds")


@dataclass(frozen=True)
class Report:
    """A written report: its folder, what it says, what it rests on, and which sides each override moved."""

    folder: Path
    outcome: "Outcome"
    assumptions: "list[Assumption]"
    moves: "tuple[Move, ...]" = ()

    @property
    def results(self) -> "list[Result]":
        """The result, or those of all sides of a comparison."""
        from sinksim.reports.tables import runs

        return [result for _, result in runs(self.outcome)]

    @property
    def code(self) -> int:
        """Exit code: interrupted, a check failed (what is not conserved), or done."""
        if any(result.ended == "partial" for result in self.results):
            return INTERRUPTED
        return CHECK_FAILED if any(result.faults or result.ended == "failed" for result in self.results) else 0

    def document(self) -> Document:
        """One document for scripts; it is the same from any engine but for ``engine``, ``elapsed_seconds`` and ``manifest``."""
        document = self.outcome.to_json_dict()
        first = self.results[0]
        if "sides" in document:
            # What differs between engines stands once, beside the numbers that do not.
            document["sides"] = {
                side: {key: value for key, value in result.items() if key not in PER_RESULT}
                for side, result in document["sides"].items()
            }
            document["overrides"] = [{"override": move.override, "sides": list(move.sides)} for move in self.moves]
        about = {
            "partial": first.ended == "partial",
            "replications_done": first.n,
            "engine": first.engine,
            "elapsed_seconds": round(first.elapsed_seconds, 3),
        }
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        rest = {
            "assumptions": [row._asdict() for row in self.assumptions],
            "manifest": {**manifest, "folder": str(self.folder)},
        }
        return {**document, **about, **rest}

    def text(self, asked: Asked) -> str:
        """What the console shows: the difference or the headline first, levels, assumptions, where the tables are."""
        from sinksim.experiments.comparison import Comparison
        from sinksim.text.outcomes import comparison_text, run_text

        if isinstance(self.outcome, Comparison):
            body = comparison_text(self.outcome, self.assumptions, asked.lang, self.moves)
        else:
            body = run_text(self.outcome, self.assumptions, asked.lang)
        tables = ", ".join(sorted(path.name for path in self.folder.glob("*.csv")))
        more = f", {ZIP}" if asked.zip else ""
        return f"{body}\n{phrase('tables', asked.lang)} {self.folder}: {tables}{more}"


def written(asked: Asked, given: Given, outcome: "Outcome", folder: Path) -> Report:
    """Write the report of an outcome; raises BadInput where the folder cannot be written."""
    from sinksim.analysis.assumptions import assumptions
    from sinksim.reports.folder import write_report

    assumed = assumptions(given.scenario, given.tree, asked.lang)
    try:
        write_report(folder, outcome, given.yaml, command(asked, given))
        if asked.zip:
            _write_zip(folder, outcome, asked, given, assumed)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written ({error.strerror}); allowed: --out with a folder") from None
    return Report(folder, outcome, assumed, given.moves)


def _write_zip(folder: Path, outcome: "Outcome", asked: Asked, given: Given, assumed: "list[Assumption]") -> None:
    """All that can be carried away, in the language asked for, as one file beside the tables."""
    from sinksim.core.files import write_atomically
    from sinksim.reports.carry_away import report_zip

    content = report_zip(outcome, given.scenario, given.yaml, assumed, command(asked, given), asked.lang)
    write_atomically(folder / ZIP, content)


def as_part_of(outcome: "Outcome", replications: int | None) -> "Outcome":
    """An outcome marked as stopped before all ``replications`` that were asked for; None, where it was not: as it is.

    Of a comparison each side is marked.
    """
    from sinksim.experiments.comparison import Comparison

    if isinstance(outcome, Comparison):
        results = {side: _stopped(result, replications) for side, result in outcome.results.items()}
        return Comparison(results, outcome.roles)
    return _stopped(outcome, replications)


def _stopped(result: "Result", replications: int | None) -> "Result":
    """A result marked partial, as one that had asked for more replications; None leaves it as it is."""
    if replications is None or result.ended != "complete" or replications <= result.n:
        return result
    return replace(result, replications=replications, ended="partial")


def command(asked: Asked, given: Given) -> tuple[str, ...]:
    """The command as the manifest keeps it: what has a say in the numbers, without paths of this machine."""
    scenario = Path(given.where).name
    cases = (f"--cases=sha256:{given.cases_sha256}",) if given.cases_sha256 else ()
    sides = (f"--side={side}" for side in asked.sides)
    preview = ("--preview",) if asked.preview else ()
    return ("sinksim", asked.command, scenario, *preview, *asked.settings, *sides, *cases)


def print_outcome(asked: Asked, report: Report) -> int:
    """Print a report as it was asked for; returns the exit code."""
    print(as_json(report.document()) if asked.json else report.text(asked))
    return report.code


def as_json(document: Document) -> str:
    """One JSON document, Chinese as it is."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
