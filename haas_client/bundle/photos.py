"""An owner's photos, made fit to leave the PC: small, upright, in plain colours, and nothing in them but the picture.

Every file is hostile until it has been decoded and written anew. Bounds, and why these formats: decision 020.
"""

import io
import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from haas_client.bundle import jpeg
from haas_client.bundle.picture import LONGEST_EDGE, damaged, decoded, reduced
from haas_client.bundle.picture import PhotoRefused as PhotoRefused  # noqa: PLC0414  part of what this module offers
from haas_client.i18n import t

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER = "photos/"
NAME = re.compile(rf"{FOLDER}photo-(?:0[1-9]|1[0-9]|20)\.jpg")
"""A photo's name in a bundle: one for each that there may be."""
MAX_PHOTOS = 20
"""Of one case: twenty pictures of pure noise, which pack worst, still fit a bundle at the smallest legible size."""
MAX_INPUT_BYTES = 64 * 1024 * 1024
"""A phone's JPEG of 200 megapixels takes some 50 MB."""

MAX_STREAMED_PIXELS = 250_000_000
"""Of a JPEG that is decoded from top to bottom, at an eighth of its edge: phones make up to 200 million."""
MAX_PIXELS = 40_000_000
"""Of all other pictures, which must be held whole: a screen of 8K has 33 million."""
_MAX_WEBP_PIXELS = 25_000_000
"""Its decoder holds the picture four times over, in case it is an animation."""
_MAX_SCANS = 100
"""A progressive JPEG has about ten; each goes over the whole picture, and a hostile file has millions."""

_QUALITY = 85
_STEPS = ((1600, 75), (1280, 75), (1280, 65), (1024, 70), (1024, 60), (900, 65), (800, 60))
"""Longest edge and quality, tried in turn where the room is short; below the last one small print is lost."""

_FORMATS = (
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"WEBP", 8, "WEBP"),
    (b"GIF87a", 0, "GIF"),
    (b"GIF89a", 0, "GIF"),
    (b"BM", 0, "BMP"),
)
# ISO 23008-12 and the AV1 image format: HEIC and AVIF are files of boxes, and say their brand at the beginning.
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")

_WRITTEN_MARKERS = frozenset({jpeg.APP0, jpeg.QUANTISATION, jpeg.BASELINE, jpeg.HUFFMAN, jpeg.SOS, jpeg.EOI})
"""All that :func:`prepare` writes: no EXIF, XMP, profile or comment has a place among them."""


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A JPEG that :func:`prepare` has written, and its size in pixels."""

    data: bytes
    width: int
    height: int


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A photo in a bundle, as its name and its first bytes tell; it was not decoded."""

    name: str
    bytes: int
    width: int | None
    """Pixels; ``None`` where the file does not say."""
    height: int | None


