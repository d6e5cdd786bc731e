"""The organ and year that someone works on in Jupyter: chosen once, for all notebooks that read the same ``params``.

The choice is the user's own and is kept in their folder for state, not in the project, which others may share. Builds
and papermill give every notebook its organ and year, and never see it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from collections.abc import Callable

START = "select.ipynb"
"""The notebook in which to choose."""

_SHOWN = 30
"""How many organs a list names."""

_TRIES = 20


def given(inputs: Params, agency: str | None, year: int | str | None) -> tuple[str, int, bool]:
    """Organ and year of a notebook: as its parameters say, else as chosen, else the only ones.

    Args:
        inputs: The folder of inputs.
        agency: Id or Chinese name of the organ; ``None`` takes the one chosen.
        year: Report year; ``None`` takes the one chosen, or the organ's last.

    Returns:
        Id of the organ, report year, and whether one of them was left open by the parameters.

    Raises:
        InputError: There is no such organ or year, or nothing is chosen; the message says what to do.
    """
    if agency is None:
        organ, last = chosen(inputs) or _only(inputs)
    else:
        organ = inputs.find(str(agency))
        last = next((year for id_, year in [chosen(inputs) or ("", 0)] if id_ == organ), 0)
    if year is not None:
        return organ, _number(year), agency is None
    known = inputs.years(organ)
    if not known:
        msg = f"机关“{organ}”还没有数据；请先运行 gongkai new {organ} 年度。"
        raise InputError(msg)
    return organ, last if last in known else known[-1], True


def _number(year: int | str) -> int:
    try:
        return int(year)
    except (ValueError, TypeError):
        msg = f"年度写的是“{year}”；请写成四位数字，例如 year = 2025。"
        raise InputError(msg) from None


def _only(inputs: Params) -> tuple[str, int]:
    """The only organ, and no year.

    Raises:
        InputError: There is none, or there are several.
    """
    if len(inputs.agencies) == 1:
        return inputs.agencies[0], 0
    if not inputs.agencies:
        inputs.folder("")  # says what to do
    msg = (
        f"还没有选机关。请运行 {START} 里的单元格来选，或在终端运行 gongkai lab 机关 年度，"
        f"或在参数单元格里写明agency和year。可以选：{_names(inputs, inputs.agencies)}。"
    )
    raise InputError(msg)


def _names(inputs: Params, organs: tuple[str, ...] | list[str]) -> str:
    shown = "、".join(f"{id_}（{name}）" for id_, name in inputs.titles(organs[:_SHOWN]).items())
    return shown if len(organs) <= _SHOWN else f"{shown}等{len(organs)}个"


def _path(inputs: Params) -> Path:
    import platformdirs

    folder = Path(platformdirs.user_state_path("gongkai", appauthor=False)) / "selected"
    return folder / f"{blake2s(str(inputs.root.resolve()).encode(), digest_size=16).hexdigest()}.json"


def chosen(inputs: Params) -> tuple[str, int] | None:
    """The organ and year chosen for a folder of inputs, if they are still there."""
    with suppress(OSError, ValueError, TypeError, KeyError, InputError):
        data = json.loads(_path(inputs).read_text("utf-8"))
        organ, year = str(data["agency"]), int(data["year"])
        return organ, year if year in inputs.years(organ) else 0
    return None


def choose(inputs: Params, agency: str, year: int | None = None) -> tuple[str, int]:
    """Choose the organ and year for all notebooks that read a folder of inputs.

    Args:
        inputs: The folder of inputs.
        agency: Id or Chinese name of the organ.
        year: Report year; ``None`` is the organ's last.

    Returns:
        Id of the organ, and the year.

    Raises:
        InputError: There is no such organ or year.
        OSError: The choice cannot be kept.
    """
    organ = inputs.find(agency)
    known = inputs.years(organ)
    wanted = known[-1] if year is None and known else year
    if wanted is None:
        msg = f"机关“{organ}”还没有数据；请先运行 gongkai new {organ} 年度。"
        raise InputError(msg)
    inputs.path(organ, wanted)
    files.write_json(_path(inputs), {"params": str(inputs.root), "agency": organ, "year": wanted}, durable=False)
    return organ, wanted


def ask(inputs: Params, answer: Callable[[str], str], tell: Callable[[str], None]) -> tuple[str, int]:
    """Ask for organ and year until there is an answer.

    Args:
        inputs: The folder of inputs.
        answer: Asks a question, and returns what was typed.
        tell: Shows a sentence.

    Returns:
        Id of the organ, and the year.

    Raises:
        InputError: There is no organ, or there was no answer after many tries.
        OSError: The choice cannot be kept.
    """
    organs = inputs.agencies
    if not organs:
        inputs.folder("")  # says what to do
    organ, year = chosen(inputs) or (organs[0] if len(organs) == 1 else "", 0)
    tell(f"机关：{_names(inputs, organs)}。")
    hint = f"，直接回车是{organ}" if organ else ""
    for _ in range(_TRIES):
        typed = answer(f"机关（代号、名称或名称的一部分{hint}）：").strip() or organ
        found = _matching(inputs, typed)
        if len(found) == 1:
            break
        tell(f"有{len(found)}个：{_names(inputs, found)}。" if found else f"没有机关“{typed}”。")
    else:
        msg = "没有选机关。"
        raise InputError(msg)
    known = inputs.years(found[0])
    last = year if found[0] == organ and year in known else known[-1] if known else 0
    while len(known) > 1:
        typed = answer(f"年度（{'、'.join(map(str, known))}，直接回车是{last}）：").strip()
        if not typed:
            break
        if typed.isdecimal() and int(typed) in known:
            last = int(typed)
            break
        tell(f"没有{typed}年的数据。")
    return choose(inputs, found[0], last or None)


def _matching(inputs: Params, typed: str) -> list[str]:
    """Organs that an answer may mean: the one it names, else those whose id or name contains it."""
    if not typed:
        return []
    with suppress(InputError):
        return [inputs.find(typed)]
    return [id_ for id_, name in inputs.titles(inputs.agencies).items() if typed in name or typed in id_]
