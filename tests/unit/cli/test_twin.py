import pytest

from sinksim.core.records import TIME_KINDS


@pytest.fixture(autouse=True)
def small(toy):
    text = toy.read_text(encoding="utf-8").replace("window_days: 8", "window_days: 4")
    toy.write_text(text, encoding="utf-8")


def test_two_timelines_stand_side_by_side_with_times_money_and_effort(sinksim, toy):
    said = sinksim("twin", toy, "--quiet")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("Citizen permit/t")
    for fragment in ("baseline: traditional channel", "│ alternative: traditional channel", "queues at desk · "):
        assert fragment in said.out
    assert "being served" in said.out
    assert "The steps add up to the record of the case on both sides." in said.out
    assert max(map(len, lines)) <= 110


def test_the_chinese_text_has_no_english_in_it_but_names(sinksim, toy):
    said = sinksim("twin", toy, "--lang", "zh", "--quiet")
    assert said.code == 0
    for fragment in (
        "群众 permit/",
        "基准方案: 传统渠道",
        "排队办理 desk · ",
        "接受服务",
        "两个方案各步骤之和与案例记录一致",
    ):
        assert fragment in said.out
    for english in ("baseline", "waiting", "served", "citizen", "yuan", "Mon"):
        assert english not in said.out


def test_the_document_holds_both_sides_and_adds_up(sinksim, toy):
    document = sinksim("twin", toy, "--json", "--citizen", 3).document
    assert document["citizen"]["service"] == "permit"
    for side in ("baseline", "alternative"):
        told = document[side]
        assert told["adds_up"] is True
        for kind in TIME_KINDS:
            assert sum(step["kinds"].get(kind, 0) for step in told["steps"]) == told["record"][f"time_{kind}"]


def test_a_citizen_is_chosen_by_number_id_or_as_the_next_one(sinksim, toy):
    first, third = (sinksim("twin", toy, "--json", "--citizen", n).document for n in (1, 3))
    by_id = sinksim("twin", toy, "--json", "--citizen", third["citizen"]["id"]).document
    assert by_id == third
    second = sinksim("twin", toy, "--json", "--next", first["citizen"]["id"]).document
    assert sinksim("twin", toy, "--json", "--next", second["citizen"]["id"]).document == third
    assert (first["position"], second["position"], third["position"]) == (1, 2, 3)


def test_another_replication_has_other_citizens(sinksim, toy):
    one, other = (sinksim("twin", toy, "--json", "--citizen", 1, "--replication", n).document for n in (0, 1))
    assert (one["replication"], other["replication"]) == (0, 1)
    assert one["baseline"]["record"]["arisen"] != other["baseline"]["record"]["arisen"]


def test_the_largest_differences_are_listed_either_way(sinksim, toy):
    document = sinksim("twin", toy, "--largest", "--json").document
    falls, rises = document["falls"], document["rises"]
    assert len(falls) == 10
    assert [row["change"] for row in falls] == sorted(row["change"] for row in falls)
    assert all(row["change"] > 0 for row in rises)
    assert document["needs"]["baseline"] == document["needs"]["alternative"] == 0
    told = sinksim("twin", toy, "--largest", "--by", "citizen_time", "--quiet").out
    assert "Falls the most with alternative: own time [h]" in told
    shown = sinksim("twin", toy, "--json", "--citizen", falls[0]["id"]).document
    elapsed = [shown[s]["record"]["solved"] - shown[s]["record"]["arisen"] for s in ("baseline", "alternative")]
    assert (elapsed[1] - elapsed[0]) / 3_600_000 == pytest.approx(falls[0]["change"])


def test_a_list_may_be_empty(sinksim, toy):
    said = sinksim("twin", toy, "--largest", "--filed", "baseline", "--quiet")
    assert (said.code, said.out.count("nobody")) == (0, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--citizen", "0"], "--citizen is '0'; allowed: an id such as permit/"),
        (["--citizen", "1000000"], "or a number from 1 to"),
        (["--citizen", "permit/t1/0"], "allowed: SERVICE/ORIGIN/LAYER/ORDINAL"),
        (["--citizen", "permit/t1/0/99999999"], "has no need in the window of replication 0"),
        (["--next", "permit/t9/0/1"], "has no need in the window"),
        (["--by", "speed", "--largest"], "--by is 'speed'; known: citizen_time, elapsed, money"),
        (["--filed", "neither"], "--filed is 'neither'; "),
        (["--service", "visa"], "service is 'visa'; known: permit"),
        (["--segment", "over60"], "segment is 'over60'; did you mean"),
        (["--segment", "over60_rural"], "no case matches the filters"),
        (["--replications", "3"], "--replications is 3; allowed with twin: --replication N"),
        (["--out", "x"], "--out is 'x'; allowed with twin: --json"),
        (["--replication", "-1"], "allowed: a whole number from 0"),
        (["--engine", "ciw"], "engine is 'ciw'"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_sentence(sinksim, toy, options, said):
    found = sinksim("twin", toy, *options, "--quiet")
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert found.err.count("\n") == 1


def test_the_last_one_has_no_next(sinksim, toy):
    of = sinksim("twin", toy, "--json", "--citizen", 1).document["of"]
    last = sinksim("twin", toy, "--json", "--citizen", of).document["citizen"]["id"]
    found = sinksim("twin", toy, "--next", last, "--quiet")
    assert (found.code, "the last one chosen" in found.err) == (2, True)


def test_a_scenario_that_compares_nothing_has_no_twins(sinksim, toy):
    found = sinksim("twin", toy, "~comparison", "--quiet")
    assert (found.code, "comparison names no sides" in found.err) == (2, True)
