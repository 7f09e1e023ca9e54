"""Which sides an override moves, and that everything a report keeps says so."""

import csv
import json
import re
import shutil

import pytest

from sinksim.scenarios.loading.strict_yaml import parse_yaml
from tests.helpers.four_sides import FOUR_SIDES

MOVED = {
    "stations.desk.servers=3": ["desks", "courts", "few"],
    "parameters.minutes=12": ["ladder", "today", "desks", "courts", "few"],
    "ladder:stations.court.servers=2": ["ladder"],
    "few: stations.court.servers=1 parameters.minutes=10": ["few"],
}
FEW = [*MOVED][-1]
TYPED = [*[*MOVED][:-1], "--side", FEW, "--replications", "2"]


@pytest.fixture
def four(tmp_path):
    path = tmp_path / "four.yaml"
    path.write_text(FOUR_SIDES, encoding="utf-8")
    return path


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_the_console_says_which_sides_each_override_moves(sinksim, four):
    lines = sinksim("compare", four, *TYPED, "--quiet").out.splitlines()
    assert "stations.desk.servers=3 moves desks, courts, few" in lines
    assert "parameters.minutes=12 moves every side" in lines
    assert "ladder:stations.court.servers=2 moves ladder" in lines
    assert f"{FEW} moves few" in lines
    told = sinksim("compare", four, *TYPED, "--quiet", "--lang", "zh").out
    assert "ladder:stations.court.servers=2 作用于：ladder" in told
    assert "parameters.minutes=12 作用于：全部方案" in told


def test_document_manifest_and_scenario_keep_what_moves_which_side(sinksim, four, tmp_path):
    document = sinksim("compare", four, *TYPED, "--json", "--out", "report").document
    told = {row["override"]: row["sides"] for row in document["overrides"]}
    assert {name: told[name] for name in MOVED} == MOVED
    command = document["manifest"]["command"]
    assert command[:3] == ["sinksim", "compare", "four.yaml"]
    assert {*[*MOVED][:-1], f"--side={FEW}"} <= set(command)
    tree = parse_yaml((tmp_path / "report" / "scenario.yaml").read_text(encoding="utf-8"), "scenario.yaml")
    assert {name: side["set"] for name, side in tree["comparison"]["sides"].items()} == {
        "ladder": {"parameters.minutes": 12, "stations.court.servers": 2},
        "today": {},
        "desks": {"stations.desk.servers": 3},
        "courts": {"stations.court.servers": 2, "stations.desk.servers": 3},
        "few": {"stations.court.servers": 1, "parameters.minutes": 12, "stations.desk.servers": 3},
    }
    assert tree["parameters"]["minutes"]["value"] == 12


def test_what_a_side_was_given_is_what_it_runs_with(sinksim, four, tmp_path):
    sinksim("compare", four, *TYPED, "--quiet", "--out", "report")
    servers = {(row["run"], row["template"]): row["servers"] for row in rows(tmp_path / "report" / "stations.csv")}
    desks = {side: servers[side, "desk"] for side in ("ladder", "today", "desks", "courts", "few")}
    assert desks == {"ladder": "1", "today": "1", "desks": "3", "courts": "3", "few": "3"}
    assert (servers["ladder", "court"], servers["today", "court"], servers["courts", "court"]) == ("2", "1", "2")


def test_a_report_of_moved_sides_is_repeated_to_the_byte(sinksim, four, tmp_path):
    sinksim("compare", four, *TYPED, "--quiet", "--out", "report")
    four.unlink()
    said = sinksim("rerun", "report", "--out", "again")
    assert (said.code, said.err) == (0, "")
    assert "every table is the same, bit for bit" in said.out
    first, second = (tmp_path / name for name in ("report", "again"))
    names = sorted(path.name for path in first.iterdir() if path.name != "manifest.json")
    assert len(names) == 8
    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]


