"""What LibreOffice makes of a document's Word file."""

from __future__ import annotations

import io
import os
import subprocess

import docx as word

from gongkai.document import docx, fonts
from gongkai.document.blocks import Table, plain
from tests.conftest import require

FONTS = fonts.font_set("bundled")


def starting(row):
    """The text of each cell that starts in a row."""
    return ["".join(p.text for p in tc.p_lst).replace("\n", "") for tc in row._tr.tc_lst if tc.vMerge != "continue"]


def heights(table, number):
    """Rows that each merged cell that starts in a row reaches over."""
    return [tc.bottom - tc.top for tc in table.rows[number]._tr.tc_lst if tc.vMerge == "restart"]


def converted(document, folder, to, name):
    """What LibreOffice makes of a document's Word file, with the bundled fonts: a machine may have none for Chinese."""
    soffice = require("soffice")
    (folder / "report.docx").write_bytes(docx.render(document, FONTS))
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    command += ["--outdir", str(folder / "out"), "report.docx"]
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{FONTS.files[0].parent}</dir><cachedir>{folder}/fonts</cachedir></fontconfig>"
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=180)
    return (folder / "out" / name).read_bytes()


def assert_same_tables(document, folder):
    """Opened and saved by LibreOffice, every cell and every merge of a document's tables is as it was.

    Returns:
        The tables of the document, those of the file that LibreOffice saved, and that file.
    """
    made = word.Document(io.BytesIO(converted(document, folder, "docx", "report.docx")))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    kept = [table for table in made.tables if len(table.rows) > 1]
    # LibreOffice may lay a finer grid under a table: the cells are compared, each in the row where it starts.
    cells = [[[plain(cell.content) for cell in row] for row in table.rows] for table in tables]
    assert cells == [[starting(row) for row in table.rows] for table in kept]
    spans = [[[cell.row_span for cell in row if cell.row_span > 1] for row in table.rows] for table in tables]
    assert spans == [[heights(table, n) for n in range(len(table.rows))] for table in kept]
    return tables, kept, made
