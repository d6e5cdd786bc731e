"""The cell tagged ``parameters`` of a notebook: values that a build injects, and anything else an analyst added."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gongkai.returns.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

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


_INJECTED = re.compile(r"# Parameters\s*\n")
"""How papermill, and a build, begin the cell that they insert behind the parameters cell."""


def refuse_unknown(cells: Sequence[str]) -> None:
    """Refuse parameters that the notebook does not have; papermill only logs a warning about them.

    Args:
        cells: Sources of the cells that were executed so far, in order.

    Raises:
        InputError: The cell of given parameters assigns a name that the parameters cell before it does not.
    """
    at = next((n for n in range(len(cells) - 1, 0, -1) if _INJECTED.match(cells[n])), None)
    if at is None:
        return
    known = dict.fromkeys([*NAMES, *_assigned(cells[at - 1])])
    unknown = [name for name in _assigned(cells[at]) if name not in known]
    if unknown:
        near = nearest(unknown[0], known)
        msg = f"笔记本没有参数{'、'.join(f'“{name}”' for name in unknown)}{near}可以用的参数：{'、'.join(known)}。"
        raise InputError(msg)


def _assigned(source: str) -> list[str]:
    """Names that the statements of a cell assign to."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    found: list[str] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            found += [target.id for target in statement.targets if isinstance(target, ast.Name)]
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found.append(statement.target.id)
    return found


def _is_given(statement: ast.stmt) -> bool:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            return name in NAMES and isinstance(value, ast.Constant)
    return False
