"""Merging what a source says into a year's file: what it lacks stays, byte for byte."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.drafting import history
from gongkai.drafting.changes import differences
from gongkai.drafting.merge import merge
from gongkai.drafting.merging import Merge
from gongkai.parsing import yaml
from gongkai.returns import Fact, Figure, InputError, Issue, Passage, Return, Sections, Waiver, load, save
from gongkai.returns.errors import ReturnError
from gongkai.returns.model import SourceMap, empty_cells
from tests.samples import AGENCY, NUMBERS, TEXTS, returns

OWN = """\
# 年度
year: 2024   # 报告年度
signed: 2025-01-20

# 表二
disclosure:
  regulations: {made: 1, repealed: 0, in_force: 4}  # 规章
  licensing: 12   # 许可
  fees: null

requests:
  # 新收
  new: [1, 0, 0, 0, 0, 0, 1]   # 核对过
  granted:
    natural: 2   # 张三核
    total: 2
  rest: 0

facts:
  website: {label: 网站, value: "229", unit: 条}   # 来自后台

figures:
  channels: {kind: channels, caption: 渠道}

sections:
  preface: 报头。   # 不改
  overview:
    platform: {heading: 平台}   # 待写
    supervision:
      heading: 监督
      text: |  # 第二稿
        第一段

        第二段
  problems: |
    第一行
    第二行

    ![](figure:channels)

# 认可
waivers:
  - {rule: R22, reason: 机构改革, by: 张三, date: 2025-01-10}
"""


def read(text: str) -> Return:
    """The return that a file gives."""
    data, lines = yaml.parse(text.removeprefix("\ufeff"), "2024.yaml")
    return load.build(data, AGENCY, SourceMap(file="2024.yaml", lines=lines))


def source(**parts: Any) -> Return:
    """A source that says only these things; cells as ``requests__new__total``."""
    own = {key: parts.pop(key) for key in list(parts) if key in Return.model_fields}
    cells = {key.replace("__", "."): value for key, value in parts.items()}
    return Return(agency=AGENCY, year=2024, cells=cells, **own)


def merged(given: Return, text: str = OWN, **options: Any) -> Merge:
    """The merge into the sample file."""
    return merge(text, "2024.yaml", AGENCY, given, **options)


def changed(result: Merge) -> list[str]:
    """The changes as lines."""
    return [f"{change.label}：{change.old} → {change.new}" for change in result.changes]


@pytest.mark.parametrize(
    ("given", "old", "new", "said"),
    [
        ({"requests__new__total": 5}, "0, 1]   #", "0, 5]   #", "表三“一、本年新收政府信息公开申请数量”“总计”：1 → 5"),
        ({"requests__granted__natural": 3}, "natural: 2", "natural: 3", "表三“（一）予以公开”“自然人”：2 → 3"),
        ({"disclosure__licensing__decisions": 13}, "12 ", "13 ", "表二“行政许可”“本年处理决定数量”：12 → 13"),
        ({"disclosure__regulations__made": 2}, "made: 1", "made: 2", "表二“规章”“本年制发件数”：1 → 2"),
        ({"disclosure__fees__amount": Decimal("0.50")}, "fees: null", "fees: 0.50", "表二“行政事业性收费”“本年收费金额（单位：万元）”：None → 0.50"),
        (
            {"requests__partial__natural": 1}, "  rest: 0", "  partial: {natural: 1}\n  rest: 0",
            "表三“（二）部分公开”“自然人”：0 → 1",
        ),
        (
            {"disclosure__normative_documents__made": 1}, "  licensing",
            "  normative_documents: [1, null, null]\n  licensing", "表二“行政规范性文件”“本年制发件数”：None → 1",
        ),
        ({"published": dt.date(2025, 1, 25)}, "-20\n", "-20\npublished: 2025-01-25\n", "公布日期：None → 2025-01-25"),
        (
            {"facts": {"website": Fact(value=230, unit="条", label="网站")}}, '"229"', "230",
            "表外的数“网站”：229 → 230",
        ),
        (
            {"facts": {"wechat": Fact(value=5, unit="条", label="微信")}}, "# 来自后台\n",
            "# 来自后台\n  wechat: {label: 微信, value: 5, unit: 条}\n", "表外的数“微信”：None → 5条",
        ),
        (
            {"sections": Sections(preface="报头。\n\n第二段。")}, "报头。   # 不改",
            "|-   # 不改\n    报头。\n\n    第二段。", "“”：报头。 → 报头。\n\n第二段。",
        ),
        (
            {"sections": Sections(other="没有。")}, "figure:channels)\n", "figure:channels)\n  other: 没有。\n",
            "“六、其他需要报告的事项”：None → 没有。",
        ),
        (
            {"sections": Sections(problems="新写。")}, "第一行\n    第二行", "新写。",
            "“五、存在的主要问题及改进情况”：第一行\n第二行\n\n![](figure:channels)\n → 新写。",
        ),
        (
            {"sections": Sections(overview=(Passage(id="supervision", heading="监督", text="短。"),))},
            "第一段\n\n        第二段", "短。", "“一、总体情况”的“监督”：第一段\n\n第二段\n → 短。\n",
        ),
        (
            {"sections": Sections(overview=(Passage(id="platform", heading="平台", text="一\n\n二"),))},
            " {heading: 平台}   # 待写", "   # 待写\n      heading: 平台\n      text: |-\n        一\n\n        二",
            "“一、总体情况”的“平台”：None → 一\n\n二",
        ),
    ],
)  # fmt: skip
def test_one_change(given: dict[str, Any], old: str, new: str, said: str) -> None:
    """Only the value changes; its line's comment and everything else keep their bytes."""
    result = merged(source(**given))
    assert OWN.count(old) == 1
    assert OWN.replace(old, new) == result.text
    assert [said.replace("“”", "报头")] == changed(result)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_mark(newline: str, mark: str) -> None:
    """A file saved by Windows' editor keeps its line ends and its mark, in inserted lines too."""
    text = mark + OWN.replace("\n", newline)
    sections = Sections(problems="甲\n\n乙", other="丙\n\n丁")
    result = merged(source(requests__partial__natural=1, sections=sections), text).text
    assert result.startswith(mark)
    assert result.count("\n") == result.count(newline)
    assert "甲\n\n乙" in (read(result).sections.problems or "")
    assert "丙\n\n丁" == read(result).sections.other


