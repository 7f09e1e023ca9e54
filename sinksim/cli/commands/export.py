"""``sinksim export``: a scenario and its network as files, or blank tables to fill in."""

from pathlib import Path

from sinksim.cli.given import given
from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked
from sinksim.core.errors import BadInput

Row = dict[str, object]


def answer(asked: Asked) -> int:
    """Write the files and print where they are."""
    if (asked.template is None) == (asked.scenario is None):
        which = "neither" if asked.scenario is None else "both"
        raise BadInput(
            f"sinksim export: {which} of SCENARIO and --template; allowed: SCENARIO --out FOLDER, or --template FOLDER"
        )
    try:
        paths = _templates(Path(asked.template)) if asked.template is not None else _scenario(asked)
    except OSError as error:
        raise BadInput(
            f"{asked.template or asked.out}: cannot be written ({error.strerror}); allowed: a folder"
        ) from None
    print(as_json({"files": [str(path) for path in paths]}) if asked.json else "\n".join(str(path) for path in paths))
    return 0


def _templates(folder: Path) -> list[Path]:
    from sinksim.scenarios.loading.templates import write_templates

    return write_templates(folder)


def _scenario(asked: Asked) -> list[Path]:
    """scenario.yaml, nodes.csv and edges.csv; what is there already is not written over."""
    from sinksim.core.files import write_atomically
    from sinksim.network.graph import build_graph
    from sinksim.reports.csv_text import csv_bytes
    from sinksim.scenarios.nodes import Edge, Node

    if asked.out is None:
        raise BadInput("sinksim export: --out is missing; allowed: --out FOLDER")
    of = given(asked)
    graph = build_graph(of.scenario.network)
    nodes = [{"code": code, **fields} for code, fields in graph.nodes(data=True)]
    edges = [
        {"source": u, "target": v, "relation": relation, **way}
        for u, v, relation, way in graph.edges(keys=True, data=True)
    ]
    files = {
        "scenario.yaml": of.yaml.encode(),
        "nodes.csv": csv_bytes(_plain(nodes), tuple(Node.model_fields)),
        "edges.csv": csv_bytes(_plain(edges), tuple(Edge.model_fields)),
    }
    folder = Path(asked.out)
    _refuse_present(folder, files)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return [folder / name for name in files]


def _refuse_present(folder: Path, files: dict[str, bytes]) -> None:
    """Refuse a folder that holds another file of one of these names; the same content may stay."""
    other = [
        name for name, content in files.items() if (folder / name).exists() and (folder / name).read_bytes() != content
    ]
    if other:
        raise BadInput(f"{folder}: already holds another {', '.join(other)}; allowed: a folder without them")


def _plain(rows: list[Row]) -> list[Row]:
    """Rows as the tables of a network are read: switches as the words true and false, units as "hospitals 3;clinics 7"."""
    return [{key: _cell(value) for key, value in row.items()} for row in rows]


def _cell(value: object) -> object:
    """One value as a table of a network has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(f"{name} {number}" for name, number in value.items()) if isinstance(value, dict) else value
