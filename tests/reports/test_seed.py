"""The seed's organ and year: its figures, dates, contacts and empty cells."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gongkai.prose import render_texts
from gongkai.returns import Params


@pytest.fixture(scope="module")
def seed(root):
    return Params(root / "params").load("huancui-yingji", 2020)


def test_empty_cells(seed):
    """Its 147 empty result cells and the missing fifteenth number of table 4 stay empty, nothing else."""
    blank = [path for path, value in seed.cells.items() if value is None]
    results = [
        path for path in seed.cells if path.startswith("requests.") and path.split(".")[1] not in {"new", "carried_in"}
    ]
    assert 147 == len(results)
    assert [*results, "disputes.litigation_after_reconsideration.total"] == blank


def test_figures(seed):
    """Licences 1, 0, 18; penalties 1, 0, 9; everything else that is filled in is 0."""
    filled = {path: value for path, value in seed.cells.items() if value}
    assert {
        "disclosure.licensing.previous_items": 1,
        "disclosure.licensing.decisions": 18,
        "disclosure.penalty.previous_items": 1,
        "disclosure.penalty.decisions": 9,
    } == filled
    assert () == seed.rest


def test_facts(seed):
    """It has both 334 and 285 items disclosed, and the 285 are 229 and 56."""
    assert {"items_disclosed": 334, "items_by_channel": 285, "website": 229, "wechat": 56, "proposals": 2} == {
        key: fact.value for key, fact in seed.facts.items()
    }


def test_dates_and_signature(seed):
    """Signed on 20 January 2021 by 环翠区应急管理局, promised by 31 January."""
    prose = render_texts(seed)
    assert (dt.date(2021, 1, 20), dt.date(2021, 1, 31)) == (seed.signed, seed.publish_by)
    assert ("环翠区应急管理局", "2021年1月20日") == (prose.signature, prose.signed)


def test_headings(seed):
    """The heading numbers that the seed lost are restored."""
    prose = render_texts(seed)
    found = [passage.heading for key in ("overview", "problems", "other") for passage in prose.section(key)]
    assert [
        "（一）概述",
        "（二）主动公开政府信息情况",
        "（三）政府信息公开申请办理情况",
        "（四）制度建设及政府信息管理情况",
        "（五）公开平台建设情况",
        "（六）发布解读回应、社会关切及互动交流情况",
        "（七）监督保障情况",
        "（一）主要问题",
        "（二）工作打算",
        "（一）人大代表建议、政协委员提案办理结果公开情况",
        "（二）所属事业单位信息公开工作推进措施和落实情况",
    ] == found
    assert "六、其他需要报告的事项" == seed.edition.section("other").title


def test_every_number_of_the_published_report(seed, reference):
    """Every number in the published report's text is in the example's."""
    published = (reference / "reports" / "seed_000_452541e5d8850dfa.txt").read_text("utf-8")
    prose = render_texts(seed)
    ours = " ".join([prose.title, *(prose.text(key) for key in prose.sections()), prose.signed])
    text = published.split("二、主动公开政府信息情况\n")[0] + published.split("五、存在的主要问题和改进措施")[1]
    wanted = set(re.findall(r"\d+(?:-\d+)?", text)) - {"1", "2", "3"}
    assert set() == wanted - set(re.findall(r"\d+(?:-\d+)?", ours))


def test_no_sentence_is_copied(seed, reference):
    """No run of 24 characters of the published text is in the example's, except names and addresses."""
    published = re.sub(r"\s", "", (reference / "reports" / "seed_000_452541e5d8850dfa.txt").read_text("utf-8"))
    ours = re.sub(r"\s", "", "".join(passage.text for passage in render_texts(seed).passages))
    names = r"《[^》]+》|（地址.*?）|关于在重点.*?的提案|关于加强校园.*?的建议|请与威海市环翠区应急管理局办公室联系"
    for name in re.findall(names, published):
        ours = ours.replace(name, "■")
    copied = {ours[i : i + 24] for i in range(len(ours) - 24) if ours[i : i + 24] in published}
    assert set() == copied
