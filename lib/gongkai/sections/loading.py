"""How a notebook gets its section: ``section = load("requests", agency, year)``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, overload

from gongkai.document import display, fonts
from gongkai.files import reason
from gongkai.returns import InputError, Params, Sections, audience, nearest
from gongkai.returns.succession import predecessors
from gongkai.sections import parameters, selection
from gongkai.sections.base import Section, placed
from gongkai.sections.other import Other
from gongkai.sections.preface import Preface
from gongkai.sections.review import Review

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: dict[str, type[Section]] = {"preface": Preface, "other": Other}
"""The sections with more than heading, passages, table and figures."""

REVIEW = "review"
"""Name of the reviewer's working paper, which is not a section of the report."""

NAMES = (*Sections.model_fields, REVIEW)
"""The sections that can be loaded."""


@overload
def load(
    section: Literal["preface"], agency: str | None = None, year: int | None = None, params: Path | str | None = None
) -> Preface: ...
@overload
def load(
    section: Literal["other"], agency: str | None = None, year: int | None = None, params: Path | str | None = None
) -> Other: ...
@overload
def load(
    section: Literal["review"], agency: str | None = None, year: int | None = None, params: Path | str | None = None
) -> Review: ...
@overload
def load(section: str, agency: str | None = None, year: int | None = None, params: Path | str | None = None) -> Any: ...
def load(
    section: str, agency: str | None = None, year: int | None = None, params: Path | str | None = None
) -> Section | Review:
    """Load a section of one organ's report for one year, and make Jupyter show figures and frames as blocks.

    Args:
        section: Section id of the form, ``preface``, or ``review`` for the reviewer's working paper.
        agency: Folder of the organ in ``params``, or its Chinese name; ``None`` is the one chosen with :func:`select`
            or ``gongkai lab``, or the only one.
        year: Report year; ``None`` is the one chosen, or the organ's last.
        params: The folder of inputs; see :class:`~gongkai.returns.Params`.

    Raises:
        InputError: There is no such section, organ or year, or its file is wrong (file, line and what to do); nothing is
            chosen; or papermill was given a parameter that the notebook does not have.
    """
    with audience.notebook():
        parameters.refuse_unknown(_executed())
        inputs = Params(params)
        organ, of_year, is_chosen = selection.given(inputs, agency, year)
        loaded = read(section, organ, of_year, inputs.root)
    if is_chosen:
        _show(f"{loaded.record.agency.name}{of_year}年（换机关或年度：运行{selection.START}，再运行这里的全部单元格）")
    display.prepare(
        lambda: fonts.font_set(loaded.record.agency.fonts, (inputs.root / "fonts",)).files,
        f"{section} {organ} {of_year}",
    )
    return loaded


def select(agency: str | None = None, year: int | None = None, params: Path | str | None = None) -> None:
    """Choose the organ and year for all notebooks: as given, else as answered to questions.

    Args:
        agency: Folder of the organ in ``params``, or its Chinese name; ``None`` asks for it.
        year: Report year; ``None`` asks for it, or is the organ's last if the organ is given.
        params: The folder of inputs; see :class:`~gongkai.returns.Params`.

    Raises:
        InputError: There is no such organ or year, or nobody can answer.
    """
    with audience.notebook():
        inputs = Params(params)
        try:
            if agency is None:
                organ, of_year = selection.ask(inputs, input, _show)
            else:
                organ, of_year = selection.choose(inputs, agency, year)
        except (EOFError, NotImplementedError):
            msg = '这里不能回答问题；请写明机关和年度，例如 select("某县自然资源局", 2025)。'
            raise InputError(msg) from None
        except OSError as error:
            msg = f"选的机关没有记下来（{reason(error)}）；请在各个笔记本的参数单元格里写明agency和year。"
            raise InputError(msg) from None
    name = inputs.agency(organ).name
    _show(f"选的是{name}{of_year}年。打开各部分的笔记本，运行全部单元格；已经打开的，重新运行就换过来。")


def _executed() -> list[str]:
    """Sources of the cells that this kernel has executed so far."""
    shell = _shell()
    return [str(source) for source in shell.user_ns.get("In", ())] if shell is not None else []


def _shell() -> Any:
    """The shell of this kernel; ``None`` outside one."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()


def _show(sentence: str) -> None:
    """Show a sentence below the cell that is running; outside a kernel, nowhere."""
    if _shell() is not None:
        from IPython.display import Markdown
        from IPython.display import display as show

        show(Markdown(sentence))  # type: ignore[no-untyped-call]


def read(section: str, agency: str, year: int, params: Path | str | None = None) -> Section | Review:
    """Load a section without registering display hooks in Jupyter.

    Raises:
        InputError: See :func:`load`.
    """
    if section not in NAMES:
        msg = f"报告里没有“{section}”这一部分{nearest(section, NAMES)}可以用：{'、'.join(NAMES)}。"
        raise InputError(msg)
    inputs = Params(params)
    record, previous = inputs.load(agency, int(year)), inputs.previous(agency, int(year))
    if section == REVIEW:
        return Review(record, previous, inputs.members(agency, int(year)), predecessors(inputs, agency, int(year)))
    seen = record.model_copy(update={"sections": Sections(**{section: getattr(record.sections, section)})})
    return _KINDS.get(section, Section)(section, inputs, seen, previous, placed(record))
