"""Accepted findings and corrections from outside: only the analyst's own count, another's are listed and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.model import Issue

if TYPE_CHECKING:
    from gongkai.returns.model import Correction, Return, Waiver

_LONGEST = 60
"""Maximum number of characters of a reason in a message."""


def own_only(record: Return, own: Return | None = None) -> Return:
    """A return without the waivers and corrections that are not the analyst's own, and with an issue for each of those.

    Args:
        record: What was read from a file.
        own: The analyst's own return of that organ and year; waivers and corrections equal to one of its stay.
    """
    mine = own.waivers if own is not None else ()
    taken = tuple(waiver for waiver in record.waivers if waiver in mine)
    left = tuple(_issue(waiver) for waiver in record.waivers if waiver not in mine)
    kept = own.corrections if own is not None else ()
    corrections = tuple(item for item in record.corrections if item in kept)
    left += tuple(_of_correction(item) for item in record.corrections if item not in kept)
    # First, so that a file cannot hide them behind issues of its own.
    return record.model_copy(update={"waivers": taken, "corrections": corrections, "issues": (*left, *record.issues)})


def _issue(waiver: Waiver) -> Issue:
    cells = f"（{'、'.join(waiver.cells)}）" if waiver.cells else ""
    message = (
        f"文件里对规则{_short(waiver.rule)}{_short(cells)}的认可没有读入，理由是“{_short(waiver.reason)}”，"
        f"认可人是“{_short(waiver.by)}”；核对结果由本机关认可，认为成立的，请写进waivers。"
    )
    return Issue(path="", kind="note", raw=_short(waiver.rule), message=message)


def _of_correction(item: Correction) -> Issue:
    message = (
        f"文件里对汇总{_short(item.cell)}的更正没有读入，理由是“{_short(item.reason)}”，更正人是“{_short(item.by)}”；"
        "认为成立的，请写进corrections。"
    )
    return Issue(path="", kind="note", raw=_short(item.cell), message=message)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
