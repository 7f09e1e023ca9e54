import pytest

from sinksim.i18n import Naming, words
from sinksim.scenarios.loading.composing import compose
from sinksim.scenarios.scenario import Title
from sinksim.scenarios.titles import title_of


@pytest.fixture(scope="module")
def tree():
    return compose("guizhou")


def test_a_setting_is_called_what_its_declaration_says(tree):
    assert title_of(tree, "policy.adoption", Naming(words("zh"))) == "平台采用率"
    assert title_of(tree, "parameters.self_referral", Naming(words("en"))) == "chance of going up without a letter"


def test_whose_number_it_is_stands_before_it(tree):
    called = Naming(words("en"), {"ecg": Title(zh="心电", en="ECG")})
    assert title_of(tree, "services.ecg.coverage_deadline_days", called).startswith("ECG · ")


def test_an_entry_of_a_table_is_named(tree):
    assert title_of(tree, "costs.staff.specialist.wage", Naming(words("en"))) == "specialist · wage per hour"


@pytest.mark.parametrize("path", ["policy.nothing", "network.nodes", "processes.ladder"])
def test_what_has_no_title_is_called_by_its_path(tree, path):
    assert title_of(tree, path, Naming(words("zh"))) == path
