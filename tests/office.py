"""LibreOffice: open a workbook, calculate it and save it again."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from tests.conftest import require

if TYPE_CHECKING:
    from openpyxl import Workbook


def recalculated(path: Path, folder: Path) -> tuple[Workbook, Workbook]:
    """A workbook as LibreOffice saves it: with its formulas, and with what they show.

    Values that the file holds for its formulas are removed before, so that what is shown is LibreOffice's result.
    """
    soffice = require("soffice")
    if not (Path(soffice).resolve().parent / "libsclo.so").exists():
        require("soffice with Calc")
    bare, out = folder / "bare", folder / "out"
    bare.mkdir(parents=True)
    load_workbook(path).save(bare / path.name)
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", out, bare / path.name], check=True, capture_output=True, timeout=120)
    return load_workbook(out / path.name), load_workbook(out / path.name, data_only=True)
