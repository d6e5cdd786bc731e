"""The part of the working paper that shows how the numbers of the text were understood."""

from __future__ import annotations

import pytest

from gongkai.document.blocks import Heading, Paragraph, Table, plain
from gongkai.prose import Prose
from gongkai.returns import Sections
from gongkai.sections.review import Review, numbers
from tests.samples import record
from tests.sections.review import made


def rows(paper: Review) -> list[list[str]]:
    """The rows of the table, without its header."""
    table = next(block for block in paper.numbers().blocks if isinstance(block, Table))
    return [[plain(cell.content) for cell in row] for row in table.rows[1:]]


def test_each_number_with_its_meaning() -> None:
    """A number of a cell is shown with the cell and whether it agrees, another with the reason why it is not compared."""
    found = {words: said for _, words, said in rows(made.paper())}
    assert found["本年收到政府信息公开申请9件"].startswith("表三“一、本年新收政府信息公开申请数量”“总计”，不相符")
    assert [said for words, said in found.items() if "12次" in words] == ["未与表格核对：单位不是件数，表中没有"]


def test_it_is_folded() -> None:
    """The heading folds the table, and says how many numbers there are."""
    paper = made.paper()
    heading = paper.numbers().blocks[0]
    assert isinstance(heading, Heading)
    assert (heading.folded, plain(heading.content)) == (True, f"文字里的数是怎样理解的（{len(rows(paper))}个）")


def test_long_texts_and_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of very many numbers is listed up to a limit that is stated; a text without numbers says so."""
    monkeypatch.setattr(numbers, "MOST", 2)
    many = record(2024).model_copy(update={"sections": Sections(overview="网站公开信息5条。" * 6)})
    blocks = Review(many, None, ()).numbers().blocks
    assert isinstance(blocks[0], Heading)
    assert isinstance(blocks[-1], Paragraph)
    count = int(plain(blocks[0].content).partition("（")[2].partition("个")[0])
    assert plain(blocks[-1].content) == f"其余{count - 2}个数没有列出，请用gongkai read查看。"
    empty = numbers.understood(many, Prose("", (), "", ""))[-1]
    assert isinstance(empty, Paragraph)
    assert plain(empty.content) == "文字里没有数。"
