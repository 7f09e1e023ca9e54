"""What the page prints to repeat its numbers is run, and gives the same numbers as the page."""

import json
import shlex

import pytest

from sinksim.cli import main
from sinksim.composition import compose
from sinksim.experiments.proposal import proposal
from sinksim.experiments.running import compare
from sinksim.ui.reproduce import command, python_lines

SMALL = {
    "network.scale": 0.02,
    "experiment.window_days": 2.0,
    "experiment.follow_up_days": 3.0,
    "experiment.replications": 2,
}
# Shared, baseline, alternative: twelve settings as a planner might make them.
TWELVE = [
    ({}, {}, {}),
    ({}, {}, {"policy.adoption": 0.9}),
    ({}, {"policy.adoption": 0.1}, {"policy.adoption": 0.4}),
    ({"policy.demand": 1.5}, {}, {}),
    ({"parameters.self_referral": 0.3}, {}, {}),
    ({}, {}, {"parameters.prefecture_specialists": 4}),
    ({"parameters.false_close": 0.1}, {}, {"parameters.physical_after_tele": 0.2}),
    ({"risks.outage.on": True}, {}, {"risks.outage.availability": 0.95}),
    ({"costs.filing_sensitivity": 0.003}, {"costs.capital.amount": 0.0}, {}),
    ({"experiment.seed": 7}, {}, {"stations.county_desk.calendar": "windows"}),
    ({"network.within": "520100"}, {}, {"policy.adoption": 1.0}),
    ({"policy.adoption": 0.3}, {"parameters.consult_minutes": 20}, {"policy.ceilings.over60_rural": 0.9}),
]


@pytest.fixture(params=range(len(TWELVE)), ids=lambda n: f"setting{n + 1}")
def setting(request):
    shared, baseline, alternative = TWELVE[request.param]
    tree = compose("guizhou")
    return proposal(tree, "guizhou", shared, baseline, alternative).confined(SMALL)


@pytest.mark.slow
def test_page_command_line_and_python_give_the_same_numbers(setting, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    wanted = compare(*setting.sides()).to_json_dict()["differences"]
    assert main([*shlex.split(command(setting))[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differences"] == wanted
    names = {}
    exec(compile(python_lines(setting), "page", "exec"), names)  # noqa: S102 - what is printed is what is tested
    assert names["comparison"].to_json_dict()["differences"] == wanted
