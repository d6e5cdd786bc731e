"""How much the pages of a PDF draw: a small file can draw one content any number of times."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_DRAWN = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def drawn(document: Pdf, most: int) -> int:
    """Bytes of content, unpacked, that all pages draw: shared content counts for each page, a form each time it is drawn.

    Args:
        document: The PDF.
        most: Beyond this the rest is not counted.

    Raises:
        RecursionError: Forms are in each other too deep.
    """
    from pikepdf import Stream

    read: dict[tuple[int, int], tuple[int, Counter[bytes]]] = {}
    forms: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}

    def size(stream: Object, resources: Any) -> int:
        if stream.objgen not in read:
            data = _unpacked(stream)
            read[stream.objgen] = len(data) + 1, Counter(_DRAWN.findall(data))
        total, names = read[stream.objgen]
        inner = resources.get("/XObject", {})
        for name, times in names.items():
            form = inner.get(_name(name))
            if isinstance(form, Stream) and form.get("/Subtype") == "/Form":
                total += times * form_size(form, form.get("/Resources", resources))
        return total

    def form_size(form: Object, resources: Any) -> int:
        key = form.objgen, resources.objgen
        if key not in forms:
            forms[key] = 0  # what draws itself is not drawn again
            forms[key] = size(form, resources)
        return forms[key]

    found = 0
    for page in document.pages:
        content = page.obj.get("/Contents", ())
        for stream in [content] if isinstance(content, Stream) else content:
            if isinstance(stream, Stream):  # not a reference to nothing in a damaged file
                found += size(stream, page.resources)
            if found > most:
                return found
    return found


def _unpacked(stream: Object) -> bytes:
    """The bytes of a stream; of one that is damaged as they are in the file, as it may be readable in part."""
    from pikepdf import PdfError

    try:
        return stream.read_bytes()
    except PdfError:
        return stream.read_raw_bytes()


def _name(written: bytes) -> str:
    """A name as a key of a dictionary; any of its bytes may be written in hexadecimal digits."""
    return "/" + _ESCAPED.sub(lambda hit: bytes.fromhex(hit[1].decode()), written).decode("utf-8", "replace")
