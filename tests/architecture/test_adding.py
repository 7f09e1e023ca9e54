"""The examples of docs/adding work as they are shown, and touch no more files than one place for one thing allows."""

import shutil
import sys
from typing import NamedTuple

import pytest

from tests.helpers.shown_changes import commands, make_changes, touched, typed
from tests.helpers.source import ROOT

PAGES = ROOT / "docs/adding"
COPIED = ("sinksim", "conf", "tests", "docs", "pyproject.toml", "app.py", ".streamlit", "CHANGELOG.md")
CATALOGUES = "sinksim/i18n/"


class Bar(NamedTuple):
    """How many files of Python of the package an example may touch, and whether it may add texts to the catalogues."""

    modules: int
    has_words: bool = False


BARS = {
    "indicator": Bar(1),
    "lever": Bar(1),
    "preset": Bar(0),
    "page": Bar(1, has_words=True),
    # Schema, row of the table, dispatch: both engines share the last.
    "law": Bar(3),
    # Declaration, verb and its assembly; one file and one line of dispatch in each engine.
    "operation": Bar(7, has_words=True),
}


def page_of(kind):
    return (PAGES / f"{kind}.md").read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    """The project once more, compiled code included."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
        else:
            shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def test_every_page_has_its_bar():
    assert {path.stem for path in PAGES.glob("*.md")} == set(BARS)


@pytest.mark.parametrize("kind", BARS)
def test_an_example_touches_no_more_files_than_it_may(kind):
    of_the_package = {name for name in touched(page_of(kind)) if name.startswith("sinksim/")}
    words = {name for name in of_the_package if name.startswith(CATALOGUES) and name.endswith(".yaml")}
    modules = {name for name in of_the_package if name.endswith(".py")}
    assert of_the_package == words | modules
    assert len(modules) <= BARS[kind].modules, sorted(modules)
    assert not words or BARS[kind].has_words


@pytest.mark.parametrize("kind", BARS)
def test_a_page_names_every_file_that_its_example_touches(kind):
    table = "\n".join(line for line in page_of(kind).splitlines() if line.startswith("| "))
    assert [name for name in sorted(touched(page_of(kind))) if f"`{name}`" not in table] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", BARS)
def test_an_example_passes_its_own_check(kind, copy):
    make_changes(page_of(kind), copy)
    files = sorted(name for name in touched(page_of(kind)) if name.endswith(".py"))
    style = [f"{sys.executable} -m ruff {check} {' '.join(files)}" for check in ("check", "format --check") if files]
    assert commands(page_of(kind))
    for command in [*style, *commands(page_of(kind))]:
        done = typed(command, copy)
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}{done.stderr[-2000:]}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in BARS if kind != "preset"])
def test_the_test_of_an_example_fails_without_the_rest_of_it(kind, copy):
    make_changes(page_of(kind), copy, only="tests/")
    (command,) = [command for command in commands(page_of(kind)) if "pytest" in command]
    assert typed(command, copy).returncode in (1, 2)
