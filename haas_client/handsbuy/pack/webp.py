"""The header of a WebP picture: its size, and whether it moves. Nothing is decoded.

Source: RFC 9649 (WebP Image Format), 2.5 to 2.7; RFC 6386 (VP8), 9.1.
"""

import msgspec

HEADER_BYTES = 30
"""How much of a file is looked at."""
_KEY_FRAME = b"\x9d\x01\x2a"
_ANIMATED = 0x02


class Header(msgspec.Struct, frozen=True, kw_only=True):
    width: int
    height: int
    animated: bool = False


def header(data: bytes) -> Header | None:
    """``None`` for what is no WebP picture."""
    if len(data) < HEADER_BYTES or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    reader = _READERS.get(data[12:16])
    return reader(data[20:HEADER_BYTES]) if reader else None


def _lossy(body: bytes) -> Header | None:
    """A key frame: three bytes of frame tag, its start code, then 14 bits each."""
    if body[3:6] != _KEY_FRAME:
        return None
    width, height = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
    return Header(width=width & 0x3FFF, height=height & 0x3FFF)


def _lossless(body: bytes) -> Header | None:
    """A signature byte, then 14 bits each, less one."""
    if body[0] != 0x2F:
        return None
    bits = int.from_bytes(body[1:5], "little")
    return Header(width=(bits & 0x3FFF) + 1, height=(bits >> 14 & 0x3FFF) + 1)


def _extended(body: bytes) -> Header | None:
    """Flags, three bytes reserved, then 24 bits each, less one."""
    width, height = int.from_bytes(body[4:7], "little"), int.from_bytes(body[7:10], "little")
    return Header(width=width + 1, height=height + 1, animated=bool(body[0] & _ANIMATED))


_READERS = {b"VP8 ": _lossy, b"VP8L": _lossless, b"VP8X": _extended}
