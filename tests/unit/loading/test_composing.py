import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.composing import compose, load
from sinksim.scenarios.loading.presets import conf_folder, options, presets
from tests.helpers.broken_scenarios import HOME_MARKER
from tests.helpers.toy_folder import enter_toy_folder, names_in

ROOT = Path(__file__).parents[3]


@pytest.fixture
def toy(tmp_path, monkeypatch):
    return enter_toy_folder(tmp_path, monkeypatch)


def _refusal(*overrides, scenario="toy.yaml"):
    with pytest.raises(BadInput) as refused:
        load(scenario, overrides)
    message = str(refused.value)
    assert HOME_MARKER not in message
    assert all(line.isprintable() and len(line) < 700 for line in message.split("\n"))
    return message


def test_the_folder_of_presets_lies_beside_the_package_or_in_it():
    assert conf_folder().name == "conf"
    assert conf_folder().is_dir()


def test_presets_and_options_are_listed_by_name(toy):
    assert presets() == ["broken", "clinic"]
    assert options("risk") == ["outage", "self_serving"]
    assert options("nothing") == []


def test_a_scenario_is_found_by_its_preset_name_or_by_its_path(toy):
    assert load("clinic").name == "clinic"
    assert load("toy.yaml").name == load(str(Path("toy.yaml").resolve())).name == "toy"


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("policy.adoption=0.8", "policy.adoption", 0.8),
        ("policy.adoption==again", "policy.adoption", "=again"),
        ("policy.adoption='=1-again'", "policy.adoption", "=1-again"),
        ("stations.desk.servers=4", "stations.desk.servers", 4),
        ("stations.desk.room=9", "stations.desk.room", 9),
        ("stations.desk.servers={per_100k: 2}", "stations.desk.servers", {"per_100k": 2}),
        ("experiment.seed=7", "experiment.seed", 7),
        ("costs.staff.clerk.wage=33", "costs.staff.clerk.wage", 33),
        ("costs.wages.clerk=33", "costs.staff.clerk.wage", 33),
        ("services.permit.demand.batch={'2': 1}", "services.permit.demand.group_size", {"2": 1}),
        ("processes.apply.0.queue.time=9", "processes.apply.0.queue.time", 9),
        ("processes.apply.0.queue.time.cv=2", "processes.apply.0.queue.time.cv", 2),
        ("title.zh=下沉", "title.zh", "下沉"),
        ("title.zh='a, b'", "title.zh", "a, b"),
        ("start=2024-05-01", "start", "2024-05-01"),
        ("+stations.second={servers: 1}", "stations.second", {"servers": 1}),
        ("levers=[policy.adoption]", "levers", ["policy.adoption"]),
        ("parameters.again=0.5", "parameters.again.value", 0.5),
        ("parameters.again=0.5", "parameters.again.evidence", "X"),
        ("risk=outage", "risks.outage.availability", 0.9),
        ("risk=outage", "risks.outage.mttr_hours", 2.0),
        ("risk=null", "risks.outage.on", False),
        ("policy=bold", "policy.adoption", 0.95),
        ("experiment=long", "experiment.window_days", 365),
        ("set=busy", "policy.demand", 2),
        ("set=busy", "parameters.again.value", 0.7),
        ("set=busy", "parameters.again.evidence", "X"),
        ("set=busy", "stations.desk.servers", 6),
    ],
)
def test_an_override_changes_what_it_names(toy, override, path, value):
    node = compose(toy, [override])
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]
    assert (node, type(node)) == (value, type(value))


def test_overrides_come_after_the_ready_made_options_and_the_last_one_holds(toy):
    assert compose(toy, ["policy.adoption=0.1", "policy=bold"])["policy"]["adoption"] == 0.1
    assert compose(toy, ["policy.adoption=0.1", "policy.adoption=0.2"])["policy"]["adoption"] == 0.2
    both = compose(toy, ["policy=bold", "set=busy"])["policy"]
    assert (both["adoption"], both["demand"]) == (0.95, 2)


