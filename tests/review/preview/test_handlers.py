"""What the server of the preview answers when files are gone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from gongkai.review.preview import handlers
from gongkai.review.preview.access import Access


async def answer(params: Path, path: str, unforeseen: list[BaseException]) -> HTTPResponse:
    """The answer to a request that is let in."""

    def on_error(error: BaseException) -> str:
        unforeseen.append(error)
        return "程序自身出错"

    sockets = bind_sockets(0, "127.0.0.1")
    access = Access(sockets[0].getsockname()[1], "token", on_error)
    nobody: Any = None
    places = handlers.Places(params, params.parent / "outputs", nobody, handlers.Open())
    server = HTTPServer(Application(handlers.routes(), access=access, places=places, log_function=lambda _: None))
    server.add_sockets(sockets)
    try:
        return await AsyncHTTPClient(force_instance=True).fetch(
            f"http://127.0.0.1:{access.port}{path}", headers={"Cookie": f"{access.cookie}=token"}, raise_error=False
        )
    finally:
        server.stop()
        await server.close_all_connections()


def test_params_that_are_gone(tmp_path: Path) -> None:
    """Where the folder of params was moved meanwhile, every page says so; that is no error of the program."""
    unforeseen: list[BaseException] = []
    for path in ("/", "/a/2024/", "/a/2024/report.html"):
        found = asyncio.run(answer(tmp_path / "params", path, unforeseen))
        assert (404, True) == (found.code, "没有找到数据文件夹" in found.body.decode())
    assert [] == unforeseen
