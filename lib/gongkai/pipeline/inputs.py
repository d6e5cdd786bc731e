"""The declared inputs of a report and of each of its sections, as hashes."""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import plugins
from gongkai.document import fonts
from gongkai.document.errors import FontError
from gongkai.returns import InputError, nearest, project
from gongkai.run import notebooks, overrides

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.returns import Params, Return

_LIBRARIES = (
    "ipykernel", "ipython", "jinja2", "matplotlib", "mistune", "nbclient", "nbconvert", "nbformat", "numpy", "openpyxl",
    "pandas", "papermill", "pikepdf", "pillow", "pydantic", "python-docx", "pyyaml", "ruamel.yaml", "typst",
)  # fmt: skip


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


@cache
def lib_digest() -> str:
    """Hash of the package's own files."""
    root = str(Path(__file__).resolve().parents[1])
    total = hashlib.sha256()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if not name.endswith((".pyc", ".ipynb")):
                path = os.path.join(folder, name)  # noqa: PTH118 - hundreds of Path objects take as long as the hashing
                total.update(path[len(root) + 1 :].replace(os.sep, "/").encode() + b"\0" + Path(path).read_bytes())
    return total.hexdigest()


@cache
def _versions() -> dict[str, str]:
    return {name: _version(name) for name in _LIBRARIES} | plugins.versions()


def _version(name: str) -> str:
    """Version of an installed library, found by its line, as parsing all metadata takes ten times as long."""
    found = re.search(r"^Version: *(\S+)", metadata.distribution(name).read_text("METADATA") or "", re.MULTILINE)
    return found[1] if found else metadata.version(name)


_LOCKED: ContextVar[str | None] = ContextVar("locked", default=None)


@contextmanager
def use_lock(digest: str) -> Iterator[None]:
    """Use the lock file of a project on another machine, given its hash, in this thread."""
    token = _LOCKED.set(digest)
    try:
        yield
    finally:
        _LOCKED.reset(token)


def lock_digest() -> str:
    """Hash of the project's ``requirements.lock``; empty if there is none.

    Raises:
        InputError: The project belongs to another user.
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
    # The lock file is text: line endings make no difference.
    return sha256(lock.read_bytes().replace(b"\r\n", b"\n"))


def environment_digest() -> str:
    """Hash of the versions of the libraries that affect the bytes of outputs, and of the project's lock file.

    Raises:
        InputError: The project belongs to another user.
    """
    return sha256(json.dumps([_versions(), lock_digest()]).encode())


def font_set(params: Params, agency: str) -> fonts.FontSet:
    """The font set of an organ's reports.

    Raises:
        InputError: ``agency.yaml`` names an unknown set; with file, line, the nearest name, and how to get one.
    """
    name, folders = params.agency(agency).fonts, (params.root / "fonts",)
    try:
        return fonts.font_set(name, folders)
    except FontError as error:
        from gongkai.parsing import yaml
        from gongkai.returns import SourceMap

        path = params.folder(agency) / "agency.yaml"
        where = SourceMap(file=params.name(path), lines=yaml.read(path, params.name(path))[1]).where("fonts")
        near = nearest(name, fonts.available(folders)).strip("，。")
        msg = f"{where}：{error}{near}"
        raise InputError(msg) from None


def of_report(params: Params, agency: str, year: int, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every declared input of a report by name: params, notebooks, lib, environment, fonts.

    Args:
        params: Inputs.
        agency: Folder of the organ.
        year: Report year.
        known: The inputs of the last build. If ``agency.yaml`` has not changed since, neither has the name of the
            font set, and the file is hashed without being parsed.

    Returns:
        SHA-256 by name, sorted by name.

    Raises:
        InputError: There is no such organ, year or font set, or the project belongs to another user.
    """
    found = {params.name(path): sha256(path.read_bytes()) for path in params.files(agency, year)}
    where = notebooks.folder()
    for stem in notebooks.stems(where):
        found[f"notebooks/{stem}.ipynb"] = notebooks.digest(where / f"{stem}.ipynb")
    for stem, path in overrides.own(where, agency).items():
        found[overrides.name(agency, stem)] = notebooks.digest(path)
    found["lib"] = lib_digest()
    found["environment"] = environment_digest()
    organ = params.name(params.folder(agency) / "agency.yaml")
    is_same = known is not None and known.get(organ) == found[organ]
    chosen = (_known_set(params, known) if known is not None and is_same else None) or font_set(params, agency)
    name = f"fonts/{chosen.name}"
    # Hashing 20 MB takes longer than everything else here. For installed files the installer's record is trusted if
    # it # agrees with the last build, which did hash them, just as versions are trusted for libraries.
    is_recorded = known is not None and known.get(name) == fonts.recorded_digest(chosen)
    found[name] = known[name] if known is not None and is_recorded else chosen.digest
    return dict(sorted(found.items()))


def of_record(params: Params, agency: str, year: int) -> dict[str, str]:
    """The record of steps about a report as an input, which only its working paper shows; empty if there is none."""
    path = params.folder(agency) / f"{year}.review.yaml"
    return {params.name(path): sha256(path.read_bytes())} if path.is_file() else {}


def of_publishing(*, draft: bool = False) -> dict[str, str]:
    """Inputs that affect publishing but not notebooks: formats of other packages, and whether it is a draft."""
    formats = {f"formats/{point.name}": plugins.package(point) for point in plugins.points(plugins.FORMATS)}
    return {**formats, **({"draft": "1"} if draft else {})}


def _known_set(params: Params, known: Mapping[str, str]) -> fonts.FontSet | None:
    """The font set named by the inputs of a build; ``None`` if it no longer exists."""
    names = [name.removeprefix("fonts/") for name in known if name.startswith("fonts/") and name.count("/") == 1]
    with suppress(FontError):
        return fonts.font_set(names[0], (params.root / "fonts",)) if len(names) == 1 else None
    return None


def of_section(stem: str, inputs: Mapping[str, str], record: Return) -> str:
    """Hash of everything that a section's notebook can see.

    It excludes the texts of other sections, which a section cannot see; the reviewer's working paper sees everything.
    """
    from gongkai.sections.base import placed

    section = stem.split("_", 1)[1]
    if not hasattr(record.sections, section):
        return sha256(json.dumps([stem, dict(inputs)]).encode())
    year = f"/{record.agency.id}/{record.year}.yaml"
    own = overrides.name(record.agency.id, stem)
    notebook = own if own in inputs else f"notebooks/{stem}.ipynb"
    others = {
        name: value
        for name, value in inputs.items()
        if not name.endswith(year) and (not name.startswith("notebooks/") or name == notebook)
    }
    seen: dict[str, Any] = record.model_dump(
        mode="json", exclude={"source", "sections", "waivers", "corrections", "words"}
    )
    seen["text"] = record.sections.model_dump(mode="json")[section]
    seen["placed"] = sorted(placed(record))
    return sha256(json.dumps([stem, others, seen], ensure_ascii=False, sort_keys=True).encode())