def from_file(path: Path) -> Photo:
    """The photo in a file that the owner chose or dropped; raises :class:`PhotoRefused`. Never waits on a pipe."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _not_a_photo()
            data = file.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        raise PhotoRefused(
            t("The file {name} cannot be opened.").format(name=path.name),
            t("Your file was not changed. Please check that it is still there, or copy it to this PC first."),
        ) from error
    return prepare(data)


def prepare(data: bytes) -> Photo:
    """A picture from outside as a JPEG of ours; raises :class:`PhotoRefused`.

    The first picture of an animation; upright, sRGB, on white where it was transparent, at most
    :data:`LONGEST_EDGE` pixels long, without any metadata.
    """
    if len(data) > MAX_INPUT_BYTES:
        raise PhotoRefused(
            t("This file is too large for a photo: it has more than 64 MB."),
            t("Your file was not changed. Please make the picture smaller, or take another one."),
        )
    name = _format(data)
    return _written(decoded(data, name, _most_pixels(data, name)), _QUALITY)


def _most_pixels(data: bytes, name: str) -> int:
    if name != "JPEG":
        return _MAX_WEBP_PIXELS if name == "WEBP" else MAX_PIXELS
    outline = jpeg.outline(data)
    if outline is None or outline.scans > _MAX_SCANS:
        raise damaged()
    return MAX_STREAMED_PIXELS if outline.streamed else MAX_PIXELS


def described(data: bytes) -> Photo:
    """A photo that was kept, with its size, by its markers alone; raises :class:`PhotoRefused` if it is not ours.

    What holds more than the picture (EXIF, a comment, anything behind the end) is not taken for ours: it was put there
    by somebody else.
    """
    found = jpeg.outline(data)
    ours = found and found.complete and found.scans == 1 and found.markers <= _WRITTEN_MARKERS
    if not found or not ours or max(found.width, found.height) > LONGEST_EDGE:
        raise PhotoRefused(
            t("A photo of this request was changed after it was added."),
            t("It is not put in. Please take it out of the request and add the photo again."),
        )
    return Photo(data=data, width=found.width, height=found.height)


def fitted(photos: Sequence[Photo], budget_bytes: int) -> tuple[Photo, ...]:
    """The same photos in the same order, together at most ``budget_bytes``; those that are small stay as they are.

    Raises :class:`PhotoRefused` where they would have to become illegible.
    """
    share = _share([len(photo.data) for photo in photos], budget_bytes)
    return tuple(photo if len(photo.data) <= share else _smaller(photo, share) for photo in photos)


def members(kept: Sequence[bytes], room_bytes: int) -> dict[str, bytes]:
    """Photos of ours by their names in a bundle, together at most ``room_bytes``; raises :class:`PhotoRefused`."""
    if len(kept) > MAX_PHOTOS:
        raise too_many()
    fitting = fitted([described(data) for data in kept], room_bytes)
    return {f"{FOLDER}photo-{number:02}.jpg": photo.data for number, photo in enumerate(fitting, 1)}


def listed(found: Mapping[str, bytes]) -> tuple[Listed, ...]:
    """The photos among the files of a bundle, which may be hostile: only their markers are read."""
    outlines = {name: jpeg.outline(data) for name, data in found.items() if name.startswith(FOLDER)}
    return tuple(
        Listed(
            name=name.removeprefix(FOLDER),
            bytes=len(found[name]),
            width=outline.width if outline else None,
            height=outline.height if outline else None,
        )
        for name, outline in outlines.items()
    )


def too_many() -> PhotoRefused:
    return PhotoRefused(
        t("A request can have at most {count} photos.").format(count=MAX_PHOTOS),
        t("Those that are there stay. Please take one out before you add another."),
    )


def _share(sizes: list[int], budget: int) -> int:
    """The most that one of ``sizes`` may take: what the small ones leave over is for the large ones."""
    for place, size in enumerate(sorted(sizes)):
        share = budget // (len(sizes) - place)
        if size > share:
            return share
        budget -= size
    return max(sizes, default=0)


def _smaller(photo: Photo, most_bytes: int) -> Photo:
    image = decoded(photo.data, "JPEG", MAX_PIXELS)
    for edge, quality in _STEPS:
        smaller = _written(reduced(image, edge), quality)
        if len(smaller.data) <= most_bytes:
            return smaller
    raise PhotoRefused(
        t("The photos together are too large for one file."),
        t("Nothing was lost. Please take one of them out, and send it with another request."),
    )


def _format(data: bytes) -> str:
    for mark, place, name in _FORMATS:
        if data.startswith(mark, place):
            return name
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise PhotoRefused(
            t("This photo is in the HEIC or AVIF format, which cannot be read here."),
            t(
                "Your file was not changed. On an iPhone, choose “Most Compatible” under Settings, Camera, Formats, and"
                " take the photo again. On other phones, save or share the photo as JPEG."
            ),
        )
    raise _not_a_photo()


def _not_a_photo() -> PhotoRefused:
    return PhotoRefused(
        t("This file is not a photo that can be read here."),
        t("Your file was not changed. JPEG, PNG, WebP, GIF and BMP can be read; please save the picture as JPEG."),
    )


def _written(image: "Image", quality: int) -> Photo:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Photo(data=buffer.getvalue(), width=image.width, height=image.height)
