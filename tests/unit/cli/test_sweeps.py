import csv

import pytest


@pytest.mark.slow
def test_a_sweep_prints_one_row_a_job_and_keeps_each_report(sinksim, toy, tmp_path):
    said = sinksim("compare", toy, "-m", "stations.court.servers=1,2", "--replications", "2", "--out", "sweep")
    assert said.code == 0
    lines = said.out.splitlines()
    assert [line.split()[:2] for line in lines[1:3]] == [
        ["0", "stations.court.servers=1"],
        ["1", "stations.court.servers=2"],
    ]
    assert {path.name for path in (tmp_path / "sweep").iterdir()} == {"000", "001", "sweep.json"}
    assert (tmp_path / "sweep" / "001" / "comparison.csv").exists()


@pytest.mark.slow
def test_a_job_of_a_sweep_is_the_run_of_that_setting_alone(sinksim, toy, tmp_path):
    sinksim("run", toy, "-m", "stations.desk.servers=1,2", "--out", "sweep", "--quiet")
    sinksim("run", toy, "stations.desk.servers=2", "--out", "alone", "--quiet")
    tables = [(tmp_path / name / "summary.csv").read_bytes() for name in ("sweep/001", "alone")]
    assert tables[0] == tables[1]


@pytest.mark.slow
def test_a_sweep_in_json_is_one_document_of_all_jobs(sinksim, toy):
    document = sinksim("run", toy, "-m", "stations.desk.servers=1,2", "--json", "--replications", "2").document
    assert [job["overrides"] for job in document["jobs"]] == [
        [f"stations.desk.servers={n}", "experiment.replications=2"] for n in (1, 2)
    ]
    assert all(job["document"]["indicators"] for job in document["jobs"])


@pytest.mark.slow
def test_the_jobs_of_a_sweep_may_run_in_processes(sinksim, toy, tmp_path):
    launcher = ["hydra/launcher=joblib", "hydra.launcher.n_jobs=2"]
    said = sinksim("run", toy, "-m", "stations.desk.servers=1,2", *launcher, "--out", "jobs", "--replications", "2")
    assert said.code == 0
    with (tmp_path / "jobs" / "001" / "stations.csv").open(encoding="utf-8-sig") as file:
        assert {row["servers"] for row in csv.DictReader(file) if row["template"] == "desk"} == {"2"}


@pytest.mark.slow
def test_a_sweep_over_a_wrong_value_is_refused(sinksim, toy):
    said = sinksim("run", toy, "-m", "stations.desk.servers=1,x")
    assert said.code == 2
    assert "stations.desk.servers is 'x'" in said.err