def test_the_table_of_differences_has_two_blocks_with_levels_beside_each_difference(sinksim, four, tmp_path):
    document = sinksim("compare", four, "--replications", "2", "--json", "--out", "report").document
    found = rows(tmp_path / "report" / "comparison.csv")
    assert list(found[0]) == [
        "block", "side", "against", "slice", "service", "area", "area_name", "area_name_en", "segment", "indicator", "unit",
        "better", "dimension", "difference", "half_width", "n", "at_least", "verdict", "level", "level_against",
        "variance_ratio", "variance_ratio_upper", "note",
    ]  # fmt: skip
    assert list(dict.fromkeys((row["block"], row["side"], row["against"]) for row in found)) == [
        ("platform", "today", "ladder"),
        ("proposals", "desks", "today"),
        ("proposals", "courts", "today"),
    ]
    levels = {
        (row["run"], row["indicator"]): float(row["mean"])
        for row in rows(tmp_path / "report" / "summary.csv")
        if row["slice"] == "overall" and row["mean"]
    }
    told = {
        (row["side"], row["against"], row["indicator"]): row
        for row in document["differences"]
        if row["slice"] == "overall"
    }
    overall = [row for row in found if row["slice"] == "overall" and row["dimension"] != "equity" and row["difference"]]
    assert len(overall) > 60
    for row in overall:
        side, against, name = row["side"], row["against"], row["indicator"]
        assert float(row["level"]) == pytest.approx(levels[side, name], rel=1e-12)
        assert float(row["level_against"]) == pytest.approx(levels[against, name], rel=1e-12)
        assert float(row["difference"]) == told[side, against, name]["difference"]
        assert float(row["level"]) - float(row["level_against"]) == pytest.approx(float(row["difference"]), abs=1e-6)


@pytest.mark.parametrize("command", ["explain", "twin"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--of", "desk"], "side 'desk' is not one of the comparison's; did you mean desks?"),
        (["--against", "nobody"], "side 'nobody' is not one of the comparison's; known: courts, desks, ladder, today"),
        (
            ["--of", "today", "--against", "today"],
            "side 'today' is compared with itself; allowed: two sides of ladder, today, desks, courts",
        ),
        (["desk:stations.desk.servers=2"], "side 'desk' is not one of the comparison's; did you mean desks?"),
        (["--side", "more"], "--side is 'more'; allowed: 'NAME: path=value path=value'"),
    ],
)
def test_sides_that_cannot_be_looked_at_are_refused_in_one_sentence(sinksim, four, command, options, said):
    found = sinksim(command, four, *options, "--quiet")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert found.err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "pair"),
    [
        ([], ("ladder", "today")),
        (["--of", "desks"], ("today", "desks")),
        (["--against", "desks"], ("desks", "courts")),
        (["--of", "courts", "--against", "ladder"], ("ladder", "courts")),
        (["--of", "few", "--side", "few: stations.desk.servers=3"], ("today", "few")),
    ],
)
def test_two_sides_are_chosen_to_be_looked_at(sinksim, four, options, pair):
    twin = sinksim("twin", four, *options, "--json").document
    assert (twin["baseline"]["name"], twin["alternative"]["name"]) == pair
    explained = sinksim("explain", four, *options, "--json", "--replications", "2").document
    assert explained["decompositions"][0]["names"] == dict(zip(("baseline", "alternative"), pair, strict=True))


def test_two_sides_that_are_looked_at_differ_as_compare_says(sinksim, four):
    document = sinksim("compare", four, "--json", "--replications", "2").document
    levels = {
        side: {row["indicator"]: row["mean"] for row in result["indicators"] if row["slice"] == "overall"}["elapsed"]
        for side, result in document["sides"].items()
    }
    asked = ["--of", "courts", "--against", "ladder", "--replications", "2"]
    whole = sinksim("explain", four, *asked, "--json").document["decompositions"][0]["whole"]
    assert whole["difference"] == pytest.approx(levels["courts"] - levels["ladder"], abs=1e-12)
    said = sinksim("explain", four, *asked, "--quiet").out
    assert "more at court minus before, paired" in said
    assert "before  more at cou…" in said
    assert "+0.000000" not in said
    assert re.search(r"-0\.0+\s", said) is None


def test_a_citizen_filed_on_one_side_is_asked_for_by_its_name(sinksim, four):
    asked = ["--of", "desks", "--largest", "--json"]
    document = sinksim("twin", four, *asked, "--filed", "today").document
    assert list(document["needs"]) == ["both", "today", "desks", "neither"]
    assert (document["needs"]["today"], document["falls"]) == (0, [])
    refused = sinksim("twin", four, *asked, "--filed", "baseline")
    assert (refused.code, "--filed is 'baseline'; known: any, both, desks, today" in refused.err) == (2, True)


