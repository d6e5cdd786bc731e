"""``manifest.json``: the unit of skipping, resuming, proof and signing; the same inputs give the same manifest.

Times, durations, host and versions are in ``run.json`` beside it. Neither file is an output of the report, nor is the copy of the
record of steps, which says who signed it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from gongkai import files
from gongkai.pipeline.inputs import sha256

NAME = "manifest.json"
RUN = "run.json"
"""Times, durations, host, versions, how notebooks were executed, and what the build warned of."""
RECORD = "signoff.yaml"
"""A copy of the record of steps about the report, so that the folder can be verified without the project."""
_BESIDE = frozenset({NAME, RUN, RECORD})


@dataclass(frozen=True)
class Manifest:
    """What a report was made from, and its outputs.

    Attributes:
        agency, year: Which report.
        inputs: SHA-256 of each declared input by name.
        sections: Hash of everything that each section's notebook could see, by notebook.
        outputs: SHA-256 of each output file by name.
        fonts: Which role each font fills.
        findings: Number of findings by level, with waived ones counted separately.
        name: Full name of the organ; empty in manifests of earlier versions.
        deviations: What differs from the standard notebooks, by the name of the organ's own notebook; Chinese.
    """

    agency: str
    year: int
    inputs: dict[str, str]
    sections: dict[str, str]
    outputs: dict[str, str]
    fonts: dict[str, Any]
    findings: dict[str, int]
    name: str = ""
    deviations: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is not of the types above, as a file may hold anything.

        Raises:
            TypeError: A value is of another type.
        """
        texts = (self.inputs, self.sections, self.outputs, self.deviations)
        is_sound = (
            isinstance(self.agency, str) and isinstance(self.year, int)
            and all(isinstance(value, dict) for value in (*texts, self.fonts, self.findings))
            and all(isinstance(value, str) for value in (self.name, *(v for each in texts for v in each.values())))
            and all(isinstance(value, int) for value in self.findings.values())
        )  # fmt: skip
        if not is_sound:
            msg = "not a manifest"
            raise TypeError(msg)

    def dumps(self) -> str:
        """JSON text."""
        return files.json_text(asdict(self))


def read(folder: Path) -> Manifest | None:
    """The manifest in a report's folder; ``None`` if it is missing or unreadable."""
    try:
        data = json.loads((folder / NAME).read_text("utf-8"))
        return Manifest(**{item.name: data[item.name] for item in fields(Manifest) if item.name in data})
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def engine(folder: Path) -> str | None:
    """How the notebooks of a report were executed; ``None`` if that is not recorded."""
    try:
        return str(json.loads((folder / RUN).read_text("utf-8"))["engine"])
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def warnings(folder: Path) -> tuple[str, ...]:
    """What a reader of a report misses, as it was said when it was built; empty if that is not recorded."""
    try:
        return tuple(map(str, json.loads((folder / RUN).read_text("utf-8"))["warnings"]))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return ()


def write(path: Path, data: str | bytes) -> None:
    """Write an output: not waiting for the disk, because a later build finds by its digest what a power cut took."""
    files.write(path, data, durable=False)


def outputs(folder: Path) -> dict[str, str]:
    """SHA-256 of every output file below a folder, except the manifest and the files beside it."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() not in _BESIDE
    }


def whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every output named in the manifest exists with the same bytes."""
    return not damaged(folder, manifest)


def damaged(folder: Path, manifest: Manifest) -> list[str]:
    """Names of outputs that are missing or differ from the manifest."""
    found = []
    for name, digest in manifest.outputs.items():
        path = folder / name
        if not path.is_file() or sha256(path.read_bytes()) != digest:
            found.append(name)
    return found


NEW = "还没有生成"
"""Why a report is built for the first time."""


def changes(manifest: Manifest | None, folder: Path, inputs: dict[str, str]) -> list[str]:
    """Why a report is stale, a Chinese phrase each; empty if it is current."""
    if manifest is None:
        return [NEW]
    found = [f"{describe(name)}变了" for name, digest in inputs.items() if manifest.inputs.get(name, digest) != digest]
    found += [f"新增{describe(name)}" for name in inputs if name not in manifest.inputs]
    found += [
        "上次生成的是草稿" if name == "draft" else f"少了{describe(name)}"
        for name in manifest.inputs
        if name not in inputs
    ]
    return found or [f"{name}缺失或被改动" for name in damaged(folder, manifest)]


_SAID = {"lib": "程序", "environment": "所用程序库的版本"}


def describe(name: str) -> str:
    """An input in an analyst's words; files by their names."""
    if name.startswith("formats/"):
        return f"输出格式{name.removeprefix('formats/')}"
    return _SAID.get(name, name)
