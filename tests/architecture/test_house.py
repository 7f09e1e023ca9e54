from collections import Counter

import pytest

from tests.helpers.source import PACKAGE, functions, imported, modules, name_of

LONGEST_BODY = 60
LONGEST_FILE = 350
# Nineteen functions in twenty have at most so many lines in their body.
LONG_BODY = 25
LARGEST_PACKAGE = 4_500

# A function that may be longer, with the reason; the key is "path:function".
LONGER: dict[str, str] = {}

ENGINES_AND_METRICS = ("agents", "compiled", "metrics")


def test_there_is_a_house_to_look_at():
    assert PACKAGE / "core/errors.py" in modules()


def test_no_function_body_is_longer_than_sixty_lines():
    lengths = {
        f"{name_of(path)}:{f.name}": (f.end_lineno or 0) - f.body[0].lineno + 1
        for path in modules()
        for f in functions(path)
    }
    assert {k: n for k, n in lengths.items() if n > LONGEST_BODY and k not in LONGER} == {}
    assert [k for k in LONGER if lengths.get(k, 0) <= LONGEST_BODY] == [], "an exception that is no longer needed"


def test_no_file_is_longer_than_three_hundred_and_fifty_lines():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {k: n for k, n in lengths.items() if n > LONGEST_FILE} == {}


def test_nineteen_bodies_in_twenty_have_at_most_twenty_five_lines():
    bodies = sorted((f.end_lineno or 0) - f.body[0].lineno + 1 for path in modules() for f in functions(path))
    assert bodies[int(0.95 * len(bodies))] <= LONG_BODY


def test_no_package_is_larger_than_four_thousand_five_hundred_lines():
    sizes = Counter[str]()
    for path in modules():
        sizes[name_of(path.parent)] += len(path.read_text(encoding="utf-8").splitlines())
    assert {package: lines for package, lines in sizes.items() if lines > LARGEST_PACKAGE} == {}


def test_every_folder_with_modules_is_a_package():
    # A folder without __init__.py is invisible to the import floors.
    folders = {path.parent for path in modules()}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("floor", ENGINES_AND_METRICS)
def test_engines_and_metrics_never_see_a_scenario(floor):
    files = [path for path in modules() if (PACKAGE / floor) in path.parents]
    assert [name_of(p) for p in files if any(n.startswith("sinksim.scenarios") for n in imported(p))] == []


def test_metrics_never_see_an_engine():
    files = [path for path in modules() if (PACKAGE / "metrics") in path.parents]
    engines = ("sinksim.agents", "sinksim.compiled", "simpy")
    assert [name_of(p) for p in files if any(n.startswith(engines) for n in imported(p))] == []
