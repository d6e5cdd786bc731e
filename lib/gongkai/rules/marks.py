"""Template marks that would be printed literally, because they are not filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.prose import locate, namespace
from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

# A backslash before a sign is Markdown's: the sign is printed all the same.
_WHOLE = r"(?:\\?[{｛]){2}[^{}｛｝\n]{0,99}(?:\\?[}｝]){2}|\\?\{\\?%[^{}\n]{0,99}%\\?\}|\\?\{\\?#[^{}\n]{0,99}#\\?\}"
_HALF = r"(?:\\?[{｛]){2}|(?:\\?[}｝]){2}|\\?\{\\?[%#]|\\?[%#]\\?\}"
_SINGLE = (
    r"[{｛]\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*(?P<path>(?:[.．][A-Za-z_][A-Za-z0-9_]*)*)[^{}｛｝\n]{0,60}?)\s*[}｝]"
)
_MARK = re.compile(f"{_WHOLE}|{_HALF}|{_SINGLE}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FIRST = re.compile(r"\w+")
_PAIR = "请删去，或补成“{{ requests.new.total }}”这样成对的占位符。"
_LITERAL = "请删去；要用占位符的，请去掉其中的反斜杠，写成“{{ requests.new.total }}”这样。"
_PLAIN = "小标题、图题、图的说明和落款里不能用占位符，请直接写出文字。"


@rule(
    "W3",
    level="error",
    kind="T",
    title="公布的文字里没有留下占位符的花括号等模板记号。",
    source="本系统的规定：公布的文字里占位符都已换成数据",
    todo="请写成“{{ requests.new.total }}”这样，前后各两层半角花括号；不用占位符的，直接写出数字。",
    example="“sections.other”里的“{facts.info_fee}”没有换成数据，会原样印在报告里。",
)
def marks(context: Context) -> Iterator[PendingFinding]:
    r"""Double braces and ``{%``, ``{#`` anywhere, and a name of the data in single braces; any other brace is text.

    Full-width braces count as the half-width ones that were meant, escaped ones (``\{\{``) as what they print.
    Headings, captions, descriptions of figures and the signature are printed as they are written: a whole placeholder
    stays there too.
    """
    names = frozenset(namespace(context.record, context.previous))
    for path, text, plain in _texts(context):
        for written, name in dict(_marks(text, names)).items():
            mark = _ESCAPE.sub(r"\1", written)
            yield fail(
                "“{path}”里的“{mark}”没有换成数据，会原样印在报告里。", (path,), where=locate(context.record, path, written),
                todo=_PLAIN if plain else f"请写成“{{{{ {name} }}}}”，前后各两层半角花括号。" if name
                else _LITERAL if mark != written else _PAIR,
                path=path, mark=mark,
            )  # fmt: skip


def _marks(text: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each mark as it is written, with the name in it if in single braces."""
    for match in _MARK.finditer(text):
        name = match["name"]
        if name is None:
            yield match[0], ""
        elif match["path"] or name in names or ("|" in name and _FIRST.findall(name)[0] in names):
            yield match[0], name.replace("．", ".")


def _texts(context: Context) -> Iterator[tuple[str, str, bool]]:
    """Key path and text of everything printed, and whether it is printed without filling placeholders."""
    record = context.record
    cut = isinstance(record.sections.overview, str)  # then its headings are part of the text
    for passage in context.prose.passages:
        if passage.section == "overview" and not cut:
            yield f"{passage.path}.heading", passage.heading or "", True
        else:
            yield passage.path, passage.heading or "", False
        yield passage.path, passage.text, False
    for figure in record.figures:
        if figure.show:
            yield f"figures.{figure.id}.caption", figure.caption, True
            yield f"figures.{figure.id}.alt", figure.alt or "", True
    yield "signature", record.signature or "", True