def test_every_set_fits_the_preset_that_it_is_named_after():
    assert options("set")
    for name in options("set"):
        preset = max((preset for preset in presets() if name.startswith(f"{preset}_")), key=len)
        load(preset, [f"set={name}"])


def test_another_law_replaces_the_old_one_whole(toy):
    tree = compose(toy, ["processes.apply.0.queue.time={law: exponential, mean: 7}"])
    assert tree["processes"]["apply"][0]["queue"]["time"] == {"law": "exponential", "mean": 7}


def test_what_is_taken_away_is_gone(toy):
    assert "again" not in compose(toy, ["~parameters.again"])["parameters"]


def test_a_parameter_overridden_is_used_wherever_it_is_referred_to(toy):
    scenario = load(toy, ["parameters.again=0.9"])
    assert (scenario.policy.adoption, scenario.processes["apply"][1].check.chance) == (0.1, 0.9)


@pytest.mark.parametrize(
    ("override", "fragments"),
    [
        ("policy.adopt=1", ["policy.adopt is not a known name", "did you mean adoption"]),
        ("polcy.adoption=1", ["polcy.adoption is not a known name", "did you mean policy"]),
        ("station.desk.servers=1", ["station.desk.servers", "did you mean stations"]),
        ("stations.desk.servers.x=1", ["stations.desk.servers is 3", "without names"]),
        ("processes.apply.9.queue=1", ["in processes.apply, an entry by its number", "0 to 2"]),
        ("processes.apply.x=1", ["in processes.apply, an entry by its number", "0 to 2"]),
        ("levers={a: 1}", ["levers={a: 1}", "same kind"]),
        ("parameters.agian=1", ["parameters.agian", "did you mean again"]),
        ("parameters.again=7", ["parameters.again", "value is 7", "0.0 to 1.0"]),
        ("policy.adoption=1.7", ["toy.yaml: policy.adoption is 1.7", "from 0 to 1"]),
        ("policy.adoption=no", ["policy.adoption is 'no'", "from 0 to 1"]),
        ("policy.adoption=nan", ["policy.adoption is 'nan'", "from 0 to 1"]),
        ("policy.adoption=-inf", ["policy.adoption is '-inf'", "from 0 to 1"]),
        ("policy.adoption=???", ["policy.adoption is '???'", "from 0 to 1"]),
        ("policy.adoption==agian", ["'=agian'", "did you mean again"]),
        ("experiment.seed=99999999999999999999", ["experiment.seed is 99999999999999999999", "whole number"]),
        ("stations={1: {servers: 1}}", ["stations={1: {servers: 1}}", "names that are text"]),
        ("+stations.desk.servers=1", ["stations.desk.servers is there already", "without +"]),
        ("++stations.desk.bad=1", ["stations.desk.bad is not a known name", "known:"]),
        ("~stations.dsk", ["stations.dsk is not a known name", "did you mean desk"]),
        ("~experiment.seed=5", ["experiment.seed is 1; allowed: ~experiment.seed"]),
        ("risk=outag", ["risk=outag", "did you mean outage"]),
        ("risk={outage: {on: true}}", ["there is no risk named"]),
        ("risk=", ["risk=", "outage"]),
        ("risk=int(3)", ["there is no risk named", "outage"]),
        ("+risk=outage", ["risk=option"]),
        ("set=of_another", ["parameters.agents is not a known name", "again"]),
        ("set=buzy", ["there is no set named", "did you mean busy"]),
        ("+set=busy", ["set=option", "parameters.name=value"]),
        ("risk@policy=outage", ["allowed: path=value"]),
        ("risk=self_serving", ["hydra is", "stands alone"]),
        ("scenario=clinic", ["before the overrides"]),
        ("scenario@_global_=clinic", ["allowed: path=value"]),
        ("policy.adoption=0.1,0.2", ["several values", "one value"]),
        ("policy.adoption=choice(0.1,0.2)", ["several values", "one value"]),
        ("policy.adoption=glob(*)", ["several values", "one value"]),
        ("policy.adoption=.nan", ["policy.adoption is .nan", "a finite number"]),
        ("stations={dsk: {servers: 1}}", ["stations.dsk is not a known name", "did you mean desk"]),
        ("stations={kiosk: {servers: 1}}", ["stations.kiosk is not a known name", "added by +stations.kiosk=value"]),
        ("stations.desk={servers: 1, servers: 2}", ["cannot be read", "each name once"]),
        ("levers=" + "[" * 5000, ["cannot be read", "levels"]),
        ("policy.adoption=[1", ["cannot be read", "path=value", "a list in [ ]"]),
        ("policy.adoption='x", ["cannot be read", "quotes"]),
        ("policy.adoption=f(1)", ["cannot be read", "quotes"]),
        ("policy.adoption=${oc.env:HOME}", ["${oc.env:HOME}", "without ${"]),
        ("policy.adoption='${oc.env:HOME}'", ["${oc.env:HOME}", "without ${"]),
        ("policy._target_=os.system", ["names that do not start with _"]),
        ("policy.adoption={_target_: os.system}", ["names that do not start with _"]),
        ("++policy={'_target_': x}", ["_target_"]),
        ("title.zh=a\u202eb", ["direction"]),
        ("title.zh='a\nb\0'", ["control"]),
        ("hydra.run.dir=x", ["none of Hydra's own"]),
        ("hydra.searchpath=[file:///etc]", ["none of Hydra's own"]),
        ("hydra/launcher=joblib", ["none of Hydra's own"]),
        ("++hydra.job.chdir=true", ["none of Hydra's own"]),
        ("--config-dir=/etc", ["allowed: path=value"]),
        ("-m", ["allowed: path=value"]),
        ("policy", ["allowed: path=value"]),
        ("=1", ["allowed: path=value"]),
        ("", ["allowed: path=value"]),
        ("a b=1", ["allowed: path=value"]),
        (".a=1", ["allowed: path=value"]),
        ("a..b=1", ["allowed: path=value"]),
        ("policy/x=1", ["allowed: path=value"]),
    ],
)
def test_an_override_that_cannot_be_meant_is_refused_in_a_sentence(toy, override, fragments):
    message = _refusal(override)
    assert [fragment for fragment in fragments if fragment not in message] == [], message


