import datetime as dt

import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.case_log import logged_cases, read_cases
from sinksim.scenarios.loading.composing import scenario_of
from sinksim.scenarios.loading.strict_yaml import parse_yaml
from sinksim.scenarios.loading.user_tables import cases_by_service
from sinksim.scenarios.logs import LogRow
from tests.helpers.toy import TOY
from tests.helpers.work import calls_of

HEADER = "service,origin,arisen,urgency,segment,requires\n"


def write(tmp_path, text):
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path, text):
    with pytest.raises(BadInput) as caught:
        read_cases(write(tmp_path, text))
    return str(caught.value)


def test_a_log_is_read_with_its_optional_cells(tmp_path):
    text = HEADER + "consult,520102021,2022-01-03T09:30:59,high,2,county\nimaging,520102021,2022-01-03 10:00,,,\n"
    first, second = read_cases(write(tmp_path, text))
    assert (first.service, first.origin, first.urgency, first.segment, first.requires) == (
        "consult",
        "520102021",
        "high",
        2,
        "county",
    )
    assert first.arisen == dt.datetime(2022, 1, 3, 9, 30), "seconds are dropped"
    assert (second.urgency, second.segment, second.requires) == (None, None, None)


def test_cases_are_sorted_into_services_with_minutes_from_the_start(tmp_path):
    text = "service,origin,arisen\nb,x,2022-01-04T00:10\na,x,2022-01-03T12:00\nb,y,2022-01-02T23:00\n"
    cases = logged_cases(read_cases(write(tmp_path, text)), dt.date(2022, 1, 3))
    assert [(c.origin, c.arisen) for c in cases["b"]] == [("y", -60.0), ("x", 1450.0)]
    assert [c.arisen for c in cases["a"]] == [720.0]


@pytest.mark.parametrize(
    "moment",
    [
        "yesterday",
        "2022-13-01T09:00",
        "2022-01-03",
        "1641200000",
        "2022-01-03T25:00",
        "2022-01-03T09:00+08:00",
        "03/01/2022",
    ],
)
def test_a_moment_that_is_not_an_iso_date_time_is_refused(tmp_path, moment):
    text = refused(tmp_path, f"service,origin,arisen\nconsult,x,{moment}\n")
    assert "cases.csv:2" in text
    assert "2022-01-03T09:30" in text


@pytest.mark.parametrize(
    "column", ["name", "姓名", "身份证号", "phone", "联系电话", "patient_name", "id_card", "mobile", "住址", "email"]
)
def test_a_column_about_persons_is_refused_by_its_name(tmp_path, column):
    text = refused(tmp_path, f"service,origin,arisen,{column}\nconsult,x,2022-01-03T09:30,secret\n")
    assert "data about persons" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("11010119900307123X", "an identity number"),
        ("110101199003071234", "an identity number"),
        ("id 110101 19900307 1234", "an identity number"),
        ("13812345678", "a phone number"),
        ("+86 138-1234-5678", "a phone number"),
        ("call 13812345678", "a phone number"),
    ],
)
@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_number_of_a_person_is_refused_in_any_column_and_not_repeated(tmp_path, cell, kind, column):
    cells = ["consult", "x", "2022-01-03T09:30", "high", "", ""]
    cells[column] = cell
    text = refused(tmp_path, HEADER + ",".join(cells) + "\n")
    assert f"cases.csv:2: {HEADER.split(',')[column]} looks like {kind}" in text
    assert cell not in text


def test_a_column_full_of_chinese_names_is_refused_and_not_repeated(tmp_path):
    people = ["王小明", "李娜", "张伟", "刘洋", "陈静", "杨帆"]
    rows = "".join(f"consult,{p},2022-01-03T09:30\n" for p in people)
    text = refused(tmp_path, "service,origin,arisen\n" + rows)
    assert "column origin looks like names of persons" in text
    assert not any(p in text for p in people)


def test_area_codes_of_nine_and_twelve_digits_are_no_personal_numbers(tmp_path):
    text = "service,origin,arisen\nconsult,110101001,2022-01-03T09:30\nconsult,110101001001,2022-01-03T09:30:15\n"
    assert len(read_cases(write(tmp_path, text))) == 2


@pytest.mark.parametrize(
    ("row", "fragment"),
    [
        ("consult,x,2022-01-03T09:30,,4,", "segment is '4'"),
        (",x,2022-01-03T09:30,,,", "service is missing"),
        ("consult,,2022-01-03T09:30,,,", "origin is missing"),
        ("consult,x,,,,", "arisen is missing"),
        ("a b,x,2022-01-03T09:30,,,", "service is 'a b'"),
    ],
)
def test_a_broken_row_is_refused_with_its_place(tmp_path, row, fragment):
    text = refused(tmp_path, HEADER + row + "\n")
    assert f"cases.csv:2: {fragment}" in text


def test_an_unknown_column_is_refused(tmp_path):
    assert "'colour' is unknown" in refused(tmp_path, "service,origin,arisen,colour\na,x,2022-01-03T09:30,red\n")


def test_of_many_services_that_are_unknown_only_those_that_are_told_are_worded():
    scenario = scenario_of(parse_yaml(TOY, "toy.yaml"), "toy")
    moment = dt.datetime.combine(scenario.start, dt.time())

    def work_of(number):
        rows = [LogRow(service=f"permit{n}", origin="t1", arisen=moment) for n in range(number)]

        def refuse():
            with pytest.raises(BadInput, match=r"cases\.csv: service is 'permit0'; did you mean permit"):
                cases_by_service(rows, scenario, "cases.csv")

        return calls_of(refuse)

    work_of(1)
    told, counted = (work_of(20) - work_of(10)) / 10, (work_of(60) - work_of(20)) / 40
    assert counted < told / 2
