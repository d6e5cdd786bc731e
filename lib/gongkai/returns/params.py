"""The folder ``params``: its organs and years, and their returns.

The parser is imported on first use: listing files does not need the model.
"""

from __future__ import annotations

import errno
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai import forms, limits
from gongkai.returns import misnamed, organ_id, project, succession
from gongkai.returns.audience import either
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.parse_cache import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gongkai.returns.misnamed import Misnamed
    from gongkai.returns.model import Agency, Figure, Issue, Return
    from gongkai.returns.office_words import OfficeWords

_FEW = 200
"""Organs whose files are looked through for mistakes when a name is not found."""

LEXICON = "lexicon.yaml"
"""The file in ``params`` with the office's own words for reading prose."""

RELEASE = "release.yaml"
"""The file in ``params`` with the licence of reports and data."""

FORMS = "forms"
"""The folder in ``params`` with the project's own editions of the form and levels of organs."""

_MEMBERS = re.compile(rb"^[\"']?members[\"']? *:(?:\s*\[\s*[^\]\s]|[^\n\[]*\n(?:\s*#[^\n]*\n)*\s*-)", re.MULTILINE)
"""A list of members that is not empty, approximately."""

_COPY = re.compile(r"^副本\s*|^copy of |\s*(?:-\s*)?(?:副本|copy)?\s*(?:[(（]\d+[)）])?$", re.IGNORECASE)
"""What file managers add to the name of a copied folder."""


