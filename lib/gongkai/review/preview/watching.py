"""Notices changes of whatever a report may be made from: params with everything in it, notebooks, settings and lock file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import Change, DefaultFilter, awatch

from gongkai.returns import project
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Leave = Callable[[Change, str], bool]

STEP = 20
"""Milliseconds without a change after which the changes so far are one."""

LONGEST = 400
"""Milliseconds after which changes are reported although more follow."""

SETTINGS = (project.MARKER, "requirements.lock")
"""Files in the folder of a project that count; the others there are not watched."""


def visible(folders: Sequence[Path]) -> Leave:
    """Leaves out what editors, Jupyter and Gongkai itself keep beside files: names that start with a dot, back-ups."""
    usual = DefaultFilter()

    def leave(change: Change, path: str) -> bool:
        place = Path(path)
        inside = next((place.relative_to(folder) for folder in folders if place.is_relative_to(folder)), place)
        return not any(part.startswith(".") for part in inside.parts) and bool(usual(change, path))

    return leave


def settings(_change: Change, path: str) -> bool:
    """Leaves only the files of :data:`SETTINGS`."""
    return Path(path).name in SETTINGS


def _places(params: Path) -> tuple[list[Path], list[Path]]:
    """The folders that are watched with all that is in them, and those of projects."""
    found = project.find()
    roots = {root.resolve() for root in (project.around(params.parent), found.root if found else None) if root}
    return [params.resolve(), notebooks.folder().resolve()], sorted(roots)


async def watch(params: Path, on_change: Callable[[], None]) -> None:
    """Call back after every change, until cancelled.

    Args:
        params: Folder of inputs.
        on_change: Called in the event loop; changes that follow each other closely are one.

    Raises:
        InputError: The project of the notebooks is refused.
        OSError: The system can watch no more folders.
    """
    folders, roots = _places(params)

    async def follow(paths: Sequence[Path], leave: Leave, *, deep: bool) -> None:
        changes = awatch(
            *paths, watch_filter=leave, debounce=LONGEST, step=STEP, recursive=deep, ignore_permission_denied=True
        )
        try:
            async for _ in changes:
                on_change()
        except RuntimeError as error:  # how watchfiles says what it has no other error for, such as too many folders
            raise OSError(str(error)) from error

    async with asyncio.TaskGroup() as group:
        group.create_task(follow(folders, visible(folders), deep=True))
        if roots:
            group.create_task(follow(roots, settings, deep=False))
