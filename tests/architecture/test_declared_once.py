"""Names that several packages use are declared in one of them."""

import ast

from sinksim.core.side_names import SIDES
from tests.helpers.source import modules, name_of


def test_the_names_of_both_sides_are_listed_in_one_place():
    def lists_both(node):
        entries = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else ()
        return tuple(sorted(str(getattr(entry, "value", None)) for entry in entries)) == tuple(sorted(SIDES))

    found = {
        name_of(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if lists_both(node) and {type(entry) for entry in node.elts} == {ast.Constant}
    }
    assert found == {"sinksim/core/side_names.py"}
