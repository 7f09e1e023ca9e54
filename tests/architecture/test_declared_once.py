"""Names that several packages use are declared in one of them."""

import ast

from sinksim.core.records import MONEY
from sinksim.core.side_names import ROLES
from sinksim.plan.operations import DECLARED, Op
from tests.helpers.source import PACKAGE, modules, name_of


def test_the_parts_of_both_sides_of_a_pair_are_listed_in_one_place():
    def lists_both(node):
        entries = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else ()
        return tuple(sorted(str(getattr(entry, "value", None)) for entry in entries)) == tuple(sorted(ROLES))

    found = {
        name_of(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if lists_both(node) and {type(entry) for entry in node.elts} == {ast.Constant}
    }
    assert found == {"sinksim/core/side_names.py"}


def test_what_is_reckoned_before_a_run_knows_no_operation_by_name():
    named = {
        (path.stem, node.attr)
        for path in sorted((PACKAGE / "workload").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Op"
    }
    # Where a case goes by chance is said by the chain of its visits.
    assert {module for module, _ in named} == {"visit_chain"}
    assert {name for _, name in named} == {
        "BRANCH",
        "SWITCH",
        "OUTAGE",
        "FORK",
        "SERIAL",
        "CLOSE",
        "ANSWER",
        "APPOINT",
        "GOTO",
    }


def test_an_operation_declares_columns_of_its_own():
    for op, declared in DECLARED.items():
        own = set(declared.columns)
        stated = {*declared.laws, *declared.laws_in_full, *declared.charges.values(), *declared.jumps, declared.cycle}
        stated |= {declared.bound, declared.calendar, declared.occupies, declared.books, declared.draws_from}
        stated |= {column for part in (declared.way, declared.service) if part for column in vars(part).values()}
        # What is no column is a yes or a no.
        assert {column for column in stated if column is not None and not isinstance(column, bool)} <= own, op
        assert set(declared.laws_in_full) <= set(declared.laws), op
        assert set(declared.charges) <= set(MONEY), op
    assert DECLARED.keys() == set(Op)