def test_what_stays() -> None:
    """Figures, waivers and dates stay, whatever the source has; what was not taken is said."""
    given = source(
        signed=dt.date(2025, 1, 21),
        figures=(Figure(id="a", kind="photo", caption="照片"),),
        waivers=(Waiver(rule="R1", reason="不必", by="李四", date=dt.date(2025, 1, 1)),),
    )
    result = merged(given)
    assert OWN == result.text
    assert (
        "落款日期：来源里是2025年1月21日，文件里是2025年1月20日，没有改；要改的，请在文件里改。",
        "图“照片”没有读入；需要的，请在文件的figures里写明。",
    ) == result.kept


def test_figures_stay_placed() -> None:
    """A text that is replaced keeps the figures that the old one places; a published report does not show where they were."""
    text = read(merged(source(sections=Sections(problems="新写。"))).text).sections.problems
    assert "新写。\n\n![](figure:channels)\n" == text


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("### （一）平台\n\n新的。\n\n### （二）监督\n\n第一段\n\n第二段", ["sections.overview.platform"]),
        ("### 监督\n\n第一段第二段", []),
        ("### （一）平台\n\n新的。", ["sections.overview"]),
        ("没有小标题。", ["sections.overview"]),
        ("### （一）平台\n\n新的。\n\n### （二）监督\n\n第一段\n\n### （三）其他\n\n别的。", ["sections.overview"]),
    ],
)
def test_overview_in_one_piece(text: str, taken: list[str]) -> None:
    """Section one of a published report goes into the passages of the file by its headings, else as a whole."""
    assert taken == [change.path for change in merged(source(sections=Sections(overview=text))).changes]


def test_text_as_published() -> None:
    """A source that has the text as it is published, with or without its marks, changes nothing."""
    own = OWN.replace("报头。", '"{{ year }}年的报头。"')
    given = source(sections=Sections(preface="2024年的\n\n报头。", problems="第一行 第二行\n\n图1 各渠道公开情况"))
    assert own == merged(given, own, published={"sections.preface": "2024年的报头。"}).text


