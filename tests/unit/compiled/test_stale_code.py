"""A changed source never runs from a stale cache, whichever file of a kernel's making it is in."""

import os
import shutil
import subprocess
import sys

import pytest
from numba.core.caching import FunctionCache

import sinksim.compiled
from sinksim.compiled import warming
from sinksim.core import kernel
from sinksim.core.errors import BadInput
from tests.helpers.source import PACKAGE, ROOT, imported, name_of

pytestmark = pytest.mark.slow

HERE = PACKAGE / "compiled"
SHARED = "from numba import int64\n\nfrom tiny.core.kernel import shared\n\n@shared(int64(int64))\n"
# A house with the same rooms, small enough to be compiled in a second: every file adds a digit to the answer.
HOUSE = {
    "core/draws.py": SHARED + "def draw(x):\n    return x + 1\n",
    "core/rules.py": SHARED + "def rule(x):\n    return x + 10\n",
    "core/renewals.py": "",
    "core/records.py": "FIELD = 100\n",
    "plan/declaring.py": "",
    "plan/operations.py": "CODE = 1000\n",
    "core/stable_hash.py": "",
    "core/time_bins.py": "",
    "metrics/columns.py": "",
    "metrics/folding.py": "",
    "compiled/columns.py": "from tiny.plan.operations import CODE\nfrom tiny.core.records import FIELD\n\nBOTH = CODE + FIELD\n",
    "compiled/queues/station.py": """
from tiny.core import draws, rules
from tiny.compiled.columns import BOTH
from tiny.core.kernel import called, inlined

@called
def serve(x):
    return draws.draw(rules.rule(x)) + BOTH

@inlined
def leave(x):
    return serve(x) + 10000
""",
    "compiled/world.py": """
from tiny.core.kernel import entry
from tiny.compiled.queues.station import leave

@entry
def advance(x):
    return leave(x) + 100000
""",
}
ASK = "from tiny.compiled.world import advance; print(advance(0), sum(advance.stats.cache_hits.values()))"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The house, asked once, so that its compiled code is on disk."""
    place = tmp_path_factory.mktemp("house")
    for name, text in HOUSE.items():
        path = place / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        (path.parent / "__init__.py").touch()
    for name in ("core/kernel.py", "core/linking.py"):
        shutil.copy(PACKAGE / name, place / "tiny" / name)
    assert ask(place) == (111111, 0)
    return place


def ask(place):
    """The answer, and how often compiled code was found on disk."""
    run = subprocess.run([sys.executable, "-c", ASK], cwd=place, capture_output=True, text=True, check=True)
    answer, hits = run.stdout.split()
    return int(answer), int(hits)


def test_unchanged_code_is_read_from_disk(house):
    assert ask(house) == (111111, 1)


@pytest.mark.parametrize(
    ("name", "before", "after", "answer"),
    [
        ("core/draws.py", "x + 1\n", "x + 5\n", 111115),
        ("core/rules.py", "x + 10\n", "x + 50\n", 111151),
        ("core/records.py", "100", "500", 111511),
        ("plan/operations.py", "1000", "5000", 115111),
        ("compiled/queues/station.py", "10000", "50000", 151111),
        ("compiled/world.py", "100000", "500000", 511111),
    ],
)
def test_a_change_in_any_file_of_a_kernels_making_changes_the_answer(house, name, before, after, answer):
    path = house / "tiny" / name
    was = path.stat()
    path.write_text(HOUSE[name].replace(before, after))
    # Nothing but what the file says has changed: copies may keep the time, and the size is the same.
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert path.stat().st_size == was.st_size
    try:
        assert ask(house) == (answer, 0)
    finally:
        path.write_text(HOUSE[name])
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_a_torn_index_is_thrown_away(house):
    (index,) = (house / "tiny" / "compiled" / "__pycache__").glob("world.advance*.nbi")
    index.write_bytes(b"")
    assert ask(house) == (111111, 0)
    assert ask(house) == (111111, 1)


def test_where_nothing_can_be_kept_one_sentence_says_so(monkeypatch):
    def kernel_of_nowhere(x):
        return x

    monkeypatch.setattr(FunctionCache._impl_class, "_locator_classes", [])
    with pytest.raises(BadInput, match="NUMBA_CACHE_DIR"):
        kernel.entry(kernel_of_nowhere)


def test_everything_that_the_kernels_import_is_in_their_stamp():
    reached, ahead = set(), [HERE / "replication.py", HERE / "horizon.py", PACKAGE / "metrics" / "folding.py"]
    while ahead:
        path = ahead.pop()
        if path not in reached:
            reached.add(path)
            ahead += [found for name in imported(path) if (found := file_of(name)) is not None]
    assert {HERE / "station.py", HERE / "events" / "wheel.py"} <= reached
    # What is wrong is said by no compiled code.
    assert {name_of(path) for path in reached - set(kernel.sources(PACKAGE))} == {"sinksim/core/errors.py"}


def file_of(name):
    """The file of a module of the package, or of the module that a name is taken from."""
    if not name.startswith("sinksim."):
        return None
    for full in (name, name.rpartition(".")[0]):
        path = (ROOT / full.replace(".", "/")).with_suffix(".py")
        if path.exists():
            return path
    return None


def test_every_entry_carries_the_stamp_and_is_made_ready():
    entries = [dispatcher for dispatcher, _ in warming.entries()]
    stamps = {dispatcher._cache._cache_file._source_stamp for dispatcher in entries}
    assert stamps == {kernel.stamp()}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.py"))
    assert sources.count("@entry") == len(entries)


@pytest.fixture
def unready(monkeypatch):
    """An engine that finds nothing compiled; compiling is left out."""
    sinksim.compiled.warm_up.cache_clear()
    monkeypatch.setattr(warming, "are_compiled", lambda: False)
    monkeypatch.setattr(warming, "compile_all", lambda: None)
    yield
    sinksim.compiled.warm_up.cache_clear()


def test_what_must_be_compiled_is_said_once_in_one_line(unready, caplog):
    for _ in range(2):
        sinksim.compiled.warm_up()
    assert [record.getMessage() for record in caplog.records] == [sinksim.compiled.COMPILES]


def test_what_is_ready_is_not_spoken_of(caplog):
    sinksim.compiled.warm_up()
    assert warming.are_compiled()
    sinksim.compiled.warm_up.cache_clear()
    caplog.clear()
    sinksim.compiled.warm_up()
    assert caplog.records == []
