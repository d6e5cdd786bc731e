"""Photos prepared for publication."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from gongkai import limits
from gongkai.document.photos import PhotoError, reencode

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def noise(size, mode="RGB"):
    """A picture of many colours, the same each time."""
    width, height = size
    data = bytes((x * y * 7 + x * 3 + y * 5 + 11 * channel) % 256
                 for y in range(height) for x in range(width) for channel in range(len(mode)))  # fmt: skip
    return Image.frombytes(mode, size, data)


def read(data):
    """The picture in some bytes."""
    return Image.open(io.BytesIO(data))


def test_hidden_data_are_gone_and_the_picture_is_upright(tmp_path):
    """Orientation is applied; EXIF, location, device, comments and profile are removed."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "Kamera-XYZ"
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 30.0, 0.0)})
    path = tmp_path / "a.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noise((60, 40)).save(path, exif=exif, icc_profile=profile, comment=b"Kommentar-XYZ")
    media, data = reencode(path)
    found = read(data)
    assert ["image/jpeg", (40, 60), "RGB"] == [media, found.size, found.mode]
    assert {} == dict(found.getexif())
    assert not {"exif", "icc_profile", "comment"} & set(found.info)
    assert b"XYZ" not in data


def test_same_file_same_bytes(tmp_path):
    """Twice the same bytes, whatever the file is called."""
    noise((50, 50)).save(tmp_path / "a.png")
    noise((50, 50)).save(tmp_path / "乙.png")
    assert reencode(tmp_path / "a.png") == reencode(tmp_path / "a.png") == reencode(tmp_path / "乙.png")


def test_large_pictures_shrink_and_small_ones_stay(tmp_path):
    """The longest side is at most the one asked for; nothing is enlarged."""
    noise((400, 100)).save(tmp_path / "a.jpg")
    assert (200, 50) == read(reencode(tmp_path / "a.jpg", max_px=200)[1]).size
    assert (400, 100) == read(reencode(tmp_path / "a.jpg", max_px=500)[1]).size


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "CMYK", "1", "P", "I;16", "I", "F"])
def test_every_kind_of_pixel(tmp_path, mode):
    """Pictures of all modes are converted; white stays white, and transparency becomes white."""
    suffix = "tiff" if mode in {"CMYK", "I;16", "I", "F"} else "png"
    white: Any = {"1": 1, "L": 255, "I;16": 65535, "I": 65535, "F": 255.0, "P": 0, "CMYK": (0, 0, 0, 0)}.get(
        mode, "white"
    )
    picture = Image.new(mode, (30, 20), white)
    if mode == "P":
        picture.putpalette([255, 255, 255])
    if mode == "RGBA":
        picture.putalpha(0)
    picture.save(tmp_path / f"a.{suffix}")
    media, data = reencode(tmp_path / f"a.{suffix}")
    assert ["image/png", (255, 255, 255)] == [media, read(data).convert("RGB").getpixel((5, 5))]


def test_drawings_are_png(tmp_path):
    """A picture of few colours keeps its edges."""
    Image.new("RGB", (40, 40), "#0b4f8a").save(tmp_path / "a.bmp")
    media, data = reencode(tmp_path / "a.bmp")
    assert ["image/png", (11, 79, 138)] == [media, read(data).convert("RGB").getpixel((0, 0))]


def test_colours_of_another_profile_are_converted(tmp_path):
    """A file in another colour space looks the same in sRGB; an invalid profile is ignored."""
    lab = Image.new("RGB", (20, 20), (10, 200, 30))
    lab.save(tmp_path / "bad.png", icc_profile=b"no profile")
    assert (10, 200, 30) == read(reencode(tmp_path / "bad.png")[1]).convert("RGB").getpixel((0, 0))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no picture at all", "不是能识别的图片"), (b"", "不是能识别的图片"), (b"%PDF-1.7 ...", "不是能识别的图片")],
)
def test_a_file_that_is_not_a_picture(tmp_path, content, said):
    """A file that is not a picture is named, with what to do."""
    (tmp_path / "会场.jpg").write_bytes(content)
    with pytest.raises(PhotoError, match=f"会场.jpg.*{said}.*请"):
        reencode(tmp_path / "会场.jpg")


def test_a_vector_picture_is_refused(tmp_path):
    """Formats that run programs or load files are not read."""
    (tmp_path / "a.eps").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n")
    with pytest.raises(PhotoError, match="不是能识别的图片"):
        reencode(tmp_path / "a.eps")


@pytest.mark.parametrize("suffix", ["jpg", "png", "gif", "tiff", "webp"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_damaged_picture(tmp_path, suffix, kept):
    """A truncated file is refused, not shown partially."""
    path = tmp_path / f"a.{suffix}"
    noise((80, 60)).save(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(PhotoError, match="请"):
        reencode(path)


def test_a_missing_picture(tmp_path):
    """A missing file is named."""
    with pytest.raises(PhotoError, match=r"没有\.jpg.*打不开"):
        reencode(tmp_path / "没有.jpg")


def test_a_bomb_is_not_unpacked(tmp_path):
    """A small file that declares huge dimensions is refused before its pixels are read."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    whole, jpeg = (f"{most // 10_000}万像素" for most in (limits.PIXELS_WHOLE, limits.PIXELS))
    strip = limits.SIDE + 1
    for *sides, said in (
        (7_000, 7_000, whole), (12_000, 12_000, whole), (60_000, 60_000, jpeg), (strip, 1, "一边65500像素"), (1, strip, "一边65500像素"),
    ):  # fmt: skip
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", *sides, 8, 2, 0, 0, 0))
        body = chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
        with pytest.raises(PhotoError, match=f"超过{said}"):
            reencode(tmp_path / "a.png")
