"""Whole runs are kept by what decides their numbers; what is broken, foreign or half written is computed again."""

import hashlib
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from sinksim.experiments import running, store
from sinksim.experiments.running import compare, run
from sinksim.experiments.store import Store, default_store, key_of
from sinksim.experiments.stored_run import MAGIC, from_bytes, to_bytes
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.command_line import answer_to
from tests.helpers.pairs import two
from tests.helpers.toy import TOY

ROOT = Path(store.__file__).parents[2]


def scenario(text=TOY):
    return scenario_of(parse_yaml(text, "toy.yaml"), "toy.yaml")


@pytest.fixture
def kept(tmp_path):
    return Store(tmp_path / "kept")


@pytest.fixture
def counted(monkeypatch):
    """How many plans were run."""
    plans = []
    whole = running.measure_together

    def counting(these, *arguments, **named):
        plans.extend(these)
        return whole(these, *arguments, **named)

    monkeypatch.setattr(running, "measure_together", counting)
    return plans


def the_file(kept):
    (path,) = kept.folder.iterdir()
    return path


def same(first, second):
    told = [result.to_json_dict() | {"elapsed_seconds": None} for result in (first, second)]
    assert told[0] == told[1]
    for family, cells in first.values.items():
        np.testing.assert_array_equal(cells, second.values[family])
    np.testing.assert_array_equal(first.stations, second.stations)
    np.testing.assert_array_equal(first.accessibility, second.accessibility)
    assert first.incidents == second.incidents
    assert first.labels.areas.names == second.labels.areas.names


def test_a_kept_run_is_the_same_to_the_last_bit_and_is_not_run_again(kept, counted):
    first = run(scenario(), store=kept)
    again = run(scenario(), store=kept)
    assert len(counted) == 1
    same(first, again)


def test_a_kept_run_tells_its_progress_as_done(kept):
    told = []
    run(scenario(), store=kept)
    run(scenario(), store=kept, progress=lambda *how_far: told.append(how_far))
    assert told == [(4, 4, 1.0)]


def test_a_comparison_runs_only_the_side_that_is_not_kept(kept, counted):
    other = scenario(TOY.replace("mean: =minutes", "mean: 10"))
    alone = compare(two(scenario(), other))
    del counted[:]
    run(scenario(), store=kept)
    found = compare(two(scenario(), other), store=kept)
    assert len(counted) == 2
    assert str(found.rows()) == str(alone.rows())


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        (("en: Toy", "en: Another title"), False),
        (("replications: 4", "replications: 4, engine: compiled, workers: 2"), False),
        (("stations.desk.servers: 2, parameters", "stations.desk.servers: 3, parameters"), False),
        (("replications: 4", "replications: 4, seed: 2"), True),
        (("per_day: 20", "per_day: 21"), True),
        (("name: 甲镇", "name: 丙镇"), True),
    ],
)
def test_the_key_is_of_what_has_a_say_in_the_numbers(change, is_other):
    assert (key_of(scenario(), 4) != key_of(scenario(TOY.replace(*change)), 4)) is is_other


def test_other_replications_semantics_or_sources_are_another_run(monkeypatch):
    first = key_of(scenario(), 4)
    assert key_of(scenario(), 5) != first
    monkeypatch.setattr(store, "SEMANTICS_VERSION", 10**6)
    assert key_of(scenario(), 4) != first
    monkeypatch.undo()
    monkeypatch.setattr(store, "sources", lambda: "changed")
    assert key_of(scenario(), 4) != first


def test_who_names_an_engine_gets_a_run_of_that_engine(kept, counted):
    run(scenario(), engine="agents", store=kept)
    assert run(scenario(), engine="auto", store=kept).engine == "agents"
    assert len(counted) == 1
    assert run(scenario(), engine="compiled", store=kept).engine == "compiled"
    assert len(counted) == 2


def test_a_run_that_was_stopped_is_not_kept(kept):
    told = []

    def enough():
        told.append(None)
        return len(told) > 2

    assert run(scenario(), engine="agents", workers=1, stop=enough, store=kept).ended == "partial"
    assert not kept.folder.exists()


def test_a_pair_whose_kept_side_outran_the_stopped_one_is_a_pair_of_parts(kept):
    run(scenario(), engine="agents", store=kept)
    other, told = scenario(TOY.replace("mean: =minutes", "mean: 10")), []

    def enough():
        told.append(None)
        return len(told) > 2

    found = compare(two(scenario(), other), engine="agents", workers=1, stop=enough, store=kept)
    assert {side.ended for side in found.results.values()} == {"partial"}
    assert found.n < 4
    alone = run(scenario(), engine="agents", replications=found.n)
    np.testing.assert_array_equal(found.first.stations, alone.stations)


def test_a_recorded_log_stays_in_memory(kept):
    text = TOY.replace("demand: {per_day: 20}", "log: [{origin: t1, arisen: 100}]")
    run(scenario(text), store=kept)
    assert not kept.folder.exists()


