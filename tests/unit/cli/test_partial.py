"""What is kept of a run that was stopped says so in every table, document and line; exit code 130."""

import csv
import json

import pytest

from sinksim import compiled
from sinksim.compiled import warming
from sinksim.experiments import replicate


def stop_in_job(monkeypatch, number):
    """An interrupt from the keyboard in the middle of one job (a replication of one plan), counted from 0."""
    begun = []

    def interrupted(plan, engine_run, replication, notice=None, run_one=replicate.run_one):
        begun.append(replication)
        if len(begun) > number:
            raise KeyboardInterrupt
        return run_one(plan, engine_run, replication, notice)

    monkeypatch.setattr(replicate, "run_one", interrupted)
    return begun


def notes(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["note"].split(";")[0] for row in csv.DictReader(file)}


@pytest.fixture(params=["run", "compare"])
def stopped(request, sinksim, toy, monkeypatch):
    """A run of 4 replications stopped in the third; a comparison of 4 pairs stopped in the second half of the third."""
    with monkeypatch.context() as patch:
        stop_in_job(patch, {"run": 2, "compare": 5}[request.param])
        return sinksim(request.param, toy, "--engine", "agents", "--workers", "1", "--out", "report", "--json")


def test_the_document_says_partial_and_how_much_is_done(stopped):
    assert (stopped.code, stopped.err) == (130, "")
    document = stopped.document
    assert (document["partial"], document["replications_done"]) == (True, 2)
    told = [(run["ended"], run["finished"], run["replications"]) for run in document["manifest"]["runs"]]
    assert set(told) == {("partial", 2, 4)}


def test_every_table_says_partial(stopped, tmp_path):
    tables = [path for path in (tmp_path / "report").glob("*.csv") if path.name != "data_dictionary.csv"]
    assert len(tables) >= 5
    assert {name for path in tables for name in notes(path)} == {"partial: 2 of 4 replications"}


def test_what_is_kept_is_repeated_bit_for_bit_and_is_partial_again(stopped, sinksim, tmp_path):
    said = sinksim("rerun", "report", "--out", "again", "--json")
    assert (said.code, said.document["same"]) == (0, True)
    again = json.loads((tmp_path / "again" / "manifest.json").read_text(encoding="utf-8"))
    assert {(run["ended"], run["finished"], run["replications"]) for run in again["runs"]} == {("partial", 2, 4)}


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "stopped after 2 of 4 replications"), ("zh", "已停止，完成 2 / 4 次重复")]
)
def test_the_text_says_after_how_many_it_was_stopped(sinksim, toy, monkeypatch, lang, told):
    stop_in_job(monkeypatch, 2)
    said = sinksim("run", toy, "--lang", lang, "--workers", "1")
    assert said.code == 130
    assert told in said.out


@pytest.mark.parametrize(("command", "job"), [("run", 0), ("compare", 1)])
def test_where_nothing_is_finished_one_sentence_says_so(sinksim, toy, tmp_path, monkeypatch, command, job):
    begun = stop_in_job(monkeypatch, job)
    said = sinksim(command, toy, "--engine", "agents", "--workers", "1", "--quiet")
    assert (said.code, said.out) == (130, "")
    assert said.err == "stopped before the first of 4 replications was finished\n"
    assert len(begun) == job + 1
    assert not list(tmp_path.rglob("*.csv"))


def test_a_whole_run_is_not_partial(sinksim, toy, tmp_path):
    said = sinksim("run", toy, "--out", "report", "--json")
    assert (said.code, said.document["partial"], said.document["replications_done"]) == (0, False, 4)
    assert notes(tmp_path / "report" / "stations.csv") == {""}


@pytest.mark.parametrize(("option", "lines"), [("--json", 0), ("--quiet", 0), ("--lang=en", 1)])
def test_that_the_fast_engine_is_compiled_is_told_unless_silence_is_asked_for(
    sinksim, toy, monkeypatch, caplog, option, lines
):
    compiled.warm_up.cache_clear()
    monkeypatch.setattr(warming, "are_compiled", lambda: False)
    said = sinksim("run", toy, "--engine", "compiled", option)
    assert said.code == 0
    assert [record.getMessage() for record in caplog.records] == [compiled.COMPILES] * lines
    compiled.warm_up.cache_clear()
