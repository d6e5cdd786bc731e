"""``gongkai preview`` as a program: who is let in, where it listens, what it serves, how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from gongkai.pipeline.job import Options
from gongkai.pipeline.report import build
from gongkai.returns import InputError, Params
from gongkai.run import notebooks, servers
from tests.example import AGENCY, YEAR
from tests.previewed import Running, project, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

STEMS = ("00_preface", "02_disclosure", "90_review")
PAGE = f"/{AGENCY}/{YEAR}/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Running]:
    """The command on a copy of the example, with some of its notebooks."""
    with running(project(tmp_path_factory.mktemp("preview"), root, STEMS)) as command:
        yield command


def ask(preview: Running, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer, without following a redirection."""
    connection = HTTPConnection("127.0.0.1", preview.port, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def cookie(preview: Running) -> str:
    """The cookie that the address with the token gives."""
    place = urlsplit(preview.url)
    status, headers, _ = ask(preview, f"{place.path}?{place.query}")
    assert (302, "/") == (status, headers["location"])
    assert {"HttpOnly", "SameSite=Lax"} < set(headers["set-cookie"].split("; "))
    return headers["set-cookie"].partition(";")[0]


async def news(preview: Running, cookie: str, **headers: str) -> list[dict[str, Any]]:
    """The messages to the page of a report until it is built or has failed."""
    request = HTTPRequest(f"ws://127.0.0.1:{preview.port}{PAGE}news", headers={"Cookie": cookie, **headers})
    connection = await websocket_connect(request)
    found: list[dict[str, Any]] = []
    while not found or found[-1]["state"] not in {"good", "failed"}:
        message = await connection.read_message()
        assert message is not None
        found.append(json.loads(message))
    connection.close()
    return found


@pytest.fixture(scope="module")
def built(preview: Running, cookie: str) -> list[dict[str, Any]]:
    """The messages to the page once the report is there."""
    return asyncio.run(news(preview, cookie))


def test_without_token(preview: Running) -> None:
    """Without the token, or with another one, there is nothing, and it is said in Chinese how to come in."""
    name = f"gongkai-preview-{preview.port}"
    for path, headers in (
        ("/", {}), ("/?token=", {}), ("/?token=abc", {}), (PAGE, {"Cookie": f"{name}=abc"}), (f"{PAGE}report.html", {}),
        (f"{PAGE}news", {}), ("/nothing", {}),
    ):  # fmt: skip
        status, given, body = ask(preview, path, **headers)
        assert (403, None) == (status, given.get("set-cookie"))
        assert "gongkai preview" in body.decode()


def test_another_host(preview: Running, cookie: str) -> None:
    """A name that somebody made to lead here is refused, even with the token."""
    assert 200 == ask(preview, "/", Cookie=cookie)[0]
    assert 200 == ask(preview, "/", Cookie=cookie, Host=f"localhost:{preview.port}")[0]
    for host in (
        "example.org",
        f"example.org:{preview.port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.:{preview.port}",
    ):
        assert 403 == ask(preview, "/", Cookie=cookie, Host=host)[0]


def test_another_origin(preview: Running, cookie: str, built: list[dict[str, Any]]) -> None:
    """A page of another origin gets neither pages nor messages; following a link is allowed."""
    assert built
    own = f"http://127.0.0.1:{preview.port}"
    assert 200 == ask(preview, PAGE, Cookie=cookie, Origin=own)[0]
    for origin in ("http://example.org", "null", "http://127.0.0.1", f"https://127.0.0.1:{preview.port}"):
        assert 403 == ask(preview, PAGE, Cookie=cookie, Origin=origin)[0]
        with pytest.raises(HTTPClientError, match="403"):
            asyncio.run(news(preview, cookie, Origin=origin))
    assert (
        403
        == ask(preview, f"{PAGE}report.html", Cookie=cookie, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0]
    )
    assert 200 == ask(preview, PAGE, Cookie=cookie, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0]


def test_headers(preview: Running, cookie: str) -> None:
    """Nothing is stored, shown inside pages of others, or allowed that the page does not need."""
    _, headers, body = ask(preview, PAGE, Cookie=cookie)
    assert ("no-store", "SAMEORIGIN", "no-referrer") == tuple(
        headers[name] for name in ("cache-control", "x-frame-options", "referrer-policy")
    )
    assert b"default-src &#39;none&#39;" in body
    assert b"unsafe" not in body


@pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="needs Linux")
def test_listens_on_one_address(preview: Running) -> None:
    """Nothing listens at its port but 127.0.0.1."""
    listening = [
        line.split()[1]
        for name in ("tcp", "tcp6")
        if (path := Path("/proc/net", name)).is_file()
        for line in path.read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) == preview.port
    ]
    assert [f"0100007F:{preview.port:04X}"] == listening


