"""What a visitor carries away of a page: the numbers that it shows, as files made only when they are asked for."""

import shlex
from dataclasses import dataclass
from functools import cached_property

from sinksim.analysis.assumptions import Assumption, assumptions
from sinksim.experiments.comparison import Comparison
from sinksim.i18n import Lang, words
from sinksim.reports.brief import brief_html
from sinksim.reports.bundle import report_workbook
from sinksim.reports.carry_away import report_zip
from sinksim.reports.html_page import one_file
from sinksim.reports.report_tables import report_tables
from sinksim.reports.reproduce import SCENARIO_FILE
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.settings import apply_settings
from sinksim.scenarios.loading.sides import Sides
from sinksim.scenarios.loading.yaml_writing import to_yaml
from sinksim.scenarios.scenario import Scenario
from sinksim.ui import lab
from sinksim.ui.reproduce import command
from sinksim.ui.setting import Setting

CASES_FILE = "cases.csv"


@dataclass(frozen=True, eq=False)
class Carried:
    """A comparison with what makes it again; files are written only when they are asked for, in one language."""

    outcome: Comparison
    shown: Sides
    file_tree: lab.Tree
    command: tuple[str, ...]
    lang: Lang

    @cached_property
    def tree(self) -> lab.Tree:
        """The tree of a scenario file whose own comparison is the one that is shown; recorded cases are not in it."""
        tree = apply_settings(
            apply_settings(self.file_tree, self.shown.shared, self.shown.where), self.shown.last, self.shown.where
        )
        known = (tree.get("comparison") or {}).get("sides") or {}
        roles = self.shown.roles
        sides = {
            name: {
                "zh": roles.name_of(name).zh,
                "en": roles.name_of(name).en,
                **known.get(name, {}),
                "set": self.shown.of(name),
            }
            for name in self.shown.sides
        }
        compared = {"sides": sides, "baseline": roles.baseline, "traditional": roles.traditional}
        return {**tree, "comparison": {**compared, "least_difference": dict(roles.least)}}

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario of that file."""
        return scenario_of(self.tree, self.shown.where)

    @cached_property
    def assumed(self) -> tuple[Assumption, ...]:
        """What it rests on that no source gives."""
        return tuple(assumptions(self.scenario, self.tree, self.lang))

    @cached_property
    def yaml(self) -> str:
        """The file itself."""
        return to_yaml(self.tree)

    def file(self) -> bytes:
        """The file as bytes."""
        return self.yaml.encode()

    def archive(self) -> bytes:
        """The ZIP of everything."""
        return report_zip(self.outcome, self.scenario, self.yaml, self.assumed, self.command, self.lang)

    def brief(self) -> bytes:
        """The brief for superiors."""
        return brief_html(self.outcome, self.scenario, self.assumed, self.command, words(self.lang)).encode()

    def page(self) -> bytes:
        """The page of pictures."""
        return one_file(self.outcome, self.scenario, self.assumed, self.command, words(self.lang)).encode()

    def workbook(self) -> bytes:
        """The Excel workbook."""
        return report_workbook(self.outcome, report_tables(self.outcome), self.assumed, words(self.lang))


def carried(setting: Setting, outcome: Comparison, shown: Sides) -> Carried:
    """A comparison of the two sides of ``shown`` (the whole, or what a preview covers), ready to be carried away."""
    return Carried(outcome, shown, lab.kept_tree_of(setting), commanded(setting, shown), setting.lang)


def commanded(setting: Setting, shown: Sides) -> tuple[str, ...]:
    """The command that makes it again: over a preset, or over the scenario file that is carried away."""
    if not setting.case.startswith(lab.UPLOADED):
        return tuple(shlex.split(command(shown)))
    log = ("--cases", CASES_FILE) if lab.has_recorded_cases(setting) else ()
    return ("sinksim", "compare", SCENARIO_FILE, *log)
