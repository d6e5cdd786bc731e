"""Which kinds of chart there are, and how others add theirs."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.returns import Figure, InputError, Params
from gongkai.sections import charts
from tests.example import AGENCY, YEAR, edit
from tests.sections.charts.made import REQUESTS, draw, read

ALL = "applicants（申请人）、channels（公开渠道）、disputes（复议诉讼）、documents（文件）、requests_years（历年申请）、results（办理结果）"


def test_a_file_is_a_kind():
    """Every file of the folder is a kind of chart, and has a test of its own."""
    files = {module.name for module in pkgutil.iter_modules(charts.__path__)}
    assert files == set(charts.kinds())
    assert {f"test_{kind}.py" for kind in files} <= {path.name for path in Path(__file__).parent.glob("test_*.py")}


def test_unknown_kind():
    """A kind of chart that does not exist is refused with the nearest, and all there are."""
    with pytest.raises(InputError) as caught:
        charts.find("result")
    assert f"没有“result”这种图，是不是“results”？可以用：{ALL}。" == str(caught.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("chanels", "，是不是“channels”？"), ("申请人", "，应当写“applicants”。"), ("照片", "，应当写“photo”。")],
)
def test_unknown_kind_in_a_file(params, kind, said):
    """An unknown kind is reported with its line, the nearest by id or name, and all kinds."""
    line = edit(params, "    kind: channels", f"    kind: {kind}")
    record = Params(params).load(AGENCY, YEAR)
    with pytest.raises(InputError) as caught:
        charts.of(record, record.figures[0])
    at = f"params/{AGENCY}/{YEAR}.yaml:{line}"
    assert f"{at}：“kind”的值“{kind}”不认识{said}可以填：photo（照片）、{ALL}。" == str(caught.value)


def test_available(root):
    """Worth showing is what has numbers."""
    params = Params(root / "params")
    assert ("channels",) == charts.available(params.load("huancui-yingji", 2020))
    assert ("applicants", "disputes", "results") == charts.available(params.load("huaian-zhengfu", 2024))[:3]


def test_given_alternative_text():
    """Alternative text written by the organ is used."""
    assert "说明" == draw("applicants", REQUESTS, alt="说明").alt


@pytest.mark.parametrize("kind", charts.kinds())
def test_numbers_need_no_pandas(kind):
    """What a chart shows is worked out without pandas and matplotlib, so that checking does not wait for them."""
    code = (
        "import sys\nfrom gongkai.returns import Figure\nfrom gongkai.sections import charts\n"
        "from tests.returns.test_load import read\n"
        "record = read('year: 2021\\nfacts: {a: {label: 甲, value: 1, unit: 条, part_of: a}}')\n"
        "charts.find(sys.argv[1]).numbers(record, (), Figure(id='a', kind=sys.argv[1], caption='图'))\n"
        "print({'pandas', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, kind], capture_output=True, text=True, check=True)
    assert "set()\n" == done.stdout


OTHERS = """
from gongkai.sections.bars import Bars

NAME = "环形图"


def numbers(record, history, figure):
    return Bars("新收", "件", (("自然人", (record.cells["requests.new.natural"],)), ("其他", (1,))))


def draw(frame, ax):
    ax.pie(frame["件"].astype(float), labels=frame.index)
    ax.set_title("谁申请的")
    return ax
"""


@pytest.fixture
def package(tmp_path):
    """A third-party package that adds a kind of chart, and tries to replace one."""
    where = tmp_path / "others"
    (where / "rings-1.0.dist-info").mkdir(parents=True)
    (where / "rings.py").write_text(OTHERS, "utf-8")
    (where / "rings-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: rings\nVersion: 1.0\n")
    (where / "rings-1.0.dist-info" / "entry_points.txt").write_text(
        "[gongkai.charts]\nrings = rings\napplicants = rings\n"
    )
    return where


def test_others_add_a_kind(root, params, package):
    """A package adds a kind by an entry point: it is drawn and checked as built-in ones are, and replaces none."""
    edit(params, "    kind: channels", "    kind: rings")
    edit(params, "    facts: [website, wechat]\n", "")
    code = (
        "import sys\nfrom gongkai.sections import charts, load\n"
        f"section = load('overview', '{AGENCY}', {YEAR}, sys.argv[1])\n"
        "(figure,) = section.figure('channels')\n"
        "print(figure.alt, charts.find('applicants').name, list(charts.kinds())[-1])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(package), str(root)]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(params)], capture_output=True, encoding="utf-8", env=environment, check=True
    )
    assert "谁申请的 申请人 rings\n" == done.stdout


def test_a_package_of_others_is_an_input(root, package):
    """Another version of a package that brings charts makes reports stale."""
    code = "from gongkai.pipeline import inputs; print(inputs.environment_digest())"
    seen = set()
    for version in ("1.0", "1.1"):
        (package / "rings-1.0.dist-info" / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: rings\nVersion: {version}\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(package)},
        )  # fmt: skip
        seen.add(done.stdout)
    assert 2 == len(seen)


def test_a_kind_that_nobody_draws(params):
    """The figure of an unknown kind is refused where its section shows it."""
    figure = Figure(id="a", kind="result", caption="图")
    record = read(REQUESTS).model_copy(update={"figures": (figure,)})
    with pytest.raises(InputError, match="是不是“results”"):
        charts.of(record, figure)
