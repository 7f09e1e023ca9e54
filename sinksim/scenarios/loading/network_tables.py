"""Tables of places and relations: CSV files or a workbook, checked row by row, into a ``Network``."""

from pathlib import Path

from sinksim.core.errors import BadInput
from sinksim.scenarios.loading.sheets import Sheet, read_csv_sheet, read_workbook_sheets, rows_as
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.places import Network
from sinksim.scenarios.structure import Fault, inferred_tiers, listed, structure_faults


def read_network(path_nodes: Path, path_edges: Path | None = None) -> Network:
    """The network in a table of nodes and, if given, a table of edges (UTF-8 CSV); an .xlsx is read as a workbook.

    Tiers are ordered as the usual ladder or the parents say. Raises BadInput with every fault (at most 20): file:row,
    column, value, what is allowed.
    """
    if path_nodes.suffix.lower() == ".xlsx":
        if path_edges is not None:
            raise BadInput(f"{path_edges.name}: a second table; allowed: a workbook alone, with its edges in a sheet")
        return read_workbook(path_nodes)
    return network_from(read_csv_sheet(path_nodes), read_csv_sheet(path_edges) if path_edges else None)


def read_workbook(path: Path) -> Network:
    """The network in the sheets ``nodes`` and, if there, ``edges`` of an Excel workbook; faults as in read_network."""
    sheets = read_workbook_sheets(path)
    if "nodes" not in sheets:
        raise BadInput(f"{path.name}: no sheet nodes; allowed: a workbook with the sheets nodes and, if wanted, edges")
    edges = sheets.get("edges")
    return network_from(sheets["nodes"], edges if edges and edges.rows else None)


def network_from(node_sheet: Sheet, edge_sheet: Sheet | None) -> Network:
    """The network in a table of nodes and, if given, of edges; faults as in read_network."""
    nodes, unreadable = rows_as(Node, node_sheet)
    edges, more = rows_as(Edge, edge_sheet) if edge_sheet else ((), [])
    unreadable += more
    tiers = inferred_tiers(nodes, edges)
    if not unreadable:  # a row that could not be read would make the rows that point to it look wrong
        sheets = {"nodes": node_sheet, "edges": edge_sheet}
        broken = structure_faults(nodes, edges, tiers)
        faults = listed(broken, sentence=lambda fault: _sentence(sheets[fault.table], fault))
    else:
        faults = listed(unreadable)
    if faults:
        raise BadInput("\n".join(faults))
    return Network(nodes=nodes, edges=edges, tiers=tiers)


def _sentence(sheet: Sheet | None, fault: Fault) -> str:
    assert sheet is not None  # a fault comes from a row
    return fault.sentence(f"{sheet.where(sheet.rows[fault.position][0])}: {fault.column}")
