"""What one engine does is found under the same file and function name in the other."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.source import PACKAGE

AGENTS, COMPILED = PACKAGE / "agents", PACKAGE / "compiled"
# What SimPy's engine asks of every step and of every agent that lives beside the cases.
PROTOCOL = {"begin", "end", "cut", "link", "live"}
LEAST_SHARE = 0.85


def acts(path: Path) -> Iterator[str]:
    """Names of a file's functions and methods: what is no part of the protocol, no attribute, no mere declaration."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for owner in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))):
        for node in owner.body:
            if isinstance(node, ast.FunctionDef) and not is_attribute(node) and not is_declaration(node):
                name = node.name.strip("_") if node.name.startswith("__") else node.name.lstrip("_")
                if not node.name.startswith("__") and name not in PROTOCOL:
                    yield name


def is_attribute(function: ast.FunctionDef) -> bool:
    """Whether it is a property, or what sets one."""
    return any(
        (isinstance(mark, ast.Name) and mark.id == "property")
        or (isinstance(mark, ast.Attribute) and mark.attr == "setter")
        for mark in function.decorator_list
    )


def is_declaration(function: ast.FunctionDef) -> bool:
    """Whether it only says what others do: nothing but a docstring, or an error for who forgot."""
    return all(
        isinstance(node, ast.Raise) or isinstance(getattr(node, "value", None), ast.Constant) for node in function.body
    )


def pairs() -> list[Path]:
    return [path for path in sorted(AGENTS.glob("*.py")) if (COMPILED / path.name).exists()]


def test_what_agents_do_has_the_same_name_in_compiled():
    known = {(path.name, name) for path in pairs() for name in acts(path)}
    missing = {(file, name) for file, name in known if name not in set(acts(COMPILED / file))}
    share = 1 - len(missing) / len(known)
    assert len(known) > 90
    assert share >= LEAST_SHARE, f"{share:.3f} of {len(known)}; missing: {sorted(missing)}"


def test_every_operation_has_a_file_in_both_engines():
    # Files of one engine alone: what SimPy needs, and what flat arrays need.
    assert {path.name for path in AGENTS.glob("*.py")} - {path.name for path in pairs()} == {
        "collecting.py",
        "moments.py",
        "visit.py",
    }


def test_no_name_is_given_twice_to_one_function():
    """A second name for a function would make the share look better than it is."""
    for path in COMPILED.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        values = [node.value for node in tree.body if isinstance(node, ast.Assign)]
        assert [v.id for v in values if isinstance(v, ast.Name) and v.id in functions] == [], path.name
