"""Pages made of templates: self-contained, with a policy that allows their own style and script and nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from gongkai.document.html.text import embedded_json
from gongkai.document.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@cache
def _resource(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, loader=jinja2.FunctionLoader(_resource),
    )  # fmt: skip


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def render(
    template: str, *, script: str = "", style: str = "", policy: Sequence[str] = (), data: Any = None, **values: Any
) -> str:
    """A page.

    Args:
        template: File name of its template.
        script: File name of its script; empty for none.
        style: File name of a style sheet besides that of all pages; empty for none.
        policy: What its policy allows besides.
        data: What the script shows, embedded as JSON.
        values: What the template shows; all of it is escaped.

    Returns:
        HTML text; the same for the same arguments.
    """
    css = _resource("site.css") + (_resource(style) if style else "")
    code = _resource(script) if script else ""
    allowed = ["default-src 'none'", f"style-src 'sha256-{_digest(css)}'", "img-src data:"]
    allowed += [f"script-src 'sha256-{_digest(code)}'"] if code else []
    text = (
        _environment()
        .get_template(template)
        .render(
            policy="; ".join([*allowed, *policy, "base-uri 'none'", "form-action 'none'"]),
            css=Markup(css),  # noqa: S704 — the package's style sheet
            script=Markup(code),  # noqa: S704 — the package's script
            data=embedded_json(data),
            **values,
        )
    )
    return clean(text)


def trimmed(values: Mapping[str, int] | list[int]) -> list[int]:
    """Numbers without the zeros at their end."""
    found = list(values) if isinstance(values, list) else list(values.values())
    while found and not found[-1]:
        found.pop()
    return found
