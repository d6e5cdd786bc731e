"""Template marks in what comes from outside: such a text is data, printed unchanged and never filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.importers.core.texts import literal
from gongkai.returns.errors import InputError
from gongkai.returns.labels import describe_path
from gongkai.returns.model import Issue, Passage, Sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.returns.model import Return
    from gongkai.returns.params import Params

_MARK = re.compile(
    r"(?:\\?[{｛]){2,}(?:[^\n]{0,300}?[}｝]{2,})?|\\?\{\\?%(?:[^\n]{0,300}?%\})?|\\?\{\\?#(?:[^\n]{0,300}?#\})?"
)
"""A mark up to its end, or its beginning where the line has no end of it; escaped or not, full-width braces too."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST = 40
_NAMED = 3
_PASSAGE = 3
"""How many keys lead to the text of a passage; those of its heading are more."""
_TEXT = (
    "已作为普通文字读入（花括号前加了反斜杠），会原样印出；不该有的请删去，"
    "确实要填数的，请去掉反斜杠，写成“{{ requests.new.total }}”这样。"
)
_OTHER = "这里不填数，会原样印出；请核对改正。"

Key = tuple[str, ...]
"""The keys that lead to a text; an id out of a file may itself have dots."""


def shield(record: Return, own: Return | None = None) -> Return:
    """Take every template mark of a return as plain text, and add an issue for each text that has one.

    The texts of the sections and the headings in them are Markdown: marks are escaped there
    (:func:`~gongkai.importers.core.texts.literal`) and print as they were. Other texts (captions, labels,
    signature, contact) are never filled in and stay as they are.

    Args:
        record: What was read from a file.
        own: The analyst's own return of that organ and year. A text equal to the one it has under the same key stays
            as it is, with its placeholders.
    """
    trusted = _texts(own.sections) if own is not None else {}
    texts = {key: text if trusted.get(key) == text else literal(text) for key, text in _texts(record.sections).items()}
    known = _others(own) if own is not None else {}
    others = {path: text for path, text in _others(record).items() if known.get(path) != text}
    issues = [
        *(
            _issue(record, ".".join(key), marks, _OTHER if len(key) > _PASSAGE else _TEXT)
            for key, text in texts.items()
            if trusted.get(key) != text and (marks := found(text))
        ),
        *(_issue(record, path, marks, _OTHER) for path, text in others.items() if (marks := found(text))),
    ]
    # First, so that a file cannot hide them behind issues of its own.
    combined = (*issues, *(issue for issue in record.issues if issue not in issues))
    return record.model_copy(update={"sections": _replaced(record.sections, texts), "issues": combined})


def own_return(record: Return, params: Params | None) -> Return | None:
    """The analyst's own return of the organ and year of what was read; ``None`` if there is none that can be read."""
    # The id may come from the file: look for it among the folders, never follow it as a path.
    if params is None or record.agency.id not in params.agencies or record.year not in params.years(record.agency.id):
        return None
    try:
        return params.load(record.agency.id, record.year)
    except InputError:
        return None


def found(text: str) -> list[str]:
    """The template marks of a Markdown text as they are printed, each once."""
    return list(dict.fromkeys(_ESCAPE.sub(r"\1", match[0]) for match in _MARK.finditer(text)))


def _issue(record: Return, path: str, marks: list[str], todo: str) -> Issue:
    named = "、".join(f"“{_short(mark)}”" for mark in marks[:_NAMED])
    more = f"等{len(marks)}处" if len(marks) > _NAMED else ""
    # An issue of ``agency.name`` says that the file is another organ's.
    at = "agency" if path == "agency.name" else path
    return Issue(
        path=at, kind="note", raw=_short(marks[0]), message=f"{describe_path(record, path)}里有{named}{more}，{todo}"
    )


def _short(mark: str) -> str:
    return mark if len(mark) <= _LONGEST else f"{mark[:_LONGEST]}…"


def _texts(sections: Sections) -> dict[Key, str]:
    """The texts that are filled in, and the headings between them, by key."""
    texts: dict[Key, str | None] = {}
    for name in Sections.model_fields:
        value = getattr(sections, name)
        if isinstance(value, tuple):
            for passage in value:
                texts["sections", name, passage.id] = passage.text
                texts["sections", name, passage.id, "heading"] = passage.heading
        else:
            texts["sections", name] = value
    return {key: text for key, text in texts.items() if text is not None}


def _replaced(sections: Sections, texts: dict[Key, str]) -> Sections:
    """Sections with other texts at the same keys."""
    made: dict[str, Any] = {}
    for name in Sections.model_fields:
        value = getattr(sections, name)
        if isinstance(value, tuple):
            keys = [("sections", name, passage.id) for passage in value]
            made[name] = tuple(
                Passage(id=passage.id, heading=texts.get((*key, "heading")), text=texts.get(key))
                for passage, key in zip(value, keys, strict=True)
            )
        else:
            made[name] = texts.get(("sections", name))
    return Sections(**made)


def _others(record: Return) -> dict[str, str]:
    """Every other text of a return by key path."""
    data = record.model_dump(mode="json", include={"agency", "facts", "figures", "signature", "waivers"})
    return dict(_strings(data.items(), ""))


def _strings(items: Iterable[tuple[Any, Any]], above: str) -> Iterator[tuple[str, str]]:
    for key, value in items:
        path = f"{above}{key}"
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            yield from _strings(value.items(), f"{path}.")
        elif isinstance(value, list):
            yield from _strings(((_name(item, n), item) for n, item in enumerate(value)), f"{path}.")


def _name(item: Any, number: int) -> Any:
    """The name of an item of a list in a key path: its id where it has one."""
    return item["id"] if isinstance(item, dict) and "id" in item else number
