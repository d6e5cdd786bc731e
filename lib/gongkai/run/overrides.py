"""An organ's own version of a section's notebook: ``notebooks/overrides/<organ>/03_requests.ipynb``.

It is executed instead of the notebook of the same name, for that organ only, and is declared: as an input of the report,
and as a deviation in the manifest and the working paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gongkai.returns import InputError, nearest, project
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from nbformat import NotebookNode

FOLDER = "overrides"
"""The folder beside the notebooks, with a folder for each organ that has its own."""


def name(agency: str, stem: str) -> str:
    """Name of an organ's own notebook, as an input and in messages."""
    return f"notebooks/{FOLDER}/{agency}/{stem}.ipynb"


def own(where: Path, agency: str) -> dict[str, Path]:
    """An organ's own notebooks by stem, sorted.

    Args:
        where: The folder of notebooks.
        agency: Id of the organ.

    Raises:
        InputError: One replaces no notebook, so that it would not be executed, or belongs to another user.
    """
    folder = where / FOLDER / agency
    if not folder.is_dir():
        return {}
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    there = project.find()
    if there is not None and there.root / "notebooks" == where:
        there.trust(folder.parent, folder, *found.values())
    known = notebooks.stems(where)
    for stem in found:
        if stem not in known:
            msg = (
                f"{name(agency, stem)}：没有同名的标准笔记本，生成报告时用不到{nearest(stem, known)}"
                f"请改名，或移走。可以用的名称：{'、'.join(known)}。"
            )
            raise InputError(msg)
    return found


def path(where: Path, stem: str, agency: str) -> Path:
    """The notebook that is executed for a section of an organ's report: its own if there is one.

    Raises:
        InputError: See :func:`own`.
    """
    return own(where, agency).get(stem, where / f"{stem}.ipynb")


def unused(where: Path, agencies: Collection[str]) -> list[str]:
    """Folders of own notebooks that are of no organ, a Chinese sentence each."""
    folder = where / FOLDER
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [
        f"notebooks/{FOLDER}/{name}：params里没有机关“{name}”{nearest(name, agencies)}里面的笔记本没有用到。"
        for name in names
        if name not in agencies and not name.startswith(".") and any((folder / name).glob("*.ipynb"))
    ]


@dataclass(frozen=True, slots=True)
class Deviation:
    """How an organ's own notebook differs from the one that it replaces.

    Attributes:
        name: The own notebook.
        changed, added, removed: Headings of its cells that are other, of those that only it has, and of those that it lacks.
    """

    name: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The differences, in Chinese."""
        parts = (("改了", self.changed), ("增加了", self.added), ("去掉了", self.removed))
        said = [f"{what}单元格{'、'.join(f'“{cell}”' for cell in cells)}" for what, cells in parts if cells]
        return f"{'；'.join(said)}。" if said else "内容相同。"


def deviations(where: Path, agency: str) -> tuple[Deviation, ...]:
    """How an organ's own notebooks differ from those that they replace.

    Raises:
        InputError: One is not a notebook; see also :func:`own`.
    """
    return tuple(
        _compare(name(agency, stem), where / f"{stem}.ipynb", path) for stem, path in own(where, agency).items()
    )


def _compare(name: str, standard: Path, own: Path) -> Deviation:
    before, after = ([_cell(cell) for cell in notebooks.source(path).cells] for path in (standard, own))
    changed: list[str] = []
    added: list[str] = []
    removed: list[str] = []
    for _, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[i:j] == after[k:m]:
            continue
        pairs = min(j - i, m - k)
        changed += [text for _, text, _ in after[k : k + pairs]]
        added += [text for _, text, _ in after[k + pairs : m]]
        removed += [text for _, text, _ in before[i + pairs : j]]
    return Deviation(name, tuple(changed), tuple(added), tuple(removed))


def _cell(cell: NotebookNode) -> tuple[str, str, str]:
    """What counts of a cell (kind, metadata and source), between them its heading."""
    return f"{cell.cell_type}{sorted(cell.metadata.items())}", notebooks.heading(cell.source), cell.source
