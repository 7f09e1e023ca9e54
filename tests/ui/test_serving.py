import tomllib

from sinksim.cli.commands.app import flags
from sinksim.cli.parser import parse
from sinksim.ui.pages import PAGES
from sinksim.ui.serving import page_html, page_routes
from tests.helpers.source import PACKAGE, ROOT


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


def test_a_page_at_its_own_address_says_where_the_server_is_before_anything_is_loaded():
    html = page_html()
    assert 0 < html.index("BACKEND_BASE_URL") < html.index("<meta") < html.index('<script type="module"')
    assert [route.path for route in page_routes()] == [f"/{listed.name}" for listed in PAGES[1:]]


def test_a_checkout_and_an_installed_package_serve_the_same():
    lines = [(ROOT / "app.py"), PACKAGE / "ui" / "entry" / "served.py"]
    ours, theirs = (path.read_text(encoding="utf-8").partition("from streamlit")[2] for path in lines)
    assert ours == theirs != ""
