"""The commands of sign-off."""

from __future__ import annotations

import pytest

from gongkai.commands.signoff import run_step
from gongkai.pipeline import report
from gongkai.returns import InputError, Params
from tests.example import AGENCY, YEAR
from tests.review.built import NOW
from tests.review.conftest import built  # noqa: F401 - a fixture


def test_what_is_said(built, capsys):  # noqa: F811
    """A step says who did what and when, where it is recorded, and the content digest."""
    outputs = built.folder.parents[1]
    assert "done" == report.build(Params(), AGENCY, YEAR, outputs).status
    assert 0 == run_step("submit", "环翠区应急管理局", YEAR, None, outputs, by="张三", role=None, now=NOW)
    assert 0 == run_step(
        "return", AGENCY, YEAR, None, outputs, by="李四", role="审核人", comments=["requests.new.total=请核对"], now=NOW
    )  # fmt: skip
    said = capsys.readouterr().out
    assert (
        f"威海市环翠区应急管理局{YEAR}年：2021-01-20 09:30 张三（填报人）送审，记在params/{AGENCY}/{YEAR}.review.yaml。"
        in said
    )
    assert "  意见1（requests.new.total）：请核对\n" in said


@pytest.mark.parametrize(
    ("given", "said"), [({"by": None}, "请用 --as 写明姓名"), ({"by": "张三", "role": "reviewr"}, "是不是“reviewer”")]
)
def test_wrong_calls(built, given, said):  # noqa: F811
    """A call without a name, or with an unknown role, is refused."""
    built.make()
    with pytest.raises(InputError, match=said):
        run_step("submit", AGENCY, YEAR, None, built.folder.parents[1], **({"role": None} | given))
