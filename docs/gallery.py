"""Build the example reports and the extreme one, and show them in every format: ``python -m docs.gallery``.

It needs Chromium, LibreOffice and pdftoppm. The pictures are looked at and committed, like those of the handbook; they are not
compared byte by byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs import before_after
from docs.browser import browser
from docs.drawing import Built, beside, drawn, office
from docs.pictures import save
from PIL import Image

from gongkai.document.fonts import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).parent / "gallery.md"
FOLDER = Path(__file__).parent / "images" / "gallery"

REPORTS = {
    "huancui-yingji": ("params", "A department, 2020, form 2019"),
    "huaian-zhengfu": ("params", "A city's roll-up, 2024, form 2021"),
    "changming-guanweihui": (
        "tests/reports/extreme", "The extreme report: a name of 50 characters, nine figures, numbers of eight digits",
    ),
}  # fmt: skip
"""Organ, folder of its inputs, heading."""

_ABOUT = """Both examples and the extreme report in every format, with the bundled fonts. `python -m docs.gallery` builds the reports,
takes the pictures and writes this page. At its end are [pictures of what the layout repairs](#before-and-after).

The pictures of a pair can be made again: the first is drawn with the repair switched off."""

_SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1000, "height": 800}},
    "dark": {"viewport": {"width": 1000, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 800}},
    "forced": {"viewport": {"width": 1000, "height": 800}, "color_scheme": "dark", "forced_colors": "active"},
}


def pages(pdf: Path) -> Image.Image:
    """All pages of a PDF, five in a row."""
    return beside(drawn(pdf), 5)


def _web(top: str | None, *schemes: str) -> Callable[[Built], Image.Image]:
    def taken(built: Built) -> Image.Image:
        images = [built.shot(built.outputs / "report.html", _SCHEMES[name], top) for name in schemes]
        return beside(
            [image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS) for image in images], 9
        )

    return taken


def _print(built: Built) -> Image.Image:
    page = built.browser.new_page()
    page.goto((built.outputs / "report.html").as_uri())
    target = built.work / "print.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    page.close()
    return pages(target)


def _word(built: Built) -> Image.Image:
    return pages(office(Path(shutil.copy(built.outputs / "report.docx", built.work))))


def _notebook(built: Built) -> Image.Image:
    import nbformat
    from nbconvert import HTMLExporter

    text, _ = HTMLExporter().from_notebook_node(  # type: ignore[no-untyped-call]
        nbformat.read(built.outputs / "report.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    )
    target = built.work / "notebook.html"
    target.write_text(text, "utf-8")
    image = built.shot(target, _SCHEMES["light"], "table:has(tbody tr:nth-child(9))")
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


VIEWS: dict[str, tuple[str, Callable[[Built], Image.Image]]] = {
    "web": ("Web page: light, dark, on a phone", _web(None, "light", "dark", "phone")),
    "tables": (
        "The same from section three on, also with the system's own colours",
        _web("h2:has-text('三、')", "light", "dark", "forced", "phone"),
    ),
    "print": ("Web page, printed from a browser", _print),
    "pdf": ("PDF", lambda built: pages(built.outputs / "report.pdf")),
    "word": ("Word file, in LibreOffice", _word),
    "notebook": ("Notebook, in nbconvert's own HTML", _notebook),
}
"""What is shown of each report, and the function that takes the picture."""


def page() -> str:
    """The page, as Markdown."""
    parts = ["# Gallery", _ABOUT]
    for organ, (_, title) in REPORTS.items():
        parts.append(f"## {title}")
        parts += [f"{said}:\n\n![{said}](images/gallery/{organ}-{view}.png)" for view, (said, _) in VIEWS.items()]
    parts.append("## Before and after")
    for name, pair in before_after.PAIRS.items():
        parts.append(f"{pair.said}:\n\n![{pair.said}](images/gallery/before-{name}.png)")
    return "\n\n".join(parts) + "\n"


def build(organ: str, work: Path, fonts: str = BUNDLED) -> Path:
    """Build one of the reports, in a set of fonts; returns the folder of its outputs."""
    call = ["-P", "-m", "gongkai.cli", "--project", ".", "build", organ]
    call += ["--params", REPORTS[organ][0], "--out", str(work / "out")]
    subprocess.run(
        [sys.executable, *call], cwd=ROOT, check=True, capture_output=True, env={**os.environ, "GONGKAI_FONTS": fonts}
    )
    (outputs,) = (work / "out").glob(f"[0-9]*/{organ}")
    return outputs


def main() -> None:
    """Take the pictures of every report and every pair, or of those named, and write the page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = set(sys.argv[1:]) or {*REPORTS, *before_after.PAIRS}
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as launched:
        for organ in REPORTS:
            pairs = {name: pair for name, pair in before_after.PAIRS.items() if pair.organ == organ and name in names}
            if organ not in names and not pairs:
                continue
            (work := Path(folder, organ)).mkdir()
            built = Built(build(organ, work), launched, work)
            for view, (_, take) in VIEWS.items() if organ in names else ():
                _save(take(built), f"{organ}-{view}")
            for name, pair in pairs.items():
                _save(before_after.picture(pair, built), f"before-{name}")
    PAGE.write_text(page(), "utf-8")


def _save(image: Image.Image, name: str) -> None:
    target = FOLDER / f"{name}.png"
    save(image, target)
    print(target.name, target.stat().st_size)


if __name__ == "__main__":
    main()
