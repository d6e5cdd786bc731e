"""Files that somebody meant to be read, by whose names they are not: ``2025.yml``, ``2025年.yaml``, ``副本 2025.yaml``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AGENCY = "agency.yaml"
_READ = re.compile(r"agency\.yaml|\d{4}(?:\.published|\.review)?\.yaml", re.ASCII)
_YAML = re.compile(r"\.ya?ml(?:\.txt)?$|\.ymal$|\.yaml ?\(\d+\)$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A file that is not read because of its name.

    Attributes:
        path: The file.
        year: The report year in its name, if there is one.
        todo: A Chinese sentence: what to do.
    """

    path: Path
    year: int | None
    todo: str


def find(folder: Path) -> Iterator[Misnamed]:
    """The files of an organ's folder that are not read, by name."""
    for path in sorted(folder.iterdir()):
        name = unicodedata.normalize("NFKC", path.name)
        if _READ.fullmatch(path.name) or name.startswith((".", "~")) or not _YAML.search(name) or not path.is_file():
            continue
        found = _YEAR.findall(name)
        year = int(found[0]) if len(set(found)) == 1 else None
        published = ".published" if "publish" in name.lower() else ""
        is_agency = year is None and "agency" in name.lower()
        wanted = AGENCY if is_agency else f"{year}{published}.yaml" if year is not None else None
        if wanted is None:
            todo = "名字里没有年度，不知道是哪一年的；要用的请改名为四位年度加.yaml，例如2025.yaml。"
        elif (folder / wanted).is_file():
            todo = f"读的是{wanted}；里面有要用的内容请并入{wanted}，然后删去或移走这个文件。"
        else:
            todo = f"请改名为{wanted}。"
        yield Misnamed(path, year, todo)
