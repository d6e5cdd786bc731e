"""``gongkai read``: how each number of a report's text was understood."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai.commands.console import console as people
from gongkai.commands.console import printable
from gongkai.commands.lines import fold
from gongkai.importers import read as read_file
from gongkai.importers.registry import registry
from gongkai.prose import ProseError, render_texts
from gongkai.reading.explain import REASONS, explain
from gongkai.reading.report import read_prose
from gongkai.returns import InputError, Params
from gongkai.rules.number_meaning import meaning
from gongkai.rules.part_names import describe_sentence

if TYPE_CHECKING:
    from gongkai.returns import Return


def run_read(target: str, year: int | None, params: Path | None) -> int:
    """Show how each number of a text was understood, whether the tables agree, or why it was left alone.

    Args:
        target: A file that ``gongkai import`` reads, or an organ's id or Chinese name.
        year: Report year of the organ; of a file that does not say it.
        params: Folder of inputs; ``None`` is the default.

    Returns:
        Exit code 0.

    Raises:
        InputError: No such file, organ or year, or a placeholder cannot be filled in.
    """
    record, previous = _load(target, year, params)
    try:
        prose = render_texts(record, previous)
    except ProseError as error:
        raise InputError(str(error)) from None
    out = people()
    place, reasons, count = "", Counter[str](), 0
    for number in explain(read_prose(prose, record)):
        here = describe_sentence(record, number.sentence)
        if here != place:
            out.print(Text(f"\n{here}" if place else here, style="bold"))
            place = here
        for line in fold(printable(f"  {number.quote}　→ {meaning(record, number)}"), out.width, 4):
            out.print(Text(line))
        count += 1
        reasons[number.reason] += bool(number.reason)
    out.print()
    said = "，".join(f"{REASONS[reason]}{n}个" for reason, n in reasons.most_common(10) if n)
    left = sum(reasons.values())
    out.print(Text(f"文字中有{count}个数，与表格核对{count - left}个。" + (f"其余：{said}。" if said else "")))
    return 0


def _load(target: str, year: int | None, params: Path | None) -> tuple[Return, Return | None]:
    path = Path(target)
    if path.is_file() or registry().of_suffix(path.suffix.lower()) is not None:
        return read_file(path, year=year).record, None
    folder = Params(params)
    agency = folder.find(target)
    years = folder.years(agency)
    if year is None and not years:
        msg = f"机关“{target}”还没有任何年度的数据。"
        raise InputError(msg)
    wanted = year if year is not None else years[-1]
    return folder.load(agency, wanted), folder.load(agency, wanted - 1) if wanted - 1 in years else None
