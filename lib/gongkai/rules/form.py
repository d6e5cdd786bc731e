"""The form itself: titles, labels, sections and tables as the State Council's letter prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.prose import MISSING
from gongkai.returns.cells import named
from gongkai.returns.labels import describe_path
from gongkai.returns.reported import is_begun
from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Issue, Return


@rule(
    "R27",
    level="error",
    kind="A",
    title="部分标题、表格行列名称与规定表式一字不差，使用本年度的表式，六个部分齐全。",
    source="{form}所附格式",
    todo="请改成规定的名称，补上缺少的部分。",
    example="第四部分标题写作“四、政府信息公开行政复议和行政诉讼情况”，规定为“四、政府信息公开行政复议、行政诉讼情况”。",
)
def as_printed(context: Context) -> Iterator[PendingFinding]:
    """Deviations that an importer recorded, and missing parts of the return: a text, or a table without any number."""
    record = context.record
    absent: dict[str, list[Issue]] = {}
    for issue in record.issues:
        if issue.kind == "mislabelled":
            yield _mislabelled(record, issue)
        elif issue.path.startswith("figures."):
            continue  # F1
        elif issue.kind == "absent" and not filled_since(record, issue.path):
            absent.setdefault(_group(record, issue.path), []).append(issue)
        elif issue.kind in {"form", "extra"}:
            yield _other_form(record, issue)
    for issues in absent.values():
        paths = tuple(dict.fromkeys(issue.path for issue in issues))
        messages = {issue.message.rstrip("。") for issue in issues if issue.message}
        yield fail(
            "缺少{what}{said}。", paths, what=named([describe_path(record, path) for path in paths]),
            said=f"（{messages.pop()}）" if len(messages) == 1 else "", count=len(paths),
        )  # fmt: skip
    if record.form_used not in {None, record.edition.id} and not any(issue.kind == "form" for issue in record.issues):
        yield fail(
            "{year}年度应当使用{right}版表式，报告用的是{left}版。", ("form_used",),
            year=record.year, left=record.form_used, right=record.edition.id,
        )  # fmt: skip
    missing = {issue.path for issue in record.issues if issue.kind == "absent"}
    for section in (section.id for section in record.edition.sections if section.table is None):
        if f"sections.{section}" in missing or section in missing:
            continue
        texts = [p.text.strip() for p in context.prose.section(section)]
        if not any(text and text != MISSING for text in texts):
            yield fail(
                "缺少“{title}”的文字。", (f"sections.{section}",), title=record.edition.section(section).title,
                todo="请在sections中补写这一部分。",
            )  # fmt: skip
    for id_, table in record.edition.tables.items():
        if id_ not in missing and not is_begun(record, id_):
            yield fail(
                "{table}还没有填。", (id_,), table=f"{record.edition.table_name(id_)}“{table.caption}”",
                todo=f"请填写；没有发生的填0：整表都没有发生的，在数据文件的{id_}下只写一行 rest: 0。",
            )  # fmt: skip


def filled_since(record: Return, path: str) -> bool:
    """Whether the cells that were missing when the return was read have been filled in since."""
    cells = [cell for cell in record.cells if cell == path or cell.startswith(f"{path}.")]
    return bool(cells) and all(record.cells[cell] is not None for cell in cells)


def _group(record: Return, path: str) -> str:
    """Missing rows and cells of a table share one finding; a missing table or section has its own."""
    table, _, row = path.partition(".")
    return table if row and table in record.edition.tables else path


def _mislabelled(record: Return, issue: Issue) -> PendingFinding:
    if issue.expected is None:
        return fail(
            "{place}的名称不对：{raw}。", (issue.path,), place=describe_path(record, issue.path),
            raw=(issue.message or f"写作“{issue.raw}”").rstrip("。"),
        )  # fmt: skip
    return fail(
        "{place}写作“{left}”，规定为“{right}”。", (issue.path,),
        place=describe_path(record, issue.path), left=issue.raw or "", right=issue.expected,
    )  # fmt: skip


def _other_form(record: Return, issue: Issue) -> PendingFinding:
    said = f"：{issue.message.rstrip('。')}" if issue.message else f"（“{issue.raw}”）" if issue.raw else ""
    return fail(
        "{place}{what}{said}。", (issue.path,), place=describe_path(record, issue.path), said=said,
        what=f"不是{record.year}年度应当使用的{record.edition.id}版表式" if issue.kind == "form"
        else f"在{record.edition.id}版表式中没有位置",
        todo="请按规定表式重新填报。",
    )  # fmt: skip
