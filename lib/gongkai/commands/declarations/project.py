"""Commands about a project as a whole: making, fonts, data package, JupyterLab and demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from gongkai.commands.declarations.parameters import (
    Browser,
    LastYear,
    OutDir,
    ParamsDir,
    Port,
    complete_organs,
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder to make.  [default: this one]")] = Path(),
    example: Annotated[bool, typer.Option("--example/--empty", help="Add an example organ, or none.")] = True,
) -> None:
    """Make a project of your own: notebooks, params, outputs, README, CI workflow and editor settings."""
    from gongkai.commands.init import run_init

    raise typer.Exit(run_init(folder, example=example))


def fonts(
    name: Annotated[Optional[str], typer.Argument(help="Font set to fetch, for instance fandol.")] = None,
) -> None:
    """List the available font sets, or fetch one."""
    from gongkai.commands.fonts import run_fonts

    raise typer.Exit(run_fonts(name))


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


def lab(
    agency: Annotated[
        Optional[str],
        typer.Argument(
            metavar="ORGAN", help="Organ that the notebooks show.  [default: as before]", autocompletion=complete_organs
        ),
    ] = None,
    year: LastYear = None,
    params: ParamsDir = None,
    browser: Browser = True,
    port: Port = None,
) -> None:
    """Open the project's notebooks in JupyterLab, with an organ and year chosen."""
    from gongkai.commands.lab import run_lab

    raise typer.Exit(run_lab(agency, year, params, browser=browser, port=port))


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