def test_form_that_comes_back() -> None:
    """Of a form only what was changed in it is news; what was changed in the file meanwhile stays, a conflict is marked."""
    base = read(OWN)
    later = OWN.replace("12   # 许可", "20   # 许可").replace("natural: 2", "natural: 7").replace("报头。", "新报头。")
    filled = base.model_copy(
        update={
            "cells": base.cells
            | {"requests.granted.natural": 3, "disclosure.fees.amount": 1, "disclosure.regulations.made": None}
        }
    )
    result = merged(filled, later, base=base)
    emptied = "\nissues:\n  - {path: disclosure.regulations.made, kind: blank, candidates: [[1]]}\n"
    assert later.replace("natural: 7", "natural: 3").replace("fees: null", "fees: 1") + emptied == result.text
    assert [("disclosure.fees.amount", False), ("requests.granted.natural", True), ("issues", False)] == [
        (c.path, c.both) for c in result.changes
    ]
    assert (
        "表二“规章”“本年制发件数”在来源里被清空（1 → 未填），没有照改，仍是1；确实要清空的，请在文件里删去。",
    ) == result.kept


def test_issues() -> None:
    """An issue about what the file lacks is taken over, one about a cell that it has is not; a second time nothing is."""
    given = source(
        issues=(
            Issue(path="disclosure.fees", kind="ambiguous", raw="1234", candidates=((12,), (34,))),
            Issue(path="disclosure.penalty.decisions", kind="invalid", raw="x"),
            Issue(path="disclosure.coercion", kind="blank"),
            Issue(
                path="sections.problems", kind="mislabelled", raw="五、问题", expected="五、存在的主要问题及改进情况"
            ),
            Issue(path="requests.other", kind="extra", raw="1 0 0 0 0 0 1"),
            Issue(path="requests.new.total", kind="note", raw="1笔"),
        )
    )
    result = merged(given)
    assert ["ambiguous", "invalid", "mislabelled", "extra"] == [issue.kind for issue in read(result.text).issues]
    assert result.text == merged(given, result.text).text


def test_unreadable_over_a_number() -> None:
    """A number stays where the source cannot be read: it is said and recorded; the record goes when the source can be read."""
    path = "requests.new.natural"
    issue = Issue(path=path, kind="invalid", raw="九", message="单元格D7里是文字“九”，不是数字。")
    result = merged(source(issues=(issue,)))
    said = "表三“一、本年新收政府信息公开申请数量”“自然人”读不出，仍是原来的1（单元格D7里是文字“九”，不是数字）。"
    assert ((said,), 1) == (result.kept, result.unread)
    assert (1, [(path, "invalid", ((1,),))]) == (
        read(result.text).cells[path],
        [(item.path, item.kind, item.candidates) for item in read(result.text).issues],
    )
    assert result.text == merged(source(issues=(issue,)), result.text).text
    readable = merged(source(requests__new__natural=1), result.text)
    assert f"{OWN}\nissues: []\n" == readable.text
    assert ["没有能确定的地方：None → 删去1条，已经读出"] == changed(readable)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("issues:\n  - {path: a, kind: note}  # 一\n  - ONE\n  - path: b\n    kind: note\n", "issues:\n  - {path: a, kind: note}  # 一\n  - path: b\n    kind: note\n"),
        ("issues:\n- ONE  # 读不出\n# 别的\n- {path: a, kind: note}\n", "issues:\n# 别的\n- {path: a, kind: note}\n"),
        ("issues: [ONE, {path: a, kind: note}]  # 行内\n", "issues: [{path: a, kind: note}]  # 行内\n"),
        ("issues:  # 全部\n  - ONE\nseal: true\n", "issues: []  # 全部\nseal: true\n"),
    ],
)  # fmt: skip
def test_record_that_goes(before: str, after: str) -> None:
    """Of a list of issues only the settled one is removed, in any layout."""
    one = "{path: requests.new.natural, kind: invalid, raw: 九, candidates: [[1]]}"
    result = merged(source(requests__new__natural=1), OWN + before.replace("ONE", one))
    assert OWN + after == result.text


