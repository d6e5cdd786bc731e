"""The changes that Cosmic Ray can make in a module, and a sample of them."""

from __future__ import annotations

import ast
import random
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cosmic_ray.commands import init
from cosmic_ray.work_db import WorkDB, use_db

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cosmic_ray.work_item import MutationSpec

_Place = tuple[int, int]


def modules(package: Path, names: Sequence[str]) -> Iterator[Path]:
    """The modules named by files or folders of the package."""
    for name in names:
        path = package / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def changes(module: Path, sample: int | None, seed: int) -> list[MutationSpec]:
    """The changes of a module, or a sample of them, in the order of their places.

    Args:
        module: The file.
        sample: How many, drawn at random; all if there are fewer, or if it is ``None``.
        seed: Of the sample.
    """
    with tempfile.TemporaryDirectory() as folder, use_db(str(Path(folder) / "db"), WorkDB.Mode.create) as work:
        init([module], work, {})
        found = [item.mutations[0] for item in work.pending_work_items]
    tree = ast.parse(module.read_text("utf-8"))
    without, literals, sums = list(_unevaluated(tree)), list(_compared_with_literals(tree)), list(_calculated(tree))
    dotted = list(_dotted_exceptions(tree))

    def makes_a_difference(change: MutationSpec) -> bool:
        if change.operator_name.endswith(("_Eq_Is", "_NotEq_IsNot")) and _within(change, literals):
            return False
        if change.operator_name.endswith("ExceptionReplacer") and _within(change, dotted):
            return False
        if "BinaryOperator" in change.operator_name and not _within(change, sums):
            return False
        return not _within(change, without)

    found = [change for change in found if makes_a_difference(change)]
    found.sort(key=lambda change: (change.start_pos, change.operator_name, change.occurrence))
    if sample is None or sample >= len(found):
        return found
    chosen = random.Random(f"{seed} {module.name}").sample(range(len(found)), sample)
    return [found[number] for number in sorted(chosen)]


def _within(change: MutationSpec, ranges: list[tuple[_Place, _Place]]) -> bool:
    return any(start <= change.start_pos < end for start, end in ranges)


def _unevaluated(tree: ast.Module) -> Iterator[tuple[_Place, _Place]]:
    """Where a change makes no difference: annotations, protocols, what only type checkers see, and decorators that only cache."""
    for node in ast.walk(tree):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            parts += [node.test, *node.body]
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Protocol" for base in node.bases):
            yield (node.lineno, 0), (node.end_lineno or 0, node.end_col_offset or 0)
        for decorator in getattr(node, "decorator_list", ()):
            if "cache" in ast.unparse(decorator):
                yield (decorator.lineno, decorator.col_offset - 1), (decorator.end_lineno, decorator.end_col_offset)
        for part in parts:
            if isinstance(part, (ast.expr, ast.stmt)):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def _compared_with_literals(tree: ast.Module) -> Iterator[tuple[_Place, _Place]]:
    """Between the sides of comparisons with a literal, where ``is`` for ``==`` is what the linter refuses (F632)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for left, right in pairwise(sides):
                if isinstance(left, ast.Constant) or isinstance(right, ast.Constant):
                    yield (left.end_lineno or 0, left.end_col_offset or 0), (right.lineno, right.col_offset)


def _calculated(tree: ast.Module) -> Iterator[tuple[_Place, _Place]]:
    """Where there are binary operators; elsewhere ``*`` and ``/`` are marks in a signature."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            yield (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def _dotted_exceptions(tree: ast.Module) -> Iterator[tuple[_Place, _Place]]:
    """Clauses that name an exception by its module (``zipfile.BadZipFile``), which Cosmic Ray fails to replace."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ExceptHandler)
            and node.type
            and any(isinstance(n, ast.Attribute) for n in ast.walk(node.type))
        ):
            yield (node.lineno, node.col_offset), (node.type.end_lineno or 0, (node.type.end_col_offset or 0) + 1)
