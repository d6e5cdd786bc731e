"""How Jupyter displays blocks; an analyst's own matplotlib figures, DataFrames and Stylers become blocks too."""

from __future__ import annotations

import hashlib
import io
import sys
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from gongkai import seed
from gongkai.document import frames, svg_text
from gongkai.document.blocks import FORMATS, MIME, Figure, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure

    from gongkai.document.blocks import Block

_FRAME_TYPES = (("pandas", "DataFrame"), ("pandas.core.frame", "DataFrame"))
_STYLER_TYPES = (("pandas.io.formats.style", "Styler"),)
_FIGURE_TYPES = (("matplotlib.figure", "Figure"),)


def _html(blocks: tuple[Block, ...]) -> str:
    from gongkai.document import html

    return html.fragment(blocks)


FORMATS["text/html"] = _html


def prepare(font_files: Callable[[], Sequence[Path]], identity: str) -> None:
    """Register the display hooks in the running kernel and seed its random numbers; a no-op outside a kernel.

    Args:
        font_files: Returns the font files used to draw figures; called when the first figure is shown.
        identity: Identifies the notebook; equal texts give equal random numbers, with every executor.
    """
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    seed.seed_random(seed.from_text(identity))
    formatter = shell.display_formatter.mimebundle_formatter
    for module, name in _FRAME_TYPES:
        formatter.for_type_by_name(module, name, lambda frame, **_: _bundle(frames.table(frame)))
    for module, name in _STYLER_TYPES:
        formatter.for_type_by_name(module, name, lambda styler, **_: _styled(styler))
    for module, name in _FIGURE_TYPES:
        formatter.for_type_by_name(module, name, lambda drawn, **_: _bundle(figure(drawn, font_files())))


def _bundle(block: Any) -> dict[str, Any]:
    return {MIME: to_json(block)}


def _styled(styler: Any) -> dict[str, Any]:
    block, text = frames.styled(styler)
    return {**_bundle(block), "text/html": text}


def figure(drawn: MplFigure, font_files: Sequence[Path]) -> Figure:
    """A matplotlib figure as a block: SVG with selectable text, for screens with outlines, byte-stable; alternative text from :func:`described`.

    Args:
        drawn: The figure.
        font_files: Font files; their families are tried first.
    """
    import matplotlib as mpl

    words = described(drawn)
    families = register(font_files)
    salt = hashlib.sha256(words.encode()).hexdigest()[:12]
    out = io.StringIO()
    rc: Any = {
        "svg.hashsalt": salt,
        "svg.fonttype": "none",
        "font.sans-serif": [*families, *mpl.rcParams["font.sans-serif"]],
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(rc):
        drawn.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    fixed, screen = svg_text.fix_widths(svg, families), svg_text.outlined(svg, families)
    return Figure(media="image/svg+xml", data=fixed, alt=words, screen=screen)


def register(font_files: Sequence[Path]) -> list[str]:
    """Register font files with matplotlib, once each; returns their families, sans-serif first."""
    from matplotlib import font_manager

    manager: Any = font_manager.fontManager
    known = {entry.fname: entry.name for entry in manager.ttflist}
    families = []
    for path in map(str, font_files):
        if path not in known:
            if path in _READ:
                manager.ttflist.append(_READ[path])
                manager._findfont_cached.cache_clear()  # noqa: SLF001 - as addfont does
            else:
                manager.addfont(path)
            known[path] = next(e.name for e in reversed(manager.ttflist) if e.fname == path)
        families.append(known[path])
    return sorted(dict.fromkeys(families), key=lambda name: ("Sans" not in name and "Hei" not in name, name))


def preload_fonts(font_files: Sequence[Path]) -> None:
    """Read font files ahead of time, so that :func:`register` is quick; does not register them with matplotlib."""
    from matplotlib import font_manager

    manager = font_manager.fontManager
    before = list(manager.ttflist)
    register(font_files)
    _READ.update({entry.fname: entry for entry in manager.ttflist if entry not in before})
    manager.ttflist[:] = before


_READ: dict[str, Any] = {}
"""matplotlib's entries of font files that were read ahead of time."""


_SAID: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()
"""Descriptions of axes."""


def describe(ax: Axes, words: str) -> None:
    """Set the description of some axes: it becomes the alternative text of their figure."""
    _SAID[ax] = words


def described(drawn: MplFigure) -> str:
    """Description of a figure: those set by :func:`describe` on its axes, else its titles; may be empty."""
    if said := [_SAID[axes] for axes in drawn.axes if axes in _SAID]:
        return "".join(said)
    titles = [drawn.get_suptitle(), *(axes.get_title() for axes in drawn.axes)]
    return "；".join(dict.fromkeys(title.strip() for title in titles if title.strip()))
