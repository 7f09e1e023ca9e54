import pytest

from sinksim.cli.parser import COMMANDS, Asked, parse


def test_options_and_overrides_may_stand_in_any_order():
    asked = parse(["run", "--seed", "3", "guizhou", "a.b=1", "--json", "~c", "--replications", "1e2", "+d=2"])
    assert asked == Asked("run", "guizhou", ["a.b=1", "~c", "+d=2"], seed=3, replications=100, json=True)
    assert asked.settings == ["a.b=1", "~c", "+d=2", "experiment.seed=3", "experiment.replications=100"]


def test_a_large_seed_is_taken_to_the_last_digit():
    assert parse(["run", "x", "--seed", str(2**61 + 1)]).seed == 2**61 + 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help_and_the_common_options(command, capsys):
    assert parse([command, "--help"]) == 0
    told = capsys.readouterr().out
    for option in ("--engine", "--replications", "--seed", "--out", "--json", "--quiet", "--workers", "--lang"):
        assert option in told


def test_help_names_every_command_and_every_exit_code(capsys):
    assert parse(["--help"]) == 0
    told = capsys.readouterr().out
    assert [name for name in COMMANDS if f"  {name}" not in told] == []
    assert "0 done, 1 a check failed, 2 bad input, 130 interrupted" in told


def test_the_version_is_that_of_the_package(capsys):
    import sinksim

    assert parse(["--version"]) == 0
    assert capsys.readouterr().out == f"sinksim {sinksim.__version__}\n"
