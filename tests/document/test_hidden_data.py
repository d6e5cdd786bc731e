"""What pictures hold beside their pixels."""

from __future__ import annotations

import base64
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gongkai.document import hidden_data
from gongkai.document.photos import reencode, without_metadata

SIZE = 40, 30


def drawn(mode="RGB"):
    """A picture of many colours."""
    return Image.frombytes(mode, SIZE, bytes(n * n % 251 for n in range(SIZE[0] * SIZE[1] * len(mode))))


def picture(kind, *, hidden=False, **options):
    """A picture as a file, with a device or comment hidden in it where wanted."""
    if hidden:
        exif, text = Image.Exif(), PngInfo()
        exif[0x010F] = "secret device"
        exif.get_ifd(0x8825)[1] = "N"
        text.add_text("Comment", "secret")
        options |= {"exif": exif, "pnginfo": text} if kind == "PNG" else {"exif": exif}
    out = io.BytesIO()
    drawn().save(out, kind, **options)
    return out.getvalue()


def media(kind):
    """The media type of a kind of file."""
    return f"image/{kind.lower()}"


def encoded(data):
    """A file in base64."""
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 1}])
def test_pixels_only_jpeg(options):
    """A JPEG of pixels and tables is bare; with EXIF, a comment, a profile, something after its end, or four colours it is not."""
    data = picture("JPEG", **options)
    assert hidden_data.is_bare("image/jpeg", data)
    others = [
        picture("JPEG", hidden=True, **options),
        picture("JPEG", comment="secret", **options),
        picture("JPEG", icc_profile=b"secret", **options),
        data + b"secret",
    ]
    out = io.BytesIO()
    drawn("CMYK").save(out, "JPEG", **options)
    others.append(out.getvalue())
    assert [False] * 5 == [hidden_data.is_bare("image/jpeg", other) for other in others]


def test_pixels_only_png():
    """A PNG of pixels is bare; with text, EXIF, a wrong checksum, something after its end, or transparency it is not."""
    data = picture("PNG", dpi=(96, 96))
    assert hidden_data.is_bare("image/png", data)
    others = [picture("PNG", hidden=True), data + b"secret", data[:-30] + b"xx" + data[-28:]]
    for mode in ("RGBA", "LA", "I;16"):
        out = io.BytesIO()
        Image.new(mode, SIZE).save(out, "PNG")
        others.append(out.getvalue())
    assert [False] * 6 == [hidden_data.is_bare("image/png", other) for other in others]


@given(st.sampled_from(["JPEG", "PNG"]), st.integers(0, 5000))
def test_a_part_of_a_file_is_not_bare(kind, length):
    """A file that ends early is not a whole picture, and one of another type is not of this one."""
    data = picture(kind)
    assert not hidden_data.is_bare(media(kind), data[: min(length, len(data) - 1)])
    assert not hidden_data.is_bare("image/jpeg" if kind == "PNG" else "image/png", data)


@given(st.binary(max_size=300))
def test_any_bytes(data):
    """Whatever the bytes, one is told whether they are a picture of pixels only."""
    for start in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"):
        assert hidden_data.is_bare("image/png", start + data) is False
        assert hidden_data.is_bare("image/jpeg", start + data) in {True, False}


