"""Settings changed one after the other over the same random draws: what each adds, summing to the whole difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinksim.analysis.explain.differing_settings import Change, changes, in_order
from sinksim.analysis.explain.explanation import Explanation, explained
from sinksim.analysis.explain.series import Slice
from sinksim.core.errors import BadInput
from sinksim.core.side_names import USUAL_NAMES, PairNames
from sinksim.experiments.pair import Pair
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

    Both are trees in which references to parameters (``=name``) are not yet replaced by numbers. ``where``: how the
    scenario is named in messages. ``order``: dotted paths of all settings that differ, in the order in which they are
    changed. Without it, those in ``first`` come first (such as those that the scenario's comparison names), then the
    others as the tree has them.
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
    # Stage n has the first n settings changed; stage 0 is the baseline.
    scenarios = [scenario_of(tree, _name_of_stage(where, chosen[:n])) for n, tree in enumerate(trees)]
    return Stages(tuple(chosen), tuple(scenarios))


def attributed(
    made: Stages, results: Sequence[Result], of: Slice = EVERYBODY, names: PairNames = USUAL_NAMES
) -> Attribution:
    """What each setting adds, from a result of each stage ``made``, all over the same random draws.

    ``of``: the part of the cohort that is explained. ``names``: what the first and the last stage are called.
    """
    (whole,) = explained([results[0], results[-1]], of, names)
    steps = zip(made.changes, explained(results, of, names), strict=True)
    return Attribution(tuple(Contribution(c, step) for c, step in steps), whole)


def in_turn(
    baseline: Tree,
    alternative: Tree,
    where: str,
    *,
    first: Sequence[str] = (),
    order: Sequence[str] | None = None,
    of: Slice = EVERYBODY,
    names: PairNames = USUAL_NAMES,
    replications: int | None = None,
    engine: str | Run | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
    store: Store | None = None,
) -> tuple[Attribution, Pair]:
    """Change the settings that differ one after the other, run every stage: what each adds, and the whole comparison.

    What a setting adds depends on which were changed before it; the sum does not. Raises BadInput.

    ``baseline``, ``alternative``: trees in which references to parameters are not yet replaced by numbers; ``where``:
    how the scenario is named in messages. ``order``: dotted paths of all settings that differ, in the order in which
    they are changed; without it, those in ``first`` come first, then the others as the tree has them. ``of``: the part
    of the cohort that is explained. ``store``: where results are looked up and kept; the others as ``compare`` has them.
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
    return attributed(made, results, of, names), Pair(results[0], results[-1], names)


def compared_paths(tree: Tree) -> list[str]:
    """Settings that the sides of the scenario's own comparison name; those of the last side come first."""
    sides = (tree.get("comparison") or {}).get("sides") or {}
    return [path for side in reversed(sides.values()) for path in side.get("set") or {}]


def _name_of_stage(where: str, changed: Sequence[Change]) -> str:
    """How a scenario between the two sides is named in messages: by the settings changed so far."""
    return f"{where} (with {', '.join(change.path for change in changed)} of the alternative)" if changed else where
