"""``gongkai import DIR``: read everything that came in from the members of a roll-up, and say who is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai import files as disk
from gongkai import rules
from gongkai.commands.console import console as people
from gongkai.commands.console import printable, write_output
from gongkai.commands.filing import acceptable, create, merged, target, unreadable
from gongkai.commands.lines import cell_len, fold, pad
from gongkai.commands.settle import confirmed, show
from gongkai.drafting import history
from gongkai.importers import read_all
from gongkai.returns.canonical import dumps
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.reported import has_reported
from gongkai.returns.succession import predecessors
from gongkai.rollup.collecting import HEADS, STATES, Row, conflicts, expected, organ_of, others
from gongkai.rollup.tree import with_members
from gongkai.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from gongkai.drafting.merging import Merge
    from gongkai.importers import Imported

_MOST = 5_000
"""Files that are read in one call."""
_NAME = 40
"""Maximum number of columns of a name in the list."""


def run_collect(
    places: Sequence[Path],
    *,
    year: int | None,
    members: str | None,
    params: Path | None,
    published: bool,
    force: bool,
    yes: bool,
    json: str | None,
    status: Path | None,
) -> int:
    """Read folders of files into params, and list for each member what became of its file.

    Files of the same organ and year that contradict each other are refused. Changes of files that exist are shown and
    confirmed together. Nothing is written twice: a file that was read before changes nothing.

    Args:
        places: Folders, which are searched at any depth, and files.
        year: Report year; ``None`` uses that of each file.
        members: The government whose members are expected; ``None`` finds it by the organs that came in.
        params: Folder of inputs.
        published: Write ``<year>.published.yaml``.
        force: Also read a report whose title names another organ or year.
        yes: Changes of files that exist are confirmed.
        json: File for the table as JSON; ``-`` is standard output, with nothing else on it.
        status: Workbook for the table.

    Returns:
        0; 1 if a number in a file could not be read; 2 if a file was refused, or changes were not confirmed. Members who are missing do not count.

    Raises:
        InputError: There is no folder of inputs, no file, too many, or the government has no members.
    """
    if status is not None and status.suffix.lower() != ".xlsx":
        msg = f"{status}：收表情况写成Excel工作簿；请把文件名写成{status.stem or '收表情况'}.xlsx。"
        raise InputError(msg)
    inputs = Params(params)
    console = people(errors=json == "-")
    found = list(_files(places, status))
    if not found:
        msg = f"{'、'.join(map(str, places))}里没有文件。"
        raise InputError(msg)
    if len(found) > _MOST:
        msg = f"{'、'.join(map(str, places))}里有{len(found)}个文件，最多一次读{_MOST}个；请检查是不是指错了文件夹。"
        raise InputError(msg)
    _say(console, f"正在读入{len(found)}个文件……")
    rows, items = _read(found, inputs, year, published=published, force=force)
    if members is not None and year is None:
        _same_year(items)
    done = _write(items, inputs, console, published=published, yes=yes)
    fresh = Params(inputs.root)
    rows += [_checked(row, fresh, published=published) for row in done]
    whole, years = None, Counter(row.year for row in rows if row.year is not None)
    about = year or (next(iter(years)) if len(years) == 1 else None)
    if about is not None:
        taken = [row.agency for row in rows if row.agency and row.year in {None, about}]
        whole = with_members(fresh, members, about) if members is not None else expected(fresh, taken, about)
        if whole is not None:
            below = _below(fresh, whole, about)
            name = inputs.agency(whole).name
            rows = [
                replace(row, why="；".join(part for part in (f"不是{name}{about}年的成员", row.why) if part))
                if row.agency and row.state in {"taken", "unchanged", "blank"} and row.agency not in below
                else row
                for row in rows
            ]
            rows += [
                _checked(row, fresh, published=published)
                for row in others(fresh, whole, about, taken, published=published)
            ]
    for line in _lines(rows, inputs, whole, about, console.width):
        console.print(Text(line), soft_wrap=True)
    if status is not None:
        _write_workbook(status, rows)
        _say(console, f"收表情况已写入{status}。")
    if json is not None:
        write_output(json, dumps([row.to_json() for row in rows]))
    if unread := {name: count for name, item in items if (count := unreadable(item))}:
        listed = "、".join(f"{printable(name)}{count}处" for name, count in unread.items())
        _say(
            console,
            f"有{sum(unread.values())}处没有读出（{listed}）；请在文件里改正后重新读入，或直接在数据文件里填写。",
        )
    if any(row.state in {"refused", "unconfirmed"} for row in rows):
        return 2
    return 1 if unread else 0


def _below(inputs: Params, whole: str, year: int) -> set[str]:
    """A government and the organs that it adds up, at any depth."""
    found, waiting = set(), [whole]
    while waiting:
        if (id_ := waiting.pop()) not in found:
            found.add(id_)
            waiting += inputs.agency(id_).member_ids(year)
    return found


def _files(places: Sequence[Path], status: Path | None) -> Iterator[tuple[Path, str]]:
    """Each file with its name for people; not what programs leave beside files, nor the table of the last time."""
    for place in places:
        if not place.is_dir():
            yield place, place.name
            continue
        for path in sorted(place.rglob("*")):
            name = path.relative_to(place).as_posix()
            hidden = any(part.startswith((".", "~$")) for part in path.relative_to(place).parts)
            if (
                path.is_file()
                and not hidden
                and path.name not in {"Thumbs.db", "desktop.ini"}
                and not _is(path, status)
            ):
                yield path, name


def _is(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _read(
    found: Sequence[tuple[Path, str]], inputs: Params, year: int | None, *, published: bool, force: bool
) -> tuple[list[Row], list[tuple[str, Imported]]]:
    """Rows of the files that are refused, and what was read from the others."""
    refused: list[Row] = []
    items: list[tuple[str, Imported]] = []
    results = read_all([path for path, _ in found], year=year, params=inputs)
    for (path, name), item in zip(found, results, strict=True):
        try:
            if isinstance(item, Exception):
                raise item
            acceptable(path, item, published=published, force=force)
            items.append((name, item))
        except InputError as error:
            id_, title = organ_of(name, inputs) or ("", "")
            refused.append(Row(title, id_, None, "refused", name, _short(str(error), path.name)))
    why = conflicts([(name, item.record) for name, item in items])
    for name, item in items:
        if name in why:
            record = item.record
            refused.append(Row(record.agency.name, record.agency.id, record.year, "refused", name, why[name]))
    return refused, [(name, item) for name, item in items if name not in why]


def _same_year(items: Sequence[tuple[str, Imported]]) -> None:
    """Refuse files of several years where the members of one are to be listed: one of them is probably last year's.

    Raises:
        InputError: There are several.
    """
    files: dict[int, list[str]] = {}
    for name, item in items:
        files.setdefault(item.record.year, []).append(name)
    if len(files) > 1:
        years = "、".join(f"{year}年{len(names)}份（{names[0]}等）" for year, names in sorted(files.items()))
        msg = f"收到的文件不是同一年度的：{years}，都没有读入；请加 --year 年度 写明收哪一年的，其他年度的就会列为没有读入。"
        raise InputError(msg)


def _write(
    items: Sequence[tuple[str, Imported]], inputs: Params, console: Console, *, published: bool, yes: bool
) -> list[Row]:
    """Write what was read: new files at once, changes of others when they are confirmed; returns their rows."""
    rows: list[Row] = []
    waiting: list[tuple[Row, Path, bytes, Merge]] = []
    proposed: dict[Path, bytes] = {}
    for name, item in items:
        record = item.record
        notes = (item.message for item in record.issues if item.path == "agency.id" and item.kind == "note")
        about = "；".join((note or "").rstrip("。") for note in notes)
        row = Row(record.agency.name, record.agency.id, record.year, "taken", name, about)
        try:
            path = target(item, inputs, name, published=published)
            if not path.exists():
                if len(create(item, inputs, path, name, published=published)) > 1:
                    row = replace(
                        row, why="params里原来没有这个机关，已新建；名称和级别请核对，写错名称的请改正后重新读入"
                    )
                rows.append(row)
                continue
            seen = proposed[path] if path in proposed else path.read_bytes()
            merge = merged(item, inputs, path, seen)
        except InputError as error:
            rows.append(replace(row, state="refused", why=_short(str(error), name)))
            continue
        kept = "；".join(sentence.rstrip("。") for sentence in merge.kept)
        row = replace(row, why="；".join(part for part in (row.why, f"没有改：{kept}。" if kept else "") if part))
        text = merge.text.encode()
        if text == seen and path not in proposed:
            rows.append(replace(row, state="unchanged"))
        else:
            waiting.append((row, path, seen, merge))
            proposed[path] = text  # another file of the same organ and year adds to it
    return rows + _settle(waiting, inputs, console, yes=yes)


def _settle(
    waiting: Sequence[tuple[Row, Path, bytes, Merge]], inputs: Params, console: Console, *, yes: bool
) -> list[Row]:
    """Show all changes, ask once, and write them."""
    changing = [item for item in waiting if item[3].changes]
    for row, path, _, merge in changing:
        _say(console, f"{inputs.name(path)}将有{len(merge.changes)}处改动（原来 → 改为），来自{printable(row.file)}：")
        show(merge.changes, console)
    agreed, why = True, "改动没有写入"
    if waiting:
        try:
            agreed = confirmed(console, f"写入这{len(changing)}份数据吗？", yes=yes)
        except InputError:
            agreed, why = False, "改动没有写入：确认后加 --yes 再运行"
    rows = []
    for row, path, seen, merge in waiting:
        if not agreed:
            rows.append(replace(row, state="unconfirmed", why=why))
            continue
        try:
            history.replace(path, merge.text, seen=seen)
        except InputError as error:
            rows.append(replace(row, state="refused", why=str(error)))
        else:
            rows.append(row)
    return rows


def _checked(row: Row, inputs: Params, *, published: bool) -> Row:
    """The row with the findings of the organ's return as it is now."""
    if row.state not in {"taken", "unchanged", "earlier"} or published or row.year is None:
        return row
    try:
        record, previous = inputs.load(row.agency, row.year), inputs.previous(row.agency, row.year)
        found = rules.check(
            record,
            previous,
            inputs.members(row.agency, row.year),
            predecessors=predecessors(inputs, row.agency, row.year),
        )
    except InputError as error:
        return replace(row, why=f"读入后不能核对：{error}")
    if not has_reported(record):
        why = "；".join(part for part in ("收到的表里一个数也没有填，不算上报；请退回补填", row.why) if part)
        return replace(row, state="blank", why=why)
    count = Counter(item.level for item in found if item.outcome == "fail" and item.waived is None)
    return replace(row, findings=(count["error"], count["warning"], count["hint"]))


