"""The command line: each command parses its arguments and calls the package."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # ``python -m`` searches the working directory before installed packages

from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from gongkai.commands import help as pages
from gongkai.commands import usage

if TYPE_CHECKING:
    from typer.models import CommandInfo

app = pages.App(
    cls=usage.CommandGroup,
    help="Gongkai: China's statutory annual reports on open government information, checked and reproducible.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _organs(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    from gongkai.commands.complete import organs

    return organs(context, incomplete)


def _years(context: typer.Context, incomplete: str) -> list[str]:
    from gongkai.commands.complete import years

    return years(context, incomplete)


Agency = Annotated[
    str,
    typer.Argument(metavar="ORGAN", help="Folder of the organ in params, or its Chinese name.", autocompletion=_organs),
]
AgencyOption = Annotated[
    Optional[str],
    typer.Option("--agency", help="Folder of the organ in params, or its Chinese name.", autocompletion=_organs),
]
Year = Annotated[int, typer.Argument(help="Report year.", autocompletion=_years)]
Agencies = Annotated[
    Optional[list[str]],
    typer.Argument(metavar="[ORGAN]...", help="Folders of organs in params, or Chinese names.", autocompletion=_organs),
]
Years = Annotated[
    Optional[list[int]], typer.Option("--year", help="Report year; may be repeated.", autocompletion=_years)
]
ParamsDir = Annotated[
    Optional[Path], typer.Option("--params", help="Folder of inputs.  [default: params of the project]")
]
OutDir = Annotated[Optional[Path], typer.Option("--out", help="Folder of outputs.  [default: outputs of the project]")]
Name = Annotated[Optional[str], typer.Option(help="Full Chinese name of a new organ.")]
Level = Annotated[Optional[str], typer.Option(help="Level of a new organ.  [default: from its name]")]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking; for scripts.")]
Json = Annotated[Optional[str], typer.Option("--json", metavar="FILE|-", help="Write JSON; - is standard output.")]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"gongkai {version('gongkai')}")
        raise typer.Exit


@app.callback()
def project_(
    project: Annotated[
        Optional[str],
        typer.Option(
            "--project", envvar="GONGKAI_PROJECT", metavar="DIR",
            help="Project folder.  [default: the nearest folder at or above this one with a gongkai.toml]",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:  # fmt: skip
    """Handle the options before a command."""
    if project is not None:
        from gongkai.returns.project import choose

        choose(project)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder to make.  [default: this one]")] = Path(),
    example: Annotated[bool, typer.Option("--example/--empty", help="Add an example organ, or none.")] = True,
) -> None:
    """Make a project of your own: notebooks, params, outputs, README, CI workflow and editor settings."""
    from gongkai.commands.init import run_init

    raise typer.Exit(run_init(folder, example=example))


@app.command()
def build(
    agencies: Agencies = None,
    year: Years = None,
    all_: Annotated[bool, typer.Option("--all", help="Every organ and year in params.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also build reports that are current.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse to publish if an error is unresolved and not waived.")
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build drafts with watermark and findings, in a folder of their own.")
    ] = False,
    why: Annotated[bool, typer.Option("--why", help="Show which inputs had changed.")] = False,
    timeout: Annotated[int, typer.Option(help="Maximum seconds per cell.")] = 600,
    jobs: Annotated[
        Optional[int], typer.Option("-j", "--jobs", help="Number of reports to build in parallel.  [default: cores]")
    ] = None,
    scheduler: Annotated[Optional[str], typer.Option(help="Address of a Dask scheduler.")] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Start no further reports after a failure.")] = False,
    engine: Annotated[str, typer.Option(help="auto (forked kernels if available) or papermill.")] = "auto",
    log: Annotated[
        bool, typer.Option("--log", help="Print a line for each section and report instead of a progress bar.")
    ] = False,
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

    command.validate_options(jobs=jobs, timeout=timeout, engine=engine)
    notebooks.folder()  # fails before anything else is done
    inputs, outputs = Params(params), project.outputs(out)
    reports = command.select(inputs, agencies or [], year or [], every=all_)
    people = console(errors=json == "-")
    command.warn_unused(inputs, people)
    options = Options(force=force, strict=strict, draft=draft, timeout=timeout, engine=engine)  # type: ignore[arg-type]
    results = command.run_build(
        inputs, reports, outputs, options, people, jobs=jobs, fail_fast=fail_fast, scheduler=scheduler, log=log
    )
    summary.summarise(results, options.root(outputs), people, why=why)
    summary.suggest_fonts(results, inputs, people)
    if json is not None:
        write_output(json, summary.to_json(results))
    raise typer.Exit(command.exit_code(results))


@app.command("list")
def list_(params: ParamsDir = None, out: OutDir = None) -> None:
    """List the reports in params: current, stale, failed last time, or unreadable, and why."""
    from gongkai.commands.console import console
    from gongkai.commands.list import run_list
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    notebooks.folder()  # fails once rather than for each report
    raise typer.Exit(run_list(Params(params), project.outputs(out), console()))


@app.command()
def check(
    agencies: Agencies = None,
    year: Years = None,
    params: ParamsDir = None,
    json: Json = None,
    xlsx: Annotated[
        Optional[Path],
        typer.Option("--xlsx", metavar="FILE", help="Write the findings as a workbook linked to the cells."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show every finding by itself, not those of one kind together.")
    ] = False,
) -> None:
    """Apply the rules; exit with 1 if an error is unresolved and not waived."""
    from gongkai.commands.check import run_check

    raise typer.Exit(run_check(agencies or [], year or [], params, json, verbose=verbose, xlsx=xlsx))


@app.command()
def read(
    target: Annotated[
        str,
        typer.Argument(metavar="FILE|ORGAN", help="A report that import reads, or an organ.", autocompletion=_organs),
    ],
    year: Annotated[Optional[int], typer.Argument(help="Report year.", autocompletion=_years)] = None,
    params: ParamsDir = None,
) -> None:
    """Show how each number of a report's text is understood, and which cells it is compared with."""
    from gongkai.commands.read import run_read

    raise typer.Exit(run_read(target, year, params))


