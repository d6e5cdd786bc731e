"""Whatever a text says, the text rules yield findings and never raise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import forms, rules
from gongkai.returns import Agency, Return, Sections, empty_cells
from gongkai.rules.base import Context

RULES = ("R12", "R13", "R14", "R15", "R16", "R17", "R19", "R24", "R25")
PIECES = (
    "2022年", "2021年", "我局", "全市", "收到政府信息公开申请", "3件", "0件", "１２件", "18万余条", "，", "。", "；", "（", "）", "其中", "、", "：", "分别为", "各",
    "予以公开", "不予公开", "自然人", "法人或其他组织", "行政复议", "行政诉讼", "结果维持", "未收到", "同比增长", "5%", "占", "办结率100%", "结转下年度",
    "上年结转", "行政规范性文件", "制发", "现行有效", "主动公开政府信息", "信息处理费", "20元", "将继续", "“", "”", "《", "》", "\n", "一百零五条", "x", "东山区",
)  # fmt: skip
ZEROS = dict.fromkeys(empty_cells(forms.edition("2021")), 0)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
@settings(max_examples=150, deadline=None)
def test_never_raises(pieces: list[str], filled: bool) -> None:
    """Words of reports in any order give findings with full sentences."""
    text = "".join(pieces)
    agency = Agency(id="a", name="清河市人民政府", level="city")
    cells = ZEROS if filled else empty_cells(forms.edition("2021"))
    sections = Sections(preface=text, overview=text, disclosure=text, problems=text, other=text)
    record = Return(agency=agency, year=2022, cells=cells, sections=sections)
    member = Return(agency=Agency(id="b", name="东山区人民政府", level="county"), year=2022, cells=cells)
    before = record.model_copy(update={"year": 2021})
    for context in (Context(record), Context(record, before, (member,))):
        for id_ in RULES:
            for finding in rules.RULES[id_](context):
                assert finding.message.endswith("。")