def _short(message: str, file: str) -> str:
    """A message on one line, without the name of its file, which has a column of its own."""
    return printable(" ".join(message.split())).removeprefix(f"{file}：")


def _lines(rows: Sequence[Row], inputs: Params, whole: str | None, year: int | None, width: int) -> Iterator[str]:
    """The table as lines that need no frame: those who need attention last."""
    order = list(STATES)
    several = len({row.year for row in rows if row.year is not None}) > 1
    widest = min(_NAME, max(cell_len(_who(row, several=several)) for row in rows))
    for row in sorted(rows, key=lambda row: (order.index(row.state), row.agency, row.file)):
        said = "；".join(part for part in (STATES[row.state], _findings(row), row.why.rstrip("。")) if part)
        file = f"（{printable(row.file)}）" if row.file and row.name else ""
        yield from fold(
            f"{pad(_who(row, several=several), widest)}  {said}{file}", width, widest + 2 if widest < width // 2 else 4
        )
    count = Counter(row.state for row in rows)
    parts = "，".join(f"{STATES[state]}{count[state]}份" for state in STATES if count[state])
    if whole is not None:
        about = f"{inputs.agency(whole).name}{year}年成员{len(inputs.member_ids(whole, year or 0))}个。"
    elif year is None and several:
        about = "这些文件不是同一年度的，没有收到的不能列出；请用 --year 年度 写明收哪一年的。"
    else:
        about = "没有找到是哪个政府的成员，没有收到的不能列出；请用 --members 政府 指明。"
    yield f"{parts}。"
    yield from fold(about, width)


def _who(row: Row, *, several: bool) -> str:
    """The organ, with the year if the rows are of several years; else the file."""
    year = f"{row.year}年" if several and row.name and row.year is not None else ""
    return printable(f"{row.name or row.file}{year}")


def _findings(row: Row) -> str:
    if row.findings is None:
        return ""
    counts = zip(LEVELS.values(), row.findings, strict=True)
    return "、".join(f"{name}{count}处" for name, count in counts if count) or "没有发现问题"


def _write_workbook(file: Path, rows: Sequence[Row]) -> None:
    from gongkai.excel.list_sheet import workbook  # openpyxl: only if asked for

    widths = (34, 18, 8, 18, 8, 8, 8, 34, 60)
    try:
        disk.write(file, workbook("收表情况", HEADS, [row.cells() for row in rows], widths))
    except OSError as error:
        msg = f"不能写文件“{file}”（{disk.reason(error)}）；请换一个位置，或先在Excel里关闭它。"
        raise InputError(msg) from None


def _say(console: Console, text: str) -> None:
    console.print(Text(text), soft_wrap=True)