@app.command("import")
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
            autocompletion=_organs,
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def waive(
    agency: Agency,
    year: Year,
    rule: Annotated[str, typer.Argument(help="Rule, for instance R12.")],
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


By = Annotated[Optional[str], typer.Option("--as", metavar="NAME", help="Your name; required.")]
RoleOption = Annotated[
    Optional[str], typer.Option("--role", help="analyst, reviewer or publisher.  [default: whose step it is]")
]
Note = Annotated[Optional[str], typer.Option("--note", help="A remark for the record.")]
Key = Annotated[Optional[Path], typer.Option("--key", help="SSH key to sign with, by ssh-keygen.")]


@app.command()
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


@app.command("return")
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


def _decision(move: Literal["approve", "publish"], summary: str) -> None:
    """Add the command of a step that takes nothing but who takes it, and a remark."""

    @app.command(move, help=summary)
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


_decision("approve", "Approve a submitted report; refused while an error is unresolved and not waived.")
_decision("publish", "Record that an approved report was published.")


@app.command()
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


@app.command()
def verify(
    paths: Annotated[
        Optional[list[Path]],
        typer.Argument(metavar="[PATH]...", help="report.html, .pdf, .docx …, a folder of a report, or a list of links."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Build every signed report anew, and compare each byte; PATHs are organs then.")
    ] = False,
    year: Years = None,
    records: Annotated[
        Optional[list[Path]],
        typer.Option("--records", help="Where the records of signatures are: a file or folder; may be repeated."),
    ] = None,
    signers: Annotated[
        Optional[Path], typer.Option("--signers", help="Names and public SSH keys.  [default: of gongkai.toml]")
    ] = None,
    jobs: Annotated[
        Optional[int], typer.Option("-j", "--jobs", help="Number of reports to build in parallel.  [default: cores]")
    ] = None,
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


@app.command()
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


@app.command()
def fonts(
    name: Annotated[Optional[str], typer.Argument(help="Font set to fetch, for instance fandol.")] = None,
) -> None:
    """List the available font sets, or fetch one."""
    from gongkai.commands.fonts import run_fonts

    raise typer.Exit(run_fonts(name))


@app.command()
def release(
    year: Annotated[Optional[int], typer.Option(help="Report year.  [default: all]")] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Also write Parquet (extra gongkai[data]).")] = False,
    with_errors: Annotated[
        bool, typer.Option("--with-errors", help="Include returns with errors, marked in the table of reports.")
    ] = False,
    params: ParamsDir = None,
    out: OutDir = None,
) -> None:
    """Write the returns as a Frictionless data package, without those that have unresolved errors."""
    from gongkai.commands.release import run_release
    from gongkai.returns import project

    raise typer.Exit(run_release(params, project.outputs(out), year, parquet=parquet, with_errors=with_errors))


@app.command()
def site(params: ParamsDir = None, out: OutDir = None) -> None:
    """Write the review site: static pages about every organ and year, its state, findings and notebooks."""
    from gongkai.commands.site import run_site
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    notebooks.folder()  # fails once rather than for each report
    raise typer.Exit(run_site(Params(params), project.outputs(out)))


@app.command()
def lab(
    agency: Annotated[
        Optional[str],
        typer.Argument(
            metavar="ORGAN", help="Organ that the notebooks show.  [default: as before]", autocompletion=_organs
        ),
    ] = None,
    year: Annotated[
        Optional[int],
        typer.Argument(metavar="YEAR", help="Its report year.  [default: its last]", autocompletion=_years),
    ] = None,
    params: ParamsDir = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser, or print the address only.")
    ] = True,
    port: Annotated[Optional[int], typer.Option(help="Port to listen on.  [default: a free one]")] = None,
) -> None:
    """Open the project's notebooks in JupyterLab, with an organ and year chosen."""
    from gongkai.commands.lab import run_lab

    raise typer.Exit(run_lab(agency, year, params, browser=browser, port=port))


@app.command()
def demo(
    organs: Annotated[int, typer.Option(help="How many organs there are, of all levels together.")] = 60,
    years: Annotated[str, typer.Option(metavar="A-B", help="First and last report year.")] = "2019-2024",
    seed: Annotated[int, typer.Option(help="Everything that is random follows from it.")] = 1,
    defects: Annotated[
        Optional[str],
        typer.Option(
            metavar="RULES", help="Plant defects of these rules, for instance R1,R12; all is all.  [default: none]"
        ),
    ] = None,
    share: Annotated[float, typer.Option(help="Share of the returns that get a defect.")] = 0.05,
    papers: Annotated[
        int, typer.Option(help="Of how many organs to write the last year's register of requests and filled form.")
    ] = 0,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Project folder to make.")] = Path("demo"),
) -> None:
    """Make a project with a synthetic jurisdiction, for trials: organs, years, prose, planted defects and their key."""
    from gongkai.commands.demo import run_demo

    raise typer.Exit(run_demo(out, organs=organs, years=years, seed=seed, defects=defects, share=share, papers=papers))


def main() -> None:
    """Run a command; wrong input ends with a single message and exit code 2, and nothing with a traceback.

    Other exit codes are 70 after an error in Gongkai itself, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP and 141
    if whoever read the output closed it.
    """
    from gongkai.commands import last_resort

    with last_resort.stopping() as stop:
        try:
            code = _run()
            sys.stdout.flush()
        except BrokenPipeError:
            last_resort.closed()
        except KeyboardInterrupt:
            code = 130
        except Exception as error:  # noqa: BLE001 - whatever it is, a person does not see its traceback
            code = last_resort.unforeseen(error, _called(sys.argv[1:]))
        if stop or code == 130:
            code = stop[0] if stop else 130
            last_resort.stopped()
    sys.exit(code)


def _called(words: list[str]) -> str:
    """The name of the command among the words of a call; empty if there is none."""
    names = {_name(command) for command in app.registered_commands}
    return next((word for word in words if word in names), "")


def _name(command: CommandInfo) -> str:
    return command.name or (command.callback.__name__ if command.callback else "")


def _only(name: str | None) -> typer.Typer:
    """The app with one command, since typer builds the parameters of each that it has; all of them if there is no such."""
    found = [command for command in app.registered_commands if _name(command) == name]
    if not found:
        return app
    single = copy(app)
    single.registered_commands = found
    return single


def _run() -> int:
    """Run a command; returns the exit code.

    Raises:
        BrokenPipeError: Whoever read the output closed it.
        Exception: Nobody foresaw.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Replace characters outside the console's encoding instead of failing.
            stream.reconfigure(errors="replace")
    from gongkai.document.errors import FontError
    from gongkai.files import unusable
    from gongkai.returns.errors import InputError

    try:
        return _only(usage.command(sys.argv[1:]))(standalone_mode=False) or 0
    except (InputError, FontError) as error:
        print(error, file=sys.stderr)
        return 2
    except usage.UsageError as error:
        if not sys.argv[1:]:
            error.show()  # type: ignore[attr-defined]  # the help
        else:
            print(usage.format_usage_error(error, app, sys.argv[1:]), file=sys.stderr)
        return 2
    except typer.Abort:
        return 1
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            raise error.__context__ from None
        raise
    except OSError as error:
        if error.filename is None:
            raise  # not caused by one of the analyst's files
        print(unusable(error), file=sys.stderr)
        return 2


if __name__ == "__main__":
    main()
