"""Whose report it is: looked up by name, else made from the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
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
            InputError: None was given and the title names none.
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
        if name is None:
            msg = (
                f"{self.file}：没有在标题中找到机关名称；请单独读入这个文件，用 --agency 指明机关，"
                "params里还没有的再加 --name 机关全称。"
            )
            raise InputError(msg)
        for id_ in self.params.named(name) if self.params else ():
            assert self.params is not None
            self.known = True
            return self.params.agency(id_)
        level, sure = forms.level_of(name)
        if not sure:
            message = (
                f"从名称“{name}”看不出是哪一级机关，暂按{forms.levels()[level].name}处理；请在agency.yaml中核对level。"
            )
            self.issues.append(Issue(path="agency.level", kind="note", raw=name, message=message))
        return Agency(id=slug(name), name=name, level=level)


def slug(name: str) -> str:
    """A folder name made from an organ's name: always the same, letters and digits only."""
    kept = "".join(char for char in name if char.isalnum())
    return kept[:_LONGEST_ID] or "organ"
