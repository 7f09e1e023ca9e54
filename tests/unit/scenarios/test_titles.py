import pytest

import sinksim
from sinksim.scenarios.scenario import Title
from sinksim.scenarios.titles import title_of
from sinksim.words import LANGUAGES


def names_used(scenario):
    """Services, stations, processes, urgencies, clocks and tiers."""
    return [
        *scenario.services,
        *scenario.stations,
        *scenario.processes,
        *scenario.urgencies,
        *scenario.clocks,
        *scenario.network.ladder,
    ]


@pytest.mark.parametrize("preset", sinksim.presets())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_of_a_preset_has_a_title_in_both_languages(preset, lang):
    scenario = sinksim.load(preset)
    untitled = [n for n in names_used(scenario) if "_" in title_of(scenario, n, lang)]
    chinese = [n for n in names_used(scenario) if any("\u3400" <= c <= "\u9fff" for c in title_of(scenario, n, lang))]
    assert untitled == []
    assert len(chinese) == (len(names_used(scenario)) if lang == "zh" else 0)


def test_a_name_without_a_title_is_its_own():
    scenario = sinksim.load("guizhou")
    assert title_of(scenario, "never_said", "zh") == "never said"


def test_a_title_in_one_language_serves_both():
    scenario = sinksim.load("guizhou").model_copy(update={"names": {"special": Title(zh="特别")}})
    assert title_of(scenario, "special", "en") == "特别"
