"""Chinese names for locations in a return (section, table, row, cell), in the words of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms

if TYPE_CHECKING:
    from gongkai.returns.model import Return

_ELSEWHERE: dict[str, str] = {
    "": "全文", "title": "报告标题", "agency.name": "机关名称", "agency.level": "机关级别", "preface": "报头",
    "signature": "落款", "signed": "落款",
}  # fmt: skip
"""Places outside the six sections."""


@forms.cached()
def column_labels(edition: str, table: str, row: str) -> tuple[tuple[str, str], ...]:
    """Id and label of each column of a row; in table 3 the two columns 其他 and 总计 are distinguished by their header."""
    found = forms.edition(edition).tables[table].row_by_id[row].columns
    return tuple((c.id, f"{c.headers[-1]}—{c.label}" if c.id == "other" and c.groups else c.label) for c in found)


def row_name(label: str) -> str:
    """The label of a row for use in a sentence: without the form's remark, inner quotes single."""
    return label.split("（区分处理", maxsplit=1)[0].replace("“", "‘").replace("”", "’")


def describe_path(record: Return, path: str) -> str:
    """A section, table, row or cell in Chinese; the path itself if it is none of them.

    Args:
        record: The return, for its edition and facts.
        path: ``requests.granted.natural``, ``requests.granted``, ``requests``, ``sections.problems``, ``title`` …
    """
    parts = path.removeprefix("sections.").split(".")
    head = parts[0]
    if (known := _ELSEWHERE.get(path.removeprefix("sections."))) is not None:
        return known
    if head == "facts" and len(parts) == 2:
        return f"表外的数“{record.facts[parts[1]].label if parts[1] in record.facts else parts[1]}”"
    if head == "figures" and len(parts) > 1:
        return f"图“{next((f.caption for f in record.figures if f.id == parts[1]), parts[1])}”"
    section = next((section for section in record.edition.sections if section.id == head), None)
    if section is None:
        return f"“{path}”"
    if path.startswith("sections.") or head not in record.edition.tables:
        return f"“{section.title}”"
    edition = record.edition
    if len(parts) == 1:
        return f"{edition.table_name(head)}“{edition.tables[head].caption}”"
    row = edition.tables[head].row_by_id.get(parts[1])
    if row is None:
        # A row that another edition of the form has.
        others = [e.tables[head].row_by_id.get(parts[1]) for e in forms.editions().values() if head in e.tables]
        label = next((other.label for other in others if other is not None), None)
        return (
            f"{edition.table_name(head)}“{row_name(label)}”行"
            if label
            else f"{edition.table_name(head)}的“{'.'.join(parts[1:])}”"
        )
    if len(parts) == 2:
        return f"{edition.table_name(head)}“{row_name(row.label)}”行"
    return f"{edition.table_name(head)}“{row_name(row.label)}”“{dict(column_labels(edition.id, head, row.id)).get(parts[2], parts[2])}”"
