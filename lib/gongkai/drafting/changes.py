"""Values that a merge changes, and those that differ between two states of a year's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.parsing import yaml
from gongkai.returns import load
from gongkai.returns.cells import label
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.model import Passage, Sections, SourceMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.returns.model import Agency, Fact, Return

HEAD = {"signed": "落款日期", "published": "公布日期", "publish_by": "承诺的公布日期", "signature": "落款的机关名称"}
"""Dates and signature of a file by key, with their names."""


@dataclass(frozen=True)
class Change:
    """A value that a merge changes.

    Attributes:
        path: Key path (``requests.new.total``, ``sections.problems``, ``facts.website.value``).
        label: The same in the words of the form.
        old, new: The values as texts; ``None`` is not filled in.
        both: Whether the file was changed there, too, since the source was written from it.
        wanted: What must be there instead of the new value, if that is impossible: ``非负整数``.
    """

    path: str
    label: str
    old: str | None
    new: str
    both: bool = False
    wanted: str | None = None


def read(text: str, name: str, agency: Agency) -> Return:
    """The return that the text of a year's file gives.

    Raises:
        InputError: It cannot be read.
    """
    data, lines = yaml.parse(text.removeprefix("\ufeff"), name)
    return load.build(data, agency, SourceMap(file=name, lines=lines))


def shown(value: object) -> str:
    """A value as a list of changes shows it."""
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def fact_value(fact: Fact) -> str:
    """The value of a fact as a list of changes shows it."""
    return "未填" if fact.value is None else shown(fact.value)


def joined(text: str | tuple[Passage, ...] | None) -> str | None:
    """A text in one piece, its passages under their headings; ``None`` if there is none."""
    if isinstance(text, tuple):
        return "\n\n".join(f"### {item.heading or item.id}\n\n{item.text or ''}" for item in text)
    return text


def differences(before: bytes, after: bytes, name: str, agency: Agency) -> tuple[Change, ...] | None:
    """What differs between two states of a year's file; ``None`` if one of them cannot be read."""
    try:
        old, new = (read(content.decode(), name, agency) for content in (before, after))
    except (InputError, UnicodeDecodeError):
        return None
    one, other = _values(old), _values(new)
    return tuple(
        Change(path, other.get(path, one.get(path, ("", "")))[0], _said(one, path), _said(other, path) or "未填")
        for path in dict.fromkeys([*one, *other])
        if _said(one, path) != _said(other, path)
    )


def _said(values: Mapping[str, tuple[str, str | None]], path: str) -> str | None:
    return values[path][1] if path in values else None


def _values(record: Return) -> dict[str, tuple[str, str | None]]:
    """Every value of a return by key path: its place in Chinese, and the value as a text."""
    found = {path: (label(record, path), None if v is None else shown(v)) for path, v in record.cells.items()}
    found |= {f"{at}.unit": (f"{describe_path(record, at)}的单位", unit) for at, unit in record.units.items()}
    found |= {
        f"facts.{id_}": (f"表外的数“{fact.label}”", f"{fact_value(fact)}{fact.unit}")
        for id_, fact in record.facts.items()
    }
    for key in Sections.model_fields:
        found[f"sections.{key}"] = (describe_path(record, f"sections.{key}"), joined(getattr(record.sections, key)))
    found |= {key: (said, None if (v := getattr(record, key)) is None else str(v)) for key, said in HEAD.items()}
    for key, said in (("figures", "图"), ("waivers", "认可"), ("corrections", "更正"), ("issues", "没有能确定的地方")):
        found[key] = (said, f"{len(getattr(record, key))}条" if getattr(record, key) else None)
    return found
