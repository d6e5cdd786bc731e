"""The governments below a government, and who has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.errors import InputError
from gongkai.returns.reported import has_reported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns.params import Params


def governments(params: Params, agency: str, year: int) -> tuple[str, ...]:
    """Ids of a government and all governments below it that have members in a year, lower ones first, each once.

    Raises:
        InputError: A member is not an organ in the folder, or a government is below itself.
    """
    return tuple(dict.fromkeys(_below(params, agency, year, ())))


def _below(params: Params, agency: str, year: int, above: tuple[str, ...]) -> Iterator[str]:
    refuse_circle(params, agency, above)
    members = params.member_ids(agency, year)
    for member in members:
        yield from _below(params, member, year, (*above, agency))
    if members:
        yield agency


def refuse_circle(params: Params, agency: str, above: tuple[str, ...]) -> None:
    """Refuse a government that is below itself.

    Args:
        params: The folder of inputs.
        agency: The government.
        above: The governments above it, highest first.

    Raises:
        InputError: It is one of them.
    """
    if agency in above:
        chain = " → ".join([*above[above.index(agency) :], agency])
        msg = f"{params.name(params.folder(agency) / 'agency.yaml')}的members：成员绕了一圈（{chain}）；请改正。"
        raise InputError(msg)


def absent(params: Params, agency: str, year: int) -> tuple[str, ...]:
    """Ids of the members of a roll-up that have not reported for a year: no return, or one in which nothing is filled in.

    Raises:
        InputError: A member is not an organ in the folder, or its return cannot be read.
    """
    reported = {member.agency.id for member in params.members(agency, year) if has_reported(member)}
    return tuple(id_ for id_ in params.member_ids(agency, year) if id_ not in reported)


def with_members(params: Params, organ: str, year: int) -> str:
    """Id of a government with members.

    Raises:
        InputError: There is no such organ, or it has no members in the year.
    """
    id_ = params.find(organ)
    if not params.member_ids(id_, year):
        file = params.name(params.folder(id_) / "agency.yaml")
        organ_ = params.agency(id_)
        if organ_.members:
            msg = f"{organ_.name}{year}年没有成员；请核对{file}的members里的年度。"
        else:
            msg = f"{organ_.name}不是汇总的政府；请在{file}的members里列出成员的代号，例如 members: [jiaoyuju, minzhengju]。"
        raise InputError(msg)
    return id_