def damaged(content):
    yield content[: len(content) // 2]
    yield b""
    yield content[:-1] + bytes([content[-1] ^ 1])
    yield content[:40] + bytes([content[40] ^ 1]) + content[41:]
    yield b"sinksim-result 3\n"
    yield pickle.dumps({"values": 1})
    yield os.urandom(4096)


@pytest.mark.slow
def test_a_broken_file_is_computed_again_and_replaced(kept, counted):
    first = run(scenario(), store=kept)
    path = the_file(kept)
    whole = path.read_bytes()
    for number, content in enumerate(damaged(whole), start=2):
        path.write_bytes(content)
        same(first, run(scenario(), store=kept))
        assert len(counted) == number
        assert kept.find(scenario(), 4) is not None


def test_a_file_of_another_run_under_this_name_is_not_trusted(kept, counted):
    run(scenario(), store=kept)
    other = Store(kept.folder.with_name("other"))
    run(scenario(TOY.replace("per_day: 20", "per_day: 5")), store=other)
    the_file(kept).write_bytes(the_file(other).read_bytes())
    assert kept.find(scenario(), 4) is None


def test_a_file_with_a_true_checksum_that_does_not_fit_together_is_not_trusted(kept):
    run(scenario(), store=kept)
    key = key_of(scenario(), 4)
    sound = from_bytes(the_file(kept).read_bytes(), key, 4)
    short = [type(m)(**{**vars(m), "stations": m.stations[:1]}) for m in sound.finished]
    for wrong in (type(sound)(**{**vars(sound), "finished": tuple(short)}), None):
        content = to_bytes(wrong, key) if wrong else pickled(key)
        with pytest.raises(ValueError, match=r"shape|not a run|allow_pickle"):
            from_bytes(content, key, 4)


class Trap:
    def __reduce__(self):
        return os.abort, ()


def pickled(key):
    """A file with a true checksum that holds an object which would end the process if it were read by pickle."""
    import io

    body = io.BytesIO()
    np.savez(body, about=np.array([Trap()], object))
    return f"{MAGIC} {key} {hashlib.sha256(body.getvalue()).hexdigest()}\n".encode() + body.getvalue()


@pytest.mark.parametrize("moment", ["mkstemp", "fsync", "replace", "sync_folder"])
@pytest.mark.slow
def test_a_process_killed_in_the_middle_leaves_a_whole_file_or_none(tmp_path, moment):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    program = textwrap.dedent(f"""
        import os, signal, tempfile
        from pathlib import Path
        from sinksim.core import files
        from sinksim.experiments.running import run
        from sinksim.scenarios.loading.composing import scenario_of
        from sinksim.experiments.store import Store
        from sinksim.scenarios.loading.strict_yaml import read_yaml
        def killed(*_, **__):
            os.kill(os.getpid(), signal.SIGKILL)
        owner = dict(mkstemp=tempfile, fsync=os, replace=Path, sync_folder=files)[{moment!r}]
        setattr(owner, {moment!r}, killed)
        run(scenario_of(read_yaml("toy.yaml"), "toy"), engine="agents", store=Store(Path("kept")))
    """)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", program], check=False, cwd=tmp_path, env=environment)
    assert ended.returncode == -signal.SIGKILL
    there = Store(tmp_path / "kept")
    found = there.find(scenario(), 4)
    assert (found is not None) is (moment == "sync_folder")
    same(run(scenario(), store=there), run(scenario()))
    assert there.find(scenario(), 4) is not None


def test_what_a_killed_process_left_behind_is_cleared_away_in_time(kept):
    run(scenario(), store=kept)
    left = kept.folder / f".{the_file(kept).name}.abcdefgh"
    left.write_bytes(b"half")
    recent = left.with_name(left.name + "2")
    recent.write_bytes(b"half")
    old = time.time() - 2 * store.ABANDONED
    os.utime(left, (old, old))
    run(scenario(TOY.replace("per_day: 20", "per_day: 5")), store=kept)
    assert not left.exists()
    assert recent.exists()


def test_what_has_not_been_used_for_longest_goes_first(kept):
    texts = [TOY.replace("per_day: 20", f"per_day: {n}") for n in (3, 4, 5)]
    run(scenario(texts[0]), store=kept)
    small = Store(kept.folder, most_bytes=int(2.5 * the_file(kept).stat().st_size))
    for text, when in zip(texts, (100, 200, 300), strict=True):
        run(scenario(text), store=small)
        key = small.folder / f"{key_of(scenario(text), 4)}.result"
        os.utime(key, (when, when))
    run(scenario(TOY), store=small)
    assert [small.find(scenario(text), 4) is not None for text in texts] == [False, False, True]


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_run(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert run(scenario(), store=Store(tmp_path / "file" / "kept")).ended == "complete"


def test_the_store_is_in_the_user_s_cache_or_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("SINKSIM_CACHE", "off")
    assert default_store() is None
    monkeypatch.setenv("SINKSIM_CACHE", str(tmp_path))
    assert default_store().folder == tmp_path
    monkeypatch.delenv("SINKSIM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert "sinksim" in str(default_store().folder)


@pytest.mark.slow
def test_the_command_line_answers_from_the_store_unless_told_to_run_afresh(sinksim_kept, toy, counted):
    first = sinksim_kept("compare", toy, "--out", "a", "--json")
    assert len(counted) == 2
    again = sinksim_kept("compare", toy, "--out", "b", "--json")
    assert len(counted) == 2
    assert first.document["differences"] == again.document["differences"]
    sinksim_kept("compare", toy, "--out", "c", "--json", "--fresh")
    assert len(counted) == 4
    assert sinksim_kept("rerun", "a").code == 0
    assert len(counted) == 6


@pytest.fixture
def sinksim_kept(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SINKSIM_CACHE", str(tmp_path / "cache"))
    return partial(answer_to, capsys)


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return path
