"""Pictures of what the layout repairs, before and after; :mod:`docs.gallery` puts them on its page.

"Before" is made by the same code with one repair switched off, or is what Typst does by itself, so that
anyone can make it again; what it is stands on the page.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from docs.drawing import Built, beside, drawn, office
from PIL import Image, ImageChops, ImageOps

from gongkai.document import breaking, docx, fonts, labels, pdf
from gongkai.document.blocks import Heading, Paragraph, Signature, inline
from gongkai.document.breaking import Piece
from gongkai.document.docx import fitting
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta
from gongkai.document.pdf import pages
from gongkai.importers.core import texts
from gongkai.returns import Params
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gongkai.document.blocks import Block

_QUOTED = (
    "坚持“公开为常态、不公开为例外”，落实“谁制作、谁审查，谁公开、谁负责”；"
    "《政府信息公开条例》、《政府信息公开指南》（以下简称《指南》）“应公开、尽公开”。"
)
_NUMBERS = (
    "各机关主动公开政府信息12,345条，统计期限为2024年1月1日至2024年12月31日，电话：0517-83605210，通信地址："
    "某市某县人民路128号综合楼1203室。其中网站公开9,876条，占80.0%（图1）；微信公众号公开1,234条，占10.0%。"
)
_FUSED = "（一）加强组织领导\n。坚持把政务公开列入重要议事日程，主要负责人每季度听取一次汇报。"
_ORGAN, _DATE = "某市某县自然资源和规划局", "2025年1月24日"
_RESOLUTION = 80


@dataclass(frozen=True)
class Pair:
    """Two pictures of one thing.

    Attributes:
        said: What is repaired, and what the picture before is.
        take: Takes both, from a report that has been built.
        organ: The report.
    """

    said: str
    take: Callable[[Built], Sequence[Image.Image]]
    organ: str = "huancui-yingji"


def _document(*blocks: Block) -> Document:
    return Document(meta=Meta(title="示例"), blocks=blocks)


def _pages(document: Document, resolution: int = _RESOLUTION) -> list[Image.Image]:
    """The pages of a document's PDF, in the bundled fonts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.pdf")
        path.write_bytes(pdf.render(document, fonts.font_set(fonts.BUNDLED)))
        return drawn(path, resolution)