class Params:
    """Per-agency and per-year inputs below a folder.

    Raises:
        InputError: The folder does not exist, or belongs to another user's project.
    """

    def __init__(
        self, root: Path | str | None = None, successions: Mapping[bytes, tuple[str, ...]] | None = None
    ) -> None:
        """Open ``root``; by default the folder found by :func:`gongkai.returns.project.params`.

        ``successions`` is what the property of that name gave before, so that not all organs' files are looked at again.
        """
        self.root = project.params(root)
        if successions is not None:
            self.__dict__["successions"] = dict(successions)
        forms.use(self.root / FORMS)

    def name(self, path: Path) -> str:
        """A file's name in messages: relative to the parent folder of ``params``, with forward slashes."""
        return f"{self.root.name}/{path.relative_to(self.root).as_posix()}"

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Ids of all organs, sorted."""
        return tuple(sorted(path.parent.name for path in self.root.glob("*/agency.yaml") if path.parent.name != FORMS))

    @cached_property
    def governments(self) -> tuple[str, ...]:
        """Ids of the organs that have members, sorted.

        Raises:
            ReturnError: The file of one is wrong.
        """
        texts = ((id_, (self.root / id_ / "agency.yaml").read_bytes()) for id_ in self.agencies)
        # Parsing takes a hundred times as long as looking.
        return tuple(id_ for id_, text in texts if _MEMBERS.search(text) and self.agency(id_).members)

    @cached_property
    def successions(self) -> dict[bytes, tuple[str, ...]]:
        """For each id that the files of organs name as a successor, the ids of these organs, found without parsing."""
        return succession.named(self)

    def find(self, organ: str) -> str:
        """Id of an organ that is named by its folder or by its full or short Chinese name.

        Raises:
            InputError: There is none, or several have that name; the message says which, or what to type.
        """
        organ = organ.strip()
        if self._is_organ(organ):
            return organ
        found = self.named(organ)
        if len(found) == 1:
            return found[0]
        if found:
            which = "、".join(f"{id_}（{self.agency(id_).name}）" for id_ in found)
            msg = f"有{len(found)}个机关叫“{organ}”：{which}；请写代号（括号前的）。"
            raise InputError(msg)
        raise InputError(self._unknown(organ))

    def folder(self, agency: str) -> Path:
        """Folder of an organ.

        Raises:
            InputError: There is none; the message names the nearest, and how to specify a year.
        """
        if not self._is_organ(agency):
            raise InputError(self._unknown(agency))
        return self.root / agency

    def _is_organ(self, agency: str) -> bool:
        """Whether a folder in ``params``, and not one that a path in ``agency`` leads to, has an ``agency.yaml``."""
        is_name = agency not in {"", ".", ".."} and not set(agency) & set("/\\:\0")
        try:
            return is_name and (self.root / agency / "agency.yaml").is_file()
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            return False

    def named(self, name: str) -> list[str]:
        """Ids of the organs with this full or short Chinese name."""
        sought = name.strip().encode("utf-8", "replace")
        texts = ((id_, (self.root / id_ / "agency.yaml").read_bytes()) for id_ in self.agencies) if sought else ()
        # Parsing takes a hundred times as long as looking; an escaped name has a backslash.
        return [id_ for id_, text in texts if (sought in text or b"\\" in text) and name.strip() in self._names(id_)]

    def _names(self, agency: str) -> set[str | None]:
        """Full and short name of an organ; empty if its file is wrong, which says so when it is used."""
        try:
            found = self.agency(agency)
        except InputError:
            return set()
        return {found.name, found.short_name}

    def _unknown(self, organ: str) -> str:
        """The message for an organ that is not in the folder."""
        shown = limits.short(organ_id.visible(organ))
        if re.fullmatch(r"(?:19|20)\d\d", organ):
            said = either(f"请先写机关，再写年度（build、check写成 --year {organ}）", "请写在year")
            return f"“{organ}”是年度，写在机关的位置了；{said}。"
        if not self.agencies:
            return (
                f"{self.root.name}里还没有机关；新建请运行 gongkai new 代号 年度 --name 机关全称，"
                "或用 gongkai import 读入已公布的报告。"
            )
        if named := self.named(organ):
            return f"“{shown}”是机关名称，这里要写代号；请写{'、'.join(named)}。"
        near = nearest(organ, [*self.agencies, *self.titles(self.agencies).values()])
        is_name = not organ.isascii() and len(self.agencies) <= _FEW
        wrong = [id_ for id_ in self.agencies if not self._names(id_)] if is_name else []
        also = f"{'、'.join(wrong)}的agency.yaml有错，名称没有比对；请运行 gongkai check {wrong[0]}。" if wrong else ""
        return f"{self.root.name}里没有机关“{shown}”{near}{also}"

    def titles(self, organs: Iterable[str]) -> dict[str, str]:
        """Full names by id, as they are written in the files, which are not parsed; the id if there is none."""
        found = {}
        for id_ in organs:
            text = (self.root / id_ / "agency.yaml").read_text("utf-8", "replace")
            match = re.search(r"^name: *[\"']?([^\s\"'#]+)", text, re.MULTILINE)
            found[id_] = match[1] if match else id_
        return found

    def years(self, agency: str) -> tuple[int, ...]:
        """Report years of an organ, ascending."""
        files = self.folder(agency).glob("[0-9][0-9][0-9][0-9].yaml")
        return tuple(sorted(int(path.stem) for path in files))

    def copied_from(self, agency: str) -> str | None:
        """The organ of whose folder this one looks like a copy (``hy - 副本``, ``hy copy``, ``hy (1)``), if there is one."""
        found = _COPY.sub("", agency)
        return found if found != agency and found in self.agencies else None

    def misnamed(self, agency: str) -> tuple[Misnamed, ...]:
        """Files of an organ's folder that are not read because of their names."""
        return tuple(misnamed.find(self.root / agency))

    def path(self, agency: str, year: int) -> Path:
        """The year's file.

        Raises:
            InputError: There is none.
        """
        path = self.folder(agency) / f"{year}.yaml"
        if not path.is_file():
            for other in self.misnamed(agency):
                if other.year == year:
                    msg = f"{self.name(other.path)}：文件名不对，没有读取；{other.todo}"
                    raise InputError(msg)
            if path.with_name(f"{year}.published.yaml").is_file():
                msg = (
                    f"机关“{agency}”{year}年只有已公布的报告（{year}.published.yaml），没有要生成的数据；"
                    f"比较时请写 {agency}/{year}@published。"
                )
                raise InputError(msg)
            years = "、".join(map(str, self.years(agency))) or "没有任何年度"
            msg = f"机关“{agency}”没有{year}年的数据（现有：{years}）；请先运行 gongkai new {agency} {year}。"
            raise InputError(msg)
        return path

    def agency(self, agency: str) -> Agency:
        """The organ.

        Raises:
            ReturnError: ``agency.yaml`` is wrong.
        """
        from gongkai.returns import load

        path = self.folder(agency) / "agency.yaml"
        name = self.name(path)
        fonts = project.default_fonts(self.root)
        key = (name, path.read_bytes(), forms.current(), fonts)
        return CACHE.get(path, key, lambda: load.agency(path, name, fonts))

    def load(self, agency: str, year: int) -> Return:
        """The return of a year.

        Raises:
            ReturnError: The file is wrong. InputError: It does not exist.
        """
        path = self.path(agency, year)
        text = path.read_bytes()
        inside = re.search(rb"^year:\s*(\d+)", text, re.MULTILINE)
        if inside is not None and int(inside[1]) != year:
            line = text.count(b"\n", 0, inside.start()) + 1
            msg = f"{self.name(path)}:{line}：文件名是{year}年，里面的year是{int(inside[1])}；请改正其一。"
            raise InputError(msg)
        record = self._parsed(path, agency, text)
        if record.year != year:
            msg = f"{record.source.where('year')}：文件名是{year}年，里面的year是{record.year}；请改正其一。"
            raise InputError(msg)
        missing = tuple(self._missing_photos(record))
        words = self.words()
        if not missing and words is None:
            return record
        added: dict[str, object] = {"issues": (*record.issues, *missing)}
        if words is not None:
            added |= {"words": words.words, "words_source": words.source}
        return record.model_copy(update=added)

    def words(self) -> OfficeWords | None:
        """The office's own words for reading prose, by meaning; ``None`` without ``lexicon.yaml``.

        Raises:
            InputError: The file is not a mapping of meanings to lists of words.
        """
        path = self.root / LEXICON
        if not path.is_file():
            return None
        from gongkai.returns import office_words

        name = self.name(path)
        return CACHE.get(path, (name, path.read_bytes()), lambda: office_words.read(path, name))

    def photo(self, record: Return, figure: Figure) -> Path | None:
        """Path of a photo: ``<agency>/<year>/<file>``; ``None`` if no file is named.

        Raises:
            InputError: The file is outside the year's folder.
        """
        if figure.file is None:
            return None
        folder = (self.folder(record.agency.id) / str(record.year)).resolve()
        path = (folder / figure.file).resolve()
        if not path.is_relative_to(folder):
            at = record.source.where(f"figures.{figure.id}.file")
            msg = f"{at}：照片“{figure.file}”不在文件夹{folder.name}里；请放进去再写文件名。"
            raise InputError(msg)
        return path

    def _missing_photos(self, record: Return) -> Iterator[Issue]:
        from gongkai.returns.model import Issue

        for figure in record.figures:
            if figure.kind == "photo" and figure.show:
                path = self.photo(record, figure)
                if path is None or not path.is_file():
                    yield Issue(path=f"figures.{figure.id}", kind="absent", raw=figure.file or "")

    def published(self, agency: str, year: int) -> Return | None:
        """What was published for a year (``<year>.published.yaml``), if recorded."""
        path = self.folder(agency) / f"{year}.published.yaml"
        return self._parsed(path, agency, path.read_bytes()) if path.is_file() else None

    def _parsed(self, path: Path, agency: str, text: bytes) -> Return:
        from gongkai.returns import load

        organ, name = self.agency(agency), self.name(path)
        return CACHE.get(path, (name, text, organ, forms.current()), lambda: load.load(path, organ, name))

    def history(self, agency: str, year: int) -> tuple[Return, ...]:
        """Earlier years' figures, oldest first: as published if recorded, else the year's return."""
        return tuple(
            self.published(agency, earlier) or self.load(agency, earlier)
            for earlier in self.earlier_years(agency, year)
        )

    def earlier_years(self, agency: str, year: int) -> list[int]:
        """Years before ``year`` with a return or a record of what was published, ascending."""
        recorded = self.folder(agency).glob("[0-9][0-9][0-9][0-9].published.yaml")
        known = {*self.years(agency), *(int(path.name[:4]) for path in recorded)}
        return sorted(earlier for earlier in known if earlier < year)

    def previous(self, agency: str, year: int) -> Return | None:
        """Last year's figures: as published if recorded, else last year's return, else ``None``."""
        published = self.published(agency, year - 1)
        if published is not None:
            return published
        return self.load(agency, year - 1) if year - 1 in self.years(agency) else None

    def members(self, agency: str, year: int) -> tuple[Return, ...]:
        """The existing returns of a roll-up's members for a year.

        Raises:
            InputError: A member is not an organ in the folder, or its return cannot be read.
        """
        return tuple(self.load(id_, year) for id_ in self.member_ids(agency, year) if year in self.years(id_))

    def member_ids(self, agency: str, year: int) -> tuple[str, ...]:
        """Ids of the organs that a roll-up of a year adds up; empty if the organ has no members.

        Raises:
            InputError: A member is not an organ in the folder.
        """
        ids = self.agency(agency).member_ids(year)
        for id_ in ids:
            if not self._is_organ(id_):
                msg = f"{self.name(self.folder(agency) / 'agency.yaml')}的members：{self._unknown(id_)}"
                raise InputError(msg)
        return ids

    def files(self, agency: str, year: int) -> tuple[Path, ...]:
        """Every input file of a report: agency, year and its folder, earlier years, returns of members and predecessors, form files.

        Of the project's form files (:data:`FORMS`) those of levels, and of editions that begin by the year.
        """
        folder = self.folder(agency)
        found = [folder / "agency.yaml", self.path(agency, year)]
        for earlier in self.earlier_years(agency, year):
            found += [folder / f"{earlier}.published.yaml", folder / f"{earlier}.yaml"]
        found += sorted(path for path in (folder / str(year)).rglob("*") if path.is_file())
        if b"members" in found[0].read_bytes():
            for member in self.member_ids(agency, year):
                found += [self.folder(member) / "agency.yaml", self.folder(member) / f"{year}.yaml"]
            found += succession.transfer_files(self, agency, year)
        found += succession.files(self, agency, year)
        if forms.current() is not None:  # nothing is imported to find that a project has no forms of its own
            found += forms.files_until(year)
        found += [self.root / LEXICON, self.root / RELEASE]
        return tuple(dict.fromkeys(path for path in found if path.is_file()))
