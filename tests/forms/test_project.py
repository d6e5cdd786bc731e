"""A project's own form files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai import excel, forms, importers
from gongkai.drafting.carry import carried
from gongkai.forms import FormError
from gongkai.pipeline import cluster, inputs
from gongkai.pipeline.job import Options, Task
from gongkai.returns import Params, ReturnError, canonical, load
from gongkai.returns.correspond import migrate
from tests import own_form
from tests.conftest import other_thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Params]:
    """Its inputs; afterwards only the package's forms count again."""
    yield own_form.make(tmp_path / "params")
    forms.use(None)


def broken(project: Params, old: str, new: str, file: str = "2023.yaml") -> str:
    """What is said of a form file after a change."""
    path = project.root / "forms" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    Params(project.root)
    with pytest.raises(FormError) as caught:
        forms.editions() if file == "2023.yaml" else forms.levels()
    return str(caught.value)


def test_edition_and_level_count(project: Params) -> None:
    """The edition is in force from its year on, ends the one before, and the level is one more."""
    assert ["2021", "2023", "2023"] == [forms.edition_for(year).id for year in (2022, 2023, 2031)]
    assert "开发区" == forms.levels()[project.agency(own_form.ORGAN).level].name
    assert ("zone", True) == forms.level_of("东湖高新技术开发区管理委员会")
    assert ("department", True) == forms.level_of("清河市财政局")
    assert () == tuple(id_ for id_ in project.agencies if id_ != own_form.ORGAN)


def test_without_the_project_nothing_is_left(project: Params, root: Path) -> None:
    """Opening the inputs of another project takes its forms, and nothing of the last one's is cached."""
    assert own_form.fill(project) == project.load(own_form.ORGAN, own_form.YEAR)
    Params(root / "params")
    assert "2021" == forms.edition_for(2023).id
    assert "zone" not in forms.levels()
    with pytest.raises(ReturnError, match="“level”的值“zone”不认识"):
        load.agency(project.root / own_form.ORGAN / "agency.yaml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("layout: matrix", "layuot: matrix", "params/forms/2023.yaml:"),
        ("corner: 信息内容", "cornre: 信息内容", "不认识的键“cornre”，是不是“corner”？"),
        ("label: 行政许可}", "lable: 行政许可}", "不认识的键“lable”，是不是“label”？"),
        ("{id: licensing", "{id: 许可", "“许可”不能作代号"),
        ("units: {元: 1,", "unitz: {元: 1,", "不认识的键“unitz”，是不是“unit”？"),
        (", units: {元: 1, 万元: 10000, 亿元: 100000000}", "", "列“采购合同金额”没有单位"),
        ("first: 2023, last: null", "first: 2023, last: 2022", "适用年度2023至2022写反了"),
        ("first: 2023", "first: 2020", "params/forms/2023.yaml:4：2023版表式自2020年度起适用，而2019.yaml:4的2019版也适用于2020年度"),
        ('edition: "2023"', 'edition: "2021"', "params/forms/2023.yaml:4：表式的版本“2021”与2021.yaml:4重复"),
        ("[requests.publications]", "[requests.publication]", "没有“requests.publication”这一行"),
        ("{id: penalty,", "{id: coercion,", "行的代号“coercion”写了两次"),
        ("tables:\n", "tables: [\n", "这一行的“[”没有用“]”结束"),
        ("{id: carried_in,", "{id: carried,", "2023版表式缺少requests.carried_in.total；每一版都要有"),
        ("  - {id: problems, title: 五、存在的主要问题和改进措施}\n", "", "2023版表式缺少problems"),
    ],
)  # fmt: skip
def test_a_broken_edition_is_a_sentence(project: Params, old: str, new: str, message: str) -> None:
    """What is wrong in an edition file is said in Chinese, with the file and the line."""
    said = broken(project, old, new)
    assert message in said
    assert said.startswith("params/forms/2023.yaml:")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: 开发区", "nmae: 开发区", "params/forms/levels.yaml:4：不认识的键“nmae”，是不是“name”？"),
        ("  zone:", "  county:", "params/forms/levels.yaml:3：级别“county”本系统已有（县级政府）；请另取一个名字。"),
        ("level: zone", "level: zoen", "params/forms/levels.yaml:9：没有级别“zoen”；现有："),
    ],
)
def test_a_broken_level_is_a_sentence(project: Params, old: str, new: str, message: str) -> None:
    """What is wrong in the file of levels is said in Chinese, with the file and the line."""
    assert message in broken(project, old, new, "levels.yaml")


