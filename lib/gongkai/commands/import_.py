"""``gongkai import``: read files into params or JSON; summarise what was read and what needs review."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gongkai.commands import filing
from gongkai.commands import organ as organs
from gongkai.commands.console import argument, printable, write_output
from gongkai.commands.console import console as people
from gongkai.commands.settle import settle
from gongkai.importers import Imported, read_all
from gongkai.importers.core.legacy_forms import LegacyFormError
from gongkai.returns import years
from gongkai.returns.canonical import dumps, to_json
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.model import Issue, Passage, Return
from gongkai.returns.params import Params

if TYPE_CHECKING:
    from pathlib import Path


KINDS: dict[str, str] = {
    "ambiguous": "分不清", "invalid": "不是数", "absent": "缺少", "mislabelled": "名称不符", "form": "表式不符",
    "extra": "没有位置", "note": "请核对", "blank": "空白",
}  # fmt: skip
"""Kinds of issues in Chinese, those that need review first."""
_MOST_SHOWN = 12


def run_import(
    files: list[Path],
    *,
    agency: str | None,
    year: int | None,
    name: str | None = None,
    level: str | None = None,
    params: Path | None,
    published: bool,
    force: bool,
    json: str | None,
    yes: bool = False,
    write: bool = False,
    members: str | None = None,
    status: Path | None = None,
) -> int:
    """Import files; into a year's file that exists, by a merge that is shown and confirmed.

    Args:
        files: Published reports, filled forms or ``report.json``; or folders of them, see :mod:`gongkai.commands.collect`.
        agency: Id or Chinese name of the organ; ``None`` uses the name in the report.
        year: Report year; ``None`` uses that of the report.
        name: Full Chinese name of an organ that is to be created; ``None`` uses the name in the report.
        level: Its level; ``None`` takes it from the name if the name determines it.
        params: Folder of inputs.
        published: Write ``<year>.published.yaml``, the record of what was published.
        force: Also read a report whose title names another organ or year than was given.
        json: Write the canonical JSON to this file (``-`` is standard output) instead of params; a list for several.
        yes: Changes of files that exist are confirmed.
        write: Write params too if ``json`` is given.
        members: With a folder, the government of whose members it holds the files.
        status: With a folder, the workbook for the table of what came in.

    Returns:
        Exit code 0; 1 if a number in a file could not be read; 2 if a file cannot be read, is another organ's or year's, is a draft but ``published`` was given,
        or its changes were not confirmed. Such a file is reported, and the others are still read.

    Raises:
        InputError: There is no folder of inputs, or no such organ.
    """
    if year is not None:
        years.check(year)
    if any(file.is_dir() for file in files):
        from gongkai.commands.collect import run_collect

        if agency is not None or name is not None or level is not None:
            msg = "读入整个文件夹时，各文件写的机关为准，不能再写 --agency、--name、--level。"
            raise InputError(msg)
        if json is not None and write:
            msg = "读入整个文件夹时，--json写的是收表情况，数据总是写入params；请去掉 --write。"
            raise InputError(msg)
        return run_collect(
            files, year=year, members=members, params=params, published=published, force=force, yes=yes, json=json,
            status=status,
        )  # fmt: skip
    if members is not None or status is not None:
        for file in files:
            if not file.exists():
                msg = f"没有“{file}”这个文件夹；请检查名称。"
                raise InputError(msg)
        msg = "--members和--status用于读入整个文件夹：gongkai import 文件夹 --members 政府。"
        raise InputError(msg)
    console = people(errors=json == "-", markup=True)
    errors = people(errors=True, markup=True)
    where = _params(params, needed=json is None or write or agency is not None)
    given, id_ = organs.given(where, agency, name, level, f"gongkai import {argument(files[0].name)}")
    found: list[Imported] = []
    refused: list[str] = []
    unread = 0
    for file, read in zip(files, read_all(files, agency=given, year=year, params=where), strict=True):
        try:
            if isinstance(read, Exception):
                raise read
            item = organs.filed(file.name, read, id_, where)
            filing.acceptable(file, item, published=published, force=force)
            summary(file, item, console)
            unread += filing.unreadable(item)
            if (
                where is not None
                and (json is None or write)
                and not put(item, where, file.name, console, published=published, yes=yes)
            ):
                refused.append(file.name)
                continue
            found.append(item)
        except InputError as error:
            if isinstance(error, LegacyFormError):
                _old(error, console)
            errors.print(_shown(_refusal(file, error)), style="red", highlight=False, soft_wrap=True)
            refused.append(file.name)
    if len(files) > 1:
        said = f"，没有读入{len(refused)}个：{'、'.join(refused)}" if refused else ""
        console.print(_shown(f"共{len(files)}个文件：读入{len(found)}个{said}。"), highlight=False, soft_wrap=True)
    if json is not None and not write:
        console.print("只写了JSON，没有写入params；要同时写入，请加 --write。", markup=False, highlight=False)
    if json is not None and found:
        data = [to_json(item.record, sections(item.record)) for item in found]
        write_output(json, dumps(data[0] if len(files) == 1 else data))
    if unread:
        if json is None or write:
            todo = "；请在文件里改正后重新读入，或直接在数据文件里填写；仍然缺的，gongkai check 会列出"
        else:
            todo = "，已记入JSON的issues；请在文件里改正后重新读入"
        said = f"有{unread}处没有读出{todo}。"
        console.print(said, markup=False, highlight=False, soft_wrap=True)
    return 2 if refused else 1 if unread else 0


def _refusal(file: Path, error: InputError) -> str:
    """What to say of a file that was refused: of a register of requests, which command reads it."""
    from gongkai.ledger.recognition import is_register

    if not is_register(file):
        return str(error)
    return f"{file.name}：这是政府信息公开申请的台账，不是报告或填报表；请运行 gongkai ledger {argument(str(file))} --agency 机关 --year 年度。"


def _params(root: Path | None, *, needed: bool) -> Params | None:
    try:
        return Params(root)
    except InputError:
        if needed or root is not None or os.environ.get("GONGKAI_PARAMS"):
            raise
        return None


def put(item: Imported, params: Params, source: str, console: Console, *, published: bool, yes: bool) -> bool:
    """Write a return's files, or merge it into the year's file that exists.

    Returns:
        Whether the file says what the source says; not if its changes were declined.

    Raises:
        InputError: The changes are not confirmed, or the file that exists cannot be read; nothing is written then.
    """
    record, path = item.record, filing.target(item, params, source, published=published)
    if path.exists():
        seen = path.read_bytes()
        undo = f"gongkai undo {record.agency.id} {record.year}{' --published' if published else ''}"
        changes = filing.merged(item, params, path, seen)
        return settle(changes, path, params.name(path), seen, console, yes=yes, undo=undo)
    for file in filing.create(item, params, path, source, published=published):
        console.print(f"已写入 {_shown(params.name(file))}", highlight=False, soft_wrap=True)
    return True


def sections(record: Return) -> dict[str, str | None]:
    """The texts as read, for the canonical JSON: Markdown with apparent placeholders escaped."""
    texts = ((key, getattr(record.sections, key)) for key in type(record.sections).model_fields)
    return {key: "\n\n".join(map(_passage, text)) if isinstance(text, tuple) else text for key, text in texts}


def _passage(passage: Passage) -> str:
    return f"### {passage.heading}\n\n{passage.text or ''}" if passage.heading else passage.text or ""


def summary(file: Path, item: Imported, console: Console) -> None:
    """Show what was read, table by table, and what needs review."""
    record = item.record
    known = "" if item.agency_known else "（新机关，名称和级别取自标题）"
    console.print(
        f"[bold]{_shown(file.name)}[/bold]：{_shown(record.agency.name)}{known}，{record.year}年，{_shown(item.edition_used)}版表式"
        f"{_shown(filing.plugin(item))}"
    )
    if item.draft:
        console.print("[yellow]草稿[/yellow]：不是正式公布的报告；水印和末尾的“核对结果”没有读入。", highlight=False)
    table = Table("表", "读出", "空白", "分不清", "缺少")
    for column in table.columns[1:]:
        column.justify = "right"
    for id_, count in counts(record).items():
        table.add_row(
            record.edition.tables[id_].caption, *(str(count[key]) for key in ("read", "blank", "ambiguous", "absent"))
        )
    console.print(table)
    texts = [section.title for section in record.edition.sections if getattr(record.sections, section.id)]
    console.print(f"文字：{'；'.join(texts) or '没有读到'}", soft_wrap=True, highlight=False)
    for leftover in filing.leftovers(item):
        console.print(
            f"[yellow]没有读入[/yellow] {_shown(leftover)}（数据文件里没有它的位置）", soft_wrap=True, highlight=False
        )
    for kind, name in KINDS.items():
        issues = [issue for issue in record.issues if issue.kind == kind]
        if not issues:
            continue
        said = [_shown(_say(record, issue)) for issue in issues[:_MOST_SHOWN]]
        more = f"；另有{len(issues) - _MOST_SHOWN}处" if len(issues) > _MOST_SHOWN else ""
        console.print(
            f"[yellow]{name}[/yellow] {len(issues)}处：{'；'.join(said)}{more}", soft_wrap=True, highlight=False
        )


def _shown(text: str) -> str:
    """A text from a file, safe to print: without rich markup and terminal control sequences."""
    return escape(printable(text))


def _say(record: Return, issue: Issue) -> str:
    """An issue with its location in the words of the form, as in ``gongkai check``."""
    where = describe_path(record, issue.path)
    if issue.message:
        message = issue.message.rstrip("。")
        return message if where in message else f"{where}：{message}"
    if issue.expected:
        return f"{where}：“{issue.raw}”应为“{issue.expected}”"
    return f"{where}（“{issue.raw}”）" if issue.raw else where


def counts(record: Return) -> dict[str, Counter[str]]:
    """For each table how many cells were read, blank, ambiguous or absent."""
    state: dict[str, str] = {}
    # The issue about the fewest cells is the most specific.
    for issue in sorted(record.issues, key=lambda item: item.path.count(".")):
        if issue.kind in {"blank", "ambiguous", "absent", "invalid"}:
            for path in record.cells:
                if path == issue.path or path.startswith(f"{issue.path}."):
                    state[path] = "ambiguous" if issue.kind == "invalid" else issue.kind
    found: dict[str, Counter[str]] = {table: Counter() for table in record.edition.tables}
    for path, value in record.cells.items():
        found[path.split(".")[0]]["read" if value is not None else state.get(path, "blank")] += 1
    return found


def _old(error: LegacyFormError, console: Console) -> None:
    """Show the texts of an older form, so that they are not lost."""
    texts = [text for text in (error.sections.preface, error.sections.overview) if isinstance(text, str)]
    if texts:
        console.print(_shown("\n\n".join(texts)), highlight=False, soft_wrap=True)
