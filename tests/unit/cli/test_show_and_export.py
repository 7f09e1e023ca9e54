import pytest

from sinksim.scenarios.loading.presets import presets, starters
from tests.helpers import network_tables

CASES = "service,origin,arisen\npermit,t1,2022-01-04T09:00\npermit,t2,2022-01-05T10:30\n"


def test_presets_are_listed_with_their_titles(sinksim):
    listed = sinksim("presets").out
    assert [name for name in presets() if name not in listed] == []
    assert "贵州远程医疗" in sinksim("presets", "--lang", "zh").out
    assert [row["name"] for row in sinksim("presets", "--json").document["presets"]] == presets()


def test_small_scenarios_to_begin_from_are_listed_after_the_presets(sinksim):
    assert [row["name"] for row in sinksim("presets", "--json").document["starters"]] == starters()
    assert [line.split()[0] for line in sinksim("presets").out.splitlines()] == [*presets(), *starters()]


def test_show_tells_processes_numbers_with_evidence_utilisation_and_size(sinksim, toy):
    said = sinksim("show", toy)
    assert said.code == 0
    for fragment in (
        "toy · Toy",
        "nodes: 1 county, 2 township",
        "queue station desk, time exponential(mean 20) min",
        "check name up, chance 0.25",
        "minutes = 20 min [X; 1 to 60] time at the desk",
        "services.permit.coverage_deadline_days = 30.0 d [X]",
        "alternative: stations.desk.servers=2, parameters.minutes=15",
        "400 needs arise, 400 are filed, 500 visits to stations",
    ):
        assert fragment in said.out, fragment
    assert "WARNING" not in said.out


def test_show_warns_of_a_station_that_is_asked_for_more_than_it_can_do(sinksim, toy):
    said = sinksim("show", toy, "services.permit.demand.per_day=80")
    assert said.code == 0
    assert "WARNING: desk at t1: offered load above capacity" in said.out
    assert sinksim("show", toy, "services.permit.demand.per_day=80", "--json").document["overloaded"] == ["desk"]


def test_show_in_json_has_the_resolved_scenario_and_the_utilisation(sinksim, toy):
    document = sinksim("show", toy).code, sinksim("show", toy, "--json").document
    assert document[0] == 0
    assert document[1]["scenario"]["policy"]["adoption"] == 0
    (desk, court) = document[1]["utilisation"]
    assert (desk["template"], desk["stations"]) == ("desk", 2)
    assert desk["highest"] == pytest.approx(20 * 20 / 1440)
    assert court["mean"] == pytest.approx(2 * 20 * 0.25 * 30 / 1440)


def test_an_exported_scenario_and_network_are_read_back_as_the_same(sinksim, toy, tmp_path):
    said = sinksim("export", toy, "--out", "files")
    assert said.code == 0
    assert said.out.split() == ["files/scenario.yaml", "files/nodes.csv", "files/edges.csv"]
    own = sinksim("run", "files/scenario.yaml", "--out", "a", "--quiet")
    again = sinksim("run", toy, "--nodes", "files/nodes.csv", "--edges", "files/edges.csv", "--out", "b", "--quiet")
    assert (own.code, again.code) == (0, 0)
    sinksim("run", toy, "--out", "c", "--quiet")
    summaries = [(tmp_path / name / "summary.csv").read_bytes() for name in "abc"]
    assert summaries[0] == summaries[1] == summaries[2]


def test_export_does_not_write_over_other_files(sinksim, toy, tmp_path):
    (tmp_path / "nodes.csv").write_text("mine")
    said = sinksim("export", toy, "--out", ".")
    assert said.code == 2
    assert "already holds another nodes.csv" in said.err
    assert (tmp_path / "nodes.csv").read_text() == "mine"


def test_blank_tables_are_written_and_say_what_they_hold(sinksim, tmp_path):
    assert sinksim("export", "--template", "blank").code == 0
    assert {path.name for path in (tmp_path / "blank").iterdir()} == {
        "nodes.csv",
        "edges.csv",
        "cases.csv",
        "network.xlsx",
    }
    assert sinksim("export", "--template", "blank").code == 2


def test_a_planner_s_own_workbook_takes_the_place_of_the_network(sinksim, toy, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "nodes"
    for row in (("code", "tier", "parent", "population"), ("k", "county", None, 10), ("v", "township", "k", 10)):
        book.active.append(row)
    edges = book.create_sheet("edges")
    for row in (("source", "target", "relation", "minutes"), ("v", "k", "refers", 30)):
        edges.append(row)
    book.save(tmp_path / "own.xlsx")
    said = sinksim("show", toy, "--network", "own.xlsx")
    assert said.code == 0, said.err
    assert "nodes: 1 county, 1 township" in said.out


def test_a_network_that_does_not_fit_the_processes_is_refused(sinksim, toy, tmp_path):
    (tmp_path / "nodes.csv").write_text(network_tables.GOOD)
    said = sinksim("show", toy, "--nodes", "nodes.csv")
    assert said.code == 2
    assert "allowed: " in said.err


def test_recorded_cases_take_the_place_of_drawn_demand_and_stay_out_of_the_report(sinksim, toy, tmp_path):
    (tmp_path / "log.csv").write_text(CASES)
    said = sinksim("run", toy, "--cases", "log.csv", "--out", "report", "--json")
    assert said.code == 0, said.err
    assert said.document["cases"] == 2 * 4
    written = (tmp_path / "report" / "scenario.yaml").read_text(encoding="utf-8")
    assert "arisen" not in written
    assert "--cases=sha256:" in said.document["manifest"]["command"][-1]


def test_a_report_of_recorded_cases_is_repeated_with_their_log_and_not_without(sinksim, toy, tmp_path):
    (tmp_path / "log.csv").write_text(CASES)
    (tmp_path / "other.csv").write_text(CASES.replace("t2", "t1"))
    sinksim("run", toy, "--cases", "log.csv", "--out", "report", "--quiet")
    assert sinksim("rerun", "report", "--cases", "log.csv").code == 0
    for wrong in ([], ["--cases", "other.csv"]):
        said = sinksim("rerun", "report", *wrong)
        assert said.code == 2
        assert "the log of cases that the report read" in said.err
