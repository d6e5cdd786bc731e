"""``gongkai diff`` on a terminal, as a page and as JSON."""

from __future__ import annotations

import json
import re

import pytest

from gongkai.commands.diff import run_diff
from gongkai.returns import InputError, Params, canonical
from gongkai.review import versions
from tests.example import AGENCY, YEAR, edit

NOW = f"{AGENCY}/{YEAR}"


@pytest.fixture
def before(params, tmp_path):
    """The example as report.json, before two numbers and a date were changed in params."""
    version = versions.find(NOW, Params(params))
    path = tmp_path / "before" / "report.json"
    path.parent.mkdir()
    path.write_text(canonical.dumps(canonical.to_json(version.record, version.texts)), "utf-8")
    edit(params, "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [1, 0, 0, 0, 0, 0, 1]")
    edit(params, "2021-01-20", "2021-01-21")
    return path


def test_terminal(before, params, capsys):
    """Numbers and sentences stand under the tier that they belong to, the most important first."""
    assert 1 == run_diff(str(before), NOW, params)
    said = capsys.readouterr().out
    assert said.startswith(
        "威海市环翠区应急管理局2020年（report.json） → 威海市环翠区应急管理局2020年（现在的）\n\n必看（"
    )
    assert "“自然人”：0 → 1（改动）\n" in said
    assert "\n应看（" in said
    assert "落款日期：2021-01-20 → 2021-01-21（改动）\n" in said
    assert said.index("自然人") < said.index("落款日期")


def test_folder_of_a_build(before, params, capsys):
    """The folder of a built report is a version too."""
    assert 1 == run_diff(str(before.parent), NOW, params)
    assert "里生成的）" in capsys.readouterr().out


def test_page(before, params, tmp_path):
    """The comparison is one self-contained page, with a table for each tier."""
    run_diff(str(before), NOW, params, html=tmp_path / "diff.html")
    page = (tmp_path / "diff.html").read_text("utf-8")
    assert "必看（" in re.sub("<[^>]+>", "", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<script" not in page


def test_json(before, params, capsys):
    """Standard output has the JSON and nothing else."""
    run_diff(str(before), NOW, params, json="-")
    data = json.loads(capsys.readouterr().out)
    assert {"tier": "must", "kind": "number", "how": "revised", "path": "requests.new.natural", "old": "0", "new": "1"}.items() <= (
        next(change for change in data["changes"] if change["path"] == "requests.new.natural").items()
    )  # fmt: skip


@pytest.mark.parametrize(("fail_on", "code"), [("must", 0), ("should", 1), ("may", 1), ("never", 0)])
def test_exit_code(params, tmp_path, fail_on, code):
    """The exit code is 1 from the chosen tier on."""
    version = versions.find(NOW, Params(params))
    path = tmp_path / "report.json"
    path.write_text(canonical.dumps(canonical.to_json(version.record, version.texts)), "utf-8")
    edit(params, "2021-01-20", "2021-01-21")
    assert code == run_diff(str(path), NOW, params, fail_on=fail_on)
    assert 0 == run_diff(NOW, NOW, params)


@pytest.mark.parametrize(
    ("given", "said"),
    [((f"{NOW}@last", None), "请写明两个版本"), ((NOW, None), "还没有送审过"), ((NOW, NOW, "mst"), "是不是“must”")],
)
def test_wrong_calls(params, given, said):
    """A call that names one version, or an unknown tier, is refused."""
    old, new, *rest = given
    with pytest.raises(InputError, match=said):
        run_diff(old, new, params, fail_on=rest[0] if rest else "may")
