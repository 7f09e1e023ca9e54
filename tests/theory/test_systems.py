"""Every textbook system against theory: the quick verification, about a minute on two cores."""

import pytest

from sinksim.plan.compiling import compile_plan
from sinksim.verification.systems import systems, verify
from sinksim.verification.systems.precision import class_of
from sinksim.verification.systems.system import FOLDER

REQUIRED = {
    "mm1", "mm1_busy", "mmc", "md1", "md1_crowded", "mg1_lognormal", "mg1_gamma", "mg1_hyperexponential", "mmck",
    "erlang_b", "overflow", "erlang_a", "erlang_a_crowded", "constant_patience", "priority_two_one_server",
    "priority_three_one_server", "priority_two_servers", "priority_three_servers", "preemption_two_one_server",
    "preemption_three_one_server", "preemption_two_servers", "preemption_three_servers", "tandem", "feedback",
    "referral_tiers", "mt_m_infinite", "mt_m_c", "shifts_finish", "shifts_interrupt", "batch_arrivals", "breakdowns",
    "fork_join", "rendezvous", "dm1", "e2m1", "shortest_queue", "balking", "departments_saving",
    "rejected_files", "blocking_tandem",
}  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return verify()


@pytest.mark.slow
def test_every_figure_of_every_system_agrees_with_theory(report):
    assert {row.system for row in report.rows} == {system.name for system in systems()}
    assert report.ok, "\n" + report.table()
    assert all(row.replications >= 64 for row in report.rows)
    assert all(abs(row.z) < 3.3 and row.relative_standard_error <= 0.05 for row in report.rows)


def test_the_systems_are_of_every_class_of_load():
    assert {class_of(system.load) for system in systems()} == {0, 1, 2}
    assert max(system.load for system in systems() if system.load < 1) >= 0.95


def test_the_systems_cover_what_theory_can_tell():
    assert len(systems()) >= 24
    assert {system.name for system in systems()} >= REQUIRED


def test_every_file_is_a_system_and_every_system_a_file():
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(system.name for system in systems())


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.name)
def test_a_system_is_an_ordinary_scenario(system):
    assert compile_plan(system.scenario).labels.scenario == system.name
    assert 0 < system.load <= 1.1
    assert system.scenario.experiment.replications >= 64
    assert len({figure.name for figure in system.figures}) == len(system.figures)
