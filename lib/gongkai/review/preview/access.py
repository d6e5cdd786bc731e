"""Who may ask: programs of this user on this machine that know the token, and no page of another origin.

The server listens on 127.0.0.1, which every user of the machine and every page in a browser can reach. The token, as Jupyter's, is
in the first address and then in a cookie. The name in ``Host`` is checked, so that a page of another name that is made to
lead here (DNS rebinding) is refused; so are requests that a page of another origin makes.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSED = "请用 gongkai preview 在命令行里显示的网址打开；重新运行以后，网址是新的。"

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a request must bring.

    Attributes:
        port: Where the server listens.
        token: The secret of this run.
        on_error: Called with an error that nobody foresaw; returns a Chinese sentence.
    """

    port: int
    token: str
    on_error: Callable[[BaseException], str]

    @property
    def cookie(self) -> str:
        """Name of the cookie: cookies do not distinguish ports."""
        return f"gongkai-preview-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What ``Host`` may say."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    def is_token(self, given: str | None) -> bool:
        """Whether this is the token, compared in constant time."""
        return given is not None and hmac.compare_digest(given.encode(), self.token.encode())


class Guarded(RequestHandler):
    """Answers only requests that :class:`Access` admits; the first one is sent on to the address without the token."""

    @property
    def access(self) -> Access:
        """What a request must bring."""
        found: Access = self.settings["access"]
        return found

    def prepare(self) -> None:
        """Refuse what is not admitted.

        Raises:
            HTTPError: 403.
        """
        headers = self.request.headers
        if self.request.host not in self.access.hosts:
            raise HTTPError(403)
        origin = headers.get("Origin")
        if origin is not None and origin != f"http://{self.request.host}":
            raise HTTPError(403)
        is_opened = headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and self.request.method == "GET"
        if headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not is_opened:
            raise HTTPError(403)
        if self.access.is_token(self.get_query_argument("token", None)):
            self.set_cookie(self.access.cookie, self.access.token, httponly=True, samesite="Lax", path="/")
            self.redirect(urlsplit(self.request.uri or "/").path)
        elif not self.access.is_token(self.get_cookie(self.access.cookie)):
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        """Headers that keep other origins out."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A sentence instead of a traceback."""
        error = kwargs.get("exc_info", (None, None))[1]
        said = {403: _REFUSED, 404: "没有这个网页。"}.get(status_code, f"不能这样访问（{status_code}）。")
        if isinstance(error, HTTPError) and error.log_message and status_code == 404:  # the others are Tornado's own
            said = error.log_message.replace("%%", "%")  # it is meant to be formatted
        elif error is not None and not isinstance(error, HTTPError):
            said = self.access.on_error(error)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{said}\n")

    def log_exception(self, *_: object) -> None:
        """Print nothing: :meth:`write_error` has the error."""


class Missing(Guarded):
    """Any other address."""

    def get(self) -> None:
        """Refuse.

        Raises:
            HTTPError: 404.
        """
        raise HTTPError(404)