def test_a_broken_file_of_levels_is_not_blamed_on_the_organ(project: Params) -> None:
    """Whoever opens an organ learns which file is wrong, not that the organ's level is unknown."""
    own_form.fill(project)
    path = project.root / "forms" / "levels.yaml"
    path.write_text(path.read_text("utf-8").replace("large_amount", "large_amont"), "utf-8")
    with pytest.raises(FormError, match="不认识的键“large_amont”，是不是“large_amount”？"):
        Params(project.root).load(own_form.ORGAN, own_form.YEAR)


def test_files_are_bounded(project: Params) -> None:
    """A file that is too large, or too many files, are refused before they are read."""
    (project.root / "forms" / "x.yaml").write_text("# " + "x" * 300_000, "utf-8")
    Params(project.root)
    with pytest.raises(FormError, match=r"params/forms/x\.yaml：文件超过256千字节"):
        forms.editions()
    for number in range(120):
        (project.root / "forms" / f"{number}.yaml").touch()
    with pytest.raises(FormError, match="最多100个"):
        Params(project.root)


def test_blocks_without_a_common_width_are_refused(project: Params) -> None:
    """Blocks whose columns only fit a grid of immense width do not fill the memory."""
    blocks = "".join(
        f"      - title: 块{n}\n        columns: [{', '.join(f'{{id: c{i}, label: 列, unit: 件}}' for i in range(n - 1))}]\n"
        f"        rows: [{{id: r{n}, label: 行}}]\n"
        for n in (7, 11, 13, 17, 19, 23)
    )
    assert "合不成一张完整的表" in broken(project, "    blocks:\n", f"    blocks:\n{blocks}")


def test_json_and_yaml_round_trip(project: Params) -> None:
    """A return in the new form is written and read back, with the unit that its row gives."""
    made = own_form.fill(project)
    assert made == project.load(own_form.ORGAN, own_form.YEAR)
    data = canonical.to_json(made, {})
    assert ("亿元", "2023") == (data["disclosure"]["purchasing"]["unit"], data["edition"])
    back = canonical.from_json(canonical.loads(canonical.dumps(data)))
    assert (made.cells, made.units) == (back.cells, back.units)


def test_migration(project: Params) -> None:
    """From the form of 2021 everything with the same meaning is carried, also the row with another id."""
    source, target = forms.edition("2021"), forms.edition("2023")
    cells = dict.fromkeys(source.cells, 3)
    found = migrate(cells, source, target)
    assert 3 == found.cells["requests.publications.natural"]
    absent = {issue.path.rpartition(".")[0] for issue in found.issues if issue.kind == "absent"}
    extra = {issue.path.rpartition(".")[0] for issue in found.issues if issue.kind == "extra"}
    assert ({"requests.refused_9", "disclosure.purchasing"}, {"disclosure.regulations"}) == (absent, extra)
    back = migrate(found.cells, target, source)
    assert 3 == back.cells["requests.unprocessed_3.natural"]
    assert 9 == migrate(dict.fromkeys(source.cells, 3), source, forms.edition("2019")).cells["requests.other.total"]


def test_carry_over(project: Params) -> None:
    """The new year starts with what last year's form determines."""
    last = own_form.record(project.agency(own_form.ORGAN), 2022)
    assert last.cells["requests.carried_out.total"] == carried(last, 2023)["requests.carried_in.total"]


def test_excel_form(project: Params, tmp_path: Path) -> None:
    """The Excel form has the new rows and the choice of the unit, and reads back, in a process with threads too."""
    made = own_form.fill(project)
    path = tmp_path / "form.xlsx"
    excel.write_form(made, made.agency, made.year, None, path)
    found = importers.read(path, params=project).record
    with other_thread():
        again = importers.read(path, params=project).record
    assert (made.cells, made.units) == (found.cells, found.units) == (again.cells, again.units)


def test_a_cluster_gets_the_form(project: Params, tmp_path: Path) -> None:
    """What a worker on another machine gets includes the form files that the report depends on."""
    own_form.fill(project)
    task = Task(project.root, tmp_path / "outputs", own_form.ORGAN, own_form.YEAR, Options())
    assert {"forms/2023.yaml", "forms/levels.yaml"} <= {name for name, _ in cluster.pack(task).inputs}


def test_inputs(project: Params) -> None:
    """A report depends on the levels and on editions that begin by its year, and on no later one."""
    for year in (2022, 2023):
        own_form.fill(project, year)
    named = {year: {name for name in inputs.of_report(project, own_form.ORGAN, year) if "/forms/" in name}
             for year in (2022, 2023)}  # fmt: skip
    assert {"params/forms/levels.yaml"} == named[2022]
    assert {"params/forms/levels.yaml", "params/forms/2023.yaml"} == named[2023]
