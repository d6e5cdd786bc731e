"""A font set: which files it has, and which family fills which role on the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

ROLES = ("title", "hei", "kai", "fang", "song", "latin")
"""Roles of GB/T 9704: 小标宋, 黑体, 楷体, 仿宋, 宋体, and the letters and digits among them."""


@dataclass(frozen=True)
class FontSet:
    """A named set of font files and the families that fill each role.

    Attributes:
        name: Name of the set in params.
        files: Every font file that may be used, the set's own first.
        title, hei, kai, fang, song, latin: Families of the role in fallback order.
        bold: Families that include a bold weight.
        missing: Roles filled by a fallback only.
        wrong: Families and the signs that each draws as something else, which the next family of a role draws.
    """

    name: str
    files: tuple[Path, ...]
    title: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]
    fang: tuple[str, ...]
    song: tuple[str, ...]
    latin: tuple[str, ...]
    bold: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    wrong: tuple[tuple[str, str], ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that hold the files."""
        return tuple(dict.fromkeys(file.parent for file in self.files))

    @cached_property
    def digest(self) -> str:
        """Hexadecimal SHA-256 over the names and bytes of all files, independent of their location."""
        return total_digest(self._digests)

    @cached_property
    def _digests(self) -> dict[Path, str]:
        return {file: _sha256(file, file.stat().st_mtime_ns, file.stat().st_size) for file in self.files}

    def role(self, name: str) -> tuple[str, ...]:
        """The families of a role."""
        found: tuple[str, ...] = getattr(self, name)
        return found

    def manifest(self) -> dict[str, Any]:
        """Entry for the manifest: name, files with their hashes, and the font of each role; no paths."""
        return {
            "name": self.name,
            "digest": self.digest,
            "files": {
                file.name: digest for file, digest in sorted(self._digests.items(), key=lambda item: item[0].name)
            },
            "roles": {role: list(self.role(role)) for role in ROLES},
            "substituted": sorted(self.missing),
        }


def total_digest(digests: Mapping[Path, str]) -> str:
    """Hexadecimal SHA-256 over the names of files and the hashes of their bytes."""
    total = hashlib.sha256()
    for file, digest in digests.items():
        total.update(f"{file.name}\0{digest}\n".encode())
    return total.hexdigest()


@lru_cache(maxsize=256)
def _sha256(file: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
