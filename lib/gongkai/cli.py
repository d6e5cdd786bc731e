"""The commands, thin: each reads its arguments and calls the package."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # ``python -m`` searches the working directory first, ahead of everything that is installed

from pathlib import Path
from typing import Annotated, Optional

import typer

from gongkai.commands import usage

app = typer.Typer(
    cls=usage.Group,
    help="Gongkai: China's statutory annual reports on open government information, checked and reproducible.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Agencies = Annotated[Optional[list[str]], typer.Argument(metavar="[AGENCY]...", help="Folders in params.")]
Years = Annotated[Optional[list[int]], typer.Option("--year", help="Report year; may be repeated.")]
ParamsDir = Annotated[
    Optional[Path], typer.Option("--params", help="Folder of inputs.  [default: params of the project]")
]
OutDir = Annotated[Optional[Path], typer.Option("--out", help="Folder of outputs.  [default: outputs of the project]")]
Json = Annotated[Optional[str], typer.Option("--json", metavar="FILE|-", help="Write JSON; - is standard output.")]


@app.callback()
def project_(
    project: Annotated[
        Optional[str],
        typer.Option(
            "--project", envvar="GONGKAI_PROJECT", metavar="DIR",
            help="Folder of the project.  [default: the nearest with a gongkai.toml, here or above]",
        ),
    ] = None,
) -> None:  # fmt: skip
    """Read what stands before a command."""
    if project is not None:
        from gongkai.returns.project import choose

        choose(project)


@app.command()
def build(
    agencies: Agencies = None,
    year: Years = None,
    all_: Annotated[bool, typer.Option("--all", help="Every organ and year in params.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Build also what is current.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse to publish with errors that are not waived.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Watermark and findings in PDF and Word.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say what had changed.")] = False,
    timeout: Annotated[int, typer.Option(help="Seconds that one cell may take.")] = 600,
    jobs: Annotated[Optional[int], typer.Option("-j", "--jobs", help="Reports at a time.  [default: cores]")] = None,
    scheduler: Annotated[Optional[str], typer.Option(help="Address of a Dask scheduler.")] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Start no more after a failure.")] = False,
    engine: Annotated[str, typer.Option(help="auto (forked kernels where they can be had) or papermill.")] = "auto",
    log: Annotated[bool, typer.Option("--log", help="No bar, but a line for each section and report.")] = False,
    params: ParamsDir = None,
    out: OutDir = None,
    json: Json = None,
) -> None:
    """Build reports: execute the section notebooks, then HTML, PDF, Word, JSON and the reviewer's paper."""
    from gongkai.commands import build as command
    from gongkai.commands import summary
    from gongkai.commands.console import console, write_output
    from gongkai.pipeline.job import Options
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    command.possible(jobs=jobs, timeout=timeout, engine=engine)
    notebooks.folder()  # refused before anything else is done
    inputs, outputs = Params(params), project.outputs(out)
    reports = command.select(inputs, agencies or [], year or [], every=all_)
    people = console(errors=json == "-")
    options = Options(force=force, strict=strict, draft=draft, timeout=timeout, engine=engine)  # type: ignore[arg-type]
    results = command.run_build(
        inputs, reports, outputs, options, people, jobs=jobs, fail_fast=fail_fast, scheduler=scheduler, log=log
    )
    summary.summarise(results, outputs, people, why=why)
    if json is not None:
        write_output(json, summary.to_json(results))
    raise typer.Exit(command.exit_code(results))


@app.command("list")
def list_(params: ParamsDir = None, out: OutDir = None) -> None:
    """Show what is in params: built, stale, failed last time, or not readable, and why."""
    from gongkai.commands.console import console
    from gongkai.commands.list import run_list
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    notebooks.folder()  # refused once, and not for each report
    raise typer.Exit(run_list(Params(params), project.outputs(out), console()))