def test_emptied_units_and_facts() -> None:
    """A unit that was emptied in a form stays, and so does a number outside the form; both are said."""
    base = read(OWN)
    fact = base.facts["website"]
    emptied = base.model_copy(update={"facts": {"website": fact.model_copy(update={"unit": "", "value": None})}})
    result = merged(emptied, base=base)
    assert (
        "表外的数“网站”的单位在来源里被清空，仍是“条”。",
        "表外的数“网站”在来源里被清空（229 → 未填），没有照改，仍是229；确实要清空的，请在文件里删去。",
    ) == result.kept
    assert base.facts == read(result.text).facts
    assert 0 == result.unread


def test_total_of_an_unreadable_part() -> None:
    """A total that is missing because a part cannot be read was not emptied."""
    base = read(OWN)
    cells = base.cells | {"requests.granted.natural": None, "requests.granted.total": None}
    issue = Issue(path="requests.granted.natural", kind="invalid", raw="两")
    result = merged(base.model_copy(update={"cells": cells, "issues": (issue,)}), base=base)
    assert ("表三“（一）予以公开”“自然人”读不出，仍是原来的2（写的是“两”）。",) == result.kept


def test_comments_of_a_section_stay_in_it() -> None:
    """What a new file offers as comments below its last section can still be used after a list was added to the file."""
    text = "year: 2024\nsections:\n  other: 无。\n  # problems: |\n  #   写在这里\n"
    issue = Issue(path="requests.new.natural", kind="invalid", raw="约3")
    done = merged(source(requests__new__natural=None, issues=(issue,)), text).text
    assert done.startswith(text)
    uncommented = done.replace("  # problems: |\n  #   写", "  problems: |\n    写")
    assert read(uncommented).sections.problems == "写在这里\n"
    assert [issue] == list(read(uncommented).issues)


def test_other_year() -> None:
    """A source of another year is refused."""
    with pytest.raises(InputError, match=r"2024\.yaml是2024年的，来源是2023年的；没有写入"):
        merged(source().model_copy(update={"year": 2023}))


def test_alias_is_refused() -> None:
    """A value that is written once and used twice is not changed in one place and so in two."""
    text = "year: 2024\nrequests:\n  new: &x [1, 0, 0, 0, 0, 0, 1]\n  total: *x\n"
    with pytest.raises(ReturnError, match=r"2024\.yaml:3：这里用了YAML的引用"):
        merged(source(requests__new__total=2), text)


@pytest.mark.parametrize(
    "text",
    [
        "year: 2024",
        "{year: 2024}\n",
        '{"year": 2024, "requests": {"new": [1, 0, 0, 0, 0, 0, 1]}, "issues": []}\n',
        "---\nyear: 2024\nrequests:\nsections:\n  # problems: |  待写\nissues: []\n",
        "year: 2024\nrequests:\n    new:   # 各列\n    -   1\n    - 0\n    - 0\n    - 0\n    - 0\n    - 0\n    - !!int 1\n",
        "year: 2024\nsections: {problems: '旧 # 文', overview: {}}\nissues:\n- {path: requests, kind: note}\n\n# 完\n",
        "year: 2024\nsections:\n  problems: >-\n    旧\n    文\n\n\n  overview: 一\n\n...\n",
    ],
)
def test_any_layout(text: str) -> None:
    """However the file is laid out, the merge gives what it must, and comments stay."""
    given = source(
        requests__new__total=5,
        disclosure__penalty__decisions=7,
        facts={"a": Fact(value=1, unit="件", label="甲")},
        sections=Sections(problems="新。\n\n" + "很长的一段" * 20, overview=(Passage(id="platform", text="平台"),)),
        issues=(Issue(path="requests.other", kind="extra", raw="1"),),
    )
    result = merged(given, text)
    found = read(result.text)
    assert (5, 7) == (found.cells["requests.new.total"], found.cells["disclosure.penalty.decisions"])
    assert (given.sections.problems or "") in (found.sections.problems or "")
    assert all(part in result.text for part in ("# 各列", "# 完", "# problems: |  待写") if part in text)
    assert result.text == merged(given, result.text).text


