"""The levels of organs (domain: 30号, deadlines): one table, ``levels.yaml``, to which a project adds its own."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, Field

from gongkai.forms import sources
from gongkai.forms.project_files import LEVELS, FormError, cached, current
from gongkai.forms.sources import Strict
from gongkai.parsing.invalid import one_of, refuse

_MOST_REPEATS = 4
_LONGEST_PATTERN = 300
_LONGEST_NAME = 100
"""Characters of a name that patterns look at: with at most four repeats that are not nested, matching takes little time."""


def _bounded(pattern: str) -> str:
    """A regular expression whose time is bounded.

    Raises:
        PydanticCustomError: It is none, or could take long.
    """
    if len(pattern) > _LONGEST_PATTERN or len(re.findall(r"[*+{?]", pattern)) > _MOST_REPEATS:
        msg = f"名称的写法太复杂；最多{_LONGEST_PATTERN}个字符、{_MOST_REPEATS}处重复（*、+、?、{{}}）。"
        raise refuse(msg)
    if re.search(r"\)\s*[*+{]|\\\d|\(\?", pattern):
        raise refuse("括号后面只能用“?”，也不能用“(?…)”和“\\1”；请写得简单一些。")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        raise refuse("不是正确的正则表达式；请检查括号是否成对。") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_bounded)]


def matches(pattern: str, name: str) -> bool:
    """Whether a pattern of the table is found in an organ's name."""
    return re.search(pattern, name[-_LONGEST_NAME:] if len(name) > _LONGEST_NAME else name) is not None


class Deadline(Strict):
    """A day of the year after the report year."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]


class Level(Strict):
    """A level of organs.

    Attributes:
        name: Chinese name.
        deadline: By when its report is public (R28).
        rollup: Whether its report adds up those of others (汇总).
        government: Whether its report is a government's, which covers 工作考核, 社会评议, 责任追究 (R31).
        government_except: A pattern for the names of those that are none.
        regulations: Whether it makes 规章 (R11).
        regulations_names: A pattern for the names of those that do although the level as such does not.
        large_amount: Amounts from this many 万元 on are more likely 元 (R23).
    """

    name: Annotated[str, Field(min_length=1)]
    deadline: Deadline
    rollup: bool = False
    government: bool = False
    government_except: Pattern | None = None
    regulations: bool = False
    regulations_names: Pattern | None = None
    large_amount: Annotated[int, Field(gt=0)]

    def last_day(self, year: int) -> dt.date:
        """The day by which an organ of this level publishes its report on ``year``."""
        month = dt.date(year + 1 + self.deadline.month // 12, self.deadline.month % 12 + 1, 1)
        return min(
            month - dt.timedelta(1), dt.date(year + 1, self.deadline.month, 1) + dt.timedelta(self.deadline.day - 1)
        )

    def is_government(self, name: str) -> bool:
        """Whether the report of the organ with this name is a government's."""
        is_excepted = self.government_except is not None and matches(self.government_except, name)
        return self.government and not is_excepted

    def makes_regulations(self, name: str) -> bool:
        """Whether the organ with this name can make 规章."""
        return self.regulations or (self.regulations_names is not None and matches(self.regulations_names, name))


class NamePattern(Strict):
    """What level a name indicates, and whether with certainty."""

    level: str
    pattern: Pattern
    certain: bool = True


LevelId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class LevelsFile(Strict):
    """A file of levels; a project's may leave out everything."""

    levels: dict[LevelId, Level] = Field(default_factory=dict)
    names: tuple[NamePattern, ...] = ()
    otherwise: str | None = None


@cached()
def _read() -> LevelsFile:
    """The tables of the package and of a project in one; the project's names are tried first.

    Raises:
        FormError: A file is wrong, or a level is in both.
    """
    levels: dict[str, Level] = {}
    names: tuple[NamePattern, ...] = ()
    otherwise: str | None = None
    for file, text in sources.texts(current()):
        if file.rpartition("/")[2] != LEVELS:
            continue
        found, lines = sources.typed(LevelsFile, text, file)
        for id_ in found.levels:
            if id_ in levels:
                msg = f"{file}:{lines[f'levels.{id_}']}：级别“{id_}”本系统已有（{levels[id_].name}）；请另取一个名字。"
                raise FormError(msg)
        levels |= found.levels
        for at, item in enumerate(found.names):
            if item.level not in levels:
                msg = f"{file}:{lines[f'names.{at}']}：没有级别“{item.level}”；现有：{'、'.join(levels)}。"
                raise FormError(msg)
        names, otherwise = (*found.names, *names), found.otherwise or otherwise
        if otherwise not in levels:
            msg = f"{file}:{lines.get('otherwise', 1)}：没有级别“{otherwise}”；现有：{'、'.join(levels)}。"
            raise FormError(msg)
    return LevelsFile.model_construct(levels=levels, names=names, otherwise=otherwise)


def levels() -> dict[str, Level]:
    """The levels of organs by id.

    Raises:
        FormError: A file of the project is wrong.
    """
    return _read().levels


def level_names() -> dict[str, str]:
    """The Chinese names of the levels by id."""
    return {id_: level.name for id_, level in levels().items()}


def level(id: str) -> str:
    """For a validator of pydantic: ``id`` if there is such a level.

    Raises:
        PydanticCustomError: There is none; the sentence names the nearest and all there are.
    """
    return one_of(id, level_names())


def level_of(name: str) -> tuple[str, bool]:
    """Level of an organ from its name, and whether the name determines it."""
    table = _read()
    for item in table.names:
        if matches(item.pattern, name):
            return item.level, item.certain
    assert table.otherwise is not None
    return table.otherwise, False
