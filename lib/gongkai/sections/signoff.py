"""Who submitted, returned, approved and published a report, and the comments on it: a part of the working paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Group, Note, Paragraph, inline
from gongkai.returns.labels import describe_path
from gongkai.returns.review_file import MOVES, ROLES
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Block
    from gongkai.returns import Return
    from gongkai.returns.review_file import Record

TITLE = "送审和批准"


def signoff(record: Return, steps: Record, changed: Sequence[str]) -> Group:
    """The steps about a report, whether the last signature holds, and every comment with its answer.

    Args:
        record: The return.
        steps: The record of steps, with at least one.
        changed: What has changed since the last step, a Chinese phrase each; empty if its signature holds.
    """
    last = steps.last
    assert last is not None
    blocks: list[Block] = [pieces.heading(TITLE)]
    if changed:
        lines = "\n".join(changed)
        blocks.append(Note(level="error", title=f"{last.describe()}，签名已经失效", content=inline(lines)))
    else:
        blocks.append(Paragraph(content=inline(f"{last.describe()}。")))
    headers: tuple[str, ...] = ("时间", "姓名", "身份", "办理", "说明", "SSH签名")
    rows = [
        (f"{step.at:%Y-%m-%d %H:%M}", step.by, ROLES[step.role], MOVES[step.step], step.note or "—",
         "有" if step.signature else "无")
        for step in steps.steps
    ]  # fmt: skip
    blocks.append(pieces.table("办理经过", [headers, *rows], left=len(headers)))
    said = [
        (str(item.id), _about(record, item.about), item.quote or "—", f"{item.text}（{step.by}）",
         f"{answer[0]}（{answer[1].by}）" if answer else "没有答复")
        for item, step, answer in steps.comments()
    ]  # fmt: skip
    if said:
        headers = ("编号", "对象", "当时的内容", "意见", "答复")
        blocks.append(pieces.table("意见和答复", [headers, *said], left=len(headers)))
    return Group(blocks=tuple(blocks))


def _about(record: Return, about: str) -> str:
    """What a comment is about, in the words of the form."""
    rule, at, cell = about.partition("@")
    if at:
        return f"{rule}：{_named(record, cell)}"
    return _named(record, about) if "." in about else about


def _named(record: Return, path: str) -> str:
    owner, colon, own = path.rpartition(":")
    said = describe_path(record, own)
    return f"{owner}{colon}{said[1:-1] if said.startswith('“') else said}"
