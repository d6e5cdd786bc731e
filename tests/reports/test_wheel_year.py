"""The whole year of a new organ, done with the wheel in a fresh environment and an empty folder, without the checkout."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.servers import free_port, jupyter

NAME = "某县自然资源局"
DONE, FOUND, WRONG = 0, 1, 2


class Office:
    """Someone in an office: an environment with the wheel, a home and an empty folder."""

    def __init__(self, folder: Path, python: Path) -> None:
        """Sit down in an empty folder."""
        self.here = folder / "office"
        self.here.mkdir()
        self.python = python
        system = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "GONGKAI_REQUIRE") if name in os.environ}
        self.environment = {
            **system, "PATH": os.pathsep.join([str(python.parent), os.defpath]), "HOME": str(folder / "home"),
            "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            # Where the locked environment keeps JupyterLab's page; a real installation has it beside its Python.
            "JUPYTERLAB_DIR": str(Path(sysconfig.get_path("data")) / "share" / "jupyter" / "lab"),
        }  # fmt: skip
        for place in ("home", "jupyter", "runtime"):
            (folder / place).mkdir()
        self.runtime, self.jupyter = folder / "runtime", folder / "jupyter"

    def __call__(self, *arguments: str, code: int = DONE, below: str = "") -> str:
        """What ``gongkai`` said in a folder below, if it ended with this code."""
        done = subprocess.run(
            [self.python.with_name("gongkai"), *arguments], cwd=self.here / below, env=self.environment, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=300,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert code == done.returncode, said
        assert "Traceback" not in said
        return said

    def edit(self, name: str, **changes: Any) -> None:
        """Change a file as in an editor: rows of tables by list, other keys by text; rows left open are zero."""
        path = self.here / name
        text = path.read_text("utf-8")
        for key, value in changes.items():
            text, count = re.subn(
                rf"^( *)(?:# )?({key}):[^#\n]*(.*)$", rf"\1\2: {value}  \3", text, count=1, flags=re.MULTILINE
            )
            assert count == 1, key
        path.write_text(text, "utf-8")

    def zero(self, name: str) -> None:
        """Say that what is not filled in is zero: no row of nulls, but ``rest: 0`` in every table."""
        path = self.here / name
        text = re.sub(r"^  \w+: \[null(?:, null)*\].*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
        text = re.sub(r"^(disclosure|requests|disputes):$", r"\1:\n  rest: 0", text, flags=re.MULTILINE)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy without the repository's own outputs."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("lib", "notebooks"):
        shutil.copytree(
            root / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, folder / "source" / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--wheel-dir", folder, folder / "source"], check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel and, from here, the libraries; no network, no checkout."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True, timeout=300)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = folder / "venv" / scripts / Path(sys.executable).name
    place = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    # A line of a .pth file makes the libraries importable, but not the checkout that their own .pth files name.
    Path(place.stdout.strip(), "locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    found = subprocess.run(
        [python, "-P", "-c", "import gongkai; print(gongkai.__file__)"], check=True, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    assert Path(found.stdout.strip()).is_relative_to(folder)
    return python


@pytest.fixture(scope="module")
def office(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An empty folder, in which the tests follow each other."""
    return Office(tmp_path_factory.mktemp("year"), python)


FIRST = {
    "signed": "2025-01-16", "published": "2025-01-20", "normative_documents": "[1, 0, 4]", "licensing": "[126]",
    "penalty": "[9]", "new": "[9, 2, 0, 0, 1, 0, 12]", "granted": "[5, 2, 0, 0, 1, 0, 8]",
    "unavailable_1": "[2, 0, 0, 0, 0, 0, 2]", "total": "[7, 2, 0, 0, 1, 0, 10]", "carried_out": "[2, 0, 0, 0, 0, 0, 2]",
    "overview": "主动公开行政规范性文件{{ disclosure.normative_documents.made }}件，申请{{ requests.new.total }}件。",
    "problems": "征地信息发布较慢；下一年写明发布时限。", "other": "没有收取政府信息公开信息处理费。",
}  # fmt: skip
SECOND = {
    "signed": "2026-01-14", "published": "2026-01-19", "normative_documents": "[0, 1, 3]", "licensing": "[131]",
    "new": "[4, 0, 0, 0, 0, 0, 4]", "granted": "[6, 0, 0, 0, 0, 0, 6]", "total": "[6, 0, 0, 0, 0, 0, 6]",
    "overview": "全年收到申请{{ requests.new.total }}件，都已答复；废止行政规范性文件1件。",
    "problems": "公开栏目分散。已按上年的计划把征地信息的时限写入岗位职责。", "other": "信息处理费没有收取。",
}  # fmt: skip


