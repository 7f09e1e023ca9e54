"""Settings changed one after the other over the same luck: what each adds, summing to the whole difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinksim.analysis.explain.differing_settings import Change, changes, in_order
from sinksim.analysis.explain.explanation import Explanation, explained
from sinksim.analysis.explain.series import Slice
from sinksim.core.errors import BadInput
from sinksim.core.side_names import SIDES
from sinksim.experiments.comparison import Comparison, compare
from sinksim.experiments.replicate import Progress, Run
from sinksim.experiments.result import Result
from sinksim.experiments.running import replicated
from sinksim.experiments.stopping import Stop
from sinksim.experiments.store import Store
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.scenario import Scenario

Tree = dict[str, Any]
# Each setting is another scenario to run.
MOST = 12
EVERYBODY = Slice()


@dataclass(frozen=True)
class Contribution:
    """What one more setting adds to those before it."""

    change: Change
    explanation: Explanation


@dataclass(frozen=True)
class Attribution:
    """The contributions in order, and the whole difference that they add up to."""

    contributions: tuple[Contribution, ...]
    whole: Explanation

    def to_json_dict(self) -> dict[str, Any]:
        """All of it as plain JSON values."""
        return {
            "settings": [{**c.change._asdict(), **c.explanation.to_json_dict()} for c in self.contributions],
            "whole": self.whole.to_json_dict(),
        }


@dataclass(frozen=True, eq=False)
class Stages:
    """The scenarios from one side to the other: the first is the baseline, each next one has one more setting changed."""

    changes: tuple[Change, ...]
    scenarios: tuple[Scenario, ...]


def stages(
    baseline: Tree, alternative: Tree, where: str, first: Sequence[str] = (), order: Sequence[str] | None = None
) -> Stages:
    """From the baseline to the alternative, one setting after the other. Raises BadInput.

    Both are trees whose parameters are not yet put in. ``order``: paths of all settings that differ; by default those named in
    ``first`` (such as by the scenario's comparison), then the others as the tree has them.
    """
    found = changes(baseline, alternative, first)
    if not found:
        raise BadInput(
            f"{where}: the two sides do not differ in any setting; allowed: a comparison that changes something"
        )
    if len(found) > MOST:
        raise BadInput(f"{where}: {len(found)} settings differ between the sides; allowed: at most {MOST} in turn")
    chosen = found if order is None else in_order(found, order)
    trees = [baseline]
    for change in chosen:
        trees.append(apply_settings(trees[-1], {change.path: change.after}, f"{where}: in turn"))
    scenarios = [scenario_of(one, _where(where, chosen[:n])) for n, one in enumerate(trees)]
    return Stages(tuple(chosen), tuple(scenarios))


def attributed(made: Stages, results: Sequence[Result], of: Slice = EVERYBODY) -> Attribution:
    """What each setting adds, from a result of each stage over the same luck."""
    (whole,) = explained([results[0], results[-1]], of)
    steps = zip(made.changes, explained(results, of), strict=True)
    return Attribution(tuple(Contribution(c, step) for c, step in steps), whole)


def in_turn(
    baseline: Tree,
    alternative: Tree,
    where: str,
    *,
    first: Sequence[str] = (),
    order: Sequence[str] | None = None,
    of: Slice = EVERYBODY,
    replications: int | None = None,
    engine: str | Run | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    store: Store | None = None,
) -> tuple[Attribution, Comparison]:
    """Run the stages between two trees: what each setting adds, and the comparison of both ends. Raises BadInput.

    What a setting adds depends on which were changed before it: another order may tell another story, the sum is the same.
    ``first`` and ``order``: as ``stages`` has them; ``store``: as ``compare`` has it.
    """
    made = stages(baseline, alternative, where, first, order)
    results = replicated(
        made.scenarios,
        replications=replications,
        engine=engine,
        workers=workers,
        progress=progress,
        stop=stop,
        store=store,
    )
    return attributed(made, results, of), compare(results[0], results[-1])


def compared_paths(tree: Tree) -> list[str]:
    """Settings that the scenario's own comparison names, those of the alternative before those of the baseline."""
    compared = tree.get("comparison") or {}
    return [path for side in reversed(SIDES) for path in compared.get(side) or {}]


def _where(where: str, changed: Sequence[Change]) -> str:
    """How a faulty scenario in between is named: by what has been changed so far."""
    return f"{where} (with {', '.join(change.path for change in changed)} of the alternative)" if changed else where
