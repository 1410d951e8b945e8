"""Pictures as phones, scanners, screens and attackers make them."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 180, 30), (30, 30, 220), (255, 255, 255)


def encoded(image: Image.Image, name: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def quarters(width: int = 320, height: int = 200) -> Image.Image:
    """Red, green and blue in three corners, white in the last: no turn or mirror image of it is like another."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    draw.rectangle((width // 2, 0, width - 1, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height - 1), fill=BLUE)
    return image


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))


def with_place(image: Image.Image, **options: Any) -> bytes:
    """A JPEG that tells where and with what it was taken, in every way that there is."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 52.0), 3: "E", 4: (139.0, 45.0, 58.0), 29: "SECRETDATE"})
    return encoded(image, exif=exif, comment=b"SECRETCOMMENT", xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", **options)


def oriented(orientation: int, upright: Image.Image) -> bytes:
    """``upright`` as a camera stores it that was held so (Exif 2.32, 4.6.5.A): the turn back is its orientation."""
    turn = Image.Transpose
    stored = {
        1: None,
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_90,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(upright if stored is None else upright.transpose(stored), exif=exif, quality=95)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes, *, bits: int = 8, colour: int = 0) -> bytes:
    """A PNG whose header says what it likes, whatever ``rows`` there are."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows, 9))
        + png_chunk(b"IEND", b"")
    )


def jpeg_saying(data: bytes, width: int, height: int) -> bytes:
    """A JPEG with another size in its frame header."""
    place = next(place for mark in (b"\xff\xc0", b"\xff\xc2") if (place := data.find(mark)) > 0)
    return data[: place + 5] + struct.pack(">HH", height, width) + data[place + 9 :]


def corners(data: bytes) -> tuple[tuple[int, ...], ...]:
    """The colours near the corners: top left, top right, bottom left, bottom right."""
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        places = [(x, y) for y in (height // 8, height * 7 // 8) for x in (width // 8, width * 7 // 8)]
        found = [image.getpixel(place) for place in places]
    return tuple(pixel if isinstance(pixel, tuple) else (int(pixel or 0),) * 3 for pixel in found)


def alike(one: tuple[int, ...], other: tuple[int, ...], within: int = 14) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))
