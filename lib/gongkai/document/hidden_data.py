"""What pictures hold beside their pixels, such as place, time and device: whether a file has any, and text without it.

Files are judged by their parts, so that pictures that are already prepared, as most are, are not decoded.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from typing import Any

from gongkai import limits

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"sRGB"})
"""Chunks of a PNG in sRGB, without transparency, that say how its pixels look."""
_OPAQUE = {0: 1, 2: 3, 3: 1}
"""Samples of a pixel by type of colour of a PNG: grey, RGB, palette."""
_PIECE = 1 << 20
"""Bytes that are inflated at a time."""

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SEGMENTS = _FRAMES | {0xC4, 0xDB, 0xDD, 0xE0}
"""Segments of a JPEG that its pixels need: frame, Huffman and quantisation tables, restart interval, JFIF."""
_JFIF = 16
"""Length of JFIF's segment without a thumbnail."""
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""The end of a scan."""

_LINE = "[A-Za-z0-9+/]"
_BREAK = r"(?:\r?\n[ \t]*|\\n)"
"""The end of a line of base64, in a text or in the ``repr`` of one."""
_ENCODED = re.compile(
    rf"(?<!{_LINE})(?:/9j/|iVBORw0KGgo|R0lGOD|SUkq|TU0AK|UklGR.{{6}}XRUJQ){_LINE}{{60,}}"
    rf"(?:(?:{_BREAK}{_LINE}{{60,}})+(?:{_BREAK}{_LINE}+(?=[=\"'\n\r\\]|$))?)?={{0,2}}"
)
"""A JPEG, PNG, GIF, TIFF or WebP file in base64, also over several lines."""

_SHORTEST = 60
"""Characters of a picture in base64 at least."""


def is_bare(media: str, data: bytes) -> bool:
    """Whether a file is a whole picture of a type as photos are prepared: opaque, not too large, nothing in it but its pixels.

    Args:
        media: ``image/png`` or ``image/jpeg``.
        data: The file.
    """
    try:
        return _is_bare_png(data) if media == "image/png" else _is_bare_jpeg(data)
    except (struct.error, IndexError, zlib.error):  # it ends too early, or its pixels are no data
        return False


def _is_bare_png(data: bytes) -> bool:
    if not data.startswith(_PNG):
        return False
    width, height, depth, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    if depth > 8 or colour not in _OPAQUE or interlace:
        return False
    if width * height > limits.PIXELS_WHOLE or max(width, height) > limits.SIDE:
        return False
    at, kind, pixels = len(_PNG), b"", []
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        if kind not in _CHUNKS or check != zlib.crc32(data[at + 4 : at + 8 + length]):
            return False
        if kind == b"IDAT":
            pixels.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    row = 1 + (width * depth * _OPAQUE[colour] + 7) // 8
    return at == len(data) and _inflates_to(b"".join(pixels), row * height)


def _inflates_to(data: bytes, size: int) -> bool:
    """Whether data inflate to so many bytes, with nothing after them; a piece at a time, whatever they inflate to."""
    inflate, length = zlib.decompressobj(), 0
    while not inflate.eof:
        piece = inflate.decompress(data, _PIECE)
        data = inflate.unconsumed_tail
        length += len(piece)
        if length > size or not (piece or data):
            return False
    return length == size and not inflate.unused_data


def _is_bare_jpeg(data: bytes) -> bool:
    if not data.startswith(b"\xff\xd8"):
        return False
    at = 2
    while data[at : at + 2] != bytes((0xFF, _END)):
        mark, kind, length = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF or (kind not in _SEGMENTS and kind != _SCAN) or (kind == 0xE0 and length != _JFIF):
            return False
        if kind in _FRAMES:
            height, width, colours = struct.unpack_from(">HHB", data, at + 5)
            if width * height > limits.PIXELS or max(width, height) > limits.SIDE or colours > 3:
                return False
        at += 2 + length
        if kind == _SCAN:
            found = _MARKER.search(data, at)
            if found is None:
                return False
            at = found.start()
    return at + 2 == len(data)


def removed(text: str) -> str:
    """A text in which the pictures in base64 have lost what is hidden in them; one that cannot be read is left out."""
    return _ENCODED.sub(lambda match: _prepared(match[0]), text) if len(text) > _SHORTEST else text


def remove_everywhere(value: Any) -> Any:
    """The same for all texts in a cell of a notebook, whose lists and dicts are changed in place.

    Args:
        value: Anything that JSON can be.

    Returns:
        The value.
    """
    if isinstance(value, str):
        return removed(value)
    if isinstance(value, dict):
        for key, inner in value.items():
            value[key] = remove_everywhere(inner)
    elif isinstance(value, list):
        value[:] = map(remove_everywhere, value)
    return value


def _prepared(encoded: str) -> str:
    try:
        data = base64.b64decode(re.sub(_BREAK, "", encoded))
    except binascii.Error:
        return ""
    if is_bare("image/png" if data.startswith(_PNG) else "image/jpeg", data):
        return encoded
    from gongkai.document import photos  # Pillow: only for a picture that nothing has prepared

    try:
        return base64.b64encode(photos.without_metadata(data, "图片")[1]).decode()
    except photos.PhotoError:
        return ""
