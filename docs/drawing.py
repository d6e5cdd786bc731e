"""Pictures of reports and their pages, and pictures beside each other."""

from __future__ import annotations

import io
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

_GREY = "#8a8f96"
_HEIGHT = 1700


@dataclass
class Built:
    """A report and a browser to look at it.

    Attributes:
        outputs: The folder of the report.
        browser: Playwright's.
        work: A folder for what is made on the way.
    """

    outputs: Path
    browser: Any
    work: Path

    def shot(self, path: Path, options: dict[str, Any], top: str | None) -> Image.Image:
        """A part of a page, from an element or its start on."""
        context = self.browser.new_context(**options)
        page = context.new_page()
        page.route(
            "**", lambda route: route.continue_() if route.request.url[:5] in {"file:", "data:"} else route.abort()
        )
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        whole = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        start = int(page.locator(top).first.bounding_box()["y"]) - 24 if top else 0
        context.close()
        return whole.crop((0, start, whole.width, min(start + _HEIGHT, whole.height)))


def beside(images: list[Image.Image], columns: int, ground: str = _GREY) -> Image.Image:
    """Pictures in a grid on a ground of a colour."""
    gap = 12
    rows = [images[at : at + columns] for at in range(0, len(images), columns)]
    width = max(sum(image.width + gap for image in row) for row in rows) + gap
    height = sum(max(image.height for image in row) + gap for row in rows) + gap
    sheet, y = Image.new("RGB", (width, height), ground), gap
    for row in rows:
        x = gap
        for image in row:
            sheet.paste(image, (x, y))
            x += image.width + gap
        y += max(image.height for image in row) + gap
    return sheet


def drawn(pdf: Path, resolution: int = 44) -> list[Image.Image]:
    """All pages of a PDF, at a resolution in dots per inch."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-png", "-r", str(resolution), pdf, Path(folder, "page")], check=True)
        images = []
        for path in sorted(Path(folder).iterdir()):
            with Image.open(path) as image:
                images.append(image.convert("RGB"))
    return images


def office(document: Path) -> Path:
    """A Word file as LibreOffice sets it: a PDF beside it."""
    call = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
    subprocess.run(call, check=True, capture_output=True)
    return document.with_suffix(".pdf")
