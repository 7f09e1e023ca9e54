"""What a run leaves out is told in ``show`` and ``run``, in text, JSON and tables; small forms of what people reported."""

import csv

import pytest

DESK = """
services:
  request:
    traditional: {process: at_the_desk}
processes:
  at_the_desk:
    - queue: {station: desk, time: 20}
    - close
"""
LOG = f"""
stations: {{desk: {{tier: township, servers: 1}}}}
{DESK}
experiment: {{warm_up_days: 0, window_days: 10, follow_up_days: 5, replications: 2}}
"""
NODES = "code,tier,parent,population\n11,county,,\n1101,township,11,54621\n"
SHUT = """
start: 2022-01-31
calendars: {desk_hours: {days: workdays, hours: ["09:00-12:00"]}}
profiles: {office: {within: desk_hours}}
stations: {desk: {servers: 1, calendar: desk_hours}}
services: {request: {demand: {per_day: 20}, traditional: {process: p}}}
processes: {p: [{queue: {station: desk, time: 10}}, close]}
experiment: {warm_up_days: 0, window_days: 4, follow_up_days: 2, replications: 2}
"""


def cases(year, days):
    rows = (f"request,1101,{year}-01-{day:02}T{hour:02}:00" for day in days for hour in (9, 11))
    return "service,origin,arisen\n" + "\n".join(rows) + "\n"


@pytest.fixture
def recorded(sinksim, tmp_path):
    """A command over a log of the given year and days, with the run from 2022-01-03 to 2022-01-17."""
    (tmp_path / "log.yaml").write_text(LOG)
    (tmp_path / "nodes.csv").write_text(NODES)

    def run(command, year, days, *more):
        (tmp_path / "cases.csv").write_text(cases(year, days))
        return sinksim(command, "log.yaml", "--nodes", "nodes.csv", "--cases", "cases.csv", *more)

    return run


def test_recorded_rows_after_the_end_are_told_everywhere(recorded, tmp_path):
    sentence = "26 of 40 recorded cases arose after the end of the run (2022-01-03 to 2022-01-17) and are not used"
    days = [*range(3, 10), *range(18, 31)]
    assert sentence in recorded("show", 2022, days).out
    assert "40 条案件记录中有 26 条晚于运行结束" in recorded("show", 2022, days, "--lang", "zh").out
    shown = recorded("show", 2022, days, "--json").document["notes"]
    assert [(n["code"], n["values"]["outside"]) for n in shown if "outside" in n["values"]] == [
        ("recorded_after_end", 26)
    ]
    assert sentence in recorded("run", 2022, days, "--out", "text").out
    ran = recorded("run", 2022, days, "--out", "report", "--json", "--fresh").document
    assert sentence in ran["notes"][0]["text"]
    assert sentence in ran["manifest"]["runs"][0]["notes"][0]["text"]
    for table in ("summary", "by_area", "by_service", "by_segment", "stations"):
        with (tmp_path / "report" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {sentence in row["note"] for row in csv.DictReader(file)} == {True}, table
    with (tmp_path / "report" / "notes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "26" in next(csv.DictReader(file))["zh"]


def test_a_log_of_another_year_is_refused_with_both_date_ranges(recorded):
    for command in ("show", "run"):
        said = recorded(command, 2024, range(3, 13))
        assert (said.code, said.out) == (2, "")
        assert (
            "has 20 rows from 2024-01-03 to 2024-01-12, none of them in the run from 2022-01-03 to 2022-01-17"
            in said.err
        )
    assert recorded("show", 2021, range(3, 13)).code == 0


@pytest.fixture
def shut(tmp_path):
    path = tmp_path / "shut.yaml"
    path.write_text(SHUT)
    return path


def test_a_station_that_never_opens_has_no_utilisation(sinksim, shut, tmp_path):
    for said in (sinksim("show", shut), sinksim("run", shut, "--out", "report")):
        assert "desk: never open in this run (2022-01-31 to 2022-02-05)" in said.out
        assert "inf" not in said.out
    out = sinksim("show", shut).out
    assert "1 stations   never open in this run" in out
    assert "WARNING" not in out
    assert "%" not in out.split("Expected utilisation")[1]
    (row,) = sinksim("show", shut, "--json").document["utilisation"]
    assert (row["mean"], row["highest"]) == (None, None)
    with (tmp_path / "report" / "stations.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["note"] == "never open in the window"


def test_a_loop_that_is_never_left_is_shown_without_a_number(sinksim, tmp_path):
    loop = SHUT.replace("calendar: desk_hours", "room: null").replace(
        "[{queue: {station: desk, time: 10}}, close]",
        "[{label: l, queue: {station: desk, time: 10}}, {check: {name: c, by: urgency, branches: {high: [{goto: l}]}}}, close]",
    )
    (tmp_path / "loop.yaml").write_text(loop.replace("{per_day: 20}", "{per_day: 20}, urgency: {high: 1, low: 1}"))
    said = sinksim("show", "loop.yaml", "urgencies=[high,low]")
    assert said.code == 0, said.err
    assert "WARNING: desk at site: offered load above capacity" in said.out
    assert "(without bound)" in said.out
    assert "inf %" not in said.out
    assert "inf%" not in said.out
    document = sinksim("show", "loop.yaml", "urgencies=[high,low]", "--json").document
    assert (document["utilisation"][0]["mean"], document["size"]["steps"], document["overloaded"]) == (
        None,
        None,
        ["desk"],
    )


def test_nothing_solved_is_never_a_time_of_0_hours(sinksim, shut):
    said = sinksim("run", shut, "--out", "report").out
    (elapsed,) = [line for line in said.splitlines() if "mean restricted" in line]
    assert elapsed.split()[-3:] == [">", "48", "h"]
    assert "A follow-up of at least 30 d (the longest deadline) is needed" in " ".join(said.split())
    assert "Gini of elapsed" not in said


def test_working_days_of_a_year_to_come_are_told(sinksim, shut):
    said = sinksim("show", shut, "start=2027-02-01")
    assert "Working days of 2027 have not been announced" in said.out


def test_show_tells_what_needs_a_day_make_on_a_day_on_which_they_arise(sinksim, shut):
    assert "\n    20 a day\n" in sinksim("show", shut).out
    within = sinksim("show", shut, "start=2022-03-01", "+services.request.demand.profile=office")
    assert "20 a day = 29.3 on a day on which needs arise" in within.out
