import os
from functools import partial
from pathlib import Path

import pytest

from tests.helpers import broken_scenarios, network_tables
from tests.helpers.work import peak_bytes


@pytest.fixture(autouse=True)
def home(monkeypatch):
    monkeypatch.setenv("HOME", broken_scenarios.HOME_MARKER)


@pytest.fixture(autouse=True)
def measured(monkeypatch):
    """Runs that were begun: what is refused must have begun none."""
    begun = []
    monkeypatch.setattr("sinksim.experiments.running.measure_together", lambda *given, **_: begun.append(given))
    yield
    assert begun == []


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def refused(said, fragments):
    assert said.code == 2, said
    assert said.out == ""
    assert broken_scenarios.HOME_MARKER not in said.err
    assert "Traceback" not in said.err
    assert [fragment for fragment in fragments if fragment not in said.err] == [], said.err
    assert all(sentence.isprintable() and sentence for sentence in said.err.removesuffix("\n").split("\n"))


@pytest.mark.parametrize(
    ("content", "fragments"), [b[1:] for b in broken_scenarios.BROKEN], ids=[b[0] for b in broken_scenarios.BROKEN]
)
def test_a_broken_scenario_is_refused_at_the_command_line(sinksim, tmp_path, content, fragments):
    file = write(tmp_path / "broken.yaml", content)
    before = sorted(tmp_path.iterdir())
    refused(sinksim("run", file), fragments)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("nodes", "edges", "fragments"), [b[1:] for b in network_tables.BROKEN], ids=[b[0] for b in network_tables.BROKEN]
)
def test_a_broken_table_is_refused_at_the_command_line(sinksim, toy, tmp_path, nodes, edges, fragments):
    more = [] if edges is None else ["--edges", write(tmp_path / "edges.csv", edges)]
    refused(sinksim("compare", toy, "--nodes", write(tmp_path / "nodes.csv", nodes), *more), fragments)
    assert not (tmp_path / "results").exists()


