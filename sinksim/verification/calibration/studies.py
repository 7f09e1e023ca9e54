"""The calibration run: every study of a preset simulated, every target judged."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown
from sinksim.experiments.running import cores, replicated
from sinksim.experiments.statistics import Interval
from sinksim.experiments.store import Store
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.presets import conf_folder, presets
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import own_sides
from sinksim.scenarios.loading.strict_yaml import read_yaml
from sinksim.scenarios.loading.validation import validate
from sinksim.scenarios.scenario import Scenario
from sinksim.verification.calibration import outpatients, telemedicine
from sinksim.verification.calibration.checked import Checked, judged
from sinksim.verification.calibration.estimate import Estimate, mean_of, of_result, target_interval
from sinksim.verification.calibration.replications import Measure, series
from sinksim.verification.calibration.target import Figure, Settings, Study, Target, Targets
from sinksim.workload.admission import checked_plan

MEASURES: Mapping[str, Measure] = {
    "telemedicine": telemedicine.at_default_load,
    "heavy_telemedicine": telemedicine.at_heavy_load,
    "outpatients": outpatients.first_contact_and_place,
}


class Depth(NamedTuple):
    """How a study is run: replications (None: as the study says), processes (None: as it pays), and where runs are kept."""

    replications: int | None = None
    workers: int | None = None
    store: Store | None = None


AS_STATED = Depth()


class Simulated(NamedTuple):
    """A study of a preset with its targets judged."""

    preset: str
    study: Study
    checked: tuple[Checked, ...]


@lru_cache(maxsize=32)
def targets_of(preset: str) -> Targets:
    """The targets of a preset (``conf/targets/NAME.yaml``), none where it has no such file; raises BadInput."""
    if preset not in presets():
        raise BadInput(f"{shown(preset)} is no preset; {near(preset, presets())}")
    path = conf_folder() / "targets" / f"{preset}.yaml"
    return validate(Targets, read_yaml(path), f"targets of {preset}") if path.exists() else Targets()


def simulate(preset: str, study: Study, depth: Depth = AS_STATED) -> Simulated:
    """Simulate a study and judge its targets; one that is not met is simulated again with the change that it names."""
    found = _intervals(preset, study, study.targets, {}, depth)
    checked = [
        Checked(target, interval, _removed(preset, study, target, depth) if judged(target, interval) != "met" else None)
        for target, interval in zip(study.targets, found, strict=True)
    ]
    return Simulated(preset, study, tuple(checked))


def _removed(preset: str, study: Study, target: Target, depth: Depth) -> Interval | None:
    """What the target measures with the change of settings that it names; None where it names none."""
    if not target.removed_by:
        return None
    return _intervals(preset, study, [target], target.removed_by, depth)[0]


def _intervals(preset: str, study: Study, targets: Sequence[Target], change: Settings, depth: Depth) -> list[Interval]:
    """What each target measures, simulated with the settings of the study and a change of them."""
    scenarios = _scenarios(preset, study, change)
    figures = {figure for t in targets for figure in (t.figure, t.against) if figure is not None}
    replications = depth.replications or study.replications
    if study.records is not None:
        estimates = _from_records(study.records, figures, list(scenarios.values()), replications, depth)
    else:
        estimates = _from_results(figures, scenarios, replications, depth)
    return [target_interval(target, estimates) for target in targets]


def _scenarios(preset: str, study: Study, change: Settings) -> dict[str, Scenario]:
    """The scenarios of a study's sides: those that it states, else the preset's own."""
    tree = compose(preset)
    settings = {**study.settings, **change}
    if not study.sides:
        return own_sides(tree, preset).ending_with(settings).scenarios()
    return {
        name: scenario_of(apply_settings(tree, {**study.settings, **own, **change}, preset), preset)
        for name, own in study.sides.items()
    }


def _from_results(
    figures: Iterable[Figure], scenarios: Mapping[str, Scenario], replications: int, depth: Depth
) -> dict[Figure, Estimate]:
    """Indicators and equity figures, of the sides that any figure is of."""
    sides = {figure: _side(figure, scenarios) for figure in figures}
    wanted = [name for name in scenarios if name in sides.values()]
    runs = replicated(
        [scenarios[name] for name in wanted], replications=replications, workers=depth.workers, store=depth.store
    )
    results = dict(zip(wanted, runs, strict=True))
    return {figure: of_result(results[side], figure) for figure, side in sides.items()}


def _side(figure: Figure, scenarios: Mapping[str, Scenario]) -> str:
    """The side that a figure is of; raises BadInput where that is not clear."""
    side = figure.side or (next(iter(scenarios)) if len(scenarios) == 1 else "")
    if side not in scenarios:
        raise BadInput(f"figure {figure.name}: side {shown(side)} is not simulated; allowed: {', '.join(scenarios)}")
    return side


def _from_records(
    records: str, figures: Iterable[Figure], scenarios: Sequence[Scenario], replications: int, depth: Depth
) -> dict[Figure, Estimate]:
    """Figures of single cases; a measure gets the plans of the study's sides in their order."""
    plans = [checked_plan(scenario) for scenario in scenarios]
    found = series(MEASURES[records], plans, replications, depth.workers or cores())
    return {figure: mean_of(found[figure.name]) for figure in figures}