def _cropped(image: Image.Image) -> Image.Image:
    """The upper part of a page as far as there is something, without the page number."""
    body = image.crop((0, 0, image.width, image.height * 262 // 297))
    box = ImageChops.invert(body.convert("L")).getbbox()
    assert box is not None
    return ImageOps.expand(body.crop((image.width * 24 // 210, box[1], image.width * 188 // 210, box[3])), 12, "white")


def _blocks(before: Sequence[Block], after: Sequence[Block], *repairs: Any) -> list[Image.Image]:
    """The first pages of two documents, the first drawn while repairs are switched off."""
    with ExitStack() as stack:
        for repair in repairs:
            stack.enter_context(repair)
        first = _cropped(_pages(_document(*before))[0])
    return [first, _cropped(_pages(_document(*after))[0])]


def _as_text(kind: str) -> Any:
    """Treat one kind of pieces of running text like all others."""
    pieces = breaking.pieces

    def found(text: str) -> Iterator[Piece]:
        for piece in pieces(text):
            yield Piece("text", piece.parts) if piece.kind == kind else piece

    return mock.patch.object(breaking, "pieces", found)


def _punctuation(_: Built) -> list[Image.Image]:
    block = Paragraph(content=inline(_QUOTED))
    return _blocks([block], [block], _as_text("punctuation"))


def _numbers(_: Built) -> list[Image.Image]:
    block = Paragraph(content=inline(_NUMBERS))
    return _blocks([block], [block], _as_text("keep"))


def _anywhere(text: str, room: float) -> tuple[str, ...]:
    """Lines that end after any character."""
    count = max(1, int(room + 0.05))
    return tuple(line[at : at + count] for line in text.split("\n") for at in range(0, len(line), count))


def _labels(_: Built) -> list[Image.Image]:
    root = Path(__file__).parent.parent / "params"
    table = tables.statutory(Params(root).load("huaian-zhengfu", 2024), "requests")
    narrow = mock.patch.object(labels, "least_room", lambda text: min(2.05, len(text)))
    shown = _blocks([table], [table], mock.patch.object(labels, "lines", _anywhere), narrow)
    return [image.crop((0, 0, image.width, min(one.height for one in shown))) for image in shown]


def _report(built: Built) -> Document:
    import nbformat

    from gongkai.publish.collect import document

    return document(nbformat.read(built.outputs / "report.ipynb", as_version=4))  # type: ignore[no-untyped-call]


def _rooms(built: Built) -> list[Image.Image]:
    report = _report(built)
    with mock.patch.object(pages, "is_loose", return_value=False):
        before = _pages(report, 34)
    return [beside(found[2:5], 3) for found in (before, _pages(report, 34))]


def _word(built: Built) -> list[Image.Image]:
    report, target, found = _report(built), built.work / "word.docx", []
    for fitted in (lambda _, planned, *__, **___: planned, fitting.fitted):
        with mock.patch.object(fitting, "fitted", fitted):
            target.write_bytes(docx.render(report, fonts.font_set(fonts.BUNDLED)))
        found.append(beside(drawn(office(target), 34)[1:4], 3))
    return found


def _signature(_: Built) -> list[Image.Image]:
    import typst

    from gongkai.document.fonts import noto

    text = "2024年，全县未收取政府信息公开信息处理费。"
    source = (
        '#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))\n'
        f'#set text(font: "{noto.SERIF}", size: 16pt, lang: "zh", region: "CN")\n#set par(leading: 12pt)\n'
        f"#h(2em){text}\n\n#align(right)[{_ORGAN} \\ {_DATE}]\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        given, path = Path(folder, "plain.typ"), Path(folder, "plain.pdf")
        given.write_text(source, "utf-8")
        typst.compile(str(given), str(path), font_paths=[str(noto.folder())], ignore_system_fonts=True, format="pdf")
        before = _cropped(drawn(path, _RESOLUTION)[0])
    after = _pages(_document(Paragraph(content=inline(text)), Signature(organ=_ORGAN, date=_DATE)))[0]
    return [before, _cropped(after)]


def _fused(_: Built) -> list[Image.Image]:
    head, rest = _FUSED.split("\n")
    before = (Heading(level=2, content=inline(head)), Paragraph(content=inline(rest)))
    return _blocks(before, to_blocks((texts.markdown(_FUSED) or "").replace("### ", "## ")))


PAIRS = {
    "punctuation": Pair(
        "Marks that meet are squeezed. Before: with the distance of characters on them too, for which Typst takes “” as narrow",
        _punctuation,
    ),
    "numbers": Pair(
        "A number stays with its unit, and 图1 is whole. Before: lines end wherever they are full", _numbers
    ),
    "labels": Pair("Headers break between words. Before (left): after as many characters as a line holds", _labels),
    "signature": Pair(
        "Organ and date by GB/T 9704, 7.3.5.2: the date begins two characters after the organ. Before: both at the right "
        "margin, as Typst sets them by itself",
        _signature,
    ),
    "fused": Pair(
        "No paragraph begins with a full stop. Before: a heading and a text as a web page divided them. After: as "
        "`gongkai import` writes them",
        _fused,
    ),
    "rooms": Pair(
        "Pages three to five of the department's PDF. Before: pictures and tables as large as by themselves, whatever room "
        "that leaves",
        _rooms,
    ),
    "word": Pair(
        "Pages two to four of the city's Word file, in LibreOffice. Before: table 2 as large as by itself, whatever room that leaves",
        _word,
        "huaian-zhengfu",
    ),
}
"""What is shown, by the name of the picture."""


def picture(pair: Pair, built: Built) -> Image.Image:
    """Both pictures of a pair, before above after, or at the left of it if they are high."""
    found = list(pair.take(built))
    return beside(found, 1 if max(image.width for image in found) > max(image.height for image in found) else 2)