def test_several_ill_formed_overrides_are_told_at_once(toy):
    assert len(_refusal("a b", "policy", "hydra.run.dir=x").split("\n")) == 3


@pytest.mark.parametrize(
    ("scenario", "fragment"),
    [
        ("clinc", "did you mean clinic?"),
        ("clinc.yaml", "there is no such file"),
        ("tyo.yaml", "did you mean toy.yaml?"),
        ("broken", "without ${"),
        ("", "no preset"),
        ("..", "no preset"),
        ("../conf/scenario", "is a folder"),
        ("/dev/zero", "a device"),
    ],
)
def test_a_scenario_that_is_not_there_or_not_sound_is_refused(toy, scenario, fragment):
    assert fragment in _refusal(scenario=scenario)


def test_an_option_that_is_not_chosen_is_not_read(toy):
    assert load(toy, ["risk=outage"]).risks.outage.on


def test_nothing_is_written_and_hydra_is_not_even_imported(toy):
    code = (
        "import sys, sinksim; sinksim.load('toy.yaml', 'policy.adoption=0.8', 'title.zh=x');"
        "assert not {'hydra', 'omegaconf', 'antlr4'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert names_in(Path()) == ["toy.yaml"]


def test_threads_that_compose_at_the_same_time_get_what_they_asked_for(toy):
    seeds: dict[int, int] = {}

    def ask(seed):
        seeds[seed] = compose(toy, [f"experiment.seed={seed}"])["experiment"]["seed"]

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seeds == {seed: seed for seed in range(6)}
