"""A picture from outside, decoded: upright, in a screen's colours, reduced, and nothing in it but pixels.

Every file is hostile until it has come out of here. Bounds, and why: decision 020.
"""

import contextlib
import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from haas_client.errors import HaasError
from haas_client.i18n import t

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_EDGE = 1600
"""Pixels: the print on a memory module or a warranty card that fills the picture can still be read."""
_SHORTEST_EDGE = 16
_MAX_PROFILE_BYTES = 4 * 1024 * 1024

_MODES_WITH_ALPHA = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})

_ONE_AT_A_TIME = threading.Lock()
"""Memory is bounded for one picture; and Pillow's own limit and Python's warnings are the whole process's."""

# What Pillow's decoders raise on broken files, one or the other by the format and by the byte that is wrong.
_BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError),
    *(EOFError, RuntimeError, MemoryError, struct.error, zlib.error),
)


class PhotoRefused(HaasError):
    """A file that cannot be put in as a photo; the file itself was not changed."""


def damaged() -> PhotoRefused:
    return PhotoRefused(
        t("This photo is damaged or incomplete."),
        t("Your file was not changed. Please copy it from the phone or the camera once more, or take another photo."),
    )


def decoded(data: bytes, name: str, max_pixels: int) -> "Image":
    """The picture in RGB, upright and reduced."""
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    with _ONE_AT_A_TIME, _bounded(max_pixels):
        try:
            return _plain(data, name)
        except (DecompressionBombError, DecompressionBombWarning) as error:
            raise PhotoRefused(
                t("This picture has too many pixels."),
                t("Your file was not changed. Please make the picture smaller, or take another one."),
            ) from error
        except _BROKEN as error:
            raise damaged() from error


@contextlib.contextmanager
def _bounded(max_pixels: int) -> Iterator[None]:
    """Pillow with our limit of pixels, which it checks before it takes memory; its other warnings help nobody."""
    from PIL import Image

    before = Image.MAX_IMAGE_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = max_pixels
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _plain(data: bytes, name: str) -> "Image":
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=(name,)) as image:
        image.draft(None, _reduced_size(image.size, LONGEST_EDGE))  # a JPEG's decoder makes it smaller as it reads
        image.load()
        if image.width * image.height > (Image.MAX_IMAGE_PIXELS or 0):
            raise Image.DecompressionBombError  # a frame that is larger than the picture
        profile = image.info.get("icc_profile")
        upright = _upright(reduced(_opaque(image), LONGEST_EDGE), image)
    coloured = _in_srgb(upright, profile) if isinstance(profile, bytes) else upright
    rgb = coloured.convert("RGB")
    return Image.frombytes("RGB", rgb.size, rgb.tobytes())  # the pixels, and nothing else that came along


def _opaque(image: "Image") -> "Image":
    """On white, in a mode that can be scaled."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in _MODES_WITH_ALPHA or "transparency" in image.info:
        # Reduced first: a large screen's picture need not be there three times over.
        rgba = reduced(image if image.mode == "RGBA" else image.convert("RGBA"), LONGEST_EDGE)
        white = Image.new("RGB", rgba.size, "white")
        white.paste(rgba, mask=rgba)
        return white
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _eight_bits(image: "Image") -> "Image":
    """A grey picture of 16 bits; Pillow's own conversion would cut everything above 255 to white."""
    return image.convert("I").point(lambda value: value / 256).convert("L")


def reduced(image: "Image", longest_edge: int) -> "Image":
    size = _reduced_size(image.size, longest_edge)
    from PIL.Image import Resampling

    return image if size == image.size else image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _reduced_size(size: tuple[int, int], longest_edge: int) -> tuple[int, int]:
    width, height = size
    scale = min(1.0, longest_edge / max(width, height, 1))
    reduced = round(width * scale), round(height * scale)
    if min(reduced) < _SHORTEST_EDGE:
        raise PhotoRefused(
            t("This picture is too small or too narrow to show anything."),
            t("Your file was not changed. Please add another photo."),
        )
    return reduced


def _upright(image: "Image", source: "Image") -> "Image":
    """``image`` turned as the camera was held; as it lies where what ``source`` says of that cannot be read."""
    from PIL import ExifTags, Image

    try:
        orientation = source.getexif().get(ExifTags.Base.Orientation)
    except _BROKEN:
        return image
    # Exif 2.32, 4.6.5.A; the same table as in ImageOps.exif_transpose, which also rewrites the metadata and can fail.
    turn = Image.Transpose
    method = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }.get(orientation if isinstance(orientation, int) else 1)
    return image if method is None else image.transpose(method)


def _in_srgb(image: "Image", profile: bytes) -> "Image":
    """In the colours of a screen; as they are where the profile cannot be used."""
    from PIL import ImageCms

    if len(profile) > _MAX_PROFILE_BYTES:
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return converted or image
