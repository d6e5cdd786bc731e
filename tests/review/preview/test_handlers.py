"""What the server of the preview answers when files are gone, and when addresses are not what they should be."""

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


def test_strange_addresses(tmp_path: Path) -> None:
    """An address that is too long or no text leads nowhere, and a Chinese sentence says so; that is no error of the program."""
    params, unforeseen = tmp_path / "params", list[BaseException]()
    (params / "lab-ju").mkdir(parents=True)
    (params / "lab-ju" / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
    for path, code, said in (
        (f"/{'a' * 5_000}/2024/", 404, "params里没有机关“aaaa"),
        ("/..%2fparams/2024/", 404, "params里没有机关“../params”"),
        ("/%00/2024/", 404, "params里没有机关"),
        ("/%ff/2024/", 400, "不能这样访问（400）。"),
        ("/?token=%ff", 400, "不能这样访问（400）。"),
    ):
        found = asyncio.run(answer(params, path, unforeseen))
        assert (code, True) == (found.code, found.body.decode().startswith(said)), found.body.decode()
        assert len(found.body) < 1_000
    assert [] == unforeseen
