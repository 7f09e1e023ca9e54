"""``-m``: one job for each point of a sweep, by Hydra's own multirun; one row a job, results in subfolders."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinksim.cli.given import Given, completed, laid_over
from sinksim.cli.outcome import INTERRUPTED, Report, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.places import SWEEP, free_folder
from sinksim.core.language import Lang
from sinksim.text.command_phrases import phrase

if TYPE_CHECKING:
    from sinksim.cli.sweeping import Job
    from sinksim.experiments.pair import Pair
    from sinksim.experiments.result import Result

Reporter = Callable[[Asked, Given, Path], Report]
JOB = "job.json"


def sweep(asked: Asked, report: Callable[..., Report]) -> int:
    """Run every job of a sweep and print one row a job; an interrupt keeps the jobs that are finished."""
    from sinksim.cli.sweeping import multirun

    name = f"{Path(asked.scenario or '').stem}-{asked.command}-sweep"
    same = json.dumps([asked.command, asked.scenario, asked.settings])
    folder = free_folder(asked.out, name, same)
    for old in folder.glob(f"*/{JOB}"):
        old.unlink()  # or the rows of an earlier sweep would stand among those of this one
    (folder / SWEEP).write_text(json.dumps({"identity": same}), encoding="utf-8")
    # Workers that Hydra's launchers start elsewhere would talk at the same time.
    is_elsewhere = any("hydra/launcher" in override for override in asked.overrides)
    one = replace(asked, quiet=asked.quiet or is_elsewhere)
    try:
        job = partial(_job, one, report, folder)
        multirun(asked.scenario or "", asked.settings, job, laid_over=laid_over(asked))
    except KeyboardInterrupt:
        _print(asked, folder)
        return INTERRUPTED
    return _print(asked, folder)


def _job(asked: Asked, report: Reporter, folder: Path, job: "Job") -> None:
    """One job: its report in a subfolder, and beside it what its row is made of."""
    # Options of their own (--seed, --replications) stand among the overrides of the job already.
    asked = replace(asked, overrides=list(job.overrides), seed=None, replications=None)
    given = completed(job.tree, job.moves, asked)
    own = folder / f"{job.number:03d}"
    own.mkdir(parents=True, exist_ok=True)
    made = report(asked, given, own)
    about = {
        "job": job.number,
        "overrides": list(job.overrides),
        "exit_code": made.code,
        "headline": _headline(made, asked.lang),
    }
    (own / JOB).write_text(as_json({**about, "document": made.document()}), encoding="utf-8")
    if made.code == INTERRUPTED:
        raise KeyboardInterrupt


def _headline(report: Report, lang: Lang) -> list[dict[str, Any]]:
    """What a job's rows show: of a run its levels; of a comparison one row a pair, each level with its difference."""
    from sinksim.experiments.comparison import Comparison
    from sinksim.experiments.summary import headline_names

    names = headline_names(report.results[0])
    if not isinstance(report.outcome, Comparison):
        return [{"pair": "", "values": {name: _level(report.outcome, name, lang) for name in names}}]
    return [
        {"pair": _minus(pair, lang), "values": {name: _level_and_difference(pair, name, lang) for name in names}}
        for pair in report.outcome.pairs
    ]


def _minus(pair: "Pair", lang: Lang) -> str:
    """Which side minus which other."""
    return f"{pair.names.of('alternative', lang)} − {pair.names.of('baseline', lang)}"


def _level(result: "Result", name: str, lang: Lang) -> str:
    """A level with its interval and unit."""
    from sinksim.text.outcomes import words_of
    from sinksim.text.phrases import amount, unit_word

    found, unit = result.indicator(name), words_of(result, name, lang).unit
    value = amount(found.mean, found.half_width, unit, result.labels.window.follow_up / 3_600_000)
    return f"{value} {unit_word(unit, lang)}".rstrip()


def _level_and_difference(pair: "Pair", name: str, lang: Lang) -> str:
    """The level of the side, and by how much it differs."""
    from sinksim.text.outcomes import difference_amount, words_of
    from sinksim.text.phrases import amount, unit_word

    found, unit = pair.difference(name), words_of(pair.baseline, name, lang).unit
    follow_up = pair.baseline.labels.window.follow_up / 3_600_000
    level = amount(found.alternative, half_width=float("nan"), unit=unit, follow_up_hours=follow_up)
    level_text = f"{level} {unit_word(unit, lang)}".rstrip()
    difference = f"{difference_amount(found, unit, lang)} {unit_word(unit, lang, difference=True)}".rstrip()
    return f"{level_text} ({difference})"


def _print(asked: Asked, folder: Path) -> int:
    """All jobs as rows, or as one document; returns the gravest exit code, which is the largest."""
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
    """The settings of a job, each with the sides that it moves, and that it is partial."""
    partial = f" ({phrase('partial', lang)})" if job["exit_code"] == INTERRUPTED else ""
    moved = {move["override"]: move["sides"] for move in job["document"].get("overrides", ())}
    settings = [f"{one} → {', '.join(moved[one])}" if one in moved else one for one in job["overrides"]]
    return "; ".join(settings) + partial


def _rows(jobs: list[dict[str, Any]], lang: Lang) -> list[str]:
    """The jobs as a table of text: number, settings and the sides that they move, which pair, headlines."""
    from sinksim.text.width import left, width

    names = list(jobs[0]["headline"][0]["values"]) if jobs else []
    lines = [[phrase("job", lang), phrase("settings", lang), "", *(_label(name, lang) for name in names)]]
    for job in jobs:
        for n, row in enumerate(job["headline"]):
            # The number and the settings of a job stand beside its first pair alone.
            about = [str(job["job"]), _settings(job, lang)] if n == 0 else ["", ""]
            lines.append([*about, row["pair"], *row["values"].values()])
    widths = [max(width(line[n]) for line in lines) for n in range(len(lines[0]))]
    return ["  ".join(left(cell, w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]


def _label(name: str, lang: Lang) -> str:
    """The plain name of a headline."""
    from sinksim.metrics.headlines import HEADLINES

    return HEADLINES[name].zh if lang == "zh" else HEADLINES[name].en