SMALL = ["network.scale=0.01", "experiment.window_days=2", "experiment.follow_up_days=2", "--replications", "2"]


@pytest.fixture
def swept(sinksim, tmp_path):
    """The document and the printed rows of a sweep over guizhou."""

    def run(setting):
        said = sinksim("compare", "guizhou", "-m", setting, *SMALL, "--out", "sweep", "--quiet")
        again = json.loads((tmp_path / "sweep" / "000" / "job.json").read_text(encoding="utf-8"))
        shutil.rmtree(tmp_path / "sweep")
        assert said.code == 0, said.err
        return said.out.splitlines(), again

    return run


PAIRS = ["today − without the platform", "wider use − today", "more county specialists − today"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "moved", "changes"),
    [
        ("policy.adoption=0.1,0.9", "more_adoption, more_specialists", [False, True, True]),
        ("ladder:policy.adoption=0.1,0.9", "ladder", [True, False, False]),
    ],
)
def test_rows_of_a_sweep_over_a_decision_say_which_sides_it_moves(swept, setting, moved, changes):
    lines, job = swept(setting)
    key, _, values = setting.partition("=")
    _, *told = lines
    for n, value in enumerate(values.split(",")):
        first, *rest = told[3 * n : 3 * n + 3]
        assert first.startswith(f"{n}")
        assert f"{key}={value} → {moved}; " in first
        assert [pair in line for pair, line in zip(PAIRS, (first, *rest), strict=True)] == [True] * 3
    assert job["document"]["overrides"][0] == {"override": f"{key}={values.split(',')[0]}", "sides": moved.split(", ")}
    # A level stands before the difference in brackets; a pair that the setting does not move has the same ones in both jobs.
    cells = [line[line.index("−") :] for line in told[:6]]
    assert all(" % (" in line and "points)" in line for line in cells)
    assert [cells[n] != cells[n + 3] for n in range(3)] == changes


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("comparison.least_difference.coverage=3", "least_difference.coverage is 3; allowed: a share from 0 to 1"),
        ("comparison.least_difference.nonsense=0.1", "comparison.least_difference has 'nonsense'; "),
    ],
)
def test_a_least_difference_is_a_share_of_a_headline(sinksim, four, override, sentence):
    said = sinksim("compare", four, override)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert sentence in said.err


def test_a_least_difference_is_stated_like_any_other_setting(sinksim, four):
    document = sinksim(
        "compare", four, "comparison.least_difference.coverage=1", "--replications", "4", "--json"
    ).document
    verdicts = {row["verdict"] for row in document["differences"] if row["indicator"] == "coverage"}
    assert verdicts == {"little difference"}


def test_a_setting_of_a_side_is_given_once(sinksim, four):
    said = sinksim("compare", four, "--side", "a: stations.desk.servers=3", "--side", "a: stations.desk.servers=4")
    assert (said.code, "--side sets stations.desk.servers of a twice; allowed: once" in said.err) == (2, True)


def test_a_side_may_have_indicators_that_another_has_not(sinksim, tmp_path):
    # Staff who hold posts on one side and are paid by the minute on another: payroll and posts are known on one side only.
    text = FOUR_SIDES.replace(
        "desk: {tier: township, servers: 1}", "desk: {tier: township, servers: 1, staff: clerk, paid: posts}"
    )
    path = tmp_path / "posts.yaml"
    path.write_text(
        text.replace("set: {parameters.minutes: 30}", "set: {stations.desk.paid: minutes}"), encoding="utf-8"
    )
    assert sinksim("compare", path, "--replications", "3", "--quiet", "--out", "report").code == 0
    table = [row for row in rows(tmp_path / "report" / "comparison.csv") if row["indicator"] == "payroll_year:clerk"]
    assert {row["side"] for row in table} == {"desks", "courts"}
    # Both desks of one more server each: the roster is doubled in every replication.
    assert {float(row["half_width"]) for row in table if row["side"] == "desks"} == {0.0}
