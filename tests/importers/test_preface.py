"""The preface of a report among what a page prints before it."""

from __future__ import annotations

import pytest

from gongkai.importers.core.boilerplate import is_behind_signature, without_buttons
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.preface import find

REST = "《中华人民共和国政府信息公开条例》，现公布本机关的年度报告。"


@pytest.mark.parametrize(
    "opening",
    [
        "根据", "现根据", "按照", "依据", "依照", "为贯彻", "为落实", "为了", "为进一步", "为深入", "为保障", "本报告", "本年度报告", "现将", "2024年", "今年", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "首页\n", "首页：", "首页:", f"首页{CELL}", f"首页{END}", "首页 "])
def test_openings(opening: str, before: str) -> None:
    """A preface begins with one of the words that prefaces begin with, at a line, a field or a cell."""
    assert f"{opening}{REST}" == find(f"{before}{opening}{REST}")


def test_no_opening_within_a_word() -> None:
    """The same words within a sentence begin none."""
    assert f"本局{REST}" == find(f"导航\n本局{REST}")
    assert f"本局根据{REST}" == find(f"导航\n本局根据{REST}")


@pytest.mark.parametrize(("length", "is_taken"), [(14, False), (15, True), (16, True)])
def test_shortest_sentence(length: int, is_taken: bool) -> None:
    """A sentence of fifteen characters at least begins the preface, up to its full stop."""
    sentence = f"根据{'甲' * (length - 2)}"
    assert (f"{sentence}。\n{WORDS}" if is_taken else WORDS) == find(f"{sentence}。\n{WORDS}")


WORDS = "现将某某县水利局的年度报告公布如下，欢迎社会各界监督。"


@pytest.mark.parametrize(
    ("title", "is_taken"),
    [
        ("2024年某某县水利局政府信息公开工作年度报告", False),
        ("2024年某某县水利局政府信息公开工作年度报告 ", False),
        ("2024年某某县水利局政府信息公开，工作年度报告", True),
        ("2024年某某县水利局根据条例编制的年度报告", True),
        (f"2024年{'甲' * 52}报告", False),
        (f"2024年{'甲' * 53}报告", True),
        ("2024年某某县水利局政府信息公开工作年度报告公布", True),
    ],
)
def test_title(title: str, is_taken: bool) -> None:
    """A title of less than sixty characters that ends in 报告 is no sentence of a preface."""
    assert (f"{title}\n{WORDS}" if is_taken else WORDS) == find(f"{title}\n{WORDS}")


@pytest.mark.parametrize("mark", "。；，")
@pytest.mark.parametrize("delimiter", ["\n", CELL, END])
def test_sentences_without_an_opening(mark: str, delimiter: str) -> None:
    """Without such words the sentences of fifteen characters are the preface, without fields, buttons and short lines."""
    kept = f"各位领导和全县人民群众大家好{mark}"
    lines = ["来源：某某县人民政府办公室的网站，公开", "短句。", f" {kept} ", "某某县水利局政府信息公开的网页", kept]
    assert f"{kept}\n{kept}" == find(delimiter.join(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("无。打印", "无。"), ("无。 打印本页", "无。"), ("无。打印此页\n关闭窗口", "无。"), ("无。\n全文下载 \n", "无。"), ("无。返回首页", "无。"),
        ("无。附件：", "无。"), ("打印", ""), ("没有打印", "没有打印"), ("无。点击下载", "无。"), ("无。点击上传", "无。点击上传"), ("", ""), (" \n", ""),
        ("无。\x1e\x1f", "无。"), ("无。收藏 分享", "无。"), ("经验分享 收藏", "经验分享"),
    ],
)  # fmt: skip
def test_buttons(text: str, expected: str) -> None:
    """Buttons are taken off one after another from the end, each a word of its own or behind a full stop."""
    assert expected == without_buttons(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"\n{'甲' * 10}", True), (f"\n{'甲' * 11}", False), ("\n甲 乙 丙", True), ("甲", False), ("\n甲，乙", False), ("【甲，乙。】", True),
        ("（此件公开发布，请遵照。）", True), ("(此件公开发布)", True), ("（此件", False), ("附件:年报，1.docx", True), ("附件：", True), ("\x1e\x1f\n", True),
        ("打印关闭", True), ("下载打印\n甲", True),
    ],
)  # fmt: skip
def test_what_follows_a_signature(text: str, expected: bool) -> None:
    """Short words, remarks in brackets, attachments and buttons may follow a date that is a signature's."""
    assert expected == is_behind_signature(text)
