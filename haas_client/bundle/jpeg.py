"""The outline of a JPEG file, read from its markers alone: nothing is decoded.

Markers are followed as libjpeg follows them (ITU-T T.81, annex B), so that what is bounded here is what it will do.
"""

import re

import msgspec

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP0 = 0xE0
"""JFIF: version and density, nothing of whoever took the picture."""
QUANTISATION, HUFFMAN = 0xDB, 0xC4
BASELINE, EXTENDED = 0xC0, 0xC1
_FRAMES = frozenset(range(0xC0, 0xD0)) - {HUFFMAN, 0xC8, 0xCC}
"""SOF0 to SOF15; C4, C8 and CC among them are none."""

_MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])")
"""TEM (01) and RST0-7 stand alone and mean nothing here; 00 is a stuffed byte of picture data."""
_MAX_SEGMENTS = 4096
"""A phone's JPEG has some dozens, or some hundreds where a depth map is in it, 64 KB each."""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    width: int
    height: int
    scans: int
    streamed: bool
    """Whether a decoder can go from top to bottom; otherwise it must hold all coefficients, 2 bytes each."""
    markers: frozenset[int]
    complete: bool
    """Whether the end marker is there and nothing stands behind it."""


def outline(data: bytes) -> Outline | None:
    """What the markers say; ``None`` where they are no JPEG's."""
    if not data.startswith(bytes((0xFF, SOI))):
        return None
    markers: set[int] = set()
    width = height = components = scans = 0
    streamed = complete = False
    place = 2
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(data, place)
        if found is None:
            break
        marker, place = found[1][0], found.end()
        markers.add(marker)
        if marker == EOI:
            complete = place == len(data)
            break
        length = int.from_bytes(data[place : place + 2], "big")
        if marker == SOI or length < 2:
            return None
        segment = data[place + 2 : place + length]
        if marker in _FRAMES:
            if components or len(segment) < 6:
                return None  # a second frame, or one that says nothing
            height, width, components = (
                int.from_bytes(segment[1:3], "big"),
                int.from_bytes(segment[3:5], "big"),
                segment[5],
            )
            streamed = marker in (BASELINE, EXTENDED)
        elif marker == SOS:
            scans += 1
            streamed = streamed and scans == 1 and segment[:1] == bytes((components,))
        place += length
    else:
        return None
    if not (width and height and components and scans):
        return None
    return Outline(
        width=width, height=height, scans=scans, streamed=streamed, markers=frozenset(markers), complete=complete
    )
