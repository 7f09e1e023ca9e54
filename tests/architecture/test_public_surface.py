import pickle
import re
import subprocess
import sys

import pytest

import sinksim
from sinksim.plan.compiling import compile_plan
from tests.helpers.toy import TOY

# Packages of other people, as their modules are called.
FOREIGN = {
    "chinese_calendar", "holidays", "hydra", "joblib", "networkx", "numba", "numpy", "omegaconf", "openpyxl", "pandas",
    "platformdirs", "plotly", "pyarrow", "pydantic", "scipy", "simpy", "streamlit", "yaml",
}  # fmt: skip


def test_the_public_surface_has_at_most_ten_names():
    assert 1 <= len(sinksim.__all__) <= 10
    assert len(set(sinksim.__all__)) == len(sinksim.__all__)


def test_every_public_name_exists():
    assert [name for name in sinksim.__all__ if not hasattr(sinksim, name)] == []


def test_the_version_is_the_one_that_was_installed():
    from importlib.metadata import version

    assert version("sinksim") == sinksim.__version__


def loaded(code, *arguments, **more):
    """Top-level packages that are loaded when a piece of code has been run in a process of its own."""
    told = f"{code}; import sys; print('loaded', *{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", told, *arguments], capture_output=True, text=True, check=True, **more)
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", ["import sinksim", "import sinksim.cli; sinksim.cli.main(['--help'])"])
def test_import_and_help_load_no_library_at_all(code):
    found = loaded(code)
    assert "sinksim" in found
    assert found & FOREIGN == set()


def test_every_dependency_is_looked_for_under_the_name_of_its_module():
    from importlib.metadata import packages_distributions, requires

    declared = {re.match(r"[\w.-]+", row)[0].lower() for row in requires("sinksim") if "extra ==" not in row}
    own = {name for name, places in packages_distributions().items() for place in places if place.lower() in declared}
    assert {name for name in own if name.isidentifier() and not name.startswith(("_", "hydra_plugins"))} <= FOREIGN


def test_a_run_loads_nothing_that_it_does_not_use(tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    code = "import sys; from sinksim.cli import main; assert main(['run', 'toy.yaml', '--quiet']) == 0"
    found = loaded(f"{code}; assert 'scipy.stats' not in sys.modules", cwd=tmp_path)
    assert found & FOREIGN == {"networkx", "numba", "numpy", "pydantic", "scipy", "simpy", "yaml"}


def test_a_worker_of_the_pages_loads_the_fast_engine_and_little_else(tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    plan = compile_plan(sinksim.load(str(tmp_path / "toy.yaml")))
    (tmp_path / "plan.pickle").write_bytes(pickle.dumps(plan))
    code = "import pickle; from pathlib import Path; plan = pickle.loads(Path('plan.pickle').read_bytes())"
    code += "; from sinksim.jobs.worker import work; assert work(plan, 0, 'stop').cases > 0"
    found = loaded(f"{code}; import sys; assert 'scipy.stats' not in sys.modules", cwd=tmp_path)
    assert found & FOREIGN == {"numba", "numpy", "scipy", "yaml"}
