"""The project: the folder whose ``notebooks`` are run and whose ``params`` are read.

It is the folder named by ``gongkai --project`` or ``$GONGKAI_PROJECT``, else the nearest one at or above the working
directory that holds ``gongkai.toml``. A folder that was found may have been created by another user, so it is used
only if it belongs to the current user, as git does with repositories; one that the user named is trusted.

Source: https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.returns.audience import either
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = "gongkai.toml"
"""The file in the root of a project."""

NAMED = "GONGKAI_PROJECT"
"""Environment variable that names the project; kernels and workers inherit it."""

FONTS = "GONGKAI_FONTS"
"""Environment variable with the font set of organs that name none; kernels inherit it."""

SAFE = "GONGKAI_SAFE_DIRECTORY"
"""Environment variable with absolute paths of projects that are trusted whoever owns them; ``*`` is all."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project.

    Attributes:
        root: Its folder, absolute.
        is_named: Whether the user named it (otherwise it was found).
    """

    root: Path
    is_named: bool

    def trust(self, *paths: Path) -> None:
        """Refuse files and folders of this project that belong to another user, unless the project is marked as safe.

        Both a symbolic link and its target must belong to the user.

        Raises:
            InputError: One belongs to another user; the message says which, whose it is, and what to do.
        """
        if self.is_named or not hasattr(os, "geteuid") or self._is_safe():
            return
        user, caller = os.geteuid(), _caller()
        named = either("用 gongkai --project 目录 指明，或", "")
        for path in paths:
            for owner in (path.lstat().st_uid, path.stat().st_uid):
                if not is_trusted(owner, user, caller):
                    what = "" if path == self.root else f"里的{_shown(path.relative_to(self.root))}"
                    msg = (
                        f"项目文件夹“{_shown(self.root)}”{what}属于用户{_name(owner)}，不属于当前用户{_name(user)}，"
                        f"里面的笔记本可能是别人放的，没有使用。确认可信的，请{named}把它写进环境变量{SAFE}；"
                        "否则请换到自己的项目文件夹里运行。"
                    )
                    raise InputError(msg)

    def _is_safe(self) -> bool:
        entries = os.environ.get(SAFE, "").split(os.pathsep)
        root = self.root.resolve()
        return any(entry == "*" or (Path(entry).is_absolute() and Path(entry).resolve() == root) for entry in entries)


def is_trusted(owner: int, user: int, caller: int | None) -> bool:
    """Whether a user may run code that belongs to ``owner``: their own, root's and, under sudo, the caller's.

    Args:
        owner: User id of the owner.
        user: User id that this process runs as.
        caller: User id of the caller of sudo, if any.
    """
    return owner in {user, 0} or (user == 0 and owner == caller)


def _caller() -> int | None:
    given = os.environ.get("SUDO_UID", "")
    return int(given) if given.isascii() and given.isdigit() else None


def _name(user: int) -> str:
    """A user's name, or user id if the system has no name for it."""
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _shown(path: Path) -> str:
    """A path chosen by another user, without terminal control characters."""
    return "".join(char if char.isprintable() else "?" for char in path.as_posix())


def choose(folder: str) -> None:
    """Set the project for this process and its children.

    Raises:
        InputError: The name is empty.
    """
    if not folder:
        msg = "--project 后面是空的；请写项目文件夹的路径。"
        raise InputError(msg)
    os.environ[NAMED] = str(Path(folder).absolute())


def find() -> Project | None:
    """The project; ``None`` if none is named and no folder at or above the working directory is marked as one.

    Raises:
        InputError: The folder that was named does not exist, or the one that was found belongs to another user.
    """
    if named := os.environ.get(NAMED):
        root = Path(named).absolute()
        if not root.is_dir():
            said = either(f"请检查 --project 或环境变量{NAMED}写的路径", f"请检查环境变量{NAMED}写的路径")
            msg = f"没有找到项目文件夹“{named}”；{said}。"
            raise InputError(msg)
        return Project(root, is_named=True)
    above = around(Path.cwd())
    if above is None:
        return None
    found = Project(above, is_named=False)
    found.trust(above, above / MARKER)
    return found


