"""``gongkai release``: write the returns as a data package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.commands.console import console
from gongkai.commands.lines import fold
from gongkai.publish.release import package_metadata, release
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params
from gongkai.returns.succession import predecessors

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Return


def run_release(
    params: Path | None, out: Path, year: int | None, *, parquet: bool = False, with_errors: bool = False
) -> int:
    """Write a data package of every return in params, or those of one year, and name those with unresolved errors.

    Args:
        params: Folder of inputs.
        out: Folder of outputs; the package is ``release`` or ``release-<year>`` in it.
        year: Report year; ``None`` is all.
        parquet: Also write Parquet files.
        with_errors: Include returns with errors that are neither fixed nor waived, and mark them.

    Returns:
        Exit code 0.

    Raises:
        InputError: See :func:`gongkai.publish.release.release`; also if a params file is wrong, or every return has
            errors. The last package stays then.
    """
    inputs = Params(params)
    records = [
        inputs.load(agency, known)
        for agency in inputs.agencies
        for known in inputs.years(agency)
        if year is None or known == year
    ]
    errors = {(each.agency.id, each.year): count for each in records if (count := _errors(inputs, each))}
    named = [each for each in records if (each.agency.id, each.year) in errors]
    kept = records if with_errors else [each for each in records if each not in named]
    if named and not kept:
        first = named[0]
        msg = (
            f"{len(named)}份报告都有错误没有解决（例如{first.agency.name}{first.year}年），没有可以整理的数据；"
            f"请运行 gongkai check 改正或认可，或用 --with-errors 一并整理并注明。"
        )
        raise InputError(msg)
    folder = out / ("release" if year is None else f"release-{year}")
    written = release(kept, folder, parquet=parquet, about=package_metadata(inputs), errors=errors)
    shown = console()
    said = [f"已整理{len(kept)}份报告的数据：{written.as_posix()}"]
    if named:
        what = "有错误没有解决，已在reports表的errors列注明" if with_errors else "有错误没有解决，没有收入"
        said.append(f"{len(named)}份报告{what}：")
        said += [
            f"  {each.agency.name}{each.year}年，{errors[each.agency.id, each.year]}处；"
            f"请运行 gongkai check {each.agency.id} --year {each.year}"
            for each in named
        ]
    for line in said:
        shown.print("\n".join(fold(line, shown.width, 4)), soft_wrap=True)
    return 0


def _errors(params: Params, record: Return) -> int:
    """Number of errors of a return that are neither fixed nor waived."""
    agency, year = record.agency.id, record.year
    found = rules.check(
        record,
        params.previous(agency, year),
        params.members(agency, year),
        predecessors=predecessors(params, agency, year),
    )
    return sum(finding.blocking for finding in found)
