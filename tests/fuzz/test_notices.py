"""The fuzzer notices whatever it looks for: a fault of each kind is planted, and found under its own name."""

import time
from functools import partial

import numpy as np
import pytest

from sinksim import compiled
from sinksim.scenarios.loading.yaml_writing import to_yaml
from tests.fuzz import target
from tests.fuzz.bases import base, base_names
from tests.fuzz.sentences import malformed
from tests.fuzz.soundness import unsound_text
from tests.fuzz.spots import replaced
from tests.fuzz.target import Engines, Verdict, tried
from tests.fuzz.trial import Trial, made_trial
from tests.fuzz.workers import PROGRAM, Limits, verdicts

SOUND = "system:mm1"


def trial(tree=None, number=1):
    return Trial(0, number, SOUND, (), {"scenario.yaml": to_yaml(base(SOUND) if tree is None else tree)})


def changing(field, value, of="cases"):
    """The fast engine with one number of its first record, or of its first station, changed."""

    def run(*given, **settings):
        stream = compiled.run(*given, **settings)
        while True:
            try:
                batch = next(stream)
            except StopIteration as end:
                stations = end.value.stations.copy()
                if of == "stations":
                    stations[field][0] = value
                return end.value._replace(stations=stations)
            cases = batch.cases.copy()
            if of == "cases" and len(cases):
                cases[field][0] = value
            yield batch._replace(cases=cases)

    return run


def raising(*given, **settings):
    raise ZeroDivisionError("planted")


def allocating(*given, **settings):
    raise MemoryError


def test_a_sound_scenario_runs():
    assert tried(trial()) == Verdict("ran")


@pytest.mark.parametrize("number", [1, 8], ids=["without Hydra", "by the door"])
def test_what_is_refused_counts_as_refused(number):
    found = tried(trial(replaced(base(SOUND), ("experiment", "window_days"), -1), number))
    assert found.kind == "refused"
    assert "experiment.window_days is -1; allowed: " in found.detail


def test_an_engine_that_writes_another_number_is_noticed():
    found = tried(trial(), Engines(fast=changing("hops", 3)))
    assert found.kind == "engines differ"
    assert "hops 0 != 3" in found.detail


def test_an_engine_that_counts_otherwise_at_a_station_is_noticed():
    assert tried(trial(), Engines(fast=changing("served", 1, of="stations"))).kind == "engines differ"


@pytest.mark.parametrize(
    ("field", "value"),
    [("cost_staff_institution", -1), ("time_queue", -5), ("visits", -1), ("closed", 10**15), ("solved", 0)],
)
def test_a_record_that_cannot_be_is_noticed_though_both_engines_write_it(field, value):
    both = changing(field, value)
    found = tried(trial(), Engines(both, both))
    assert found.kind == "silent"
    assert field in found.detail


def test_a_need_with_two_records_is_noticed_though_both_engines_write_them():
    both = changing("ordinal", 5)
    assert tried(trial(), Engines(both, both)).kind == "not conserved"


def test_time_that_goes_missing_is_noticed_though_both_engines_lose_it():
    both = changing("time_queue", 10**9)
    found = tried(trial(), Engines(both, both))
    assert found.kind == "not conserved"
    assert "do not add up" in found.detail


def test_an_exception_is_noticed_with_its_traceback():
    found = tried(trial(), Engines(readable=raising))
    assert found.kind == "traceback"
    assert found.signature.startswith("ZeroDivisionError")
    assert "planted" in found.detail


def test_memory_that_cannot_be_had_is_noticed():
    assert tried(trial(), Engines(readable=allocating)).kind == "memory"


def test_a_warning_of_a_number_that_is_none_is_noticed():
    def dividing(*given, **settings):
        np.divide(np.zeros(1), np.zeros(1))
        return compiled.run(*given, **settings)

    found = tried(trial(), Engines(readable=dividing))
    assert found.kind == "silent"
    assert "invalid value" in found.detail


