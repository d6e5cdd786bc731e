"""What the server answers: the page to choose a report, the page of a report and its files, and news of it."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from gongkai.document.errors import FontError, RenderError
from gongkai.pipeline import manifest
from gongkai.returns import InputError, Params
from gongkai.review import pages
from gongkai.review.preview import choice
from gongkai.review.preview.access import Guarded
from gongkai.review.preview.views import PAGES, View

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.review.preview.builder import Builder, Report

_FILE_POLICY = "script-src 'none'; object-src 'none'; frame-ancestors 'self'"
"""Policy of the files of a report, besides their own."""


class Open:
    """The pages that are open, by report."""

    def __init__(self) -> None:
        """None are open yet."""
        self._open: defaultdict[Report, set[News]] = defaultdict(set)

    def add(self, report: Report, page: News) -> None:
        """A page was opened."""
        self._open[report].add(page)

    def remove(self, report: Report, page: News) -> None:
        """A page was closed."""
        self._open[report].discard(page)

    def tell(self, report: Report, view: View) -> None:
        """Tell the pages of a report what there is to say of it."""
        for page in list(self._open[report]):
            page.tell(view)

    def close(self) -> None:
        """End all connections: the server is ending."""
        for page in [page for found in self._open.values() for page in found]:
            page.close(1001)


@dataclass(frozen=True, slots=True)
class Places:
    """What the handlers work on.

    Attributes:
        params, out: Folders of inputs and outputs.
        builder: Builds the reports that are looked at.
        pages: The pages that are open.
    """

    params: Path
    out: Path
    builder: Builder
    pages: Open


def routes() -> list[tuple[str, type[RequestHandler]]]:
    """The addresses and what answers them; an organ's folder and a year make up those of a report."""
    report = r"/([^/]+)/([0-9]{4})"
    return [
        ("/", Choice),
        (report, Slash),
        (f"{report}/", Page),
        (f"{report}/news", News),
        (f"{report}/((?:sections/)?[^/]+)", File),
    ]


class _Of(Guarded):
    """Answers about reports."""

    @property
    def places(self) -> Places:
        """What to work on."""
        found: Places = self.settings["places"]
        return found

    def report(self, agency: str, year: str) -> Report:
        """The report of an address.

        Raises:
            HTTPError: 404, there is no such organ.
        """
        try:
            Params(self.places.params).folder(agency)
        except InputError as error:
            raise HTTPError(404, str(error)) from None
        return agency, int(year)


class Choice(_Of):
    """The page to choose a report."""

    async def get(self) -> None:
        """Organs, years and states: read each time, in a thread of their own.

        Raises:
            HTTPError: 404, there is no folder of params any more.
        """
        try:
            text = await asyncio.to_thread(choice.page, self.places.params, self.places.out)
        except InputError as error:
            raise HTTPError(404, str(error)) from None
        self.finish(text)


class Slash(_Of):
    """The address of a report without the slash at its end."""

    def get(self, agency: str, year: str) -> None:
        """Lead to the page."""
        self.report(agency, year)
        self.redirect(f"{self.request.path}/")


class Page(_Of):
    """The page of a report, around its outputs."""

    def get(self, agency: str, year: str) -> None:
        """The same for every state: its script asks for news."""
        report = self.report(agency, year)
        name = Params(self.places.params).titles([agency])[agency]
        connect = f"connect-src 'self' ws://{self.request.host}"
        self.finish(
            pages.render(
                "preview.html.j2", script="preview.js", style="preview.css", policy=("frame-src 'self'", connect),
                data={"pages": list(PAGES)}, title=f"{name}{report[1]}年：预览", pages=PAGES,
            )
        )  # fmt: skip


class File(_Of):
    """An output of a report, or one that is made now because previews leave it out."""

    async def get(self, agency: str, year: str, name: str) -> None:
        """Its bytes.

        Raises:
            HTTPError: 404, there is none, or it cannot be made.
        """
        report = self.report(agency, year)
        folder = self.places.builder.folder(report)
        made = manifest.read(folder)
        content: bytes | None = None
        if made is not None and (name in made.outputs or name in {manifest.NAME, manifest.RUN}):
            with suppress(OSError):
                content = (folder / name).read_bytes()
        else:
            try:
                content = await self.places.builder.export(report, name)
            except (RenderError, FontError, InputError) as error:
                raise HTTPError(404, str(error)) from None
        if content is None:
            raise HTTPError(404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind == "application/json"
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.set_header("Content-Security-Policy", _FILE_POLICY)
        self.finish(content)


class News(_Of, WebSocketHandler):
    """Tells the page of a report what there is to say of it; the report is built as long as such a page is open."""

    _report: Report | None = None

    def check_origin(self, origin: str) -> bool:
        """Only pages of this server; see :class:`Guarded`, which checks requests without an origin too."""
        return origin == f"http://{self.request.host}"

    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Begin, unless there is no such organ.

        Raises:
            HTTPError: 404.
        """
        self.report(*args)
        await super().get(*args, **kwargs)

    def open(self, *args: str, **_: str) -> None:
        """Build the report, and say what there is to say already."""
        self._report = self.report(*args)
        self.places.pages.add(self._report, self)
        self.tell(self.places.builder.view(self._report))
        self.places.builder.open(self._report)

    def on_message(self, _message: str | bytes) -> None:
        """A page has nothing to say."""

    def on_close(self) -> None:
        """Nobody looks at the report here any more."""
        if self._report is not None:
            self.places.pages.remove(self._report, self)
            self.places.builder.close(self._report)

    def tell(self, view: View) -> None:
        """Send a view."""
        with suppress(WebSocketClosedError):
            self.write_message(json.dumps(view.to_json(), ensure_ascii=False))
