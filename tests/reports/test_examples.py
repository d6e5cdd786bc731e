"""The example reports, end to end: real notebooks, real papermill, every format."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import bs4
import docx
import nbformat
import pdfplumber
import pikepdf
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell

from gongkai.publish.collect import document
from gongkai.returns import Params, canonical
from gongkai.run import environment, papermill_executor
from tests.document import pdfs, reading_order
from tests.document.shown import shown
from tests.example import mark

REPORTS = [("huancui-yingji", 2020), ("huaian-zhengfu", 2024)]


def gongkai(cwd, *arguments, **environment):
    """Run the command line as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli", *arguments],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


def checkout(root, where):
    """A second checkout in another folder, its own library included."""
    where.mkdir(parents=True)
    for name in ("notebooks", "params", "lib"):
        shutil.copytree(root / name, where / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("gongkai.toml", "requirements.lock"):
        shutil.copy(root / name, where)
    return where


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """Both example reports, built from a checkout of their own."""
    where = checkout(root, tmp_path_factory.mktemp("one") / "checkout")
    done = gongkai(where, "build", *(agency for agency, _ in REPORTS), PYTHONPATH=str(where / "lib"))
    assert done.returncode == 0, done.stdout + done.stderr
    return where / "outputs"


def outputs(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_canonical_json_reads_back(built, root, agency, year):
    """``report.json`` holds the return: read back, it publishes the same figures and texts."""
    text = (built / str(year) / agency / "report.json").read_text("utf-8")
    record = Params(root / "params").load(agency, year)
    back = canonical.from_json(canonical.loads(text))
    assert record.cells == back.cells
    assert (record.facts, record.figures, record.waivers) == (back.facts, back.figures, back.waivers)
    assert (agency, year) == (back.agency.id, back.year)


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_pdf_claims(built, agency, year):
    """The PDF is tagged, says its title and language, and claims PDF/A-2a and PDF/UA-1."""
    with pikepdf.open(built / str(year) / agency / "report.pdf") as pdf:
        assert "zh-CN" == str(pdf.Root.Lang)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as meta:
            assert ("2", "A", "1") == (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"])
            assert str(year) in meta["dc:title"]


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_structure_of_the_pdf(built, agency, year):
    """Every header has its scope, every cell its headers, every table is closed, and tags are in the notebook's order."""
    folder = built / str(year) / agency
    data = (folder / "report.pdf").read_bytes()
    assert pdfs.broken_promises(data) == pdfs.open_grids(data) == []
    assert reading_order.text(document(nbformat.read(folder / "report.ipynb", as_version=4))) == pdfs.tagged_text(data)


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_web_page_is_small_and_closed(built, agency, year):
    """The page stays under 400 kB and names no other host's script, style or picture."""
    page = (built / str(year) / agency / "report.html").read_text("utf-8")
    assert len(page.encode()) < 400_000
    assert "Content-Security-Policy" in page
    for forbidden in ("<script", 'src="http', 'href="//', "@import"):
        assert forbidden not in page.replace('<script type="application/ld+json">', "")


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_web_page_is_data(built, agency, year):
    """Each number of a statutory table carries the id of its cell, and the head says what the page is."""
    folder = built / str(year) / agency
    page = bs4.BeautifulSoup((folder / "report.html").read_text("utf-8"), "lxml")
    record = canonical.from_json(canonical.loads((folder / "report.json").read_text("utf-8")))
    shown = {cell["data-cell"]: cell.text.strip() for cell in page.select("[data-cell]")}
    assert {path: "" if value is None else f"{value}" for path, value in record.cells.items()} == {
        path: re.sub(r"[^\d.-]", "", text) for path, text in shown.items()
    }
    about = json.loads(page.select_one("script[type='application/ld+json']").text)
    assert ("Report", record.agency.name, f"{year}-01-01/{year}-12-31") == (
        about["@type"], about["author"]["name"], about["temporalCoverage"],
    )  # fmt: skip
    assert all((folder / item["contentUrl"]).is_file() and "/" in item["encodingFormat"] for item in about["encoding"])
    assert about["temporalCoverage"] == page.select_one("meta[name='DC.coverage']")["content"]


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_web_page_is_imported_exactly(built, tmp_path, agency, year):
    """Our own page gives back every number and every text; no caption of a figure becomes text."""
    folder = built / str(year) / agency
    shutil.copytree(built.parent / "params", tmp_path / "params")
    mark(tmp_path)
    done = gongkai(
        tmp_path, "import", str(folder / "report.html"), "--agency", agency, "--json", str(tmp_path / "read.json")
    )
    assert 0 == done.returncode, done.stderr
    wanted = canonical.loads((folder / "report.json").read_text("utf-8"))
    found = canonical.loads((tmp_path / "read.json").read_text("utf-8"))
    for part in ("agency", "year", "edition", "disclosure", "requests", "disputes"):
        assert wanted[part] == found[part]
    assert {key: plain_text(text) for key, text in wanted["sections"].items()} == {
        key: plain_text(text) for key, text in found["sections"].items()
    }


def plain_text(markdown):
    """A text without the marks that place figures, which a page shows as pictures."""
    return re.sub(r"!\[\]\(figure:\w+\)\n*", "", markdown or "").strip()


def test_seed_chart(built):
    """Figure 1 of the seed is the chart of channels with its numbers as alternative text."""
    page = shown((built / "2020" / "huancui-yingji" / "report.html").read_text("utf-8"))
    assert "图1 环翠区应急局2020年政府信息主动公开情况" in page
    assert "229" in page
    assert "图2 环翠区应急管理局开展政府开放日活动" in page


def test_same_bytes_from_another_checkout(built, tmp_path):
    """A second checkout, after plain papermill saved outputs into its notebooks, gives the same bytes."""
    where = checkout(built.parent, tmp_path / "a rather different folder" / "second")
    path = where / "notebooks" / "03_requests.ipynb"
    saved = papermill_executor.execute(
        path, {"agency": "huancui-yingji", "year": 2020}, {"params": str(where / "params")}
    )
    saved.cells[-1].metadata["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    nbformat.write(saved, path)
    done = gongkai(where, "build", "huancui-yingji", PYTHONPATH=str(where / "lib"))
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = (outputs(folder / "2020" / "huancui-yingji") for folder in (built, where / "outputs"))
    for files in (first, second):
        del files["run.json"]
    assert sorted(first) == sorted(second)
    assert [] == [name for name in first if first[name] != second[name]]


def test_plain_papermill(root, tmp_path):
    """A section notebook runs with the papermill command and shows a real merged table."""
    out = tmp_path / "out.ipynb"
    arguments = ["notebooks/03_requests.ipynb", str(out), "-p", "agency", "huancui-yingji", "-p", "year", "2020"]
    subprocess.run(
        [sys.executable, "-m", "papermill", *arguments, "--no-progress-bar"], cwd=root, check=True, timeout=120
    )
    shown = [
        o.data["text/html"] for c in nbformat.read(out, as_version=4).cells for o in c.get("outputs", []) if "data" in o
    ]
    assert any("rowspan" in html and "colspan" in html for html in shown)


def test_nbconvert_gives_the_same(built, tmp_path):
    """``jupyter nbconvert`` with Gongkai's exporters gives the same report as the build."""
    folder = built / "2024" / "huaian-zhengfu"
    shutil.copy(folder / "report.ipynb", tmp_path)
    for form, name in (("gongkai-html", "report.html"), ("gongkai-pdf", "report.pdf"), ("gongkai-docx", "report.docx")):
        command = [sys.executable, "-m", "nbconvert", "--to", form, "report.ipynb"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_what_an_analyst_adds(root, tmp_path):
    """A Markdown cell, DataFrames with their captions and a matplotlib figure put into a notebook come out in every format."""
    where = checkout(root, tmp_path / "checkout")
    path = where / "notebooks" / "05_problems.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [
        new_markdown_cell("#### 补充说明\n\n**注意：**请看下表。"),
        new_code_cell(
            "import pandas as pd\nframe = pd.DataFrame({'渠道': ['网站', '微信'], '条数': [229, 56]}).set_index('渠道')\nframe"
        ),
        new_code_cell("frame.attrs['caption'] = '框的标题'\nframe"),
        new_code_cell("frame.style.set_caption('样式的标题').format('{:,} 条')"),
        new_code_cell("frame", metadata={"caption": "单元格的标题"}),
        new_code_cell(
            "import matplotlib.pyplot as plt\nplt.bar(['网站', '微信'], [229, 56])\nplt.title('分析人员的图')\nplt.show()"
        ),
    ]
    nbformat.write(notebook, path)
    done = gongkai(where, "build", "huancui-yingji", PYTHONPATH=str(where / "lib"))
    assert done.returncode == 0, done.stdout + done.stderr
    folder = where / "outputs" / "2020" / "huancui-yingji"
    page = (folder / "report.html").read_text("utf-8")
    assert "<strong>注意：</strong>请看下表。" in page
    assert '<th scope="row"' in page
    assert 'alt="分析人员的图"' in page
    with pikepdf.open(folder / "report.pdf") as pdf:
        alts = [
            str(item.get("/Alt")) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert "分析人员的图" in alts
    captions = ["框的标题", "样式的标题", "单元格的标题"]
    shown = [caption.get_text() for caption in bs4.BeautifulSoup(page, "lxml")("caption", class_=False)]
    assert captions == shown[-3:]
    with pdfplumber.open(folder / "report.pdf") as pdf:
        printed = "".join(page.extract_text() for page in pdf.pages)
    written = [paragraph.text for paragraph in docx.Document(folder / "report.docx").paragraphs]
    assert captions == [caption for caption in captions if caption in printed and caption in written]
    assert "229 条" in printed


@pytest.mark.parametrize(("agency", "year"), REPORTS)
def test_report_notebook_runs_by_itself(built, agency, year):
    """Run All in the plain kernel, in the folder of ``report.ipynb``, reproduces its outputs."""
    path = built / str(year) / agency / "report.ipynb"
    saved, again = (nbformat.read(path, as_version=4) for _ in range(2))
    lib = str(built.parent / "lib")
    with environment.kernel_variables({"PYTHONPATH": lib}):
        NotebookClient(
            again, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
        ).execute()
    assert [] == [o for cell in again.cells for o in cell.get("outputs", []) if o.output_type in {"error", "stream"}]
    ids = {cell.id for cell in saved.cells if cell.get("outputs")}
    shown = [
        [(cell.id, [dict(output.data) for output in cell.outputs]) for cell in notebook.cells if cell.id in ids]
        for notebook in (saved, again)
    ]
    assert shown[0] == shown[1]
    assert document(saved) == document(again)


def test_frames_are_for_reviewers(built):
    """Each section with a table shows it as a DataFrame to whoever opens its notebook, and nobody else."""
    folder = built / "2024" / "huaian-zhengfu"
    for stem in ("02_disclosure", "03_requests", "04_disputes"):
        notebook = nbformat.read(folder / "sections" / f"{stem}.ipynb", as_version=4)
        (cell,) = [cell for cell in notebook.cells if "section.comparison()" in cell.source]
        assert "2024年" in cell.outputs[0].data["text/html"]
        assert "dataframe" in cell.outputs[0].data["text/html"]
    page = (folder / "report.html").read_text("utf-8")
    assert "2024年收到和处理政府信息公开申请情况" not in page
    assert 3 == page.count('<figure class="figure chart"')


def test_parameters_cell_makes_nothing_stale(root, tmp_path):
    """Another organ, year and folder saved in the parameters cells: everything is as it was; a changed chart is not."""
    where = checkout(root, tmp_path / "checkout")
    build = ("build", "huancui-yingji", "huaian-zhengfu")
    assert 0 == gongkai(where, *build, PYTHONPATH=str(where / "lib")).returncode
    for path in (where / "notebooks").glob("*.ipynb"):
        text = path.read_text("utf-8")
        assert ("agency = None" in text) is (path.name != "select.ipynb")
        changed = text.replace("agency = None", 'agency = \\"somebody-else\\"').replace("year = None", "year = 1999")
        path.write_text(changed, "utf-8")
    assert "没有变化2" in gongkai(where, *build, PYTHONPATH=str(where / "lib")).stdout
    path = where / "notebooks" / "03_requests.ipynb"
    path.write_text(
        path.read_text("utf-8").replace(
            'def applicants(frame, ax):\\n",\n    "    return charts.bars(frame, ax)',
            'def applicants(frame, ax):\\n",\n    "    return charts.bars(frame.head(2), ax)',
        ),
        "utf-8",
    )
    done = gongkai(where, *build, PYTHONPATH=str(where / "lib"))
    assert "已生成2" in done.stdout, done.stdout + done.stderr
    page = (where / "outputs" / "2024" / "huaian-zhengfu" / "report.html").read_text("utf-8")
    assert "新收政府信息公开申请：自然人3001件（96.2%）；商业企业53件（1.7%）。" in page
    assert "科研机构" not in page.split("图1 2024年新收政府信息公开申请的申请人")[0].rsplit("<figure", 1)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build"], 2, "--all"),
        (["build", "huancui-yinji"], 2, "是不是“huancui-yingji”"),
        (["build", "huancui-yingji", "--year", "2031"], 2, "gongkai new"),
        (["check"], 0, ""),
    ],
)
def test_exit_codes(root, arguments, code, words):
    """Exit codes are 0 for success and 2 for a usage error; the message says what to do."""
    done = gongkai(root, *arguments)
    assert code == done.returncode, done.stdout + done.stderr
    assert words in done.stdout + done.stderr


def test_console_that_is_not_utf8(root):
    """A console with another encoding does not cause a failure."""
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "list"], cwd=root, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )  # fmt: skip
    assert 0 == done.returncode
    assert b"huancui-yingji" in done.stdout
