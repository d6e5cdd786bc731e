"""Whose report it is: looked up by name, else made from the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.importers import organ_match
from gongkai.returns.errors import InputError
from gongkai.returns.model import Agency, Issue

if TYPE_CHECKING:
    from gongkai.returns.params import Params

_LONGEST_ID = 60


def mistaken(printed: str, given: str) -> Issue:
    """The note that a file names another organ than the one it is to be filed under."""
    message = f"标题中的机关是“{printed}”，指定的是“{given}”；请核对文件是否拿错。"
    return Issue(path="agency.name", kind="note", raw=printed, message=message)


def mistaken_year(printed: int | None, given: int) -> Issue:
    """The note that a file is of another year than the one that it is to be filed under."""
    message = f"报告写的是{printed}年，指定的是{given}年；请核对文件是否拿错。"
    return Issue(path="year", kind="note", raw=str(printed), message=message)


class Organs:
    """Finds the organ of a report."""

    def __init__(self, file: str, given: Agency | None, params: Params | None) -> None:
        """Take the organ that was given, else look up names in ``params``."""
        self.file, self.given, self.params = file, given, params
        self.known = given is not None
        self.issues: list[Issue] = []

    def find(self, name: str | None) -> Agency:
        """The organ for the name in the report's title.

        Raises:
            InputError: None was given, and neither the title nor the file's name says which, or both may mean several.
        """
        if self.given is not None:
            names = {self.given.name, self.given.short_name}
            if (
                name is not None
                and name not in names
                and not any(item and (item in name or name in item) for item in names)
            ):
                self.issues.append(mistaken(name, self.given.name))
            return self.given
        if name is not None and not organ_match.is_whole(name):
            name = None
        if self.params is not None and (found := self._known(name, self.params)) is not None:
            self.known = True
            return found
        if name is None:
            msg = (
                f"{self.file}：没有在标题和文件名中找到机关名称；请单独读入这个文件，用 --agency 指明机关，"
                "params里还没有的再加 --name 机关全称。"
            )
            raise InputError(msg)
        level, sure = forms.level_of(name)
        if not sure:
            message = (
                f"从名称“{name}”看不出是哪一级机关，暂按{forms.levels()[level].name}处理；请在agency.yaml中核对level。"
            )
            self.issues.append(Issue(path="agency.level", kind="note", raw=name, message=message))
        return Agency(id=slug(name), name=name, level=level)

    def _known(self, name: str | None, params: Params) -> Agency | None:
        """The organ of the project that the title names, if need be by a part of its name, or else the file's name.

        Raises:
            InputError: Several may be meant.
        """
        ids = organ_match.by_name(name, params) if name is not None else []
        by_title = bool(ids)
        if not ids and (name is None or organ_match.ENDS.search(name) is None):
            ids = organ_match.by_file(self.file, params)
        if not ids:
            return None
        organs = [params.agency(id_) for id_ in ids]
        if len(organs) > 1:
            which = "、".join(f"{organ.name}（{organ.id}）" for organ in organs[:3])
            said = f"标题中的“{name}”" if by_title else "文件名"
            more = f"等{len(organs)}个机关" if len(organs) > 3 else ""
            msg = f"{self.file}：{said}可能是{which}{more}；请单独读入这个文件，用 --agency 指明是哪一个。"
            raise InputError(msg)
        organ = organs[0]
        if not by_title:
            self.issues.append(_taken(name or "", organ, "标题中没有机关名称，按文件名"))
        elif name not in {organ.name, organ.short_name}:
            self.issues.append(_taken(name or "", organ, f"标题中的机关是“{name}”，"))
        return organ


def _taken(printed: str, organ: Agency, why: str) -> Issue:
    """The note that a file was filed under an organ that its title does not name in full."""
    message = f"{why}读入为{organ.name}（{organ.id}）；请核对。"
    return Issue(path="agency.id", kind="note", raw=printed, message=message)


def slug(name: str) -> str:
    """A folder name made from an organ's name: always the same, letters and digits only."""
    kept = "".join(char for char in name if char.isalnum())
    return kept[:_LONGEST_ID] or "organ"