@pytest.mark.parametrize("line", ["  mean wait   nan h", "desk  mean  inf%", "load -inf", "highest 13888888888888.9%"])
def test_what_is_no_number_is_noticed_in_a_text(line):
    assert unsound_text(f"a heading\n{line}\nan end") == [f"text says {line.strip()}"]


@pytest.mark.parametrize("line", ["M/M/infinity", "information, finance", "nanny", "12.5%", "more than 720 h", "'nan'"])
def test_words_are_no_numbers(line):
    assert unsound_text(line) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "the window is too long",
        "x.yaml: wait is <class 'float'>; allowed: a number",
        "x.yaml: ValueError: 3; allowed: a number",
        "x.yaml: wait is np.float64(3.0); allowed: a number",
        "x.yaml: wait is 3; allowed: " + "a, " * 400,
        "x.yaml: wait is 3; allowed: a number\n\n",
        "\n".join(f"x.yaml: wait is {n}; allowed: a number" for n in range(40)),
    ],
)
def test_a_sentence_of_another_form_is_noticed(sentence):
    assert malformed(sentence) != []


def test_a_sentence_of_the_right_form_is_none():
    assert malformed("x.yaml: wait is 3; allowed: a number above 5 [min]\nx.yaml: and 4 more") == []


def test_a_refusal_of_another_form_is_a_failure(monkeypatch):
    def refused(*given, **settings):
        raise target.SinksimError("no")

    monkeypatch.setattr(target, "compile_plan", refused)
    assert tried(trial()).kind == "malformed"


def spinning(number):
    for _ in range(10**10 if number == 1 else 0):
        pass
    return Verdict("ran")


def growing(number):
    held = []
    while number == 1:
        held.append(bytearray(b"x" * 50_000_000))
        time.sleep(0.01)
    return Verdict("ran")


def ending(number):
    if number == 1:
        raise SystemExit(3)
    return Verdict("ran")


# What a worker may take in memory does not hang on what this process has held before: Worker.memory leaves that out.
FEW_BYTES = Limits(cpu=60, memory=PROGRAM + 400_000_000)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork")
@pytest.mark.parametrize(
    ("task", "limits", "kind"),
    [(spinning, Limits(cpu=1.5), "hang"), (growing, FEW_BYTES, "memory"), (ending, Limits(), "traceback")],
    ids=["hang", "memory", "ended"],
)
def test_a_worker_that_hangs_grows_or_ends_is_replaced_and_the_others_go_on(task, limits, kind):
    found = dict(verdicts(task, range(4), limits=limits))
    assert {number: verdict.kind for number, verdict in found.items()} == {0: "ran", 1: kind, 2: "ran", 3: "ran"}


def test_a_trial_is_the_same_whatever_was_made_before():
    before = made_trial(3, 17)
    for number in range(12):
        made_trial(3, number)
    assert made_trial(3, 17) == before
    assert made_trial(4, 17) != before


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork")
def test_verdicts_do_not_hang_on_the_number_of_workers():
    task = partial(_files_of, 5)
    one, two = dict(verdicts(task, range(6), workers=1)), dict(verdicts(task, range(6), workers=2))
    assert one == two


def _files_of(seed, number):
    return Verdict("ran", repr(made_trial(seed, number)))


def test_every_kind_of_base_and_of_change_has_its_share():
    trials = [made_trial(2, number) for number in range(150)]
    kinds = {one.base.partition(":")[0] for one in trials}
    sections = {change.path.partition(".")[0] for one in trials for change in one.changes}
    assert kinds == {"tables", *(name.partition(":")[0] for name in base_names())}
    assert sections >= {
        "processes",
        "services",
        "stations",
        "network",
        "costs",
        "experiment",
        "nodes",
        "edges",
        "cases",
    }
    assert {len(one.changes) for one in trials} == {1, 2, 3, 4}
