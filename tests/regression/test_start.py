"""The benchmark of start and stop keeps running; what it measures is not asked."""

import importlib.util
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "start.py"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(FILE.parent))
    spec = importlib.util.spec_from_file_location("benchmarks_start", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(FILE.parent))
    return module


@pytest.mark.parametrize("what", ["sinksim --help", "sinksim run, tiny", "sinksim run, tiny, kept"])
def test_every_start_is_measured_against_its_bar(bench, tmp_path, what):
    (tmp_path / "tiny.yaml").write_text(bench.TINY, encoding="utf-8")
    row = bench.start(what, 1, tmp_path)
    assert (row.what, row.bar) == (what, bench.STARTS[what][1])
    assert 0 < row.best <= row.median
    assert row.processor > 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_stop_is_measured_on_a_comparison_that_leaves_a_partial_report(bench, tmp_path):
    assert bench.stop("compiled", 1, 0.5, tmp_path).best > 0
    assert (tmp_path / "report-compiled" / "manifest.json").exists()


def test_a_bar_is_met_below_it_only(bench):
    assert bench.Row("x", 0.49, 0.6, 0.4, 0.5).is_met
    assert not bench.Row("x", 0.5, 0.6, 0.4, 0.5).is_met
    assert bench.Row("x", 9.0, 9.0, 9.0, None).is_met
