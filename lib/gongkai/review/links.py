"""A list of links to published files, one a line: fetched, and then verified like files on disk."""

from __future__ import annotations

import tempfile
import time
import urllib.request
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from gongkai.returns import InputError
from gongkai.review.identity import MOST_BYTES, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINKS = 5_000
"""Maximum number of links of a list."""
_MOST_LIST = 2 * 1024 * 1024
_SECONDS = 60
"""Maximum seconds without an answer."""
_SECONDS_IN_ALL = 600
_CHUNK = 1 << 16
_KEPT = "%/:=&?~+!$,;'@()*[]|"
"""What stands for itself in an address; other characters, such as Chinese ones, are sent encoded, as browsers do."""


def read(path: Path) -> list[str]:
    """The links and paths of a list; empty lines and lines that begin with ``#`` are left out.

    Raises:
        InputError: It is not text, or too long.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_LIST + 1)
    is_cut = len(data) > _MOST_LIST
    try:
        lines = data.decode("utf-8-sig", "ignore" if is_cut else "strict").splitlines()
    except UnicodeDecodeError:
        msg = f"{path.name}：链接列表不是UTF-8文字；请另存为UTF-8。"
        raise InputError(msg) from None
    found = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    if is_cut or len(found) > MOST_LINKS:
        msg = f"{path.name}：链接列表太长，最多{MOST_LINKS}个；请分成几个文件。"
        raise InputError(msg)
    return found


def is_link(text: str) -> bool:
    """Whether a line is a link and not a path."""
    return text.lower().startswith(("http://", "https://"))


@contextmanager
def fetched(link: str) -> Iterator[Path]:
    """The file behind a link, for as long as the block lasts; its type is that of the link, or a web page.

    Raises:
        InputError: It cannot be fetched, or is too large.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            parts = urlsplit(link)
            suffix = PurePosixPath(parts.path).suffix.lower()
            path = Path(folder) / f"report{suffix if suffix in SUFFIXES else '.html'}"
            address = urlunsplit(parts._replace(path=quote(parts.path, _KEPT), query=quote(parts.query, _KEPT)))
            request = urllib.request.Request(address, headers={"User-Agent": "gongkai-verify"})  # noqa: S310 - is_link
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer, path.open("wb") as file:  # noqa: S310
                left, end = MOST_BYTES, time.monotonic() + _SECONDS_IN_ALL
                while chunk := answer.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0 or time.monotonic() > end:
                        what = "文件太大，不像一份年度报告" if left < 0 else f"{_SECONDS_IN_ALL}秒没有取完"
                        msg = f"{link}：{what}。"
                        raise InputError(msg)
                    file.write(chunk)
        except (OSError, ValueError, HTTPException) as error:
            msg = f"{link}：取不到（{getattr(error, 'reason', error)}）；请检查链接和网络。"
            raise InputError(msg) from error
        yield path
