"""Commands that write a year's inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from gongkai.commands.declarations.parameters import (
    Agency,
    AgencyOption,
    Json,
    Level,
    Name,
    ParamsDir,
    Year,
    Yes,
    complete_organs,
    complete_rules,
)


def import_(
    files: Annotated[list[Path], typer.Argument(help="HTML, Word, PDF, text, Excel or report.json; or a folder of them.")],
    agency: AgencyOption = None,
    year: Annotated[Optional[int], typer.Option(help="Report year.")] = None,
    name: Name = None,
    level: Level = None,
    params: ParamsDir = None,
    published: Annotated[bool, typer.Option("--published", help="Record the file as published.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also read a report that names another organ or year.")
    ] = False,
    yes: Yes = False,
    write: Annotated[bool, typer.Option("--write", help="Write params too if --json is given.")] = False,
    members: Annotated[
        Optional[str],
        typer.Option(
            "--members", metavar="ORGAN", help="With a folder: list which members of this government are missing.",
            autocompletion=complete_organs,
        ),
    ] = None,
    status: Annotated[
        Optional[Path], typer.Option("--status", metavar="FILE", help="With a folder: write the table of what came in (.xlsx).")
    ] = None,
    json: Json = None,
) -> None:  # fmt: skip
    """Read a published report or a filled form into params; a year's file that exists is merged, not replaced."""
    from gongkai.commands.import_ import run_import

    raise typer.Exit(
        run_import(
            files,
            agency=agency,
            name=name,
            level=level,
            year=year,
            params=params,
            published=published,
            force=force,
            json=json,
            yes=yes,
            write=write,
            members=members,
            status=status,
        )
    )


def form(
    agency: Agency,
    year: Year,
    params: ParamsDir = None,
    out: Annotated[
        Optional[Path], typer.Option("--out", help="File or folder to write.  [default: AGENCY-YEAR.xlsx]")
    ] = None,
    all_members: Annotated[
        bool, typer.Option("--all-members", help="Write a form for each member of a government, into a folder.")
    ] = False,
) -> None:
    """Write the Excel form to send to an organ, or those of a government's members."""
    from gongkai.commands.form import run_form, run_forms

    raise typer.Exit((run_forms if all_members else run_form)(agency, year, params, out))


def ledger(
    file: Annotated[Path, typer.Argument(help="Register of requests, CSV or Excel.")],
    agency: AgencyOption = None,
    year: Annotated[Optional[int], typer.Option(help="Report year.")] = None,
    params: ParamsDir = None,
    write: Annotated[bool, typer.Option("--write", help="Write the tallied table 3 into the return.")] = False,
    yes: Yes = False,
    template: Annotated[
        bool, typer.Option("--template", help="Write an empty register to FILE (.xlsx or .csv) instead.")
    ] = False,
    json: Json = None,
) -> None:
    """Tally a register of requests into table 3 and compare the return with it."""
    if template:
        from gongkai.commands.ledger import run_template

        raise typer.Exit(run_template(file, year))
    if agency is None or year is None:
        from gongkai.returns import InputError

        msg = "请用 --agency 和 --year 写明是哪个机关、哪一年的台账。"
        raise InputError(msg)
    from gongkai.commands.ledger import run_ledger

    raise typer.Exit(run_ledger(file, agency, year, params, write, json, yes=yes))


def new(
    agency: Agency,
    year: Year,
    params: ParamsDir = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite existing files.")] = False,
    name: Name = None,
    level: Level = None,
) -> None:
    """Start a year's file from last year's return; create the organ if it is new."""
    from gongkai.commands.new import run_new

    raise typer.Exit(run_new(agency, year, params, force, name=name, level=level))


def migrate(
    agency: Agency,
    year: Year,
    params: ParamsDir = None,
    to: Annotated[Optional[str], typer.Option("--to", help="Edition of the form, for instance 2021.")] = None,
    yes: Yes = False,
) -> None:
    """Migrate a return to another edition of the form."""
    from gongkai.commands.migrate import run_migrate

    raise typer.Exit(run_migrate(agency, year, params, to, yes=yes))


def rollup(
    agency: Agency,
    year: Year,
    write: Annotated[
        bool, typer.Option("--write", help="Write the sums into the government's file; everything else in it stays.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Also write sums without the members that have not reported, as a draft.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse if a member or a number is missing; exit with 1 if a cell differs.")
    ] = False,
    recursive: Annotated[
        bool, typer.Option("-r", "--recursive", help="Add up the governments below it first, at every level.")
    ] = False,
    yes: Yes = False,
    params: ParamsDir = None,
    json: Json = None,
) -> None:
    """Add up the members of a government and compare the sums with its return, cell by cell."""
    from gongkai.commands.rollup import run_rollup

    raise typer.Exit(
        run_rollup(
            agency, year, params, write=write, partial=partial, strict=strict, recursive=recursive, yes=yes, json=json
        )
    )


def waive(
    agency: Agency,
    year: Year,
    rule: Annotated[str, typer.Argument(help="Rule, for instance R12.", autocompletion=complete_rules)],
    reason: Annotated[Optional[str], typer.Option(help="Why the findings are accepted; required.")] = None,
    by: Annotated[Optional[str], typer.Option(help="Who accepts them; required.")] = None,
    cells: Annotated[
        Optional[list[str]],
        typer.Option(
            "--cells", help="Path of a cell, * for any; may be repeated.  [default: all findings of the rule]"
        ),
    ] = None,
    yes: Yes = False,
    params: ParamsDir = None,
) -> None:
    """Accept findings of a rule, for the values that they have now."""
    from gongkai.commands.waive import run_waive

    raise typer.Exit(run_waive(agency, year, rule, params, reason=reason, by=by, cells=cells or (), yes=yes))


def undo(
    agency: Agency,
    year: Year,
    params: ParamsDir = None,
    to: Annotated[Optional[int], typer.Option("--to", help="Number of the state.  [default: the last]")] = None,
    published: Annotated[bool, typer.Option("--published", help="The record of what was published.")] = False,
    states: Annotated[bool, typer.Option("--list", help="List the states that can be brought back.")] = False,
) -> None:
    """Bring back the state of a year's file before its last change; again, to undo that."""
    from gongkai.commands.undo import run_list, run_undo

    if states:
        raise typer.Exit(run_list(agency, year, params, published=published))
    raise typer.Exit(run_undo(agency, year, params, to=to, published=published))
