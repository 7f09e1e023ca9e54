"""Small comparisons and measurements for tests of pictures."""

from functools import cache
from pathlib import Path

from sinksim.analysis.flowchart import flowchart
from sinksim.analysis.step_statistics import measure_steps
from sinksim.experiments.running import compare
from sinksim.i18n import Naming, words
from sinksim.network.geography import places_on_map
from sinksim.network.graph import build_graph
from sinksim.plan.compiling import compile_plan
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.sides import compared_sides
from sinksim.scenarios.loading.strict_yaml import parse_yaml

UNSEEN = Path(__file__).parents[1] / "scenarios" / "unseen.yaml"
LANGUAGES = ("zh", "en")


def tree():
    return parse_yaml(UNSEEN.read_text(encoding="utf-8"), "unseen")


@cache
def unseen():
    """A scenario that no preset resembles, with places without coordinates."""
    return scenario_of(tree(), "unseen")


@cache
def comparison(replications=3, licences=6, repairs=10):
    said = tree()
    said["parameters"]["licences"]["value"] = licences
    said["parameters"]["repairs"]["value"] = repairs
    sides = compared_sides(said, "unseen")
    return compare(sides.scenarios(), sides.roles, replications=replications, engine="agents", workers=1)


def pair(*how):
    """The two sides of it."""
    return comparison(*how).pair()


@cache
def places():
    return places_on_map(build_graph(unseen().network))


@cache
def steps():
    return measure_steps(compile_plan(unseen()), 2)


@cache
def chart():
    return flowchart(unseen(), steps().labels.tiers)


def called(lang):
    return Naming(words(lang), unseen().names)
