"""How the tests themselves are laid out: suites do not lean on each other, what they share is in ``tests/helpers``."""

import re

import pytest

from tests.helpers.source import ROOT, imported

HELPERS = ROOT / "tests" / "helpers"
CLOCK = re.compile(r"\b(perf_counter|process_time|monotonic|thread_time)(_ns)?\(")
FILES = sorted((ROOT / "tests").rglob("*.py"))


def file_of(name):
    """The file below ``tests`` that a full name (a module, or something in a module) stands for; none where it is no file."""
    for end in (name, name.rpartition(".")[0]):
        path = ROOT.joinpath(*end.split(".")).with_suffix(".py")
        if name.startswith("tests.") and path.exists():
            return path
    return None


def imports():
    """Every pair of files below ``tests`` of which the first imports the second."""
    return [(path, found) for path in FILES for name in imported(path) if (found := file_of(name))]


def told(pairs):
    return sorted({f"{one.relative_to(ROOT)} imports {other.relative_to(ROOT)}" for one, other in pairs})


def test_there_are_imports_to_look_at():
    assert any(HELPERS in other.parents for _, other in imports())


def test_nothing_imports_a_module_of_tests():
    of_tests = [(one, other) for one, other in imports() if other.name.startswith(("test_", "conftest"))]
    assert told(of_tests) == []


def test_what_more_than_one_suite_uses_is_a_helper():
    foreign = [(one, other) for one, other in imports() if HELPERS not in other.parents and one.parent != other.parent]
    assert told(foreign) == []


@pytest.mark.parametrize("path", [path for path in FILES if HELPERS in path.parents], ids=lambda path: path.name)
def test_a_helper_holds_no_test_and_is_used(path):
    assert not path.name.startswith("test_")
    assert "def test_" not in path.read_text(encoding="utf-8")
    assert path in {other for _, other in imports()}


def test_no_test_reads_a_clock():
    # What else the machine does is in every reading: count work (helpers/work.py), guard against hangs (helpers/waiting.py).
    tests = [path for path in FILES if path.name.startswith(("test_", "conftest"))]
    assert [path.name for path in tests if CLOCK.search(path.read_text(encoding="utf-8"))] == []
