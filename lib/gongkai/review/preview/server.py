"""The server of the preview: what listens, and what it needs while it runs."""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from gongkai.files import reason
from gongkai.returns import InputError
from gongkai.review.preview import handlers, watching
from gongkai.review.preview.access import Access, Missing
from gongkai.review.preview.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gongkai.review.preview.builder import OnError, OnView, Report
    from gongkai.review.preview.views import View

ADDRESS = "127.0.0.1"
"""The only address on which it listens."""

_MOST = 65_536
"""Bytes of a request."""


class Preview:
    """A preview of the reports of a folder of params.

    Attributes:
        address: Where it is, with the token, for a report or for the page to choose one.
    """

    def __init__(self, params: Path, out: Path, port: int | None, on_view: OnView, on_error: OnError) -> None:
        """Take the port; nothing is answered yet.

        Args:
            params: Folder of inputs.
            out: Folder of outputs.
            port: Port to listen on; ``None`` is a free one.
            on_view: Called when there is something new to say of a report.
            on_error: Called in any thread with an error that nobody foresaw; returns a Chinese sentence.

        Raises:
            InputError: The port cannot be used.
        """
        if port is not None and not 0 < port < 1 << 16:
            msg = f"端口{port}不能用，应当是1到65535；请换一个 --port，或不写，自动找空闲的端口。"
            raise InputError(msg)
        try:
            self._sockets = bind_sockets(port or 0, ADDRESS)
        except OSError as error:
            why = "已有程序在用" if error.errno == errno.EADDRINUSE else reason(error)
            msg = f"端口{port}不能用（{why}）；请换一个 --port，或不写，自动找空闲的端口。"
            raise InputError(msg) from None
        self._params, self._out = params, out
        self._on_view, self._on_error = on_view, on_error
        self._access = Access(self._sockets[0].getsockname()[1], secrets.token_urlsafe(32), on_error)

    def address(self, report: Report | None) -> str:
        """The address of a report's page, or of the page to choose one, with the token."""
        path = f"/{quote(report[0], safe='')}/{report[1]}/" if report is not None else "/"
        return f"http://{ADDRESS}:{self._access.port}{path}?token={self._access.token}"

    async def serve(self, on_ready: Callable[[], None], stop: asyncio.Event) -> None:
        """Answer until ``stop`` is set; then end what is being built.

        Args:
            on_ready: Called once it answers and watches.
            stop: Ends it.

        Raises:
            InputError: The project of the notebooks is refused.
            OSError: The system can watch no more folders.
        """
        with _quiet():
            await self._serve(on_ready, stop)

    async def _serve(self, on_ready: Callable[[], None], stop: asyncio.Event) -> None:
        pages = handlers.Open()

        def on_view(report: Report, view: View) -> None:
            pages.tell(report, view)
            self._on_view(report, view)

        builder = Builder(self._params, self._out, on_view, self._on_error)
        places = handlers.Places(self._params, self._out, builder, pages)
        server = HTTPServer(
            Application(
                handlers.routes(), default_handler_class=Missing, access=self._access, places=places,
                log_function=lambda _: None, websocket_ping_interval=20, websocket_max_message_size=1024,
            ),
            max_body_size=_MOST, max_buffer_size=2 * _MOST,
        )  # fmt: skip
        tasks = [
            asyncio.create_task(watching.watch(self._params, builder.changed)),
            asyncio.create_task(builder.run()),
            asyncio.create_task(stop.wait()),
        ]
        try:
            await asyncio.sleep(0.05)  # what is watched is watched once its task has begun
            server.add_sockets(self._sockets)
            on_ready()
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                _raise_first(task)
        finally:
            server.stop()
            builder.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            pages.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(server.close_all_connections(), 2)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Tornado's messages, which are for those who run servers, from the terminal of an analyst."""
    logger, handler = logging.getLogger("tornado"), logging.NullHandler()
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _raise_first(task: asyncio.Task[object]) -> None:
    """Raise what a task failed with; of a group of tasks, the first."""
    error = task.exception()
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if error is not None:
        raise error
