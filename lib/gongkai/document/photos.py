"""Prepare photos for publication: upright, of limited size, without location, device or other hidden metadata."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from gongkai import limits

if TYPE_CHECKING:
    from pathlib import Path

FEW_COLOURS = 256
"""Maximum number of colours of a drawing, which becomes a PNG."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


class PhotoError(ValueError):
    """A file cannot be published as a photo; the message is Chinese and names the file."""


def without_metadata(data: bytes, name: str) -> tuple[str, bytes]:
    """A picture from a notebook, without hidden metadata: a PNG keeps every pixel, others become what a photo does.

    Args:
        data: The file.
        name: What messages call it.

    Returns:
        The media type and the bytes.

    Raises:
        PhotoError: See :func:`reencode`.
    """
    is_png = data.startswith(b"\x89PNG")
    picture = _opened(io.BytesIO(data), name, None if is_png else _MAX_PX)
    if not is_png:
        return _encoded(picture, _QUALITY)
    out = io.BytesIO()
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(out, "PNG", optimize=True)
    return "image/png", out.getvalue()


_MAX_PX, _QUALITY = 1600, 82


def reencode(path: Path, *, max_px: int = _MAX_PX, quality: int = _QUALITY) -> tuple[str, bytes]:
    """Re-encode a photo for publication: sRGB, upright, at most ``max_px`` pixels a side, without EXIF, GPS or profile.

    Args:
        path: A JPEG, PNG, WebP, GIF, BMP or TIFF file; the first picture if it contains several.
        max_px: Longest side in pixels; smaller pictures are not enlarged.
        quality: JPEG quality, 1 to 95.

    Returns:
        The media type (``image/jpeg``, or ``image/png`` for up to 256 colours) and the bytes, the same for the same
        file and library.

    Raises:
        PhotoError: The file is not a picture, is damaged, cannot be read or is larger than the limit of pixels.
    """
    return _encoded(_opened(path, path.name, max_px), quality)


def _opened(file: Path | io.BytesIO, name: str, max_px: int | None) -> Image.Image:
    """The pixels of a picture, upright, in sRGB, at most so many a side.

    Raises:
        PhotoError: See :func:`reencode`.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns at its own limit; the limit of this module is checked below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=_FORMATS) as opened:
                most = limits.PIXELS if opened.format == "JPEG" else limits.PIXELS_WHOLE
                if opened.size[0] * opened.size[1] > most:
                    raise _too_large(name, f"{most // 10_000}万像素")
                if max(opened.size) > limits.SIDE:
                    raise _too_large(name, f"一边{limits.SIDE}像素")
                if max_px is not None:
                    opened.draft("RGB", (max_px, max_px))
                opened.load()
                profile = opened.info.get("icc_profile")
                ImageOps.exif_transpose(opened, in_place=True)  # without a copy
                picture = _srgb(opened, profile)
    except PhotoError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(name, f"{limits.PIXELS // 10_000}万像素") from None
    except UnidentifiedImageError:
        msg = f"照片“{name}”不是能识别的图片；请换成JPEG或PNG格式的照片。"
        raise PhotoError(msg) from None
    except OSError as error:
        if error.errno is not None:
            msg = f"照片“{name}”打不开；请检查文件是否存在、能否读取。"
        else:
            msg = f"照片“{name}”已损坏，读不完整；请换一份完好的文件。"
        raise PhotoError(msg) from error
    except (ValueError, SyntaxError, EOFError, IndexError) as error:
        msg = f"照片“{name}”已损坏，读不完整；请换一份完好的文件。"
        raise PhotoError(msg) from error
    if max_px is not None:
        picture.thumbnail((max_px, max_px), Image.Resampling.LANCZOS)
    return picture


def _too_large(name: str, most: str) -> PhotoError:
    return PhotoError(f"照片“{name}”超过{most}，没有打开；请先把照片缩小。")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Pixels in sRGB on white; an unreadable profile is ignored."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clear = picture if picture.mode == "RGBA" else picture.convert("RGBA")
        picture = Image.new("RGBA", clear.size, "white")
        picture.alpha_composite(clear)
        picture = picture.convert("RGB")
    if picture.mode == "P":
        picture = picture.convert("RGB")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            picture = converted
    elif picture.mode.startswith("I"):
        # 16 bits a sample: scaled, not clipped.
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")


def _encoded(picture: Image.Image, quality: int) -> tuple[str, bytes]:
    """The encoded bytes, from the pixels alone, so that no metadata of the file survives."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = io.BytesIO()
    if bare.getcolors(FEW_COLOURS):
        bare.quantize(FEW_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return "image/jpeg", out.getvalue()
