"""Commands that build and check reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from gongkai.commands.declarations.parameters import (
    Agencies,
    Jobs,
    Json,
    OutDir,
    ParamsDir,
    Years,
    complete_organs,
    complete_years,
)


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
    jobs: Jobs = None,
    scheduler: Annotated[Optional[str], typer.Option(help="Address of a Dask scheduler.")] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Start no further reports after a failure.")] = False,
    engine: Annotated[str, typer.Option(help="auto (forked kernels if available) or papermill.")] = "auto",
    log: Annotated[
        bool,
        typer.Option(
            "--log",
            help="Print a line for each section and report instead of a progress bar, and the slowest sections.",
        ),
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
    summary.summarise(results, options.root(outputs), people, why=why, timings=log)
    summary.suggest_fonts(results, inputs, people)
    if json is not None:
        write_output(json, summary.to_json(results))
    raise typer.Exit(command.exit_code(results))


def list_(params: ParamsDir = None, out: OutDir = None) -> None:
    """List the reports in params: current, stale, failed last time, or unreadable, and why."""
    from gongkai.commands.console import console
    from gongkai.commands.list import run_list
    from gongkai.returns import Params, project
    from gongkai.run import notebooks

    notebooks.folder()  # fails once rather than for each report
    raise typer.Exit(run_list(Params(params), project.outputs(out), console()))


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


def read(
    target: Annotated[
        str,
        typer.Argument(
            metavar="FILE|ORGAN", help="A report that import reads, or an organ.", autocompletion=complete_organs
        ),
    ],
    year: Annotated[Optional[int], typer.Argument(help="Report year.", autocompletion=complete_years)] = None,
    params: ParamsDir = None,
) -> None:
    """Show how each number of a report's text is understood, and which cells it is compared with."""
    from gongkai.commands.read import run_read

    raise typer.Exit(run_read(target, year, params))
