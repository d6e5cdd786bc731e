"""Returns whose working papers show every kind of finding."""

from __future__ import annotations

from typing import Any

from gongkai.document.blocks import Group
from gongkai.document.html import page
from gongkai.document.metadata import Document, Meta
from gongkai.returns import Passage, Return, Sections
from gongkai.sections.review import Review
from tests.samples import record

PLATFORM = "全年检查网站栏目12次，没有发现链接打不开的情况；公开栏目由专人负责维护，每周检查一次。"
LAST = PLATFORM.replace("12", "11")
PRIVATE = "联系人王某，手机号码13812345678，负责日常工作。另一句话没有问题。"
REQUESTS = "本年收到政府信息公开申请**9件**。上年没有结转。"
PROBLEMS = "一是公开的面还比较窄，内容还不够全面。二是解读的形式不多。"


def texts(platform: str = PLATFORM) -> Sections:
    """Texts with a wrong number, a telephone number and sentences that are repeated."""
    overview = {"disclosure": "公开了信息。", "requests": REQUESTS, "platform": platform, "supervision": PRIVATE}
    return Sections(overview=tuple(Passage(id=id_, text=text) for id_, text in overview.items()), problems=PROBLEMS)


def this_year(**cells: Any) -> Return:
    """A return that contradicts its text and its sums."""
    given = {"requests__new__natural": 3, "requests__new__total": 5, **cells}
    return record(2024, **given).model_copy(update={"sections": texts()})


def last_year() -> Return:
    """The return before it."""
    return record(2023).model_copy(update={"sections": texts(LAST)})


def paper(**cells: Any) -> Review:
    """The working paper of a return with last year's."""
    return Review(this_year(**cells), last_year(), ())


def groups(given: Review) -> list[Group]:
    """The parts of a working paper in the order of its notebook."""
    parts = ("preface", *(section.id for section in given.record.edition.sections))
    sections = [given.section(part) for part in parts]
    return [
        given.summary(),
        given.findings(),
        *sections,
        given.blanks(),
        given.facts(),
        given.changes(),
        given.numbers(),
    ]


def html(given: Review) -> str:
    """A working paper as the page that a build writes."""
    blocks = tuple(block for group in groups(given) for block in group.blocks)
    links = (("网页", "report.html"), ("PDF", "report.pdf"))
    return page(Document(meta=Meta(title="审核底稿", style="paper", links=links), blocks=blocks))
