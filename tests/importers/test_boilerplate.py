from __future__ import annotations

import pytest

from gongkai.importers.core.boilerplate import is_behind_signature, is_field, without_buttons


@pytest.mark.parametrize(
    "text",
    ["", "\n附件下载\n", "附件：年报.docx", "\n打印 关闭\n", " 【打印】【关闭】", "（此件公开发布）", "\n返回顶部\n"],
)
def test_behind_the_signature(text):
    """Buttons, attachments and remarks of a page may follow the date of the signature."""
    assert is_behind_signature(text)


@pytest.mark.parametrize("text", ["前完成。", " 上午，召开会议", "至12月31日共办结三件", "\n特此报告。"])
def test_not_behind_the_signature(text):
    """What goes on with a sentence shows that the date is none of a signature."""
    assert not is_behind_signature(text)


@pytest.mark.parametrize("button", ["附件下载", "文件下载", "打印本页", "关闭窗口", "分享", "附件：", "打印 关闭"])
def test_buttons(button):
    """The buttons of any site are left out at the end of a text, and nothing before them."""
    assert "无其他需要报告的事项。" == without_buttons(f"无其他需要报告的事项。 {button}\n")


def test_last_words_of_a_text_stay():
    """A text that ends without a full stop is kept to its end."""
    assert "无。\n特此报告" == without_buttons("无。\n特此报告\n")


def test_words_that_are_buttons_elsewhere_stay_in_a_sentence():
    """A sentence may end in a word that pages print on a button."""
    assert "加强经验分享" == without_buttons("加强经验分享\n")


def test_any_number_of_buttons():
    """The time does not grow beyond measure with what a page prints."""
    assert "" == without_buttons(" 附件下载" * 100_000)
    assert not is_behind_signature(" 附件下载附件" * 300 + "。")


def test_fields_of_the_information_box():
    """索引号 and its like are fields; a sentence is none."""
    assert is_field("索引号：11371002/2021-00001")
    assert not is_field("现将2020年政府信息公开工作报告如下。")
