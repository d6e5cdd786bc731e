"""Commands of the review: sign-off, comparison, verification and the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from gongkai.commands.declarations.parameters import (
    Agency,
    Browser,
    By,
    Jobs,
    Json,
    Key,
    LastYear,
    Note,
    OutDir,
    ParamsDir,
    Port,
    RoleOption,
    Year,
    Years,
    complete_organs,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def submit(
    agency: Agency,
    year: Year,
    by: By = None,
    role: RoleOption = None,
    note: Note = None,
    answer: Annotated[
        Optional[list[str]],
        typer.Option("--answer", metavar="NUMBER=TEXT", help="What was done about a comment; may be repeated."),
    ] = None,
    key: Key = None,
    params: ParamsDir = None,
    out: OutDir = None,
) -> None:
    """Submit a built report for review; its bytes are recorded."""
    from gongkai.commands.signoff import run_step
    from gongkai.returns import project

    outputs = project.outputs(out)
    raise typer.Exit(
        run_step("submit", agency, year, params, outputs, by=by, role=role, note=note, answers=answer or (), key=key)
    )


def return_(
    agency: Agency,
    year: Year,
    by: By = None,
    role: RoleOption = None,
    note: Note = None,
    comment: Annotated[
        Optional[list[str]],
        typer.Option(
            "--comment", metavar="TARGET=TEXT",
            help="A comment on a rule's finding, a cell's path or words of a sentence; may be repeated.",
        ),
    ] = None,
    key: Key = None,
    params: ParamsDir = None,
    out: OutDir = None,
) -> None:  # fmt: skip
    """Return a submitted report to its analyst, with reasons."""
    from gongkai.commands.signoff import run_step
    from gongkai.returns import project

    outputs = project.outputs(out)
    raise typer.Exit(
        run_step("return", agency, year, params, outputs, by=by, role=role, note=note, comments=comment or (), key=key)
    )


def _decision(move: Literal["approve", "publish"], summary: str) -> Callable[..., None]:
    """The command of a step that takes nothing but who takes it, and a remark."""

    def decide(
        agency: Agency,
        year: Year,
        by: By = None,
        role: RoleOption = None,
        note: Note = None,
        key: Key = None,
        params: ParamsDir = None,
        out: OutDir = None,
    ) -> None:
        from gongkai.commands.signoff import run_step
        from gongkai.returns import project

        raise typer.Exit(
            run_step(move, agency, year, params, project.outputs(out), by=by, role=role, note=note, key=key)
        )

    decide.__doc__ = summary
    return decide


approve = _decision("approve", "Approve a submitted report; refused while an error is unresolved and not waived.")
publish = _decision("publish", "Record that an approved report was published.")


def diff(
    old: Annotated[
        str,
        typer.Argument(metavar="A", help="ORGAN/YEAR, ORGAN/YEAR@last (@submit, @published …), or a file or folder."),
    ],
    new: Annotated[
        Optional[str],
        typer.Argument(metavar="[B]", help="The later version.  [default: A's last step compared with now]"),
    ] = None,
    html: Annotated[Optional[Path], typer.Option("--html", help="Write the comparison as a web page.")] = None,
    json: Json = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="must, should, may or never: from which tier on differences exit with 1.")
    ] = "may",
    params: ParamsDir = None,
) -> None:
    """Compare two versions of a report: numbers, findings and sentences, in the order in which they matter."""
    from gongkai.commands.diff import run_diff

    raise typer.Exit(run_diff(old, new, params, html=html, json=json, fail_on=fail_on))


def verify(
    paths: Annotated[
        Optional[list[Path]],
        typer.Argument(metavar="[PATH]...", help="report.html, .pdf, .docx …, a folder of a report, or a list of links."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Rebuild every signed report and compare each byte; PATHs are then organs.")
    ] = False,
    year: Years = None,
    records: Annotated[
        Optional[list[Path]],
        typer.Option("--records", help="Where the records of signatures are: a file or folder; may be repeated."),
    ] = None,
    signers: Annotated[
        Optional[Path], typer.Option("--signers", help="Names and public SSH keys.  [default: of gongkai.toml]")
    ] = None,
    jobs: Jobs = None,
    summary: Annotated[
        Optional[Path], typer.Option("--summary", help="Add a summary in Markdown to a file, for CI.")
    ] = None,
    params: ParamsDir = None,
    out: OutDir = None,
    json: Json = None,
) -> None:  # fmt: skip
    """Say which report a file is, and whether its bytes are those that were signed; needs no project."""
    from gongkai.commands import verify as command

    if all_:
        organs = [str(path) for path in paths or ()]
        code = command.run_verify_all(organs, year or (), params, out, jobs=jobs, json=json, summary=summary)
    else:
        code = command.run_verify(paths or (), params, records=records or (), signers=signers, json=json)
    raise typer.Exit(code)


def site(params: ParamsDir = None, out: OutDir = None) -> None:
    """Write the review site: static pages about every organ and year, its state, findings and notebooks."""
    from gongkai.commands.site import run_site
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    notebooks.folder()  # fails once rather than for each report
    raise typer.Exit(run_site(Params(params), project.outputs(out)))


def preview(
    agency: Annotated[
        Optional[str],
        typer.Argument(
            metavar="ORGAN", help="Organ to show.  [default: a page to choose one]", autocompletion=complete_organs
        ),
    ] = None,
    year: LastYear = None,
    params: ParamsDir = None,
    out: OutDir = None,
    browser: Browser = True,
    port: Port = None,
) -> None:
    """Show a report in the browser, rebuilt whenever its data or a notebook is saved."""
    from gongkai.commands.preview import run_preview
    from gongkai.returns import Params, project

    raise typer.Exit(run_preview(Params(params), project.outputs(out), agency, year, browser=browser, port=port))
