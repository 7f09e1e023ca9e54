import subprocess
import sys

import pytest

import sinksim

HEAVY = ("streamlit", "hydra", "numba", "pandas", "plotly", "scipy", "simpy")


def test_the_public_surface_has_at_most_ten_names():
    assert 1 <= len(sinksim.__all__) <= 10
    assert len(set(sinksim.__all__)) == len(sinksim.__all__)


def test_every_public_name_exists():
    assert [name for name in sinksim.__all__ if not hasattr(sinksim, name)] == []


def test_the_version_is_the_one_that_was_installed():
    from importlib.metadata import version

    assert version("sinksim") == sinksim.__version__


@pytest.fixture(scope="module")
def loaded():
    code = "import sys, sinksim; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("library", HEAVY)
def test_importing_sinksim_does_not_load(library, loaded):
    assert "sinksim" in loaded
    assert library not in loaded
