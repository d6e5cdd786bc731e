"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer


def complete_organs(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Organs that complete a word in the shell, with their Chinese names."""
    from gongkai.commands.complete import organs

    return organs(context, incomplete)


def complete_years(context: typer.Context, incomplete: str) -> list[str]:
    """Years that complete a word in the shell."""
    from gongkai.commands.complete import years

    return years(context, incomplete)


Agency = Annotated[
    str,
    typer.Argument(
        metavar="ORGAN", help="Folder of the organ in params, or its Chinese name.", autocompletion=complete_organs
    ),
]
AgencyOption = Annotated[
    Optional[str],
    typer.Option(
        "--agency", help="Folder of the organ in params, or its Chinese name.", autocompletion=complete_organs
    ),
]


def complete_rules(incomplete: str) -> list[tuple[str, str]]:
    """Rules that complete a word in the shell, with what they say."""
    from gongkai.commands.complete import rules

    return rules(incomplete)


Year = Annotated[int, typer.Argument(help="Report year.", autocompletion=complete_years)]
LastYear = Annotated[
    Optional[int],
    typer.Argument(metavar="YEAR", help="Its report year.  [default: its last]", autocompletion=complete_years),
]
Agencies = Annotated[
    Optional[list[str]],
    typer.Argument(
        metavar="[ORGAN]...", help="Folders of organs in params, or Chinese names.", autocompletion=complete_organs
    ),
]
Years = Annotated[
    Optional[list[int]], typer.Option("--year", help="Report year; may be repeated.", autocompletion=complete_years)
]
ParamsDir = Annotated[
    Optional[Path], typer.Option("--params", help="Folder of inputs.  [default: params of the project]")
]
OutDir = Annotated[Optional[Path], typer.Option("--out", help="Folder of outputs.  [default: outputs of the project]")]
Name = Annotated[Optional[str], typer.Option(help="Full Chinese name of a new organ.")]
Level = Annotated[Optional[str], typer.Option(help="Level of a new organ.  [default: from its name]")]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking; for scripts.")]
Json = Annotated[Optional[str], typer.Option("--json", metavar="FILE|-", help="Write JSON; - is standard output.")]
By = Annotated[Optional[str], typer.Option("--as", metavar="NAME", help="Your name; required.")]
RoleOption = Annotated[
    Optional[str], typer.Option("--role", help="analyst, reviewer or publisher.  [default: whose step it is]")
]
Note = Annotated[Optional[str], typer.Option("--note", help="A remark for the record.")]
Key = Annotated[Optional[Path], typer.Option("--key", help="SSH key to sign with, by ssh-keygen.")]
Jobs = Annotated[
    Optional[int], typer.Option("-j", "--jobs", help="Number of reports to build in parallel.  [default: cores]")
]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser, or print the address only.")]
Port = Annotated[Optional[int], typer.Option(help="Port to listen on.  [default: a free one]")]
