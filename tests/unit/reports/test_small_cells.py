"""A report of a recorded log tells no number of fewer than ten people."""

import csv
import json

from sinksim.cli import main
from sinksim.experiments.running import run
from sinksim.scenarios.loading.composing import compose, scenario_of
from tests.helpers.toy import TOY

FEW, MANY = 4, 36


def log_of(few, many):
    rows = [f"permit,t1,2022-01-{4 + n % 8:02d}T{9 + n % 6:02d}:{n:02d},3" for n in range(few)]
    rows += [f"permit,t2,2022-01-{4 + n % 8:02d}T{9 + n % 6:02d}:{n:02d},{n % 2}" for n in range(many)]
    return "service,origin,arisen,segment\n" + "\n".join(rows) + "\n"


def report(folder, few=FEW, many=MANY):
    (folder / "toy.yaml").write_text(TOY, encoding="utf-8")
    (folder / "log.csv").write_text(log_of(few, many), encoding="utf-8")
    arguments = ["run", folder / "toy.yaml", "--cases", folder / "log.csv", "--out", folder / "out", "--quiet"]
    assert main([str(word) for word in arguments]) == 0
    return folder / "out"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_small_segment_leaves_one_row_that_says_so_and_no_number(tmp_path, capsys):
    found = rows(report(tmp_path) / "by_segment.csv")
    small = [row for row in found if "suppressed" in row["note"]]
    assert len(small) == 2, "4 people alone could be had by subtraction: 18 others are hidden beside them"
    assert {(row["mean"], row["half_width"]) for row in small} == {("", "")}
    told = {row["segment"] for row in found if row["mean"]}
    assert not told & {row["segment"] for row in small}
    needs = [float(row["mean"]) for row in found if row["indicator"] == "needs" and row["mean"]]
    assert set(needs) == {18.0, 0.0}, "an empty cell gives nobody away"


def test_stations_that_few_recorded_people_came_to_have_no_numbers(tmp_path, capsys):
    found = {row["station"]: row for row in rows(report(tmp_path) / "stations.csv")}
    assert found["desk@t1"]["joined"] == found["desk@t1"]["busy"] == ""
    assert "suppressed" in found["desk@t1"]["note"]
    assert float(found["desk@t2"]["joined"]) == MANY


def test_the_document_for_scripts_counts_what_is_suppressed(tmp_path, capsys):
    report(tmp_path, few=2, many=5)
    capsys.readouterr()
    arguments = ["run", tmp_path / "toy.yaml", "--cases", tmp_path / "log.csv", "--json"]
    main([*(str(word) for word in arguments), "--out", str(tmp_path / "again")])
    document = json.loads(capsys.readouterr().out)
    assert document["slices_suppressed"]["overall"] == 1
    assert [row for row in document["indicators"] if row["slice"] == "overall" and row["dimension"] != "equity"] == []


def test_drawn_cases_are_told_however_few(tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY.replace("per_day: 20", "per_day: 0.2"), encoding="utf-8")
    tree = compose(str(tmp_path / "toy.yaml"))
    result = run(scenario_of(tree, "toy"), replications=3)
    assert 0 < result.indicator("needs").mean < 10
    assert result.suppressed == {}
