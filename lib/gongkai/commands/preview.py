"""``gongkai preview``: serve reports on pages that follow every change of params and notebooks."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import threading
import webbrowser
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.commands.console import console, printable
from gongkai.files import error_log, reason
from gongkai.returns import InputError
from gongkai.review.preview import Preview
from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Params
    from gongkai.review.preview.builder import Report
    from gongkai.review.preview.views import View

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def run_preview(
    params: Params, out: Path, organ: str | None, year: int | None, *, browser: bool = True, port: int | None = None
) -> int:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        params: Inputs.
        out: Folder of outputs; what is shown is built in ``preview`` in it.
        organ: Id or Chinese name of the organ to show; ``None`` is a page to choose.
        year: Its report year; ``None`` is its last.
        browser: Whether to open a browser.
        port: Port to listen on; ``None`` is a free one.

    Returns:
        Exit code 0: it was asked to end.

    Raises:
        InputError: There is no such organ or year, the project is refused, the port cannot be used, or the system can watch no
            more folders.
    """
    notebooks.folder()
    report = _report(params, organ, year) if organ is not None else None
    people = console()

    def say(text: str) -> None:
        people.print(printable(text), soft_wrap=True)

    def on_view(shown: Report, view: View) -> None:
        if view.state == "failed":
            say(view.message)
        elif view.state == "good":
            say(f"{shown[0]} {shown[1]}年：{view.note}。")

    preview = Preview(params.root, out, port, on_view, _unforeseen)
    address = preview.address(report)

    def on_ready() -> None:
        say(f"预览：{address}")
        say("数据和笔记本一保存，网页就更新；要停止，请按Ctrl-C。")
        if browser:
            _open(address, folder)

    with tempfile.TemporaryDirectory(prefix="gongkai-") as name:
        folder = Path(name)
        try:
            asyncio.run(_serve(preview, on_ready))
        except OSError as error:
            why = reason(error) if error.errno is not None else str(error)
            msg = f"不能监视文件夹的改动（{printable(why)}）；文件夹太多的，请调大系统的fs.inotify.max_user_watches，或设环境变量WATCHFILES_FORCE_POLLING=1。"
            raise InputError(msg) from error
    say("预览已停止。")
    return 0


def _report(params: Params, organ: str, year: int | None) -> Report:
    """The report to show.

    Raises:
        InputError: There is no such organ or year.
    """
    agency = params.find(organ)
    if year is None:
        years = params.years(agency)
        if not years:
            msg = f"机关“{agency}”没有任何年度的数据；请先运行 gongkai new {agency} 年度。"
            raise InputError(msg)
        year = years[-1]
    params.path(agency, year)
    return agency, year


async def _serve(preview: Preview, on_ready: Any) -> None:
    stop = asyncio.Event()
    with _ended_by_signals(asyncio.get_running_loop(), stop):
        await preview.serve(on_ready, stop)


@contextmanager
def _ended_by_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> Iterator[None]:
    """Let the signals that ask a program to end set an event; those that are ignored (nohup) stay so."""
    before: dict[int, Any] = {}
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:
            continue
        handler = signal.getsignal(number)
        with suppress(NotImplementedError):  # Windows: Ctrl-C cancels what runs
            loop.add_signal_handler(number, stop.set)
            before[number] = handler
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


def _unforeseen(error: BaseException) -> str:
    """Log an error that nobody foresaw; returns a sentence for the page."""
    where = error_log.log(error, "preview")
    return f"程序自身出错（{type(error).__name__}）；{f'日志在{where}。' if where is not None else '日志写不进去。'}"


def _open(address: str, folder: Path) -> None:
    """Open a browser by a file that only this user can read: other users see how a program was called, and the token is secret."""
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return
    path = folder / "preview.html"
    path.write_text(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(address)}">', "utf-8")
    threading.Thread(target=webbrowser.open, args=(path.as_uri(),), daemon=True).start()
