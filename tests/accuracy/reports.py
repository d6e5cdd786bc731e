"""The reference reports as returns: tables as read by hand, texts cut into sections by their titles."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.returns import Agency, Issue, Return, Sections, empty_cells

if TYPE_CHECKING:
    from pathlib import Path

PREVIOUS: dict[str, str] = {"006": "005", "007": "006", "011": "010", "012": "011", "027": "026"}
"""The report of the same organ on the year before."""

TITLES: dict[str, str] = {
    "overview": r"一、\s*总体情况",
    "disclosure": r"二、\s*主动公开政府信息情况",
    "requests": r"三、\s*收到和处理政府信息公开申请情况",
    "disputes": r"四、\s*政府信息公开行政.{0,3}复议、\s*行政诉讼情况",
    "problems": r"五、\s*存在的主要问题[及和]改进(?:情况|措施)",
    "other": r"六、\s*其他需要报告的事项",
}
"""How the section titles stand in the reference reports."""

TABLES: dict[str, str] = {
    "disclosure": r"第二十条第（一）项.*(?:行政事业性收费|政府集中采购|采购（元）)[\s|]*[\d.][\d.\s|元]*",
    "requests": r"（本列数据的勾稽关系.*?四、结转下年度继续办理[\s|\d]*",
    "disputes": r"行政复议[\s|]*行政诉讼.*总计[）\s|\d]*",
}
"""What the tables look like in the text, to cut them out of it."""


@dataclass(frozen=True)
class Report:
    """A reference report.

    Attributes:
        id: ``005``.
        record: Its return.
        truth: What was read in it by hand.
    """

    id: str
    record: Return
    truth: dict[str, Any]

    def previous(self, reference: Path) -> Return | None:
        """The return of the year before, where that report is in the folder."""
        return read(reference, PREVIOUS[self.id]).record if self.id in PREVIOUS else None


@cache
def read(reference: Path, id: str) -> Report:
    """Read ``truth/ID.json`` and the text beside it."""
    truth = json.loads((reference / "truth" / f"{id}.json").read_text("utf-8"))
    text = next((reference / "reports").glob(f"{id}_*.txt")).read_text("utf-8")
    edition = forms.edition_for(truth["year"])
    cells = empty_cells(edition)
    for table in edition.tables.values():
        for row in table.rows:
            for column, value in zip(row.columns, truth[table.id].get(row.id) or (), strict=False):
                cells[f"{table.id}.{row.id}.{column.id}"] = value
    published = re.search(r"^发布时间: (\d{4}-\d{2}-\d{2})", text, re.MULTILINE)
    sections, signed = cut(text)
    record = Return(
        agency=Agency(id=id, name=truth["agency"], level=truth["level"]),
        year=truth["year"],
        cells=cells,
        form_used=truth["form_used"],
        units={row: truth["procurement_unit"] for row in edition.open_rows if truth["procurement_unit"]},
        sections=sections,
        signed=signed,
        published=dt.date.fromisoformat(published[1]) if published else None,
        issues=tuple(_issues(truth, edition)),
    )
    return Report(id, record, truth)


def _issues(truth: dict[str, Any], edition: forms.Edition) -> list[Issue]:
    found = [Issue(path=path, kind="absent") for path in truth["absent_rows"]]
    found += [
        Issue(path=item["path"], kind="ambiguous", raw=item.get("raw"), candidates=item.get("candidates", ()))
        for item in truth["ambiguous"]
    ]
    if "other" in truth["requests"] and "other" not in edition.tables["requests"].row_by_id:
        found += [Issue(path=f"requests.other_{n}", kind="absent") for n in (1, 2, 3)]
        found.append(Issue(path="requests.other", kind="form", raw="（六）其他处理"))
    return found


def cut(text: str) -> tuple[Sections, dt.date | None]:
    """The texts of a report between its section titles, without the tables, and the date of its signature."""
    body = re.split(r"=+ 正文 =+\n|\A来源[^\n]*\n", text)[-1]
    body = re.sub(r"\s*附件下载\s*$", "", body)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL).replace("{", "｛")
    spots = [(key, m) for key, pattern in TITLES.items() if (m := re.search(pattern, body))]
    texts = {"preface": body[: spots[0][1].start()]}
    for at, (key, match) in enumerate(spots):
        end = spots[at + 1][1].start() if at + 1 < len(spots) else len(body)
        texts[key] = body[match.end() : end]
    last = spots[-1][0]
    signed = None
    if end_of_it := re.search(r"[\s。]([^\s。，]{3,30})\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$", texts[last]):
        signed = dt.date(*(int(end_of_it[n]) for n in (2, 3, 4)))
        texts[last] = texts[last][: end_of_it.start(1)]
    for key, pattern in TABLES.items():
        texts[key] = re.sub(pattern, "\n", texts.get(key, ""), flags=re.DOTALL)
    return Sections(**{key: tidy(value) or None for key, value in texts.items()}), signed


def tidy(text: str) -> str:
    """Join lines that were broken inside a sentence."""
    text = re.sub(r"[ \t\u3000]*\n[ \t\u3000]*", "\n", text.strip())
    return re.sub(r"(?<![。；：！？\n])\n(?![（(一二三四五六七八九十][）)一二三四五六七八九十、])(?=\S)", "", text)


def all_ids(reference: Path) -> list[str]:
    """Ids of all reports with a truth."""
    return sorted(path.stem for path in (reference / "truth").glob("*.json"))
