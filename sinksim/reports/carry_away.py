"""What a page or a command hands over to be carried away: the ZIP of a report with its page of pictures."""

from collections.abc import Iterable, Sequence

from sinksim.experiments.comparison import Comparison
from sinksim.experiments.result import Result
from sinksim.i18n import Lang, words
from sinksim.reports.bundle import bundle
from sinksim.reports.html_page import one_file
from sinksim.scenarios.scenario import Scenario

PAGE = "report.html"


def report_zip(
    outcome: Result | Comparison,
    scenario: Scenario,
    scenario_yaml: str,
    assumptions: Iterable[tuple[str, object, str, str]],
    command: Sequence[str],
    lang: Lang,
) -> bytes:
    """The ZIP of a report in one language."""
    t, given = words(lang), list(assumptions)
    page = one_file(outcome, scenario, given, command, t)
    return bundle(outcome, scenario, scenario_yaml, given, command, t, {PAGE: page})
