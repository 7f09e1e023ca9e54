import json
import re

import pytest

from tests.helpers.source import ROOT

READMES = ["README.md", "README.zh.md"]


def blocks(name):
    """The code blocks of a README as (language, text)."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def without_comments(text):
    return [line.split("#")[0].rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_the_two_commands(name):
    assert without_comments(blocks(name)[0][1]) == ["make run", "make test"]


def test_both_readmes_show_the_same_commands_and_scenario():
    english, chinese = ([(language, without_comments(text)) for language, text in blocks(name)] for name in READMES)
    assert len(english) == 3
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
def test_the_scenario_of_a_readme_is_a_valid_one(name):
    from sinksim.scenarios.loading.strict_yaml import parse_yaml
    from sinksim.scenarios.scenario import Scenario

    (text,) = [text for language, text in blocks(name) if language == "yaml"]
    scenario = Scenario.model_validate_json(json.dumps(parse_yaml(text, name)))
    assert list(scenario.processes) == ["at_the_desk"]
