"""What a visitor carries away of a page: the numbers that it shows, as files made only when they are asked for."""

import shlex
from dataclasses import dataclass

from sinksim.charts.carry_away import report_zip
from sinksim.charts.one_file import one_file
from sinksim.experiments.assumptions import Assumption, assumptions
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.proposal import Proposal
from sinksim.experiments.running import laid_over, scenario_of
from sinksim.reports.brief import brief_html
from sinksim.reports.bundle import report_workbook
from sinksim.reports.report_tables import report_tables
from sinksim.reports.reproduce import SCENARIO_FILE
from sinksim.scenarios.scenario import Scenario
from sinksim.scenarios.writing import to_yaml
from sinksim.ui import lab
from sinksim.ui.reproduce import command
from sinksim.ui.setting import Setting
from sinksim.words import Lang, words

CASES_FILE = "cases.csv"


@dataclass(frozen=True, eq=False)
class Carried:
    """A comparison with the scenario that makes it again, ready to be written in one language."""

    outcome: Comparison
    scenario: Scenario
    yaml: str
    assumed: tuple[Assumption, ...]
    command: tuple[str, ...]
    lang: Lang

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


def carried(setting: Setting, outcome: Comparison, shown: Proposal) -> Carried:
    """A comparison of the two sides of ``shown`` (the whole, or what a preview covers), ready to be carried away."""
    kept = lab.kept_tree_of(setting)
    tree = file_tree(shown, kept)
    scenario = scenario_of(tree, shown.where)
    assumed = tuple(assumptions(scenario, tree, setting.lang))
    return Carried(outcome, scenario, to_yaml(tree), assumed, commanded(setting, shown), setting.lang)


def file_tree(shown: Proposal, kept: lab.Tree) -> lab.Tree:
    """The tree of a scenario file whose own comparison is the one that is shown; recorded cases are not in it."""
    tree = laid_over(laid_over(kept, shown.shared, shown.where), shown.last, shown.where)
    sides = {
        side: {path: value for path, value in getattr(shown, side).items() if path not in shown.last}
        for side in ("baseline", "alternative")
    }
    return {**tree, "comparison": sides}


def commanded(setting: Setting, shown: Proposal) -> tuple[str, ...]:
    """The command that makes it again: over a preset, or over the scenario file that is carried away."""
    if not setting.case.startswith(lab.UPLOADED):
        return tuple(shlex.split(command(shown)))
    log = ("--cases", CASES_FILE) if lab.has_recorded_cases(setting) else ()
    return ("sinksim", "compare", SCENARIO_FILE, *log)
