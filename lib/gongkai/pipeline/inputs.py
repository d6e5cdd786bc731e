"""The declared inputs of a report and of each of its sections, as hashes."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.pipeline import materials
from gongkai.publish import formats
from gongkai.returns import project
from gongkai.rules import registry
from gongkai.run import notebooks
from gongkai.sections.base import placed
from gongkai.sections.charts import GROUP, others

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.returns import Params, Return

_LIBRARIES = (
    "ipykernel", "ipython", "jinja2", "matplotlib", "mistune", "nbclient", "nbconvert", "nbformat", "numpy", "openpyxl",
    "pandas", "papermill", "pikepdf", "pillow", "pydantic", "python-docx", "ruamel.yaml", "typst",
)  # fmt: skip


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


@cache
def lib_digest() -> str:
    """Hash of the package's own files."""
    root = Path(str(files("gongkai")))
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".ipynb"}:
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@cache
def _versions() -> dict[str, str]:
    versions = {name: metadata.version(name) for name in _LIBRARIES}
    charts = {f"{GROUP}:{kind}": version for kind, version in others().items()}
    return versions | charts | registry.versions()


_LOCKED: ContextVar[str | None] = ContextVar("locked", default=None)


@contextmanager
def use_lock(digest: str) -> Iterator[None]:
    """Take the lock file of a project elsewhere, by its hash, in this thread."""
    token = _LOCKED.set(digest)
    try:
        yield
    finally:
        _LOCKED.reset(token)


def lock_digest() -> str:
    """Hash of the project's ``requirements.lock``; empty where there is none.

    Raises:
        InputError: The project belongs to somebody else.
    """
    if (given := _LOCKED.get()) is not None:
        return given
    found = project.find()
    lock = found.root / "requirements.lock" if found is not None else None
    if lock is None or not lock.is_file():
        return ""
    stat = lock.stat()
    return _lock_digest(lock, stat.st_mtime_ns, stat.st_size)


@cache
def _lock_digest(lock: Path, _mtime: int, _size: int) -> str:
    # The lock file is text: a checkout with other line ends is the same lock.
    return sha256(lock.read_bytes().replace(b"\r\n", b"\n"))


def environment_digest() -> str:
    """Hash of the versions of the libraries that decide the bytes of outputs, and of the project's lock file.

    Raises:
        InputError: The project belongs to somebody else.
    """
    return sha256(json.dumps([_versions(), lock_digest()]).encode())


def of_report(params: Params, agency: str, year: int) -> dict[str, str]:
    """Every declared input of a report by name: params, notebooks, lib, environment, fonts.

    Raises:
        InputError: There is no such organ, year or font set, or the project belongs to somebody else.
    """
    found = {params.name(path): sha256(path.read_bytes()) for path in params.files(agency, year)}
    where = notebooks.folder()
    for stem in notebooks.stems(where):
        found[f"notebooks/{stem}.ipynb"] = notebooks.digest(where / f"{stem}.ipynb")
    found["lib"] = lib_digest()
    found["environment"] = environment_digest()
    chosen = materials.font_set(params, agency)
    found[f"fonts/{chosen.name}"] = chosen.digest
    return dict(sorted(found.items()))


def of_publishing(*, draft: bool = False) -> dict[str, str]:
    """Inputs that notebooks do not see, only what is published: the formats of other packages, and whether it is a draft."""
    return {**formats.versions(), **({"draft": "1"} if draft else {})}


def of_section(stem: str, inputs: Mapping[str, str], record: Return) -> str:
    """Hash of what a section's notebook can see.

    The texts of other sections are not part of it (a section does not get to see them); the reviewer's working paper
    sees everything.
    """
    section = stem.split("_", 1)[1]
    if not hasattr(record.sections, section):
        return sha256(json.dumps([stem, dict(inputs)]).encode())
    year = f"/{record.agency.id}/{record.year}.yaml"
    others = {
        name: value
        for name, value in inputs.items()
        if not name.endswith(year) and (not name.startswith("notebooks/") or name == f"notebooks/{stem}.ipynb")
    }
    seen: dict[str, Any] = record.model_dump(mode="json", exclude={"source", "sections", "waivers"})
    seen["text"] = record.sections.model_dump(mode="json")[section]
    seen["placed"] = sorted(placed(record))
    return sha256(json.dumps([stem, others, seen], ensure_ascii=False, sort_keys=True).encode())