@given(returns())
@settings(max_examples=60, deadline=None)
def test_merge_of_itself(own: Return) -> None:
    """Merging a return into its own file changes no byte."""
    text = save.dump(own, "备注")
    assert Merge(text, ()) == merge(text, "x.yaml", AGENCY, own)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Return, Return]:
    """A return, and a source of the same year that has some cells and texts."""
    own = draw(returns())
    paths = draw(st.lists(st.sampled_from(list(own.cells)), max_size=12, unique=True))
    numbers = NUMBERS.filter(lambda value: value is not None)
    overview = (
        st.none()
        | st.text(min_size=1, max_size=20)
        | st.just((Passage(id="platform", heading="平台", text="甲\n\n乙"),))
    )
    texts = Sections(problems=draw(TEXTS), other=draw(TEXTS), overview=draw(overview))
    facts = draw(
        st.dictionaries(
            st.sampled_from([*own.facts, "new_1"]),
            st.builds(Fact, value=NUMBERS, unit=st.just("件"), label=st.text(max_size=9)),
            max_size=2,
        )
    )
    cells = {path: draw(numbers) for path in paths}
    return own, Return(agency=AGENCY, year=own.year, cells=cells, facts=facts, sections=texts)


@given(pairs())
@settings(max_examples=120, deadline=None)
def test_what_the_source_lacks_stays(pair: tuple[Return, Return]) -> None:
    """Cells and texts that the source has are taken, everything else stays, and a second merge changes nothing."""
    own, given = pair
    text = save.dump(own, "备注")
    result = merge(text, "x.yaml", AGENCY, given)
    found = load.build(*_parsed(result.text))
    assert own.cells | given.cells == found.cells
    for key in Sections.model_fields:
        if not getattr(given.sections, key):
            assert getattr(own.sections, key) == getattr(found.sections, key)
    assert own.facts.keys() | given.facts.keys() == found.facts.keys()
    kept = ("figures", "waivers", "signed", "signature", "units", "issues")
    assert [getattr(own, key) for key in kept] == [getattr(found, key) for key in kept]
    assert result.text == merge(result.text, "x.yaml", AGENCY, given).text


def _parsed(text: str) -> tuple[dict[str, Any], Any, SourceMap]:
    data, lines = yaml.parse(text, "x.yaml")
    return data, AGENCY, SourceMap(file="x.yaml", lines=lines)


def test_differences() -> None:
    """Two states of a file are compared value by value; a broken one cannot be."""
    later = OWN.replace("natural: 2", "natural: null").replace("signed: 2025-01-20\n", "")
    found = differences(OWN.encode(), later.encode(), "2024.yaml", AGENCY)
    assert found is not None
    assert [("requests.granted.natural", "2", "未填"), ("signed", "2025-01-20", "未填")] == [
        (c.path, c.old, c.new) for c in found
    ]
    assert differences(OWN.encode(), b"a: [", "2024.yaml", AGENCY) is None


def test_layout_that_is_too_strange() -> None:
    """What cannot be changed in place is refused, and nothing is guessed."""
    with pytest.raises(InputError, match=r"2024\.yaml的写法特殊，不能自动合并，没有改动"):
        merged(source(requests__new__total=2), "? year\n: 2024\n")


def test_empty_source() -> None:
    """A source that says nothing changes nothing."""
    assert OWN == merged(source().model_copy(update={"cells": empty_cells(read(OWN).edition)})).text


@given(pairs())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_of_a_merge(tmp_path_factory: pytest.TempPathFactory, pair: tuple[Return, Return]) -> None:
    """Undoing a merge gives the file back as it was, byte for byte, and undoing that the merge."""
    own, given = pair
    path = tmp_path_factory.mktemp("x") / "2024.yaml"
    before = save.dump(own, "备注").encode()
    path.write_bytes(before)
    text = merge(before.decode(), "x.yaml", AGENCY, given).text
    if history.replace(path, text, seen=before):
        history.undo(path)
        assert before == path.read_bytes()
        history.undo(path)
    assert text.encode() == path.read_bytes()
