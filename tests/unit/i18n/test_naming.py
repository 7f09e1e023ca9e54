from sinksim.i18n import Naming, words
from sinksim.scenarios.scenario import Title

SAID = {"desk": Title(zh="窗口", en="counter"), "county": Title(zh="县城", en=""), "mute": Title()}


def test_a_name_is_called_what_the_scenario_says():
    assert Naming(words("zh"), SAID)("desk") == "窗口"
    assert Naming(words("en"), SAID)("desk") == "counter"


def test_what_the_scenario_says_in_one_language_holds_in_both():
    assert Naming(words("en"), SAID)("county") == "县城"


def test_else_a_common_name_is_called_as_usual():
    assert Naming(words("zh"))("county") == "县级"
    assert Naming(words("en"))("county") == "county"


def test_any_other_name_stands_as_it_is_written():
    assert Naming(words("zh"), SAID)("Büro_7") == "Büro_7"
    assert Naming(words("zh"), SAID)("mute") == "mute"
