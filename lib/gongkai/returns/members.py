"""The members of a roll-up: which organs count in which year, and corrections to what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from gongkai.parsing.invalid import refuse
from gongkai.returns.base import Model, Number, Past, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Member(Model):
    """A member of a roll-up; in a file the id alone, or a mapping.

    Attributes:
        id: Its folder in ``params``.
        first_year: The first report year that counts; ``None`` is from the beginning.
        last_year: The last one, after which it was merged or abolished; ``None`` if it goes on.
        successor: Id of the organ that counts in its place after ``last_year``, whether or not that is listed itself.
    """

    id: str
    first_year: int | None = None
    last_year: int | None = None
    successor: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_id(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"id": given}
        if isinstance(given, (int, float, list, tuple)):
            raise refuse("成员写机关的代号，例如 jiaoyuju；代号是数字的，请加上引号。")
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_year is not None and self.last_year is not None and self.first_year > self.last_year:
            msg = f"{self.id}的first_year（{self.first_year}）在last_year（{self.last_year}）之后；请改正其一。"
            raise refuse(msg)
        if self.successor is not None and self.last_year is None:
            msg = f"{self.id}写了successor，没有写last_year；请写明它最后一次单独报告的年度。"
            raise refuse(msg)
        if self.successor == self.id:
            msg = f"{self.id}的successor写的是它自己；请写承接它的机关的代号。"
            raise refuse(msg)
        return self

    @model_serializer(mode="wrap")
    def _as_id(self, handler: SerializerFunctionWrapHandler) -> Any:
        data = {key: value for key, value in handler(self).items() if value is not None}
        return self.id if len(data) == 1 else data

    def counts_in(self, year: int) -> bool:
        """Whether its own report counts in a year."""
        return (self.first_year is None or self.first_year <= year) and not self.ended(year)

    def ended(self, year: int) -> bool:
        """Whether it no longer reports in a year."""
        return self.last_year is not None and self.last_year < year


def in_year(members: Sequence[Member], year: int) -> tuple[str, ...]:
    """Ids of the organs whose reports a roll-up of a year adds up, each once, in the order of the list.

    A member that has ended is replaced by its successor, unless that is a member with years of its own.
    """
    return tuple(dict.fromkeys(_in_year(members, year)))


def _in_year(members: Sequence[Member], year: int) -> Iterator[str]:
    listed = {member.id for member in members}
    for member in members:
        if member.counts_in(year):
            yield member.id
        elif member.ended(year) and member.successor is not None and member.successor not in listed:
            yield member.successor


class Correction(Model):
    """A number that a roll-up counts otherwise than its members say.

    It holds as long as what it corrects is as it was; then it falls, and is a finding of R18.

    Attributes:
        cell: Path of the cell.
        member: The member whose number is corrected; ``None`` if it is the sum of all members.
        was: The number that is corrected; ``None`` if it is not filled in.
        value: The number that counts instead.
        reason, by, date: Why, by whom and when; not empty, and not in the future.
    """

    cell: str
    member: str | None = None
    was: Number | None
    value: Number
    reason: Said
    by: Said
    date: Past

    def to_json(self) -> dict[str, Any]:
        """JSON data; numbers are int or Decimal."""
        data = self.model_dump(exclude={"member"} if self.member is None else None)
        return {**data, "date": self.date.isoformat()}
