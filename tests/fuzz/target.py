"""One trial through the real path: load, size, plan, both engines, checks, figures, console text."""

import contextlib
import io
import os
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from sinksim import agents, compiled
from sinksim.analysis.assumptions import assumptions
from sinksim.cli.commands import show
from sinksim.cli.given import Given, completed, given
from sinksim.cli.parser import Asked
from sinksim.core.errors import SinksimError
from sinksim.core.records import RecordChunk, Tables
from sinksim.experiments.engines import make_ready
from sinksim.experiments.replicate import result_of, run_one
from sinksim.metrics.conservation import cases_unique, presence
from sinksim.plan.compiling import compile_plan
from sinksim.plan.plan import Plan
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.presets import read_scenario
from sinksim.scenarios.scenario import Scenario
from sinksim.text.outcomes import run_text
from sinksim.workload.admission import admit
from sinksim.workload.rough_size import refuse_endless
from tests.fuzz.sentences import malformed
from tests.fuzz.soundness import TEXT, unsound_records, unsound_result, unsound_text
from tests.fuzz.trial import Trial
from tests.helpers.engine_differences import different_tables, first_difference, lived

# What a run may ask for, by the product's own estimate [s of one core], to be run by an engine.
SECONDS_OF_AGENTS = 1.5
AGENTS_SLOWER = 30.0
SECONDS_OF_COMPILED = 1.5
# Every so many trials.
THROUGH_THE_DOOR = 8

Engine = Callable[..., Any]


class Verdict(NamedTuple):
    """How a trial ended: refused, ran, large (sound, but not run by both engines), or a kind of failure."""

    kind: str
    detail: str = ""
    signature: str = ""

    @property
    def failed(self) -> bool:
        """Whether it is a failure."""
        return self.kind not in ("refused", "ran", "large")


@dataclass(frozen=True)
class Engines:
    """Both engines; a test puts faulty ones in their place."""

    readable: Engine = agents.run
    fast: Engine = compiled.run


class _Failure(Exception):
    """A trial that ended in a failure of a kind."""

    def __init__(self, kind: str, faults: list[str]) -> None:
        super().__init__("\n".join(faults[:5]))
        self.kind = kind


def make_all_ready() -> None:
    """Import and compile whatever a trial needs, before its clock runs."""
    os.environ["SINKSIM_CACHE"] = "off"
    make_ready("compiled")


def tried(trial: Trial, engines: Engines | None = None) -> Verdict:
    """The verdict on one trial; anything that it raises becomes one."""
    try:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", RuntimeWarning)
            verdict = _lived(trial, Path(folder), engines or Engines())
        _refuse("silent", [f"warning {w.message} in {Path(w.filename).name}:{w.lineno}" for w in warned])
        return verdict
    except SinksimError as error:
        faults = malformed(str(error))
        return Verdict("malformed", "\n".join(faults[:5]), faults[0][:90]) if faults else Verdict("refused", str(error))
    except MemoryError:
        return Verdict("memory", traceback.format_exc(limit=-8), "MemoryError")
    except _Failure as failure:
        return Verdict(failure.kind, str(failure), _without_numbers(str(failure)))
    except Exception as error:
        return Verdict("traceback", traceback.format_exc(), f"{type(error).__name__} {_where(error)}")


def _without_numbers(text: str) -> str:
    """The first words of a failure, by which those of one class are counted together."""
    if text.startswith(TEXT):
        return TEXT
    first = text.splitlines()[0].split()
    return " ".join(word for word in first if not any(c.isdigit() for c in word))[:90]


def _where(error: BaseException) -> str:
    """The innermost function of the product that an exception came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/sinksim/" in frame.filename]
    return f"in {Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "outside of sinksim"


def _lived(trial: Trial, folder: Path, engines: Engines) -> Verdict:
    asked = _written(trial, folder)
    of = given(asked) if _by_the_door(trial) else _without_overrides(asked)
    scenario = of.scenario
    seconds = refuse_endless(scenario, "scenario.yaml", replications=1, sides=1).seconds
    plan = compile_plan(scenario)
    admit(plan, "scenario.yaml")
    both = seconds * AGENTS_SLOWER <= SECONDS_OF_AGENTS
    if both:
        _check_engines(plan, engines)
    if seconds <= SECONDS_OF_COMPILED:
        _check_figures(plan, of, engines.fast)
    _refuse("silent", unsound_text(_answered(asked) if _by_the_door(trial) else _shown(asked, of)))
    return Verdict("ran") if both else Verdict("large", f"about {seconds:,.1f} s of the fast engine")


def _by_the_door(trial: Trial) -> bool:
    """Whether a trial goes through Hydra, which is slow and has nothing to lay over a scenario without overrides."""
    return trial.number % THROUGH_THE_DOOR == 0


def _written(trial: Trial, folder: Path) -> Asked:
    """The command line that asks for a trial's files."""
    for name, content in trial.files.items():
        (folder / name).write_text(content, encoding="utf-8")
    tables = {kind: str(folder / f"{kind}.csv") for kind in ("nodes", "edges", "cases") if f"{kind}.csv" in trial.files}
    lang: Any = ("en", "zh")[trial.number % 2]
    return Asked("show", str(folder / "scenario.yaml"), lang=lang, **tables)


def _without_overrides(asked: Asked) -> Given:
    """What the command line makes of a file where nothing is laid over it."""
    return completed(filled(Scenario, read_scenario(asked.scenario or "")), [], asked)


def _check_engines(plan: Plan, engines: Engines) -> None:
    cases, visits, tables = lived(engines.readable, plan)
    own_cases, own_visits, own_tables = lived(engines.fast, plan)
    differ = [
        *first_difference(cases, own_cases, "case"),
        *first_difference(visits, own_visits, "visit"),
        *different_tables(tables, own_tables),
    ]
    _refuse("engines differ", differ)
    _refuse("silent", unsound_records(cases, visits, tables, plan.labels))
    lost = [*cases_unique(cases), *presence(visits, plan.labels.window, tables.stations, plan.labels)]
    _refuse("not conserved", lost)


def _check_figures(plan: Plan, of: Given, engine: Engine) -> None:
    measured = run_one(plan, _quiet(engine), 0)
    _refuse("not conserved", list(measured.faults))
    result = result_of(plan.labels, plan.seed, [measured], 1, "compiled", 0.0)
    _refuse("silent", unsound_result(result))
    for lang in ("en", "zh"):
        _refuse("silent", unsound_text(run_text(result, assumptions(of.scenario, of.tree, lang), lang)))


def _quiet(engine: Engine) -> Engine:
    """An engine that writes no visits, as a run asks it."""

    def run(plan: Plan, replication: int) -> Iterator[RecordChunk]:
        tables: Tables = yield from engine(plan, replication)
        return tables  # type: ignore[return-value]

    return run


def _shown(asked: Asked, of: Given) -> str:
    """What ``sinksim show`` prints of a scenario that is loaded already."""
    with mock.patch.object(show, "given", return_value=of):
        return _answered(asked)


def _answered(asked: Asked) -> str:
    """What ``sinksim show`` prints."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        show.answer(asked)
    return text.getvalue()


def _refuse(kind: str, faults: list[str]) -> None:
    if faults:
        raise _Failure(kind, faults)
