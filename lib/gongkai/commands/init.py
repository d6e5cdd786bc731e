"""``gongkai init``: a project of one's own."""

from __future__ import annotations

import datetime as dt
import os
import sys
from contextlib import suppress
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from rich.console import Console

from gongkai import files, forms
from gongkai.commands import schemas
from gongkai.pipeline import trust
from gongkai.returns import Agency, Contact, InputError, agency_file, modeline, project
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = "shili-zrzy"
"""Folder of the example organ."""

_ORGAN = Agency(
    id=EXAMPLE,
    name="示例县自然资源局",
    self_name="我局",
    level="department",
    contact=Contact(
        office="示例县自然资源局办公室", address="示例县示例路1号", postcode="000000", phone="0000-0000000"
    ),
    site="示例县人民政府网站“政府信息公开年报”栏目",
)

_FILES: dict[str, str] = {
    project.MARKER: project.MARKER,
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
    ".github/workflows/gongkai.yml": "workflow.yml",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
}
"""The files of every project, and the templates they are made from."""

_EXAMPLE_NOTE = """
`params/{organ}` 是虚构的示例，数据文件里逐项有说明；`gongkai build {organ}` 生成它的报告。不需要时删去这个文件夹。
"""


def run_init(folder: Path, *, example: bool, today: dt.date | None = None) -> int:
    """Make a project: notebooks, a folder of inputs and one of outputs, and the files around them.

    Args:
        folder: The folder, which need not exist.
        example: Whether to add an example organ; none is added beside organs that are there.
        today: The current date: the example is of the year before.

    Returns:
        Exit code 0.

    Raises:
        InputError: The folder is inside a project, or a file that would be written is there. Nothing is written then.
        OSError: A file cannot be written; what was written is removed.
    """
    root = free(folder)
    example = example and not any(root.glob("params/*/agency.yaml"))
    year = (today or dt.datetime.now().astimezone().date()).year - 1
    make(root, year, example=example)
    _tell(folder, year, example=example)
    return 0


def free(folder: Path) -> Path:
    """The absolute path of a folder in which a project can be made.

    Raises:
        InputError: It is a file, or inside a project.
    """
    root = Path(os.path.abspath(folder))  # noqa: PTH100 - ``absolute`` keeps ``..``
    if root.exists() and not root.is_dir():
        msg = f"“{folder}”是一个文件，不能在里面建立项目；请换一个文件夹。"
        raise InputError(msg)
    if (other := project.around(root)) is not None:
        where = "已经是项目" if other == root else f"在项目“{other}”里面"
        msg = f"“{root}”{where}，没有改动；新机关请用 gongkai new 代号 年度 --name 机关全称，另建项目请换一个文件夹。"
        raise InputError(msg)
    return root


def make(root: Path, year: int, *, example: bool) -> None:
    """Write the files of a project.

    Raises:
        InputError: A file that would be written is there. Nothing is written then.
        OSError: A file cannot be written; what was written is removed.
    """
    wanted = _contents(year, example=example)
    if there := [name for name in wanted if os.path.lexists(root / name)]:
        msg = f"“{root}”里已有{'、'.join(there)}，没有改动；请换一个空文件夹，或先移走这些文件。"
        raise InputError(msg)
    _write(root, wanted)
    trust.sign(
        nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
        for name, data in wanted.items()
        if name.endswith(".ipynb")
    )


def _contents(year: int, *, example: bool) -> dict[str, bytes]:
    """The files of a project by name, in the order in which they are written: the marker last."""
    names = {
        "@VERSION@": version("gongkai"),
        "@PYTHON@": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "@YEAR@": str(year),
        "@MODELINE@": modeline.line(modeline.of_year(forms.edition_for(year))),
        "@NEXT@": str(year + 1),
        "@EXAMPLE@": _EXAMPLE_NOTE.format(organ=EXAMPLE) if example else "",
    }
    found = {name: _template(template, names).encode() for name, template in reversed(_FILES.items())}
    notes = notebooks.packaged()
    books = {f"notebooks/{path.name}": path.read_bytes() for path in sorted(notes.glob("*.ipynb"))}
    organ = {
        f"params/{EXAMPLE}/agency.yaml": agency_file.dump(_ORGAN).encode(),
        f"params/{EXAMPLE}/{year}.yaml": _template("year.yaml", names).encode(),
    }
    schema = {f"params/{modeline.FOLDER}/{name}": text.encode() for name, text in schemas.documents().items()}
    return {**books, **schema, **(organ if example else {}), "params/.gitkeep": b"", "outputs/.gitkeep": b"", **found}


def _template(name: str, values: Mapping[str, str]) -> str:
    text = (resources.files("gongkai.commands") / "template" / name).read_text("utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def _write(root: Path, contents: Mapping[str, bytes]) -> None:
    """Write files below a folder; if one cannot be written, remove the others and the folders made for them."""
    made: list[Path] = []
    try:
        for name, data in contents.items():
            path = root / name
            made += [above for above in reversed(path.parents) if not above.exists()]
            made.append(path)  # an interrupt can come when it has just been written
            files.write(path, data)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _tell(folder: Path, year: int, *, example: bool) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(f"已建立项目“{folder}”：notebooks（笔记本）、params（数据）、outputs（成品）；说明见README.md。")
    console.print("接着运行：")
    steps = {} if folder.resolve() == Path.cwd().resolve() else {f"cd {quoted(folder)}": "进入项目文件夹"}
    if example:
        steps[f"gongkai build {EXAMPLE}"] = "生成示例报告，看看成品"
    steps[f"gongkai new 代号 {year} --name 机关全称"] = "新建自己的机关，代号是文件夹名，例如 zrzyj"
    steps["gongkai lab"] = "在JupyterLab里打开笔记本"
    for step, purpose in steps.items():
        console.print(f"  {step}    # {purpose}")


def quoted(folder: Path) -> str:
    """A path as one word of a shell's command line."""
    text = str(folder)
    return f'"{text}"' if any(char in " '&();$`" for char in text) else text
