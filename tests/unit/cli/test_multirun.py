import json
import os
import sys
from pathlib import Path

import pytest

from sinksim.cli.sweeping import Job, multirun
from sinksim.core.errors import BadInput
from tests.helpers.toy_folder import enter_toy_folder, names_in

pytestmark = pytest.mark.slow


@pytest.fixture
def toy(tmp_path, monkeypatch):
    return enter_toy_folder(tmp_path, monkeypatch)


class Note:
    """A job that leaves a note in a folder (it may run in another process)."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, job: Job):
        adoption, seed = job.tree["policy"]["adoption"], job.tree["experiment"]["seed"]
        note = {"overrides": job.overrides, "adoption": adoption, "seed": seed, "process": os.getpid()}
        (self.folder / f"{job.number}.json").write_text(json.dumps(note))


def _notes(folder):
    return [json.loads((folder / f"{number}.json").read_text()) for number in range(len(names_in(folder)))]


@pytest.mark.parametrize(
    "launcher", [[], ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]], ids=["basic", "joblib"]
)
def test_a_multirun_calls_the_job_once_for_each_point_with_any_launcher(toy, tmp_path, launcher):
    from hydra.core.global_hydra import GlobalHydra

    folder = tmp_path / "notes"
    folder.mkdir()
    arguments = sys.argv
    multirun(toy, ["policy.adoption=0.2,0.8", "experiment.seed=1,2", "parameters.again=0.4", *launcher], Note(folder))
    notes = _notes(folder)
    assert [(note["adoption"], note["seed"]) for note in notes] == [(0.2, 1), (0.2, 2), (0.8, 1), (0.8, 2)]
    assert notes[3]["overrides"] == ["policy.adoption=0.8", "experiment.seed=2", "parameters.again=0.4"]
    assert (os.getpid() in {note["process"] for note in notes}) == (not launcher)
    assert names_in(Path()) == ["toy.yaml"]
    assert not GlobalHydra.instance().is_initialized()
    assert sys.argv is arguments
    assert "HYDRA_FULL_ERROR" not in os.environ


def test_a_multirun_sweeps_over_ready_made_options_and_none(toy):
    seen = []
    multirun(toy, ["risk=null,outage"], lambda job: seen.append(job.tree["risks"]["outage"]["on"]))
    assert seen == [False, True]


def test_a_multirun_sweeps_over_the_options_that_a_pattern_fits(toy):
    seen = []
    multirun(toy, ["policy=glob(b*)", "experiment.seed=range(1,3)"], lambda job: seen.append(job.overrides))
    assert seen == [("policy=bold", "experiment.seed=1"), ("policy=bold", "experiment.seed=2")]


def test_what_is_not_swept_reaches_every_job_as_it_was_typed(toy):
    typed = ["title.zh=下沉, 上收".replace(", ", "、"), "policy.adoption==again", "+stations.second={servers: 1}"]
    seen = []
    multirun(toy, [*typed, "stations.desk.servers=1,{per_100k: 2}"], lambda job: seen.append(job.overrides))
    assert [overrides[:3] for overrides in seen] == [tuple(typed)] * 2
    assert [overrides[3] for overrides in seen] == ["stations.desk.servers=1", "stations.desk.servers={per_100k:2}"]


def test_a_multirun_can_take_a_name_away(toy):
    seen = []
    multirun(
        toy, ["experiment.seed=1,2", "~risks.breakdowns"], lambda job: seen.append("breakdowns" in job.tree["risks"])
    )
    assert seen == [False, False]


def test_hydra_writes_its_notes_only_where_it_is_asked_to(toy, tmp_path):
    multirun(toy, ["experiment.seed=1,2"], lambda job: None, folder=tmp_path / "it's noted")
    assert (tmp_path / "it's noted" / "multirun.yaml").is_file()
    assert names_in(Path()) == ["toy.yaml"]


@pytest.mark.parametrize(
    "launcher", [[], ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]], ids=["basic", "joblib"]
)
def test_what_a_job_refuses_is_raised_after_the_others_have_run(toy, tmp_path, launcher):
    folder = tmp_path / "notes"
    folder.mkdir()

    def job(job):
        if job.number == 0:
            raise BadInput("the first point cannot be run")
        (folder / str(job.number)).touch()

    with pytest.raises(BadInput, match="the first point cannot be run"):
        multirun(toy, ["experiment.seed=1,2,3", *launcher], job)
    assert names_in(folder) == ["1", "2"]


def test_an_error_that_a_job_did_not_expect_is_not_called_bad_input(toy):
    def job(job):
        raise ZeroDivisionError("a fault of the job")

    with pytest.raises(ZeroDivisionError):
        multirun(toy, ["experiment.seed=1,2"], job)


@pytest.mark.parametrize(
    ("overrides", "fragments"),
    [
        (["policy.adopt=1,2"], ["policy.adopt is not a known name", "did you mean adoption"]),
        (["policy.adopt=1,2", "hydra/launcher=joblib"], ["policy.adopt is not a known name"]),
        (["hydra/launcher=jobli"], ["hydra/launcher=jobli", "did you mean joblib"]),
        (["policy.adoption=0.1,2", "policy.adopt=1"], ["policy.adopt is not a known name"]),
        (["hydra.launcher.jobs=2"], ["hydra.launcher.jobs is not a setting of Hydra's"]),
        (["hydra.launcher._target_=os.system"], ["start with _"]),
        (["hydra.job.chdir=true"], ["hydra/launcher", "hydra.sweep."]),
        (["hydra.searchpath=[file:///etc]"], ["hydra/launcher"]),
        (["risk=outage,flood"], ["there is no risk named 'flood'", "outage"]),
        (["policy.adoption=interval(0,1)"], ["interval", "range(a,b,step)"]),
        (["policy.adoption=[1"], ["cannot be read"]),
        (["-m"], ["allowed: path=value"]),
    ],
)
def test_a_multirun_refuses_what_it_cannot_mean_before_any_job_runs(toy, overrides, fragments):
    ran = []
    with pytest.raises(BadInput) as refused:
        multirun(toy, overrides, ran.append)
    assert [fragment for fragment in fragments if fragment not in str(refused.value)] == [], str(refused.value)
    assert ran == []
    assert names_in(Path()) == ["toy.yaml"]
