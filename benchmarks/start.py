"""Startup time of ``--help``, ``list`` and a build with nothing to do, compared with the imports of all commands."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cold import SCRIPTS
from benchmarks.timing import interleaved, program

BASE = "import pydantic, typer"
"""Imports that every command needs: the command line and the model."""


def measure(params: Path, agency: str, year: int, repeats: int) -> dict[str, Any]:
    """Seconds of each command, all in turn in each round, and its ratio to :data:`BASE`: wall by the best round.

    A tenth of a second is less than what another program takes away meanwhile: the best round is the quiet one. Bytecode is written and used, as it is where people have installed the package.
    """
    gongkai, environment = str(SCRIPTS / "gongkai"), {"PYTHONDONTWRITEBYTECODE": ""}
    with tempfile.TemporaryDirectory(prefix="gongkai-") as out:
        given = ("--params", str(params), "--out", out)
        ways = {
            "base": (sys.executable, "-c", BASE),
            "help": (gongkai, "--help"),
            "list": (gongkai, "list", *given),
            "nothing": (gongkai, "build", agency, "--year", str(year), *given),
        }
        program(gongkai, "build", "--all", *given, environment=environment)
        for way in ways.values():
            program(*way, environment=environment)  # compiles modules that the build did not
        found: dict[str, Any] = interleaved(
            {name: partial(program, *way, environment=environment) for name, way in ways.items()}, repeats
        )
    commands = [name for name in ways if name != "base"]
    found["ratio_wall"] = {name: min(found[name]["walls"]) / min(found["base"]["walls"]) for name in commands}
    found["ratio_cpu"] = {name: found[name]["cpu"] / found["base"]["cpu"] for name in commands}
    return found