def test_whole_year(office: Office) -> None:
    """A project, a new organ, its first year, what it published, its second year: each command from where one is."""
    assert "已建立项目“年报”" in office("init", "年报")
    office.here /= "年报"
    assert "已新建机关params/zrzyj/agency.yaml" in office(
        "new", "zrzyj", "2024", "--name", NAME, "--level", "department", below="params"
    )
    office.edit("params/zrzyj/agency.yaml", short_name="县自然资源局", phone='"0000-1234567"')
    assert "表三“收到和处理政府信息公开申请情况”还没有填" in office("check", NAME, code=FOUND)
    office.edit("params/zrzyj/2024.yaml", **FIRST)
    assert "错误" in office("check", NAME, code=FOUND)
    office.zero("params/zrzyj/2024.yaml")
    assert "错误0处" in office("check", NAME, below="params/zrzyj")
    said = office("build", "县自然资源局", "--year", "2024", "--strict", below="params/zrzyj")
    assert "已生成" in said
    made = office.here / "outputs" / "2024" / "zrzyj"
    assert {"report.html", "report.pdf", "report.docx", "report.json", "review.html"} <= {
        p.name for p in made.iterdir()
    }
    assert [] == [path.name for path in office.here.rglob("outputs") if path != office.here / "outputs"]
    assert "0000-1234567" in (made / "report.html").read_text("utf-8")

    published = made / "report.docx"
    office("import", str(published), "--agency", "zrzyj", "--published", below="notebooks")
    assert (office.here / "params" / "zrzyj" / "2024.published.yaml").is_file()
    assert "由2024年带入7个数" in office("new", NAME, "2025", below="outputs")
    office.edit("params/zrzyj/2025.yaml", **SECOND)
    office.zero("params/zrzyj/2025.yaml")
    assert "错误0处" in office("check", NAME, "--year", "2025")
    # R6 and R7 compare with what was published, and find a figure that does not follow from it.
    office.edit("params/zrzyj/2025.yaml", normative_documents="[0, 1, 4]")
    assert "R7" in office("check", NAME, "--year", "2025", code=FOUND)
    office.edit("params/zrzyj/2025.yaml", normative_documents="[0, 1, 3]")
    assert "已生成" in office("build", "zrzyj", "--year", "2025", "--strict")
    assert "没有变化" in office("build", "zrzyj")
    assert 2 == office("list").count(NAME)


def test_lab(office: Office) -> None:
    """JupyterLab starts on the project, with the organ and year chosen."""
    pytest.importorskip("jupyterlab")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        (office.jupyter / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    lab = subprocess.Popen(
        [office.python.with_name("gongkai"), "lab", NAME, "2025", "--no-browser", "--port", str(free_port())],
        cwd=office.here / "params", env=office.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    server = None
    try:
        assert f"笔记本显示{NAME}2025年。\n" == lab.stdout.readline()
        server = jupyter(office.runtime)
        assert str(office.here) == server["root_dir"]
        page = get(server, "lab/tree/notebooks/select.ipynb")
        assert "JupyterLab" in page
        listed = json.loads(get(server, "api/contents/notebooks?content=1"))
        assert {"03_requests.ipynb", "select.ipynb"} <= {item["name"] for item in listed["content"]}
        built = json.loads(get(server, "api/contents/outputs/2025/zrzyj/report.ipynb?content=1"))
        code = [cell for cell in built["content"]["cells"] if cell["cell_type"] == "code"]
        assert {True} == {cell["metadata"]["trusted"] for cell in code}
    finally:
        if server is not None:
            os.kill(server["pid"], 15)
        lab.terminate()
        lab.wait(200)


def get(server: dict[str, Any], path: str) -> str:
    """An answer of the server."""
    request = urllib.request.Request(f"{server['url']}{path}", headers={"Authorization": f"token {server['token']}"})
    with urllib.request.urlopen(request, timeout=200) as answer:
        return answer.read().decode()


def test_papermill(office: Office) -> None:
    """A notebook of the project runs with plain papermill; without parameters it shows what was chosen."""
    for arguments, expected in ((("-p", "agency", NAME, "-p", "year", "2024"), "新收"), ((), f"{NAME}2025年")):
        out = office.here / "out.ipynb"
        done = subprocess.run(
            [office.python, "-P", "-m", "papermill", "notebooks/03_requests.ipynb", out, "--no-progress-bar", *arguments],
            cwd=office.here, env=office.environment, check=False, capture_output=True, encoding="utf-8", timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert expected in out.read_text("utf-8")
        out.unlink()


BLOCK = re.compile(r"^```(?P<kind>\w+)(?: title=\"(?P<file>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_page(python: Path, root: Path, tmp_path: Path) -> None:
    """The page of the handbook, from top to bottom: each command ends well, each file is what the page shows."""
    office = Office(tmp_path, python)
    page = (root / "docs" / "handbook" / "whole-year.md").read_text("utf-8")
    ran = []
    for block in BLOCK.finditer(page):
        if block["kind"] == "yaml":
            assert (office.here / block["file"]).is_file(), "new has made what is then filled in"
            (office.here / block["file"]).write_text(block["text"], "utf-8")
        for line in block["text"].splitlines() if block["kind"] == "sh" else ():
            program, *arguments = shlex.split(line)
            ran.append(" ".join([program, *arguments[:1]]))
            if program == "cd":
                office.here /= arguments[0]
            else:
                assert "gongkai" == program
                said = office(*arguments)
                if arguments[0] == "check":
                    assert "错误0处、警告0处" in said
    assert {"init", "new", "check", "build", "import", "list"} == {name.split()[1] for name in ran if name != "cd 年报"}
    text = (office.here / "outputs" / "2025" / "zrzyj" / "report.html").read_text("utf-8")
    assert "比上年下降66.7%" in text
    assert {"2024", "2025"} <= {path.parent.name for path in (office.here / "outputs").glob("*/zrzyj")}
