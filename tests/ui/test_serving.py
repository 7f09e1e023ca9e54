import tomllib

from sinksim.cli.commands.app import flags
from sinksim.cli.parser import parse
from tests.architecture.source import PACKAGE, ROOT


def asked(*words):
    return flags(parse(["app", *words]))


def test_a_checkout_is_served_as_the_command_serves_it():
    ours, theirs = PACKAGE / "ui" / "streamlit.toml", ROOT / ".streamlit" / "config.toml"
    assert tomllib.loads(ours.read_text(encoding="utf-8")) == tomllib.loads(theirs.read_text(encoding="utf-8"))


def test_it_is_served_on_this_machine_alone_without_statistics_and_with_small_uploads():
    told = asked()
    assert told["server_address"] == "127.0.0.1"
    assert told["browser_gatherUsageStats"] is False
    assert told["client_toolbarMode"] == "minimal"
    assert told["server_maxUploadSize"] == 5


def test_address_port_and_browser_are_as_asked():
    told = asked("--address", "0.0.0.0", "--port", "9001", "--no-browser")
    assert (told["server_address"], told["server_port"], told["server_headless"]) == ("0.0.0.0", 9001, True)


def test_every_setting_is_one_that_streamlit_knows():
    from streamlit import config

    known = config.get_config_options()
    assert [name for name in asked() if name.replace("_", ".") not in known] == []
