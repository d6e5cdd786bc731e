"""Which form files count: those of the package, and those of the project that was opened last.

Nothing is read here, and nothing heavy imported: whoever opens ``params`` says so, also to list what is in it.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from gongkai.parsing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")

LEVELS = "levels.yaml"
"""The name of the file of levels; every other file is an edition."""

_MOST_FILES = 100


class FormError(InputError):
    """A form does not exist, or a form file is inconsistent."""


@dataclass(frozen=True, slots=True)
class Project:
    """The form files of a project as they were when it was opened.

    Attributes:
        folder: ``params/forms``.
        state: Name, time of change in ns and size in bytes of each file, sorted by name.
    """

    folder: Path
    state: tuple[tuple[str, int, int], ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Its files, sorted by name."""
        return tuple(self.folder / name for name, _, _ in self.state)

    def name(self, path: Path) -> str:
        """A file's name in messages: ``params/forms/2027.yaml``."""
        return f"{self.folder.parent.name}/{self.folder.name}/{path.name}"


_HERE: ContextVar[Project | None] = ContextVar("forms")
_LAST: list[Project | None] = [None]
"""The project that was opened last in this process: cells of a notebook each run in a context of their own."""


def use(folder: Path | None) -> None:
    """Take the form files in ``folder`` (``params/forms``, need not exist) besides those of the package, from now on.

    It counts in this thread, and in others that have opened no project themselves. Nothing is read yet.

    Raises:
        FormError: There are too many files.
    """
    found = None
    if folder is not None and folder.is_dir():
        state = []
        for path in sorted(folder.glob("*.yaml")):
            about = path.stat()
            state.append((path.name, about.st_mtime_ns, about.st_size))
        if len(state) > _MOST_FILES:
            msg = (
                f"{folder.parent.name}/{folder.name}：有{len(state)}个文件，最多{_MOST_FILES}个；请移走不是表式的文件。"
            )
            raise FormError(msg)
        found = Project(folder, tuple(state)) if state else None
    _HERE.set(found)
    _LAST[0] = found


def current() -> Project | None:
    """The project whose form files count; ``None`` if it has none."""
    return _HERE.get(_LAST[0])


def cached(maxsize: int = 256) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Like :func:`functools.lru_cache`, for what is made of forms: what one project's forms gave is not another's."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=maxsize)
        def kept(_given: Project | None, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(*args, **kwargs)

        @wraps(function)
        def found(*args: P.args, **kwargs: P.kwargs) -> R:
            return kept(current(), *args, **kwargs)  # type: ignore[arg-type]

        return found

    return decorate
