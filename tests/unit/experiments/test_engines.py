"""Which engine runs, and what is refused in one sentence."""

import pytest

import sinksim
from sinksim import agents, compiled
from sinksim.agents.world import World
from sinksim.core.errors import BadInput
from sinksim.experiments.engines import FEW_CASES, resolve
from tests.helpers.toy import TOY


class Nurses(World):
    """Agents changed in Python; it counts the cases that they write down."""

    written = 0

    def write_case(self, case):
        super().write_case(case)
        type(self).written += 1


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return sinksim.load(str(path))


def test_auto_reads_along_where_there_is_little_and_is_fast_where_there_is_much():
    assert resolve(cases=FEW_CASES) == ("agents", agents.run)
    assert resolve(cases=FEW_CASES + 1) == ("compiled", compiled.run)
    assert resolve(cases=1, compared=True) == ("compiled", compiled.run)


@pytest.mark.parametrize(
    ("engine", "told"), [("compild", "did you mean compiled?"), ("C", "known: agents, auto, compiled")]
)
def test_an_unknown_engine_is_refused(toy, engine, told):
    with pytest.raises(BadInput) as refused:
        sinksim.run(toy, engine=engine)
    assert str(refused.value) == f"engine is {engine!r}; {told}"


@pytest.mark.parametrize("engine", [None, "auto", "agents"])
def test_changed_agents_run_in_the_readable_engine_and_the_result_says_so(toy, engine):
    Nurses.written = 0
    found = sinksim.run(toy, engine=engine, replications=2, world=Nurses)
    assert Nurses.written > 0
    assert found.engine == "agents with Nurses"
    assert found.series("elapsed").tolist() == sinksim.run(toy, replications=2).series("elapsed").tolist()


def test_changed_agents_are_compared_in_the_readable_engine(toy):
    found = sinksim.compare(toy, toy, replications=2, world=Nurses)
    assert {found["baseline"].engine, found["alternative"].engine} == {"agents with Nurses"}


@pytest.mark.slow
def test_changed_agents_run_over_processes(toy):
    one, two = (sinksim.run(toy, replications=2, workers=n, world=Nurses).series("elapsed") for n in (1, 2))
    assert one.tolist() == two.tolist()


@pytest.mark.parametrize(("engine", "told"), [("compiled", "'compiled'"), (compiled.run, "a function")])
def test_the_fast_engine_refuses_changed_agents_in_one_sentence(toy, engine, told):
    with pytest.raises(BadInput) as refused:
        sinksim.run(toy, engine=engine, world=Nurses)
    assert str(refused.value) == (
        f"engine is {told} with the changed agents of Nurses; allowed: auto or agents, "
        "since only the readable engine runs agents written in Python"
    )


def test_the_scenarios_own_choice_of_the_fast_engine_is_refused_too(toy):
    fast = toy.model_copy(update={"experiment": toy.experiment.model_copy(update={"engine": "compiled"})})
    with pytest.raises(BadInput, match="with the changed agents of Nurses"):
        sinksim.run(fast, world=Nurses)


@pytest.mark.parametrize("world", ["Nurses", int, agents])
def test_what_is_no_world_is_refused(toy, world):
    with pytest.raises(BadInput, match=r"^world is .*; allowed: a subclass of sinksim\.agents\.world\.World$"):
        sinksim.run(toy, world=world)