@app.command()
def check(agencies: Agencies = None, year: Years = None, params: ParamsDir = None, json: Json = None) -> None:
    """Apply the rules; exit 1 when an error stands that nobody has waived."""
    from gongkai.commands.check import run_check

    raise typer.Exit(run_check(agencies or [], year or [], params, json))


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="HTML, Word, PDF, text, Excel or report.json.")],
    agency: Annotated[Optional[str], typer.Option(help="Folder of the organ.")] = None,
    year: Annotated[Optional[int], typer.Option(help="Report year.")] = None,
    params: ParamsDir = None,
    published: Annotated[bool, typer.Option("--published", help="Record what was published.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
    json: Json = None,
) -> None:
    """Read a published report or a filled form into params."""
    from gongkai.commands.import_ import run

    raise typer.Exit(run(files, agency=agency, year=year, params=params, published=published, force=force, json=json))


@app.command()
def form(
    agency: str,
    year: int,
    params: ParamsDir = None,
    out: Annotated[Optional[Path], typer.Option("--out", help="File to write.  [default: AGENCY-YEAR.xlsx]")] = None,
) -> None:
    """Write the Excel form to send to an organ."""
    from gongkai.commands.form import run_form

    raise typer.Exit(run_form(agency, year, params, out))


@app.command()
def ledger(
    file: Annotated[Path, typer.Argument(help="Register of requests, CSV or Excel.")],
    agency: Annotated[Optional[str], typer.Option(help="Folder of the organ.")] = None,
    year: Annotated[Optional[int], typer.Option(help="Report year.")] = None,
    params: ParamsDir = None,
    write: Annotated[bool, typer.Option("--write", help="Put the tallied table 3 into the return.")] = False,
    template: Annotated[bool, typer.Option("--template", help="Write an empty register to FILE instead.")] = False,
    json: Json = None,
) -> None:
    """Tally the register of requests into table 3 and compare."""
    if template:
        from gongkai.commands.ledger import run_template

        raise typer.Exit(run_template(file))
    if agency is None or year is None:
        from gongkai.returns import InputError

        msg = "请用 --agency 和 --year 写明是哪个机关、哪一年的台账。"
        raise InputError(msg)
    from gongkai.commands.ledger import run_ledger

    raise typer.Exit(run_ledger(file, agency, year, params, write, json))


@app.command()
def new(
    agency: str,
    year: int,
    params: ParamsDir = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Start a year from last year's return."""
    from gongkai.commands.new import run_new

    raise typer.Exit(run_new(agency, year, params, force))


@app.command()
def migrate(
    agency: str,
    year: int,
    params: ParamsDir = None,
    to: Annotated[Optional[str], typer.Option("--to", help="Edition of the form.")] = None,
) -> None:
    """Carry a return to another edition of the form."""
    from gongkai.commands.migrate import run_migrate

    raise typer.Exit(run_migrate(agency, year, params, to))


@app.command()
def fonts(name: Annotated[Optional[str], typer.Argument(help="Set to fetch, for instance fandol.")] = None) -> None:
    """List the font sets, or fetch one."""
    from gongkai.commands.fonts import run_fonts

    raise typer.Exit(run_fonts(name))


@app.command()
def release(
    year: Annotated[Optional[int], typer.Option(help="Report year; all by default.")] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Also write Parquet (extra gongkai[data]).")] = False,
    params: ParamsDir = None,
    out: OutDir = None,
) -> None:
    """Write the returns as a Frictionless data package."""
    from gongkai.commands.release import run_release
    from gongkai.returns import project

    raise typer.Exit(run_release(params, project.outputs(out), year, parquet=parquet))


@app.command()
def lab(params: ParamsDir = None) -> None:
    """Open JupyterLab on the notebooks of the project."""
    from gongkai.commands.lab import run_lab

    raise typer.Exit(run_lab(params))


def main() -> None:
    """Run a command; wrong input ends with one message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console in another encoding shows what it can instead of failing.
            stream.reconfigure(errors="replace")
    from gongkai.document.errors import FontError
    from gongkai.files import unusable
    from gongkai.returns.errors import InputError

    try:
        code = app(standalone_mode=False)
    except (InputError, FontError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except usage.UsageError as error:
        if not sys.argv[1:]:
            error.show()  # type: ignore[attr-defined]  # the help
        else:
            print(usage.sentence(error, app, sys.argv[1:]), file=sys.stderr)
        sys.exit(2)
    except typer.Abort:
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise  # no file of the analyst's
        print(unusable(error), file=sys.stderr)
        sys.exit(2)
    sys.exit(code)


if __name__ == "__main__":
    main()
