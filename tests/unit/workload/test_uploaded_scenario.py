"""A scenario from uploaded files, checked as the command line checks it."""

import pytest

from sinksim.core.errors import BadInput
from sinksim.experiments.running import run
from sinksim.scenarios.loading.templates import template_files
from sinksim.scenarios.loading.uploads import File
from sinksim.workload.uploaded_scenario import uploaded_scenario
from tests.helpers.toy import TOY
from tests.helpers.work import calls_of, peak_bytes

NODES = "code,name,tier,parent,population,local_minutes\nk,县,county,,0,\nv,乡,township,k,5000,10\n"
EDGES = "source,target,relation,minutes\nv,k,refers,30\n"
CASES = "service,origin,arisen\n" + "".join(f"permit,t1,2022-01-04T09:{n:02d}\n" for n in range(12))


def files(**texts):
    return [File(name.replace("_", "."), text.encode()) for name, text in texts.items()]


def refused(base="guizhou", **texts):
    with pytest.raises(BadInput) as caught:
        uploaded_scenario(files(**texts), base)
    return str(caught.value)


def test_a_scenario_file_alone_is_enough():
    case = uploaded_scenario(files(toy_yaml=TOY), "guizhou")
    assert (case.name, case.scenario.name) == ("toy.yaml", "toy")
    assert case.size.nodes == 3
    assert case.digest == uploaded_scenario(files(other_yaml=TOY), "guizhou").digest
    assert case.digest != uploaded_scenario(files(toy_yaml=TOY.replace("per_day: 20", "per_day: 21")), "guizhou").digest


def test_tables_take_the_place_of_the_scenario_s_network():
    case = uploaded_scenario(files(toy_yaml=TOY, nodes_csv=NODES, edges_csv=EDGES), "guizhou")
    assert [node.name for node in case.scenario.network.nodes] == ["县", "乡"]
    assert uploaded_scenario([File("again.yaml", case.yaml.encode())], "guizhou").digest == case.digest


def test_recorded_cases_take_the_place_of_drawn_demand_and_stay_out_of_the_file():
    case = uploaded_scenario(files(toy_yaml=TOY, cases_csv=CASES), "guizhou")
    assert len(case.scenario.services["permit"].log) == 12
    assert "arisen" not in case.yaml
    result = run(case.scenario, replications=2)
    assert result.labels.logged == ("permit",)


def test_tables_that_do_not_fit_the_preset_are_refused():
    assert "allowed: " in refused(nodes_csv=NODES, edges_csv=EDGES)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"toy_yaml": TOY, "more_yaml": TOY}, "a second scenario"),
        ({"toy_yaml": "hydra: {run: 1}\n" + TOY}, "a file that stands alone"),
        ({"toy_yaml": TOY.replace("name: toy", "name: !!python/object:os.system x")}, "toy.yaml:2"),
        ({"toy_yaml": TOY.replace("name: 甲镇", 'name: "${oc.env:HOME}"')}, "toy.yaml"),
        ({"toy_yaml": TOY.replace("per_day: 20", "per_day: 100000000")}, "allowed here: at most"),
        ({"toy_yaml": TOY, "cases_csv": CASES.replace("permit", "permits")}, "service is 'permits'; did you mean permit?"),
        ({"toy_yaml": TOY, "cases_csv": CASES.replace("t1", "t9")}, "'t9'"),
        ({"toy_yaml": TOY, "cases_csv": CASES.replace("2022", "9999")}, "allowed: at most 36,500 days before or after"),
        ({"toy_yaml": TOY, "cases_csv": CASES.replace("2022", "0001")}, "cases.csv: arisen is 0001-01-04T09:00; allowed"),
        ({"toy_yaml": TOY + "# " + "x" * 2_000_000}, "a scenario of at most 2,000,000 bytes"),
        ({"notes_txt": "hello"}, "no table"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_a_sentence(texts, told):
    assert told in refused(**texts)


def test_an_endless_scenario_is_refused_by_less_work_than_taking_in_a_small_one():
    uploaded_scenario(files(toy_yaml=TOY), "guizhou")
    taken_in = calls_of(lambda: uploaded_scenario(files(toy_yaml=TOY), "guizhou"))
    text = TOY.replace("per_day: 20", "per_day: 100000000")
    assert calls_of(lambda: refused(toy_yaml=text)) < taken_in
    assert peak_bytes(lambda: refused(toy_yaml=text)) < 10_000_000


@pytest.mark.parametrize("line", ["n{}: 1\n", "- {}\n", "[{},1,2,3],"])
def test_a_scenario_of_too_many_values_is_refused_before_it_is_read(line, monkeypatch):
    monkeypatch.setattr("sinksim.workload.uploaded_scenario.parse_yaml", None)
    told = refused(crowded_yaml="".join(line.format(n) for n in range(250_000))[:1_900_000])
    assert "crowded.yaml: at least about" in told
    assert "allowed: at most 200,000 values" in told


def test_filled_templates_are_read_back():
    blank = template_files()
    assert set(blank) == {"nodes.csv", "edges.csv", "cases.csv", "network.xlsx"}
    filled = blank["nodes.csv"].decode("utf-8-sig").split("\r\n")[0] + "\r\n"
    columns = filled.strip().split(",")
    rows = [{"code": "k", "tier": "county"}, {"code": "v", "tier": "township", "parent": "k", "population": "9"}]
    filled += "".join(",".join(row.get(c, "") for c in columns) + "\r\n" for row in rows)
    case = uploaded_scenario(
        [File("toy.yaml", TOY.encode()), File("nodes.csv", filled.encode()), *files(edges_csv=EDGES)], "guizhou"
    )
    assert case.size.nodes == 2
