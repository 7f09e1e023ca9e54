"""A scenario file in an empty current folder, and a folder of presets beside it."""

from tests.helpers.broken_scenarios import GOOD, HOME_MARKER


def enter_toy_folder(tmp_path, monkeypatch) -> str:
    """Make both and go there; returns the name of the scenario file."""
    conf = tmp_path / "conf"
    for group, name, text in (
        ("scenario", "clinic", GOOD.replace("toy", "clinic")),
        ("scenario", "broken", "name: ${oc.env:HOME}"),
        ("risk", "outage", "outage: {on: true, availability: 0.9}"),
        ("risk", "self_serving", "hydra: {run: {dir: x}}"),
        ("set", "busy", "policy: {demand: 2, adoption: 0.3}\nparameters: {again: 0.7}\nstations: {desk: {servers: 6}}"),
        ("set", "of_another", "parameters: {agents: 0.7}"),
        ("policy", "bold", "adoption: 0.95"),
        ("experiment", "long", "window_days: 365"),
    ):
        (conf / group).mkdir(parents=True, exist_ok=True)
        (conf / group / f"{name}.yaml").write_text(text)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "toy.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", HOME_MARKER)
    monkeypatch.setattr("sinksim.scenarios.loading.presets.conf_folder", lambda: conf)
    return "toy.yaml"


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())
