"""Take the picture of the READMEs, pages of both examples in the faces of official documents: ``python -m docs.cover``.

It needs pdftoppm and the font set ``fandol`` (``gongkai fonts fandol``). The picture is looked at and committed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from docs.drawing import beside, drawn
from docs.gallery import build
from docs.pictures import save

TARGET = Path(__file__).parent / "images" / "report.png"

_PAGES = (("huancui-yingji", 1), ("huaian-zhengfu", 3), ("huaian-zhengfu", 4))
"""Organ and page, from left to right: a first page, table 3, charts."""

_GROUND, _RESOLUTION = "#d9dce1", 60


def main() -> None:
    """Build the examples and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        reports = {organ: build(organ, work, "fandol") / "report.pdf" for organ, _ in _PAGES}
        images = [drawn(reports[organ], _RESOLUTION)[number - 1] for organ, number in _PAGES]
    save(beside(images, len(images), _GROUND), TARGET)
    print(TARGET.name, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
