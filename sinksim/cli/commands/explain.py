"""``sinksim explain``: the difference of a comparison by kind of time and of money, and by setting where asked."""

from functools import partial
from typing import TYPE_CHECKING

from sinksim.cli.given import Given, given
from sinksim.cli.outcome import CHECK_FAILED, INTERRUPTED, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.progress import Progress
from sinksim.core.errors import BadInput
from sinksim.core.wording import shown

if TYPE_CHECKING:
    from sinksim.analysis.explain import Attribution, Explanation
    from sinksim.experiments.pair import Pair


def answer(asked: Asked) -> int:
    """Compare two sides, take the difference apart, print it."""
    if asked.out is not None:
        raise BadInput(f"--out is {shown(asked.out)}; allowed with explain: --json, which can be sent to a file")
    if asked.order is not None and not asked.settings_in_turn:
        raise BadInput(f"--order is {shown(asked.order)} without --by-setting; allowed: with it")
    of = given(asked)
    _refuse_unknown(asked, of)
    scenarios = of.sides.scenarios()
    side, against = of.sides.pair(asked.of, asked.against)
    names = of.sides.roles.pair_names(side, against)
    what = "pairs of replications" if not asked.settings_in_turn else "rounds of replications"
    with Progress(of.scenario.name, what, silent=asked.quiet or asked.json) as progress:
        if asked.settings_in_turn:
            attribution, pair = _in_turn(asked, of, (against, side), progress)
            return _print_explanation(asked, of, pair, attribution.whole, attribution)
        from sinksim.analysis.explain import explain
        from sinksim.experiments.pair import Pair
        from sinksim.experiments.running import replicated
        from sinksim.experiments.store import default_store

        store = None if asked.fresh else default_store()
        ends = [scenarios[against], scenarios[side]]
        results = replicated(ends, engine=asked.engine, workers=asked.workers, progress=progress, store=store)
    pair = Pair(results[0], results[1], names)
    return _print_explanation(asked, of, pair, explain(pair, asked.service, asked.area, asked.segment))


def _refuse_unknown(asked: Asked, of: Given) -> None:
    """A slice that does not exist is refused before anything is run."""
    from sinksim.core.wording import near
    from sinksim.experiments.preview import ground
    from sinksim.plan.program import SEGMENTS

    for name, value, known in (("service", asked.service, of.scenario.services), ("segment", asked.segment, SEGMENTS)):
        if value is not None and value not in known:
            raise BadInput(f"--{name} is {shown(value)}; {near(value, known)}")
    if asked.area is None:
        return
    if asked.segment is not None:
        raise BadInput(f"--area is {shown(asked.area)} with --segment; allowed: one of them, with --service if wanted")
    areas = ground(of.scenario.network).areas
    codes = [code for code, chosen in zip(areas.codes, areas.in_cohort.tolist(), strict=True) if chosen]
    if asked.area not in codes:
        raise BadInput(f"--area is {shown(asked.area)}; {near(asked.area, codes)}")


def _in_turn(asked: Asked, of: Given, ends: tuple[str, str], progress: Progress) -> "tuple[Attribution, Pair]":
    """Run the stages between two sides, ``ends`` = (from, to), one changed setting after the other."""
    from sinksim.analysis.explain import compared_paths, in_turn
    from sinksim.analysis.explain.series import Slice
    from sinksim.experiments.store import default_store

    store = None if asked.fresh else default_store()
    order = None if asked.order is None else [path.strip() for path in asked.order.split(",")]
    slice_ = Slice(asked.service, asked.area, asked.segment)
    against, side = ends
    trees = of.sides.trees()
    return in_turn(
        trees[against],
        trees[side],
        of.where,
        first=compared_paths(of.tree),
        order=order,
        of=slice_,
        names=of.sides.roles.pair_names(side, against),
        engine=asked.engine,
        workers=asked.workers,
        progress=progress,
        store=store,
    )


def _print_explanation(
    asked: Asked, of: Given, pair: "Pair", found: "Explanation", attribution: "Attribution | None" = None
) -> int:
    """Print an explanation as JSON or text; 130 where it is partial, 1 where a run is not conserved, else 0."""
    from sinksim.experiments.result import scope_of
    from sinksim.i18n import Naming, words
    from sinksim.scenarios.titles import title_of
    from sinksim.text.explanation import explain_text

    results = (pair.baseline, pair.alternative)
    if asked.json:
        turn = {} if attribution is None else {"settings": attribution.to_json_dict()["settings"]}
        about = {
            "scenario": pair.baseline.scenario,
            "seed": pair.baseline.seed,
            "partial": pair.baseline.ended == "partial",
            "faults": [fault for result in results for fault in result.faults],
            "illustrative": pair.baseline.labels.illustrative,
            "scope": scope_of(pair.baseline.labels),
        }
        print(as_json({**about, **found.to_json_dict(), **turn}))
    else:
        t = words(asked.lang)
        titled = partial(title_of, of.tree, called=Naming(t, of.scenario.names))
        print(explain_text(pair, found, t, attribution, titled))
    if any(result.ended == "partial" for result in results):
        return INTERRUPTED
    return CHECK_FAILED if any(result.faults for result in results) else 0
