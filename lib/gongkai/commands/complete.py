"""Completion in the shell: organs, years and rules. Whatever is wrong with the files, there are just no proposals."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.project import choose

if TYPE_CHECKING:
    from collections.abc import Iterator


def organs(context: Any, typed: str) -> list[tuple[str, str]]:
    """Ids that begin with what was typed, or names if it is Chinese; each with the other as explanation.

    Args:
        context: The command line so far.
        typed: The beginning of the word.
    """
    with suppress(InputError, OSError):
        named = dict(_named(_params(context)))
        found = named.items() if typed.isascii() else ((name, id_) for id_, name in named.items())
        return [(word, about) for word, about in found if word.startswith(typed)]
    return []


def years(context: Any, typed: str) -> list[str]:
    """Years of the organs that the command line names, of all if it names none."""
    with suppress(InputError, OSError):
        params = _params(context)
        # After an option without its value, arguments have not been assigned yet.
        given = next(filter(None, (*map(context.params.get, ("agency", "agencies")), context.args, params.agencies)))
        asked = [given] if isinstance(given, str) else given
        found = sorted({year for organ in asked for year in params.years(params.find(organ))})
        return [str(year) for year in found if str(year).startswith(typed)]
    return []


def rules(typed: str) -> list[tuple[str, str]]:
    """Ids of the rules that can be waived and begin with what was typed, each with its title."""
    from gongkai.rules import RULES, order

    return [
        (id_, RULES[id_].title)
        for id_ in sorted(RULES, key=order)
        if id_.startswith(typed) and not RULES[id_].why_unwaivable
    ]


def _params(context: Any) -> Params:
    """The folder of inputs that the command would use.

    Raises:
        InputError: There is none.
    """
    project = context.parent.params.get("project") if context.parent is not None else None
    if project:
        choose(project)
    return Params(context.params.get("params"))


def _named(params: Params) -> Iterator[tuple[str, str]]:
    """Ids and full names as written in the files, which are not parsed: a shell does not wait."""
    for id_ in params.agencies:
        text = (params.root / id_ / "agency.yaml").read_text("utf-8", "replace")
        found = re.search(r"^name: *[\"']?([^\s\"'#]+)", text, re.MULTILINE)
        yield id_, found[1] if found else ""
