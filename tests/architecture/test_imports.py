"""No module reaches itself by its imports: those for types alone and those within a function count like any other."""

import networkx
import pytest

from tests.helpers.source import ROOT, imported, modules


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_graph(paths):
    """Modules as nodes; an edge leads from a module to each that it names in an import, wherever in the file."""
    known = {module_name(path) for path in paths}
    graph = networkx.DiGraph()
    graph.add_nodes_from(known)
    for path in paths:
        for name in imported(path):
            # What is imported is a module, or something that stands in one.
            target = name if name in known else name.rpartition(".")[0]
            if target in known:
                graph.add_edge(module_name(path), target)
    return graph


def cycles(graph):
    circles = [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1]
    return sorted(circles + [[name] for name in networkx.nodes_with_selfloops(graph)])


def test_no_module_of_the_package_imports_itself_in_a_cycle():
    assert cycles(import_graph(modules())) == []


@pytest.mark.parametrize(
    "back",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sinksim.core.records import Batch\n",
        "def late():\n    import sinksim.core.records\n",
        "from ..core import records\n",
    ],
    ids=["for types alone", "within a function", "relative"],
)
def test_every_way_to_import_closes_a_cycle(tmp_path, monkeypatch, back):
    for module in ("tests.helpers.source", __name__):
        monkeypatch.setattr(f"{module}.ROOT", tmp_path)
    (tmp_path / "sinksim/core").mkdir(parents=True)
    (tmp_path / "sinksim/plan").mkdir()
    records, plan = tmp_path / "sinksim/core/records.py", tmp_path / "sinksim/plan/plan.py"
    records.write_text("from sinksim.plan.plan import Plan\n", encoding="utf-8")
    plan.write_text(back, encoding="utf-8")
    assert cycles(import_graph([records, plan])) == [["sinksim.core.records", "sinksim.plan.plan"]]
