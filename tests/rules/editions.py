"""Editions that lack something: each row, column, group, table and section left out, all tables, all texts."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from gongkai.forms.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.forms import Edition

_BELOW = ("rows", "columns", "groups", "blocks")


def variants(base: str) -> dict[str, Edition]:
    """Editions without one thing, by what they lack (``requests.rows.0``), and one with a row more in every table."""
    data = YAML(typ="safe").load((files("gongkai.forms") / f"{base}.yaml").read_text("utf-8"))
    found: dict[str, Edition] = {}
    data.pop("splits", None)  # names rows that a variant may lack
    for number, (name, changed) in enumerate(_without(data)):
        changed["edition"] = f"{base}-{number}"
        found[name] = read(json.dumps(changed))
    return found


def _without(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, section in enumerate(data["sections"]):
        changed = deepcopy(data)
        del changed["sections"][at]
        if "table" in section:
            del changed["tables"][section["table"]]
        yield f"sections.{section['id']}", changed
    changed = deepcopy(data)
    changed["sections"] = [section for section in data["sections"] if "table" not in section]
    changed["tables"] = {}
    yield "tables", changed
    changed = deepcopy(data)
    changed["sections"] = [section for section in data["sections"] if "table" in section]
    yield "texts", changed
    changed = deepcopy(data)
    disclosure, requests, disputes = (changed["tables"][id_] for id_ in ("disclosure", "requests", "disputes"))
    for rows in (disclosure["blocks"][0]["rows"], requests["rows"][2]["rows"], disputes["groups"]):
        rows.append({"id": "extra", "label": "增加的行"})
    yield "nothing, but has more rows", changed
    for table_id, table in data["tables"].items():
        for path in list(_paths(table)):
            changed = deepcopy(data)
            if _delete(changed["tables"][table_id], path):
                yield f"{table_id}.{'.'.join(map(str, path))}", changed


def _paths(node: Any) -> Iterator[tuple[Any, ...]]:
    """The keys that lead to every row, column, group and block."""
    for below in _BELOW:
        for at, item in enumerate(node.get(below, ())):
            yield (below, at)
            yield from ((below, at, *rest) for rest in _paths(item))


def _delete(table: dict[str, Any], path: tuple[Any, ...]) -> bool:
    """Delete a node; False if its parent would be left empty, which is the parent's case."""
    *above, below, at = path
    node: Any = table
    for key in above:
        node = node[key]
    del node[below][at]
    return bool(node[below])