def test_addresses_that_lead_nowhere(preview: Running, cookie: str, built: list[dict[str, Any]]) -> None:
    """An unknown organ or file is not found; no path leads out of a report's folder; nothing can be sent."""
    assert built
    for path in (
        "/nobody/2020/", f"{PAGE}nothing.html", f"{PAGE}..%2F..%2F..%2Fgongkai.toml", f"{PAGE}%2Fetc%2Fpasswd", "/..%2F/2020/",
        f"/{AGENCY}/20200/", "/favicon.ico", f"{PAGE}sections/..%2F..%2Frun.json", f"{PAGE}signoff.yaml",
    ):  # fmt: skip
        status, _, body = ask(preview, path, Cookie=cookie)
        assert (404, False) == (status, b"Traceback" in body)
    assert 405 == ask(preview, PAGE, "POST", Cookie=cookie)[0]


def test_same_bytes_as_a_build(
    preview: Running, cookie: str, built: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is the one that a build writes, which need not execute anything again; so is the PDF, made when it is asked for."""
    assert "good" == built[-1]["state"]
    out = preview.project / "outputs"
    states: list[tuple[str, str]] = []
    with notebooks.use(preview.project / "notebooks"):
        monkeypatch.setenv("GONGKAI_PROJECT", str(preview.project))
        result = build(
            Params(preview.project / "params"),
            AGENCY,
            YEAR,
            out,
            Options(trust=False),
            lambda *state: states.append(state),
        )
    servers.stop()
    assert "done" == result.status
    assert [*[(stem, "kept") for stem in STEMS], ("publish", "publish")] == states
    folder = out / str(YEAR) / AGENCY
    for name in ("report.html", "report.pdf", "report.docx", "report.json"):
        assert folder.joinpath(name).read_bytes() == ask(preview, f"{PAGE}{name}", Cookie=cookie)[2]
    assert not (out / "preview" / str(YEAR) / AGENCY / "report.pdf").exists()


def test_two_at_once(preview: Running, root: Path) -> None:
    """A port that is taken, or is none, is said in Chinese, and so are an organ and a year that do not exist."""
    from gongkai.commands.preview import run_preview

    params, out = Params(preview.project / "params"), preview.project / "outputs"
    with notebooks.use(root / "notebooks"):
        with pytest.raises(InputError, match=f"端口{preview.port}不能用"):
            run_preview(params, out, None, None, browser=False, port=preview.port)
        with pytest.raises(InputError, match="端口123456不能用"):
            run_preview(params, out, None, None, browser=False, port=123456)
        with pytest.raises(InputError, match="nobody"):
            run_preview(params, out, "nobody", None, browser=False)
        with pytest.raises(InputError, match="没有1999年的数据"):
            run_preview(params, out, AGENCY, 1999, browser=False)


def test_nothing_can_be_watched(preview: Running, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system watches no more folders, it is said what to do, and nothing listens any more."""
    from gongkai.commands.preview import run_preview
    from gongkai.review.preview import watching

    async def refused(*_paths: Path, **_options: object) -> AsyncIterator[set[tuple[int, str]]]:
        for found in ():
            yield found
        msg = "OS file watch limit reached"
        raise RuntimeError(msg)

    monkeypatch.setattr(watching, "awatch", refused)
    with (
        notebooks.use(root / "notebooks"),
        pytest.raises(InputError, match=r"OS file watch limit reached.*max_user_watches"),
    ):
        run_preview(Params(preview.project / "params"), preview.project / "outputs", None, None, browser=False)


def descendants(process: int) -> set[int]:
    """Ids of the processes that a process has started, and that those have."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, new = set(), {process}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        found |= new
    return found


def runs(process: int) -> bool:
    """Whether a process is running; one that has ended and that nobody has asked about is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_end(tmp_path: Path, root: Path, number: int) -> None:
    """Ctrl-C and SIGTERM end it while it builds, with exit code 0 and the processes that it started; nothing half made is left."""
    with running(project(tmp_path, root, STEMS[:1])) as command:
        token = urlsplit(command.url).query.partition("=")[2]
        secret = f"gongkai-preview-{command.port}={token}"

        async def begin() -> set[int]:
            connection = await websocket_connect(
                HTTPRequest(f"ws://127.0.0.1:{command.port}{PAGE}news", headers={"Cookie": secret})
            )
            while json.loads(await connection.read_message() or "{}").get("state") != "building":
                pass
            while not (found := descendants(command.process.pid)):  # noqa: ASYNC110 - nobody tells of a new process
                await asyncio.sleep(0.01)
            return found

        started = asyncio.run(begin())
        assert started
        code, said = command.end(number)
    assert (0, "预览已停止。") == (code, said.splitlines()[-1])
    assert "Traceback" not in said
    while any(map(runs, started)):  # what was killed may take a moment
        time.sleep(0.01)
    left = [path.name for path in tmp_path.glob("outputs/preview/*/*") if not path.name.endswith(".work")]
    assert [] == [name for name in left if name.startswith(".")]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", command.port), 5)
