import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.composing import load
from tests.helpers.broken_scenarios import BROKEN, GOOD, HOME_MARKER


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", HOME_MARKER)
    return tmp_path / "broken.yaml"


def _load(file, content):
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return load(str(file))


def test_the_scenario_that_the_broken_ones_are_made_from_is_accepted(file):
    scenario = _load(file, GOOD)
    assert scenario.policy.adoption == 0.7
    assert scenario.processes["apply"][1].check.chance == 0.3


@pytest.mark.parametrize(("content", "fragments"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_scenario_is_refused_by_sentences_that_say_where_what_and_what_is_allowed(file, content, fragments):
    with pytest.raises(BadInput) as refused:
        _load(file, content)
    message = str(refused.value)
    assert HOME_MARKER not in message
    for sentence in message.split("\n"):
        assert sentence.startswith(str(file)), sentence
        assert len(sentence) < 800
        assert sentence.isprintable()
    assert [fragment for fragment in fragments if fragment not in message] == [], message


def test_there_are_enough_broken_scenarios_and_each_has_its_own_name():
    names = [name for name, _, _ in BROKEN]
    assert len(names) == len(set(names)) >= 60


def test_all_faults_are_listed_at_once_each_in_its_own_sentence(file):
    content = (
        GOOD.replace("servers: 3", "servers: x").replace("mean: 5", "mean: -5").replace("per_day: 10", "per_day: y")
    )
    with pytest.raises(BadInput) as refused:
        _load(file, content)
    assert len(str(refused.value).split("\n")) == 3
