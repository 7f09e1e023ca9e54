"""Change scenarios and tables at random and live through them: ``python -m tests.fuzz --count N --seed S``.

Each failure is printed with what was changed and the command that repeats it; exit code 1 where there is any.
``--trial K`` repeats one alone, in this process, with its traceback; ``--write FOLDER`` writes its files there as well.
"""

import argparse
import sys
from collections import Counter
from functools import partial
from pathlib import Path

from tests.fuzz.target import Verdict, make_all_ready, tried
from tests.fuzz.trial import Trial, made_trial
from tests.fuzz.workers import Limits, verdicts

KINDS = ("refused", "ran", "large")
FAILURES = ("traceback", "hang", "memory", "silent", "not conserved", "engines differ", "malformed")


def main(arguments: list[str] | None = None) -> int:
    """Run the trials that are asked for; the exit code."""
    asked = _parser().parse_args(arguments)
    make_all_ready()
    if asked.trial is not None:
        return repeat(made_trial(asked.seed, asked.trial), asked.write)
    limits = Limits(cpu=asked.cpu)
    numbers = range(asked.first, asked.first + asked.count)
    counts: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for number, verdict in verdicts(partial(judged, asked.seed), numbers, asked.workers, limits):
        counts[verdict.kind] += 1
        if verdict.failed:
            classes[f"{verdict.kind}: {verdict.signature}"] += 1
            print(told(made_trial(asked.seed, number), verdict), flush=True)
    for name, times in classes.most_common():
        print(f"{times:5d}  {name}")
    print(summary(counts))
    return 1 if classes else 0


def judged(seed: int, number: int) -> Verdict:
    """The verdict on the trial of a number."""
    return tried(made_trial(seed, number))


def repeat(trial: Trial, folder: str | None) -> int:
    """One trial alone, without limits."""
    for name, content in trial.files.items() if folder else ():
        Path(folder or "", name).write_text(content, encoding="utf-8")
    verdict = tried(trial)
    print(told(trial, verdict))
    return 1 if verdict.failed else 0


def told(trial: Trial, verdict: Verdict) -> str:
    """A trial with its verdict and how to repeat it."""
    detail = "\n    ".join(verdict.detail.splitlines())
    return f"{verdict.kind.upper()} {trial}\n    {detail}\n    {trial.command}\n"


def summary(counts: Counter[str]) -> str:
    """The last line: how many trials ended how."""
    failed = sum(counts[kind] for kind in FAILURES)
    ways = ", ".join(f"{counts[kind]} {kind}" for kind in (*KINDS, *FAILURES))
    return f"{counts.total()} trials, {failed} failures: {ways}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="trials")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--workers", type=int, choices=(1, 2), default=2, help="worker processes")
    parser.add_argument("--cpu", type=float, default=Limits.cpu, help="seconds of a core that one trial may take")
    parser.add_argument("--trial", type=int, help="repeat this one alone, with its traceback")
    parser.add_argument("--write", metavar="FOLDER", help="write the files of the repeated trial into this folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
