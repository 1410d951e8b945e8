"""Headers of WebP pictures: the three kinds as the format's documents have them, and whatever is none."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from haas_client.handsbuy.pack import webp
from tests import packs


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_pictures_as_a_library_writes_them(options: dict[str, int], mode: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (1280, 801), (1, 2, 3, 4)[: len(mode)]).save(buffer, "WEBP", **options)
    header = webp.header(buffer.getvalue())
    assert header is not None
    assert (header.width, header.height, header.animated) == (1280, 801, False)


def test_a_moving_picture_is_told() -> None:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    header = webp.header(buffer.getvalue())
    assert header is not None
    assert (header.width, header.height, header.animated) == (20, 10, True)


def test_what_is_no_picture_has_no_header() -> None:
    assert webp.header(b"") is None
    assert webp.header(packs.webp()[:29]) is None
    assert webp.header(packs.webp().replace(b"VP8X", b"VP8?")) is None
    assert webp.header(b"RIFF" + struct.pack("<I", 100) + b"WAVE" + b"\0" * 40) is None


@given(st.binary(max_size=60), st.sampled_from([b"VP8 ", b"VP8L", b"VP8X", b"ALPH"]))
def test_no_bytes_make_it_raise(data: bytes, kind: bytes) -> None:
    for one in (data, b"RIFF\0\0\0\0WEBP" + kind + data):
        header = webp.header(one)
        assert header is None or header.width >= 0