def test_a_gigabyte_of_zeros_is_refused_before_it_is_read(sinksim, toy, tmp_path):
    def show(*arguments, told):
        file = Path(arguments[-1])
        file.touch()
        os.truncate(file, 1_000_000_000)
        refused(sinksim("show", *arguments), [told])

    for arguments, told in (
        ([tmp_path / "zeros.yaml"], "1000000000"),
        ([toy, "--nodes", tmp_path / "zeros.csv"], "1,000,000,000"),
    ):
        assert peak_bytes(partial(show, *arguments, told=told)) < 200_000_000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_file_and_a_folder_are_refused(sinksim, tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    for path in ("/dev/zero", "./folder.yaml"):
        refused(sinksim("run", path), ["a regular file"])


@pytest.mark.parametrize(
    ("arguments", "fragments"),
    [
        (["rnu", "guizhou"], ["'rnu'", "allowed: presets, show, run"]),
        ([], ["no command", "allowed: presets"]),
        (["--frobnicate"], ["--frobnicate", "allowed: "]),
        (["run"], ["SCENARIO", "allowed: "]),
        (["run", "guizhuo"], ["'guizhuo'", "did you mean guizhou?"]),
        (["run", "missing.yaml"], ["missing.yaml", "no such file"]),
        (["run", "a\0b.yaml"], ["cannot be read", "allowed: "]),
        (["run", "guizhou", "--seed", "x"], ["--seed", "'x'", "a whole number from 0"]),
        (["run", "guizhou", "--seed", "-1"], ["--seed", "'-1'", "a whole number from 0"]),
        (["run", "guizhou", "--replications", "0"], ["--replications", "'0'", "a whole number from 1"]),
        (["run", "guizhou", "--replications", "1e9"], ["experiment.replications", "1,000,000"]),
        (["run", "guizhou", "--workers", "2.5"], ["--workers", "'2.5'", "a whole number from 1"]),
        (["run", "guizhou", "--engine", "agent"], ["engine is 'agent'", "did you mean agents?"]),
        (["run", "guizhou", "--lang", "fr"], ["--lang", "fr"]),
        (["run", "guizhou", "--unknown"], ["--unknown", "allowed: "]),
        (["show", "guizhou", "policy.adpotion=0.5"], ["policy.adpotion", "did you mean adoption?"]),
        (["show", "guizhou", "policy.adoption=1.5"], ["policy.adoption is 1.5", "from 0 to 1"]),
        (["show", "guizhou", "policy.adoption=${oc.env:HOME}"], ["${", "allowed: "]),
        (["show", "guizhou", "policy.adoption"], ["'policy.adoption'", "path=value"]),
        (["show", "guizhou", "hydra.run.dir=x"], ["hydra", "allowed: "]),
        (["run", "guizhou", "policy.adoption=0.1,0.2"], ["several values", "allowed: "]),
        (["show", "guizhou", "--edges", "e.csv"], ["--edges", "without --nodes"]),
        (["show", "guizhou", "--nodes", "n.csv", "--network", "n.xlsx"], ["--network", "allowed: "]),
        (["show", "guizhou", "--nodes", "n.csv"], ["n.csv", "cannot be read"]),
        (["show", "guizhou", "--network", "n.xlsx"], ["n.xlsx", "cannot be read"]),
        (["show", "guizhou", "--cases", "c.csv"], ["c.csv", "cannot be read"]),
        (["export"], ["neither", "allowed: "]),
        (["export", "guizhou"], ["--out is missing", "allowed: "]),
        (["export", "guizhou", "--template", "x"], ["both", "allowed: "]),
        (["rerun", "nowhere"], ["nowhere", "cannot be read", "the folder of a report"]),
        (["verify", "mm2"], ["'mm2'"]),
        (["verify", "--customers", "0"], ["--customers", "a whole number from 1"]),
        (["verify", "--seeds", "0"], ["--seeds", "a whole number from 1"]),
        (["document", "--out", "no/such/folder/page.md"], ["cannot be written", "allowed: "]),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_what_cannot_be_used_is_said_in_a_sentence(sinksim, arguments, fragments):
    refused(sinksim(*arguments), fragments)


def test_a_folder_that_cannot_be_written_is_refused_before_the_run(sinksim, toy, tmp_path):
    (tmp_path / "file").write_text("x")
    refused(sinksim("run", toy, "--out", tmp_path / "file" / "report"), ["cannot be written", "allowed: --out"])


def test_a_log_that_shows_persons_is_refused_without_repeating_them(sinksim, toy, tmp_path):
    log = write(tmp_path / "log.csv", "service,origin,arisen,name\npermit,t1,2022-01-04T09:00,Zhang San\n")
    said = sinksim("run", toy, "--cases", log)
    refused(said, ["log.csv"])
    assert "Zhang" not in said.err


def test_a_log_of_an_unknown_service_is_refused(sinksim, toy, tmp_path):
    log = write(tmp_path / "log.csv", "service,origin,arisen\npermti,t1,2022-01-04T09:00\n")
    refused(sinksim("run", toy, "--cases", log), ["log.csv: service is 'permti'", "did you mean permit?"])


@pytest.mark.slow
def test_python_dash_m_answers_the_same(tmp_path):
    import subprocess
    import sys

    run = subprocess.run(  # noqa: PLW1510 - that it fails is what is asked
        [sys.executable, "-m", "sinksim", "show", "guizhuo"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "did you mean guizhou?" in run.stderr
    assert "Traceback" not in run.stderr


def test_more_cases_than_memory_holds_are_refused(sinksim, toy, monkeypatch):
    def crowded(*_, **__):
        raise MemoryError

    monkeypatch.setattr("sinksim.experiments.running.measure_together", crowded)
    refused(sinksim("run", toy, "--quiet"), ["the memory of this machine is too small"])
