"""The navigation is what the pages state of themselves, read without importing them."""

import subprocess
import sys
from importlib import import_module

import pytest

from sinksim.i18n import LANGUAGES, words
from sinksim.ui import pages
from tests.helpers.source import PACKAGE


def test_every_file_of_the_folder_is_a_page_at_the_place_that_it_states():
    stated = {listed.name: import_module(f"sinksim.ui.pages.{listed.name}").NAVIGATION for listed in pages.PAGES}
    assert stated == {listed.name: listed.navigation for listed in pages.PAGES}
    files = {path.stem for path in (PACKAGE / "ui" / "pages").glob("*.py")} - {"__init__"}
    assert set(stated) == files


def test_no_two_pages_stand_at_one_place_and_every_heading_stands_together():
    orders = [listed.navigation.order for listed in pages.PAGES]
    assert orders == sorted(set(orders))
    groups = [listed.navigation.group for listed in pages.PAGES]
    assert list(dict.fromkeys(groups)) == ["look", "own", "trust"]
    assert sorted(groups, key=["look", "own", "trust"].index) == groups
    assert pages.PAGES[0].name == "compare"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_and_every_heading_has_a_title(lang):
    t = words(lang)
    assert all(t(f"nav.{listed.name}") and t(f"nav.group_{listed.navigation.group}") for listed in pages.PAGES)


def test_a_page_that_states_no_place_is_named(tmp_path):
    (tmp_path / "lost.py").write_text("def page(t, setting): ...\n")
    with pytest.raises(ValueError, match=r"lost\.py states no NAVIGATION"):
        pages._read(tmp_path / "lost.py")


def test_listing_imports_no_page():
    ask = "import sys, sinksim.ui.pages as p; print([m for m in sys.modules if m.startswith('sinksim.ui.pages.')])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
