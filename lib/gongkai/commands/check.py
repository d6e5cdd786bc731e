"""``gongkai check``: apply the rules to returns and report the findings, for people and as JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from gongkai import files
from gongkai.commands.console import console as people
from gongkai.commands.console import write_output
from gongkai.commands.findings import show
from gongkai.returns import InputError, Params, canonical, project
from gongkai.review import state
from gongkai.review.many import check_many
from gongkai.rules import load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.review.check import Checked


def run_check(
    agencies: list[str],
    years: list[int],
    params: Path | None,
    json: str | None,
    *,
    verbose: bool = False,
    xlsx: Path | None = None,
) -> int:
    """Check returns and report the findings.

    Args:
        agencies: Ids or Chinese names of organs; none is all.
        years: Report years; none is all that an organ has.
        params: Folder of inputs.
        json: File for the findings as JSON; ``-`` is standard output, with nothing else on it.
        xlsx: Workbook for the findings, with links into the cells of the returns.
        verbose: Show every finding by itself rather than those of one kind together.

    Returns:
        0; 1 if an error is unresolved and not waived; 2 if an input is wrong, so that a report cannot be built. A
        wrong file does not prevent the others from being checked.
    """
    errors = Console(stderr=True, soft_wrap=True)
    checked: list[Checked] = []
    refused: list[tuple[str, int, str]] = []
    wrong = False
    try:
        load_plugins()
        folder = Params(params)
        _name_misnamed(folder, agencies, years, errors)
        wanted = list(_wanted(folder, agencies, years))
        # A workbook shows texts, which results from the store lack.
        results = check_many(folder, wanted, keep=xlsx is None)
        for (agency, year), item in zip(wanted, results, strict=True):
            if isinstance(item, InputError):
                refused.append((agency, year, str(item)))
                wrong = True
                continue
            checked.append(item)
            _name_stale(folder, agency, year, errors)
            wrong = wrong or bool(item.problems)
    except InputError as error:
        errors.print(Text(str(error)))
        return 2
    if json == "-":
        _name_unusable(checked, refused, errors)
    else:
        show(checked, people(), verbose=verbose, unreadable=[said for _, _, said in refused])
    if json is not None:
        findings = [f.to_json() for c in checked for f in c.findings if f.outcome != "pass"]
        try:
            write_output(json, canonical.dumps(findings))
        except InputError as error:
            errors.print(Text(str(error)))
            return 2
    if xlsx is not None:
        try:
            _write_workbook(xlsx, checked, refused)
        except InputError as error:
            errors.print(Text(str(error)))
            return 2
        errors.print(Text(f"核对结果已写入{xlsx}。"))
    if wrong:
        return 2
    return int(any(f.blocking for c in checked for f in c.findings))


def _name_unusable(checked: list[Checked], refused: list[tuple[str, int, str]], errors: Console) -> None:
    """Say what the findings do not: why returns cannot be read, and why reports cannot be built."""
    for _, _, said in refused:
        errors.print(Text(said))
    for item in checked:
        if item.problems:
            said = "".join(f"\n{problem}" for problem in item.problems)
            errors.print(Text(f"{item.record.agency.name}{item.record.year}年不能生成报告：{said}"))


def _name_stale(params: Params, agency: str, year: int, errors: Console) -> None:
    """Say what has changed since a report was signed, so that the signature is stale."""
    if not (params.folder(agency) / f"{year}.review.yaml").is_file():
        return
    found = state.status(params, agency, year, project.outputs(), dt.datetime.now().astimezone().date())
    said = found.reason if found.state is state.State.UNREADABLE else found.signed if found.stale else ""
    if said:
        errors.print(Text(f"{params.agency(agency).name}{year}年：{said}"))


def _name_misnamed(params: Params, agencies: list[str], years: list[int], errors: Console) -> None:
    """Name files that are not read because of their names, and folders that look like copies of another organ's."""
    for agency in dict.fromkeys(map(params.find, agencies)) or params.agencies:
        if copied := params.copied_from(agency):
            errors.print(
                Text(
                    f"{params.root.name}/{agency}：像是{copied}的副本，会当作另一个机关；不用的请移出{params.root.name}。"
                )
            )
        for other in params.misnamed(agency):
            if not years or other.year is None or other.year in years:
                errors.print(Text(f"{params.name(other.path)}：文件名不对，没有读取；{other.todo}"))


def _write_workbook(file: Path, checked: list[Checked], refused: list[tuple[str, int, str]]) -> None:
    """Write the findings as a workbook.

    Raises:
        InputError: The name is not a workbook's, or the file cannot be written.
    """
    from gongkai.review.findings_workbook import workbook  # openpyxl: only if asked for

    if file.suffix.lower() != ".xlsx":
        msg = f"{file}：核对结果写成Excel工作簿；请把文件名写成{file.stem or '核对结果'}.xlsx。"
        raise InputError(msg)
    try:
        files.write(file, workbook(checked, refused))
    except OSError as error:
        msg = f"不能写文件“{file}”（{files.reason(error)}）；请换一个位置，或先在Excel里关闭它。"
        raise InputError(msg) from None


def _wanted(params: Params, agencies: list[str], years: list[int]) -> Iterator[tuple[str, int]]:
    """Organs and years to check; an organ that was named must have the years that were named."""
    found = 0
    for agency in dict.fromkeys(map(params.find, agencies)) or params.agencies:
        there = params.years(agency)
        for year in sorted(set(years)) or there:
            if year in there:
                found += 1
                yield agency, year
            elif agencies:
                params.path(agency, year)
    if not found:
        which = f"{'、'.join(map(str, years))}年的" if years else ""
        msg = f"{params.root.name}里没有{which}数据可以检查；请先运行 gongkai new 或 gongkai import。"
        raise InputError(msg)
