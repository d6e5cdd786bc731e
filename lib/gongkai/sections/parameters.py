"""The cell tagged ``parameters`` of a notebook: values that a build injects, and anything else an analyst added."""

from __future__ import annotations

import ast

NAMES = ("agency", "year", "params")
"""Parameters of every notebook: organ, report year, folder of inputs (``None``: found from the working directory)."""


def rest(source: str) -> str:
    """The content of a parameters cell besides plain assignments to :data:`NAMES`, ignoring comments.

    Args:
        source: Source of the cell.

    Returns:
        Python source, empty if there is nothing else; the whole source if it is not plain Python.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    tree.body = [statement for statement in tree.body if not _is_given(statement)]
    return ast.unparse(tree)


def neutral(source: str) -> str:
    """A parameters cell without the values that a build injects, so that saving others has no effect.

    It is left unchanged if anything else in it is computed from those values.

    Args:
        source: Source of the cell.
    """
    left = rest(source)
    if left == source or {name.id for name in ast.walk(ast.parse(left)) if isinstance(name, ast.Name)} & set(NAMES):
        return source
    return "\n".join([*(f"{name} = None" for name in NAMES), *([left] if left else [])])


def _is_given(statement: ast.stmt) -> bool:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            return name in NAMES and isinstance(value, ast.Constant)
    return False