def test_prepared_photos_are_bare(tmp_path):
    """What preparing a photo gives is bare, whether from a file or from a notebook."""
    drawn().save(tmp_path / "a.jpg")
    Image.new("RGB", SIZE, "red").save(tmp_path / "b.png")
    for name in ("a.jpg", "b.png"):
        path = tmp_path / name
        assert hidden_data.is_bare(*reencode(path))
        assert hidden_data.is_bare(*without_metadata(path.read_bytes(), "图"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF", "WEBP"])
@pytest.mark.parametrize(
    "text", ["{}", "![照片](data:image/x;base64,{})。", '<img src="data:image/x;base64,{}">', "data = '{}'"]
)
def test_pictures_in_a_text(kind, text):
    """A picture in base64 loses what is hidden in it wherever it is; the text around it stays."""
    data = picture(kind, hidden=kind != "GIF", **({"comment": b"secret"} if kind == "GIF" else {}))
    assert b"secret" in data
    before, after = text.split("{}")
    found = hidden_data.removed(text.format(encoded(data)))
    assert found.startswith(before)
    assert found.endswith(after)
    left = base64.b64decode(found[len(before) : len(found) - len(after)])
    assert (False, SIZE) == (b"secret" in left, Image.open(io.BytesIO(left)).size)


@pytest.mark.parametrize("end", ["", "\n"])
def test_pictures_over_several_lines(end):
    """Base64 may be parted into lines, as older programs do; what comes after it stays."""
    for size in (57, 60):  # whole lines of 76 and 80 characters
        data = picture("JPEG", hidden=True)
        lines = "\n".join(encoded(data[at : at + size]) for at in range(0, len(data), size))
        found = hidden_data.removed(f'photo = """\n{lines}{end}"""\nshow(photo)\n')
        left = base64.b64decode(found.removeprefix('photo = """\n').removesuffix(f'{end}"""\nshow(photo)\n'))
        assert (False, SIZE) == (b"secret" in left, Image.open(io.BytesIO(left)).size)


@pytest.mark.parametrize("parted", ["\r\n", "\n    ", "\\n"])
def test_lines_that_end_otherwise(parted):
    """Lines may end as on Windows, be indented, or be those of the ``repr`` of bytes."""
    data = picture("JPEG", hidden=True)
    lines = parted.join(encoded(data[at : at + 57]) for at in range(0, len(data), 57))
    found = hidden_data.removed(f"photo = b'{lines}{parted}'")
    left = base64.b64decode(found.removeprefix("photo = b'").removesuffix(f"{parted}'"))
    assert (False, SIZE) == (b"secret" in left, Image.open(io.BytesIO(left)).size)


def _with_pixels(data, change):
    """A PNG whose deflated pixels are changed, with right checksums."""
    at, made = 8, data[:8]
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        content = change(content) if kind == b"IDAT" else content
        made += len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
        at += 12 + length
    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"no data",
        lambda pixels: pixels + b"secret",
        lambda pixels: zlib.compress(zlib.decompress(pixels)[:-1]),
        lambda pixels: zlib.compress(zlib.decompress(pixels) + b"secret"),
        lambda pixels: pixels[:-9],
        lambda _: zlib.compress(bytes(3_000_000)),
    ],
)
def test_pixels_of_a_png(change):
    """A PNG whose pixels are damaged, too few or too many, or have something after them, is not bare."""
    data = picture("PNG")
    assert hidden_data.is_bare("image/png", _with_pixels(data, lambda pixels: pixels))
    assert not hidden_data.is_bare("image/png", _with_pixels(data, change))


def test_large_pixels_of_a_png():
    """Pixels of more than a piece are inflated whole, grey ones, and those of a palette of few colours as well."""
    for mode in ("RGB", "L", "1", "P"):
        out = io.BytesIO()
        Image.effect_noise((1700, 900), 50).convert(mode).save(out, "PNG")
        assert hidden_data.is_bare("image/png", out.getvalue())


def test_other_texts_stay():
    """A picture without hidden data, and what is no picture, are left as they are; a damaged picture is left out."""
    whole, hidden = encoded(picture("JPEG")), encoded(picture("JPEG", hidden=True))
    other = encoded(b"%PDF-" + picture("JPEG", hidden=True))
    assert [whole, f"a{hidden}", other] == [hidden_data.removed(text) for text in (whole, f"a{hidden}", other)]
    assert "<img src='data:image/jpeg;base64,'>" == hidden_data.removed(
        f"<img src='data:image/jpeg;base64,{hidden[:400]}'>"
    )


def test_everywhere_in_a_cell():
    """Sources, outputs and attachments of a cell are cleaned in place."""
    hidden = encoded(picture("JPEG", hidden=True))
    cell = {
        "source": f"![](data:image/jpeg;base64,{hidden})",
        "attachments": {"a.jpg": {"image/jpeg": hidden}},
        "outputs": [{"data": {"image/jpeg": f"{hidden}\n", "text/plain": ["x", hidden]}, "execution_count": 3}],
    }
    assert cell is hidden_data.remove_everywhere(cell)
    clean = hidden_data.removed(hidden)
    assert clean != hidden
    assert {
        "source": f"![](data:image/jpeg;base64,{clean})",
        "attachments": {"a.jpg": {"image/jpeg": clean}},
        "outputs": [{"data": {"image/jpeg": f"{clean}\n", "text/plain": ["x", clean]}, "execution_count": 3}],
    } == cell
