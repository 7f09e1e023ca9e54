import os
import re
import signal
import subprocess
import sys
import time

import pytest

from sinksim.cli import progress
from sinksim.cli.progress import Progress, clock


def spoken(monkeypatch, capsys, silent=False, seconds=0.25):
    monkeypatch.setattr(progress, "FIRST_AFTER", 0.05)
    with Progress("toy", silent=silent) as told:
        told(3, 10, 0.3)
        time.sleep(seconds)
    return capsys.readouterr()


def test_what_takes_longer_says_on_standard_error_how_far_it_is(monkeypatch, capsys):
    said = spoken(monkeypatch, capsys)
    assert said.out == ""
    assert said.err.startswith("toy: 3 of 10 replications, about ")
    assert said.err.endswith("left\n")


def test_what_is_soon_done_or_asked_to_be_silent_says_nothing(monkeypatch, capsys):
    assert spoken(monkeypatch, capsys, silent=True).err == ""
    assert spoken(monkeypatch, capsys, seconds=0).err == ""


def test_the_time_left_is_reckoned_from_where_the_work_began(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "perf_counter", lambda: now[0])
    told = Progress("toy")
    now[0] += 50  # something had to be made ready
    assert told.line() == "toy: 50 s so far"
    told(0, 10, 0.0)
    now[0] += 20
    told(2, 10, 0.2)
    assert told.line() == "toy: 2 of 10 replications, about 80 s left"


@pytest.mark.parametrize(("seconds", "told"), [(3.4, "3 s"), (150, "2 min"), (7200, "2.0 h")])
def test_a_span_is_said_as_people_say_it(seconds, told):
    assert clock(seconds) == told


def start(tmp_path, toy, *more):
    command = [
        sys.executable,
        "-m",
        "sinksim",
        "compare",
        str(toy),
        "--out",
        "report",
        "--replications",
        "100000",
        *more,
    ]
    return subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said_within(run, seconds):
    """What a process says until it ends; one that does not end is ended."""
    try:
        return run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        raise


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_keeps_what_is_finished_marked_partial(sinksim, tmp_path, toy, workers):
    run = start(tmp_path, toy, "--workers", str(workers))
    for line in run.stderr:
        if " of 100000 rounds of replications, about" in line and not line.startswith("toy: 0 of"):
            break
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does it: everybody hears it
    out, err = said_within(run, 60)
    assert run.returncode == 130, err
    assert "Traceback" not in err
    assert re.search(r"stopped after \d+ of 100000 replications \(partial: what is finished is shown\)", out)
    said = sinksim("rerun", "report", "--json")
    assert (said.code, said.document["same"]) == (0, True)
