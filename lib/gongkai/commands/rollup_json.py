"""A roll-up as JSON: members with their state, cells with their sums and parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.returns.cells import label

if TYPE_CHECKING:
    from gongkai.returns.params import Params
    from gongkai.rollup.compare import Difference, RollUp


def to_json(rolled: RollUp, params: Params) -> dict[str, Any]:
    """JSON data of a roll-up; numbers are int or Decimal, ``null`` is missing.

    ``members`` lists every member with its ``state`` (``reported`` or ``absent``); ``cells`` each cell with what was ``typed``,
    the ``sum``, what is ``known`` of it, the members that left it ``blank``, and the others' numbers; ``differences`` those
    that differ, the largest first.
    """
    record, sums = rolled.record, rolled.sums
    used = {member.agency.id: member.form_used or member.edition.id for member in sums.members}
    titles = params.titles([*used, *sums.absent])
    return {
        "agency": record.agency.id,
        "name": record.agency.name,
        "year": record.year,
        "complete": not rolled.obstacles,
        "members": [
            {"id": id_, "name": titles[id_], "state": "reported" if id_ in used else "absent", "edition": used.get(id_)}
            for id_ in record.agency.member_ids(record.year)
        ],
        "cells": [
            {
                "cell": path,
                "label": label(record, path),
                "typed": record.cells[path],
                "sum": found.total,
                "known": found.known,
                "corrected": found.correction is not None,
                "blank": [member.agency.id for member in found.blank],
                "parts": {member.agency.id: value for member, value in found.parts if value},
            }
            for path, found in sums.cells.items()
        ],
        "differences": [_difference(item) for item in rolled.differences],
        "corrections": [item.to_json() for item in record.corrections],
        "fallen": [item.correction.to_json() | {"now": item.now} for item in sums.fallen],
    }


def _difference(item: Difference) -> dict[str, Any]:
    return {
        "cell": item.path,
        "typed": item.typed,
        "sum": item.total,
        "partial": item.partial,
        "difference": item.gap,
        "makers": [member.agency.id for member, _ in item.makers],
        "below": {member.agency.id: _difference(below) for member, below in item.below},
    }
