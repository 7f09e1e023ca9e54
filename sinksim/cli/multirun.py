"""``-m``: one job for each point of a sweep, by Hydra's own multirun; one row a job, results in subfolders."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.given import Given, completed
from sinksim.cli.outcome import INTERRUPTED, Report, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.places import SWEEP, free_folder
from sinksim.core.language import Lang
from sinksim.text.command_phrases import phrase

if TYPE_CHECKING:
    from sinksim.cli.sweeping import Job

Reporter = Callable[[Asked, Given, Path], Report]
JOB = "job.json"


def sweep(asked: Asked, report: Callable[..., Report]) -> int:
    """Run every job of a sweep and print one row a job; an interrupt keeps the jobs that are finished."""
    from sinksim.cli.sweeping import multirun

    name = f"{Path(asked.scenario or '').stem}-{asked.command}-sweep"
    same = json.dumps([asked.command, asked.scenario, asked.settings])
    folder = free_folder(asked.out, name, same)
    for old in folder.glob(f"*/{JOB}"):
        old.unlink()
    (folder / SWEEP).write_text(json.dumps({"identity": same}), encoding="utf-8")
    # Workers that Hydra's launchers start elsewhere would talk at the same time.
    is_elsewhere = any("hydra/launcher" in override for override in asked.overrides)
    one = replace(asked, quiet=asked.quiet or is_elsewhere)
    try:
        multirun(asked.scenario or "", asked.settings, partial(_job, one, report, folder))
    except KeyboardInterrupt:
        _print(asked, folder)
        return INTERRUPTED
    return _print(asked, folder)


def _job(asked: Asked, report: Reporter, folder: Path, job: "Job") -> None:
    """One job: its report in a subfolder, and beside it what its row is made of."""
    given = completed(job.tree, list(job.overrides), asked)
    own = folder / f"{job.number:03d}"
    own.mkdir(parents=True, exist_ok=True)
    made = report(replace(asked, overrides=list(job.overrides), seed=None, replications=None), given, own)
    about = {
        "job": job.number,
        "overrides": list(job.overrides),
        "exit_code": made.code,
        "headline": _headline(made, asked.lang),
    }
    (own / JOB).write_text(as_json({**about, "document": made.document()}), encoding="utf-8")
    if made.code == INTERRUPTED:
        raise KeyboardInterrupt


def _headline(report: Report, lang: Lang) -> list[list[str]]:
    """Label and value of the indicators that a row shows: differences of a comparison, levels of a run."""
    from sinksim.experiments.comparison import Comparison
    from sinksim.experiments.summary import HEADLINE

    first = report.results[0]
    read = report.outcome.difference if isinstance(report.outcome, Comparison) else report.outcome.indicator
    return [[name, _value(read(name), first, name, lang)] for name in HEADLINE]


def _value(found: Any, result: Any, name: str, lang: Lang) -> str:
    """A level with its interval and unit; signed where it is a difference."""
    from sinksim.text.outcomes import words_of
    from sinksim.text.phrases import amount, unit_word

    is_difference = hasattr(found, "difference")
    mean = found.difference if is_difference else found.mean
    unit = words_of(result, name, lang).unit
    follow_up = result.labels.window.follow_up / 3_600_000
    value = amount(mean, found.half_width, unit, follow_up, signed=is_difference)
    return f"{value} {unit_word(unit, lang, difference=is_difference)}".rstrip()


def _print(asked: Asked, folder: Path) -> int:
    """All jobs as rows, or as one document; returns the gravest exit code."""
    jobs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(f"*/{JOB}"))]
    if asked.json:
        print(
            as_json(
                {"jobs": [{key: job[key] for key in job if key != "headline"} for job in jobs], "folder": str(folder)}
            )
        )
    else:
        print("\n".join(_rows(jobs, asked.lang)))
        print(f"{phrase('tables', asked.lang)} {folder}")
    return max((job["exit_code"] for job in jobs), default=INTERRUPTED)


def _settings(job: dict[str, Any], lang: Lang) -> str:
    partial = f" ({phrase('partial', lang)})" if job["exit_code"] == INTERRUPTED else ""
    return " ".join(job["overrides"]) + partial


def _rows(jobs: list[dict[str, Any]], lang: Lang) -> list[str]:
    """The jobs as a table of text: number, settings, headline indicators."""
    from sinksim.text.width import left, width

    names = [name for name, _ in jobs[0]["headline"]] if jobs else []
    lines = [[phrase("job", lang), phrase("settings", lang), *names]]
    lines += [[str(j["job"]), _settings(j, lang), *(value for _, value in j["headline"])] for j in jobs]
    widths = [max(width(line[n]) for line in lines) for n in range(len(lines[0]))]
    return ["  ".join(left(cell, w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]