def default_fonts(params: Path) -> str | None:
    """The font set of organs that name none: of ``$GONGKAI_FONTS``, else of ``fonts`` in the project's ``gongkai.toml``.

    Args:
        params: The folder of inputs; the project is the nearest folder above it that is marked as one.

    Raises:
        InputError: ``gongkai.toml`` is not TOML, or its ``fonts`` is not a name.
    """
    if named := os.environ.get(FONTS):
        return named
    given = settings(params).get("fonts")
    if given is not None and not isinstance(given, str):
        msg = f'{MARKER}：fonts应当是字体集的名称，写成 fonts = "fandol" 这样。'
        raise InputError(msg)
    return given


def settings(params: Path) -> Mapping[str, Any]:
    """What ``gongkai.toml`` of the project around a folder of inputs says; empty if there is no project.

    Raises:
        InputError: It is not TOML.
    """
    root = around(params.parent)
    if root is None:
        return {}
    try:
        return _parsed((root / MARKER).read_text("utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{MARKER}读不出来（{error}）；请改正，或删去里面的内容，只留文件。"
        raise InputError(msg) from error


@lru_cache(maxsize=4)
def _parsed(text: str) -> Mapping[str, Any]:
    """What a project's file says, parsed once: every organ may leave its font set to the project."""
    import tomllib

    return tomllib.loads(text)


def around(folder: Path) -> Path | None:
    """The nearest folder at or above an absolute one that is marked as a project, whoever it belongs to."""
    for above in (folder, *folder.parents):
        if os.path.isfile(above / MARKER):  # noqa: PTH113 - ``Path.is_file`` raises where a folder may not be entered
            return above
    return None


def params(given: Path | str | None = None) -> Path:
    """The folder of inputs, absolute: ``given``, else ``$GONGKAI_PARAMS``, else ``params`` of the project.

    Without a project it is ``params`` in the working directory, which is safe as it contains no code.

    Raises:
        InputError: It does not exist, or :func:`find` refuses the project.
    """
    named = given if given is not None else os.environ.get("GONGKAI_PARAMS") or None
    if named is not None:
        path = Path(named).absolute()
        said = either(" --params 或环境变量GONGKAI_PARAMS写的路径", "参数params或环境变量GONGKAI_PARAMS写的路径")
        msg = f"没有找到数据文件夹“{named}”；请检查{said}。"
    elif (project := find()) is not None:
        path = project.root / "params"
        said = either("用 --params 指明数据文件夹", "在参数params里写明数据文件夹的路径")
        msg = f"项目文件夹“{project.root}”里没有params文件夹；请建立，或{said}。"
    else:
        path = Path.cwd() / "params"
        said = either(
            "请先运行 gongkai init 目录 建立项目；已有项目的，请在项目文件夹里运行，或用 gongkai --project 目录 指明",
            "请把笔记本放在项目的notebooks文件夹里，或在参数params里写明数据文件夹的路径",
        )
        msg = f"没有找到数据文件夹：这里和上级文件夹里没有项目（{MARKER}），这里也没有params文件夹；{said}。"
    if not path.is_dir():
        raise InputError(msg)
    return path


def outputs(given: Path | None = None) -> Path:
    """The folder of outputs: ``given``, else ``outputs`` of the project, else ``outputs`` in the working directory.

    The project's is relative if the working directory is inside the project, as messages show it.

    Raises:
        InputError: :func:`find` refuses the project.
    """
    if given is not None:
        return given
    if (project := find()) is None:
        return Path("outputs")
    here = Path.cwd()
    if here.is_relative_to(project.root):
        return Path(*[".."] * len(here.relative_to(project.root).parts), "outputs")
    return project.root / "outputs"
