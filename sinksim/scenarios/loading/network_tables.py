"""Tables of places and relations: CSV files or a workbook, checked row by row, into a ``Network``."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from sinksim.core.errors import BadInput
from sinksim.scenarios.base import Part
from sinksim.scenarios.loading.sheets import Sheet, read_csv_sheet, read_workbook_sheets, refuse_columns
from sinksim.scenarios.loading.validation import sentences
from sinksim.scenarios.nodes import Edge, Node
from sinksim.scenarios.places import Network
from sinksim.scenarios.structure import Fault, inferred_tiers, listed, structure_faults

Model = TypeVar("Model", bound=Part)


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


def rows_as(model: type[Model], sheet: Sheet) -> tuple[tuple[Model, ...], list[str]]:
    """Each row as a model (blank cells take the default), and one sentence per fault."""
    refuse_columns(sheet, model.model_fields, [n for n, f in model.model_fields.items() if f.is_required()])
    made, faults = [], []
    for row, cells in sheet.rows:
        try:
            # What a table holds is text: here alone "12.5" may stand for a number.
            made.append(model.model_validate({k: v for k, v in cells.items() if v}, strict=False))
        except ValidationError as error:
            faults += sentences(error, sheet.where(row), model)
    return tuple(made), faults


def network_from(node_sheet: Sheet, edge_sheet: Sheet | None) -> Network:
    """The network in a table of nodes and, if given, of edges; faults as in read_network."""
    nodes, faults = rows_as(Node, node_sheet)
    edges, edge_faults = rows_as(Edge, edge_sheet) if edge_sheet else ((), [])
    faults += edge_faults
    tiers = inferred_tiers(nodes, edges)
    if not faults:  # a row that could not be read would make the rows that point to it look wrong
        sheets = {"nodes": node_sheet, "edges": edge_sheet}
        faults = [_sentence(sheets[fault.table], fault) for fault in structure_faults(nodes, edges, tiers)]
    if faults:
        raise BadInput("\n".join(listed(faults)))
    return Network(nodes=nodes, edges=edges, tiers=tiers)


def _sentence(sheet: Sheet | None, fault: Fault) -> str:
    assert sheet is not None  # a fault comes from a row
    return fault.sentence(f"{sheet.where(sheet.rows[fault.position][0])}: {fault.column}")
