"""The calibration run and its page: every target of every study, simulated, judged and written down."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.defaults import filled
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.calibration import notes, outpatients, telemedicine
from sinksim.verification.calibration.page import page
from sinksim.verification.calibration.replications import Measure, intervals
from sinksim.verification.calibration.target import Checked, Target
from sinksim.verification.calibration.targets import DEFAULT_LOAD, HEAVY_LOAD, OUTPATIENTS, TRAVEL, TYPE_MIX
from sinksim.workload.admission import checked_plan

Settings = Mapping[str, Any]
StudyListener = Callable[[str], None]


class Depth(NamedTuple):
    """How long and how large the runs are; the default takes a few minutes on two cores."""

    replications: int = 4
    heavy_replications: int = 12
    scale: float = 1.0
    heavy_scale: float = 0.25
    visits_scale: float = 0.02
    warm_up_days: float = 7.0
    window_days: float = 14.0
    follow_up_days: float = 14.0
    workers: int = 2


DEPTH = Depth()


class Study(NamedTuple):
    """Variants of a preset that are simulated together, and the targets that their figures are held against.

    ``settings`` go over the preset for all ``variants``, each of which adds its own.
    """

    preset: str
    title: str
    settings: Settings
    variants: Sequence[Settings]
    measure: Measure
    targets: tuple[Target, ...]
    replications: int


def studies(depth: Depth) -> tuple[Study, ...]:
    """The studies behind the targets C1 to C6; the measure of a study gets the plans of its variants in their order.

    A variant ``{}`` is the preset as it is; ``off`` is everybody on the traditional channel, ``on`` whoever may on the platform.
    """
    days = {f"experiment.{n}": getattr(depth, n) for n in ("warm_up_days", "window_days", "follow_up_days")}
    off, on = {"policy.adoption": 0.0}, {"policy.adoption": 1.0}
    visits = {"network.scale": depth.visits_scale, "experiment.warm_up_days": 0.0}
    heavy = {**days, "network.scale": depth.heavy_scale, "policy.demand": 3.0}
    return (
        Study("guizhou", "Default load", settings={**days, "network.scale": depth.scale}, variants=({}, off),
              measure=telemedicine.at_default_load, targets=(*TYPE_MIX, *DEFAULT_LOAD, *TRAVEL),
              replications=depth.replications),
        Study("guizhou", "Load × 3", settings=heavy, variants=({},), measure=telemedicine.at_heavy_load,
              targets=HEAVY_LOAD, replications=depth.heavy_replications),
        Study("guizhou_visits", "All outpatient visits", settings=visits, variants=(on, off),
              measure=outpatients.first_contact_and_place, targets=OUTPATIENTS, replications=depth.replications),
    )  # fmt: skip


def calibrate(
    folder: Path, depth: Depth = DEPTH, report_study: StudyListener | None = None
) -> list[tuple[Study, list[Checked]]]:
    """Simulate every study with the presets of ``folder``; ``report_study`` is called as each begins. Raises BadInput."""
    found = []
    for study in studies(depth):
        if report_study is not None:
            report_study(f"{study.preset}: {study.title}")
        found.append((study, _checked(study, folder, depth)))
    return found


def _checked(study: Study, folder: Path, depth: Depth) -> list[Checked]:
    """Every target of a study beside what was simulated; a study may compare several variants of its preset."""
    scenarios = [_scenario(folder, study.preset, {**study.settings, **variant}) for variant in study.variants]
    plans = [checked_plan(scenario) for scenario in scenarios]
    simulated = intervals(study.measure, plans, study.replications, depth.workers)
    # A note speaks of the preset's own parameters, which are the same in every variant.
    return [Checked(t, simulated[t.figure], notes.note(t, simulated, scenarios[0])) for t in study.targets]


def _scenario(folder: Path, preset: str, settings: Settings) -> Scenario:
    """A preset from a folder, with the settings of a study laid over it."""
    tree = filled(Scenario, read_yaml(folder / f"{preset}.yaml"))
    return scenario_of(apply_settings(tree, settings, preset), preset)


def report(folder: Path, out: Path, depth: Depth = DEPTH, report_study: StudyListener | None = None) -> bool:
    """Calibrate and write the page (Markdown); True where no target is missed without a note that explains it."""
    found = calibrate(folder, depth, report_study)
    out.write_text(page([(_heading(study), study.settings, checked) for study, checked in found]), encoding="utf-8")
    return all(row.verdict != "missed" or row.note for _, checked in found for row in checked)


def _heading(study: Study) -> str:
    return f"{study.title}: `{study.preset}`, {study.replications} replications"
