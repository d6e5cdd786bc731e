"""Texts that would do something if they were filled in, and files that carry them wherever a text is possible."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Heading, Paragraph, Signature, Title, inline
from gongkai.document.metadata import Document, Meta
from gongkai.excel import write_form
from gongkai.returns import Agency, Fact, Figure, Issue, Passage, Sections, Waiver
from gongkai.returns.canonical import dumps, to_json
from gongkai.sections.tables import statutory
from tests.importers import own
from tests.importers.test_round_trip import consistent

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.document.blocks import Block
    from gongkai.returns import Return

YEAR = 2024
ORGAN = "某市某区试验局"
IDS = ("preface", "overview", "disclosure", "requests", "disputes", "problems", "other")
FORMATS = ("json", "xlsx", "docx", "pdf", "html", "txt")
"""What :func:`write` writes. Marks are escaped behind the importers: one that is added needs no file here."""
MARKS = ("{{", "{%", "{#")
PREFACE = "根据《中华人民共和国政府信息公开条例》编制本报告"


def texts(canary: Path) -> tuple[str, ...]:
    """Template marks of every kind; one of them makes a file where a template is run by Jinja with pydantic's models."""
    pickle = rf"cposix\nsystem\n(S'touch {canary}'\ntR."
    return (
        "{{ 7*7 }}",
        f'{{% set x = agency.parse_raw("{pickle}", proto="pickle", allow_pickle=true) %}}',
        f'{{{{ agency.parse_raw("{pickle}", proto="pickle", allow_pickle=true) }}}}',
        "{{ ''.__class__ }}",
        "{# x #}",
        "{{{ x }}}",
        r"{\{ x }}",
        r"\{{ x }}",
        r"\\{{ x }}",
        "{{{%x%}}}",
        "｛｛ facts.x ｝｝",
    )


def sentence(canary: Path) -> str:
    """All of them in one paragraph."""
    return f"有{'、'.join(texts(canary))}，照此公布。"


def document(canary: Path) -> Document:
    """A report that prints them in its preface, in a heading and in every section."""
    record, said = consistent(5, YEAR), sentence(canary)
    blocks: list[Block] = [
        Title(content=f"{ORGAN}{YEAR}年\n政府信息公开工作年度报告"), Paragraph(content=inline(f"{PREFACE}，{said}")),
    ]  # fmt: skip
    for section in record.edition.sections:
        blocks.append(Heading(level=1, content=inline(section.title)))
        if section.id == "overview":
            blocks.append(Heading(level=2, content=inline("（一）{{ year }}概述")))
        blocks.append(Paragraph(content=inline(said)))
        if section.table:
            blocks.append(statutory(record, section.table))
    blocks.append(Signature(organ=ORGAN, date=f"{YEAR + 1}年1月20日"))
    title = f"{ORGAN}{YEAR}年政府信息公开工作年度报告"
    return Document(meta=Meta(title=title, author=said, subject=said), blocks=tuple(blocks))


def text(canary: Path) -> str:
    """The same report as text."""
    record, said = consistent(5, YEAR), sentence(canary)
    parts = [f"{record.title}\n{PREFACE}，{said}\n"]
    for section in record.edition.sections:
        parts.append(f"{section.title}\n")
        if section.id == "overview":
            parts.append("（一）{{ year }}概述\n")
        parts.append(f"{said}\n")
        if section.table:
            parts.append(own.table(record, record.edition.tables[section.table], "\t", "\n") + "\n\n")
    return "".join(parts)


def record(canary: Path, **changes: Any) -> Return:
    """A return with a mark in every text that the model has."""
    said = sentence(canary)
    agency = Agency(
        id="lab-ju", name=ORGAN, short_name="{{ a }}局", self_name="{{ b }}", level="department",
        contact={"office": "{{ c }}", "email": "{% d %}"}, site="{# e #}", url="https://a.cn/{{f}}",
    )  # fmt: skip
    given = {
        "agency": agency,
        "facts": {"calls": Fact(value=3, unit="{{ g }}", label="{{ h }}")},
        "figures": (Figure(id="chart", kind="channels", caption="{{ i }}", alt="{{ j }}"),),
        "signature": "{{ k }}",
        "waivers": (Waiver(rule="R22", reason="{{ l }}", by="{{ m }}", date=dt.date(2025, 1, 10)),),
        "issues": (Issue(path="requests", kind="note", raw="{{ n }}", message="{{ o }}。"),),
        "sections": Sections(**dict.fromkeys(IDS, said)),
    }
    return consistent(5, YEAR).model_copy(update=given | changes)


def passages(canary: Path) -> tuple[Passage, ...]:
    """Section one as passages, a mark in text and heading."""
    said = sentence(canary)
    return (Passage(id="summary", text=said), Passage(id="extra", heading="{{ year }}年培训", text=said))


def write(folder: Path, suffix: str, canary: Path) -> Path:
    """A file of a format that carries the texts."""
    path = folder / f"report.{suffix}"
    match suffix:
        case "txt":
            path.write_text(text(canary), "utf-8")
        case "json":
            made = record(canary)
            path.write_text(dumps(to_json(made, made.sections.model_dump())), "utf-8")
        case "xlsx":
            made = record(canary)
            write_form(made, made.agency, made.year, None, path)
        case _:
            own.write(document(canary), folder, suffix)
    return path
