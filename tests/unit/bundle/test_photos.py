"""Photos: what an owner adds comes out small, upright and with nothing in it but the picture; or it is refused."""

import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from haas_client.bundle import jpeg, photos
from haas_client.bundle.photos import MAX_PHOTOS, PhotoRefused
from haas_client.bundle.picture import LONGEST_EDGE
from tests.unit.bundle import pictures
from tests.unit.bundle.pictures import BLUE, GREEN, RED, WHITE, alike, corners, encoded, quarters

QUARTERS = (RED, GREEN, BLUE, WHITE)
DAMAGED = "damaged or incomplete"
TOO_MANY_PIXELS = "too many pixels"


def shows_quarters(data: bytes, within: int = 14) -> bool:
    return all(alike(found, meant, within) for found, meant in zip(corners(data), QUARTERS, strict=True))


def refused(data: bytes, why: str) -> None:
    with pytest.raises(PhotoRefused, match=why) as caught:
        photos.prepare(data)
    assert "Your file was not changed." in caught.value.advice


# --- what comes out


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "BMP"])
def test_a_picture_of_each_format_comes_out_as_it_looked(name: str) -> None:
    photo = photos.prepare(encoded(quarters(), name))
    assert shows_quarters(photo.data)
    assert (photo.width, photo.height) == (320, 200)


def test_a_gif_comes_out_too() -> None:
    assert shows_quarters(photos.prepare(encoded(quarters().quantize(8), "GIF")).data)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1600, 1200), (1600, 1200)),
        ((1601, 1200), (1600, 1199)),
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1200, 1600)),
        ((9000, 600), (1600, 107)),
        ((40, 30), (40, 30)),
    ],
)
@pytest.mark.parametrize("name", ["JPEG", "PNG"])
def test_the_longest_edge_is_1600_pixels_and_nothing_is_made_larger(
    name: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    photo = photos.prepare(encoded(quarters(*size), name))
    assert (photo.width, photo.height) == expected
    with Image.open(io.BytesIO(photo.data)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", expected)
    assert shows_quarters(photo.data)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int) -> None:
    photo = photos.prepare(pictures.oriented(orientation, quarters()))
    assert (photo.width, photo.height) == (320, 200)
    assert shows_quarters(photo.data)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert shows_quarters(photos.prepare(encoded(quarters(), exif=exif)).data)


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff\0"])
def test_a_broken_exif_block_does_not_cost_the_photo(exif: bytes) -> None:
    assert shows_quarters(photos.prepare(encoded(quarters(), exif=exif)).data)


def test_place_camera_and_comments_are_gone() -> None:
    data = pictures.with_place(
        quarters(), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    assert all(
        word in data for word in (b"SECRETCAMERA", b"SECRETDATE", b"SECRETCOMMENT", b"SECRETXMP", b"ICC_PROFILE")
    )
    photo = photos.prepare(data)
    outline = jpeg.outline(photo.data)
    assert outline is not None
    assert outline.markers == {jpeg.APP0, jpeg.QUANTISATION, jpeg.BASELINE, jpeg.HUFFMAN, jpeg.SOS, jpeg.EOI}
    assert outline.complete
    assert b"SECRET" not in photo.data
    with Image.open(io.BytesIO(photo.data)) as image:
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_text_in_a_png_is_gone() -> None:
    data = encoded(quarters(), "PNG", exif=Image.Exif(), pnginfo=None, dpi=(300, 300))
    secret = pictures.png_chunk(b"tEXt", b"Author\0SECRET")
    data = data[:33] + secret + data[33:]
    assert b"SECRET" in data
    assert b"SECRET" not in photos.prepare(data).data


def test_a_file_hidden_behind_a_photo_is_gone() -> None:
    buffer = io.BytesIO(encoded(quarters()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("SECRET.txt", b"SECRET")
    polyglot = buffer.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(polyglot))
    photo = photos.prepare(polyglot)
    assert shows_quarters(photo.data)
    assert not zipfile.is_zipfile(io.BytesIO(photo.data))
    assert b"SECRET" not in photo.data


def test_other_colours_become_those_of_a_screen() -> None:
    """A profile in which red and blue have changed places: without it, the colours are wrong."""
    swapped = swapped_profile()
    red_by_profile = Image.new("RGB", (64, 64), (0, 0, 255))
    photo = photos.prepare(encoded(red_by_profile, "PNG", icc_profile=swapped))
    red, _, blue = corners(photo.data)[0]
    assert red > 200
    assert blue < 60


def swapped_profile() -> bytes:
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * int.from_bytes(data[128:132], "big"), 12)}
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("profile", [b"", b"no profile", bytes(128), os.urandom(4096), swapped_profile()[:200]])
def test_a_profile_that_cannot_be_used_does_not_cost_the_photo(profile: bytes) -> None:
    assert shows_quarters(photos.prepare(encoded(quarters(), icc_profile=profile)).data)


def test_a_profile_of_another_kind_of_colour_does_not_cost_the_photo() -> None:
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert shows_quarters(photos.prepare(encoded(quarters(), icc_profile=grey)).data)


def test_what_is_transparent_is_on_white() -> None:
    image = quarters().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    for name in ("PNG", "WEBP"):
        assert all(alike(found, WHITE) for found in corners(photos.prepare(encoded(image, name)).data))


@pytest.mark.parametrize("transparent", [0, bytes((255, 0, 255, 255, 255, 255, 255, 255))], ids=["one", "table"])
def test_a_palette_with_a_transparent_colour_is_on_white(transparent: int | bytes) -> None:
    palette = quarters().quantize(8)
    index = palette.getpixel((10, 10)) if transparent == 0 else 1
    data = encoded(palette, "PNG", transparency=index if transparent == 0 else transparent)
    photo = photos.prepare(data)
    if transparent == 0:
        assert alike(corners(photo.data)[0], WHITE)
    assert (photo.width, photo.height) == (320, 200)


def test_a_large_transparent_picture_is_reduced_and_on_white() -> None:
    image = quarters(3200, 2000).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 1600, 1000))
    photo = photos.prepare(encoded(image, "PNG", compress_level=1))
    assert (photo.width, photo.height) == (1600, 1000)
    assert alike(corners(photo.data)[0], WHITE)
    assert alike(corners(photo.data)[1], GREEN)


def test_a_cmyk_jpeg_comes_out_in_its_colours() -> None:
    assert shows_quarters(photos.prepare(encoded(quarters().convert("CMYK"))).data)


def test_a_grey_picture_of_16_bits_keeps_its_greys() -> None:
    rows = b"".join(b"\0" + (x * 65535 // 63).to_bytes(2, "big") * 64 for x in range(64))
    photo = photos.prepare(pictures.png(64, 64, rows, bits=16))
    top, bottom = corners(photo.data)[0], corners(photo.data)[2]
    assert alike(top, (32, 32, 32), 8)
    assert alike(bottom, (227, 227, 227), 8)


def test_a_colour_picture_of_16_bits_comes_out() -> None:
    rows = (b"\0" + b"\xdc\x12\x1e\x12\x1e\x12" * 64) * 64
    assert alike(corners(photos.prepare(pictures.png(64, 64, rows, bits=16, colour=2)).data)[0], RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_pictures_of_every_mode_come_out(mode: str) -> None:
    photo = photos.prepare(encoded(quarters().convert(mode), "PNG"))
    assert (photo.width, photo.height) == (320, 200)


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_taken(name: str) -> None:
    later = Image.new("RGB", (320, 200), (0, 0, 0))
    data = encoded(quarters(), name, save_all=True, append_images=[later, later], duration=100)
    assert shows_quarters(photos.prepare(data).data, within=30)


def test_a_photo_of_several_pictures_gives_the_first() -> None:
    """Phones write such files (MPO) with a second exposure behind the photo."""
    data = encoded(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (320, 200))])
    assert shows_quarters(photos.prepare(data).data)


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"restart_marker_blocks": 1}])
def test_every_way_to_write_a_jpeg_is_read(options: dict[str, Any]) -> None:
    assert shows_quarters(photos.prepare(encoded(quarters(), **options)).data)


def test_the_same_picture_gives_the_same_photo() -> None:
    data = encoded(quarters())
    assert photos.prepare(data) == photos.prepare(data)


# --- what is refused


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "BMP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_picture_that_is_cut_off_is_refused(name: str, part: float) -> None:
    data = encoded(pictures.noise(320, 200), name)
    refused(data[: int(len(data) * part)], DAMAGED)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif", b"hevc"])
def test_heic_is_refused_with_the_way_to_a_jpeg(brand: bytes) -> None:
    data = b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(100)
    with pytest.raises(PhotoRefused, match="HEIC") as caught:
        photos.prepare(data)
    assert "Most Compatible" in caught.value.advice


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"hello",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0\0\0\x18ftypisom" + bytes(100),
        b"II*\0" + bytes(100),
        b"P6 1 1 255 \0\0\0",
        b"\0\0\1\0" + bytes(60),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
    ids=["empty", "a byte", "text", "PDF", "SVG", "video", "TIFF", "PPM", "ICO", "EPS"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    refused(data, "not a photo that can be read here")


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"BM"],
    ids=lambda data: repr(data[:6]),
)
def test_a_beginning_and_nothing_more_is_refused(data: bytes) -> None:
    refused(data, DAMAGED)
    refused(data + bytes(1000), DAMAGED)


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    refused(bytes(photos.MAX_INPUT_BYTES + 1), "too large for a photo")


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused() -> None:
    bomb = pictures.png(30_000, 30_000, bytes(30_001 * 1000))
    assert len(bomb) < 100_000
    refused(bomb, TOO_MANY_PIXELS)


@pytest.mark.parametrize(("width", "height", "fits"), [(8000, 5000, True), (8001, 5000, False)])
def test_the_bound_of_pixels_is_what_it_says(width: int, height: int, fits: bool) -> None:
    data = encoded(Image.new("1", (width, height)), "PNG")
    if fits:
        assert photos.prepare(data).width == LONGEST_EDGE
    else:
        refused(data, TOO_MANY_PIXELS)


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [("PNG", 2**31 - 1, 2**31 - 1), ("PNG", 1_000_000_000, 1), ("JPEG", 65535, 65535), ("JPEG", 16_384, 16_384)],
)
def test_a_header_that_lies_about_its_size_is_refused(name: str, width: int, height: int) -> None:
    data = (
        pictures.png(width, height, b"\0" * 100)
        if name == "PNG"
        else pictures.jpeg_saying(encoded(quarters()), width, height)
    )
    refused(data, f"{TOO_MANY_PIXELS}|{DAMAGED}")


@pytest.mark.parametrize(("width", "height"), [(1, 1_000_000), (1_000_000, 1), (15, 15), (3200, 30)])
def test_a_picture_too_narrow_to_show_anything_is_refused(width: int, height: int) -> None:
    data = encoded(Image.new("L", (width, height)), "PNG")
    refused(data, "too small or too narrow")


def test_a_progressive_jpeg_may_have_no_more_pixels_than_other_pictures() -> None:
    """Its decoder must hold all of it, whatever size it is wanted in."""
    small = encoded(quarters(), progressive=True)
    refused(pictures.jpeg_saying(small, 8001, 5000), TOO_MANY_PIXELS)


def test_so_may_one_whose_colours_come_one_after_the_other() -> None:
    """It says baseline, and must be held whole all the same."""
    data = encoded(quarters(), subsampling=0)
    place = data.index(b"\xff\xda")
    one_colour = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    outline = jpeg.outline(data[:place] + one_colour + data[place + 14 :])
    assert outline is not None
    assert not outline.streamed


def test_a_jpeg_of_very_many_scans_is_refused_at_once() -> None:
    """Each goes over the whole picture: some megabytes of them keep a decoder busy for hours."""
    data = encoded(quarters(), progressive=True)
    place = data.rindex(b"\xff\xda")
    hostile = data[:place] + data[place:-2] * 2000 + data[-2:]
    before = time.process_time()
    refused(hostile, DAMAGED)
    assert time.process_time() - before < 2


def test_a_jpeg_of_very_many_segments_is_refused_at_once() -> None:
    before = time.process_time()
    refused(b"\xff\xd8" + b"\xff\xe0\x00\x02" * 5_000_000, DAMAGED)
    assert time.process_time() - before < 2


def test_a_text_that_unpacks_to_very_much_is_refused() -> None:
    data = encoded(quarters(), "PNG")
    bombs = pictures.png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000), 9))
    before = time.process_time()
    refused(data[:33] + bombs * 3 + data[33:], DAMAGED)
    assert time.process_time() - before < 2


# --- from a file


def test_a_photo_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "写真.JPG"
    path.write_bytes(encoded(quarters()))
    assert photos.from_file(path) == photos.prepare(path.read_bytes())


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(PhotoRefused, match="not a photo"):
            photos.from_file(path)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(PhotoRefused, match=r"gone\.jpg cannot be opened"):
        photos.from_file(tmp_path / "gone.jpg")
    with pytest.raises(PhotoRefused):
        photos.from_file(tmp_path)


# --- photos that were kept


def test_a_kept_photo_is_described_without_being_decoded() -> None:
    photo = photos.prepare(encoded(quarters()))
    assert photos.described(photo.data) == photo


@pytest.mark.parametrize(
    "data",
    [
        pictures.with_place(quarters()),
        encoded(quarters(), comment=b"hello"),
        encoded(quarters()) + b"PK\x05\x06" + bytes(18),
        encoded(quarters(), progressive=True),
        encoded(quarters(2000, 100)),
        encoded(quarters())[:-2],
        encoded(quarters(), "PNG"),
        b"",
    ],
    ids=["place", "comment", "something behind", "progressive", "too large", "cut off", "PNG", "empty"],
)
def test_what_prepare_did_not_write_is_no_kept_photo(data: bytes) -> None:
    with pytest.raises(PhotoRefused, match="was changed after it was added"):
        photos.described(data)


# --- fitted


@cache
def large(seed: int = 1) -> photos.Photo:
    return photos.prepare(encoded(pictures.noise(1600, 1200, seed), quality=95))


@cache
def small() -> photos.Photo:
    return photos.prepare(encoded(quarters()))


def total(several: tuple[photos.Photo, ...]) -> int:
    return sum(len(photo.data) for photo in several)


def test_photos_that_fit_stay_as_they_are() -> None:
    several = (large(), small())
    assert photos.fitted(several, total(several)) == several
    assert photos.fitted((), 0) == ()


def test_only_the_large_ones_are_made_smaller_and_the_order_stays() -> None:
    several = (large(), small(), large(2))
    budget = total(several) - 100_000
    found = photos.fitted(several, budget)
    assert found[1] == small()
    assert total(found) <= budget
    assert all(len(found[n].data) < len(several[n].data) for n in (0, 2))
    assert all(photos.described(photo.data) == photo for photo in found)


def test_what_the_small_ones_leave_over_is_for_the_large_ones() -> None:
    budget = len(large().data) + 3 * len(small().data)
    assert photos.fitted((small(), large(), small(), small()), budget)[1] == large()


def test_photos_of_the_largest_kind_and_number_fit_at_a_legible_size() -> None:
    worst = photos.prepare(encoded(pictures.noise(1600, 1600), quality=95))
    found = photos.fitted([worst] * MAX_PHOTOS, 6_600_000)
    assert total(found) <= 6_600_000
    assert min(min(photo.width, photo.height) for photo in found) >= 800


def test_photos_that_would_become_illegible_are_refused() -> None:
    with pytest.raises(PhotoRefused, match="together are too large"):
        photos.fitted([large()] * 3, 300_000)


def test_of_a_budget_that_is_used_up_nothing_is_left() -> None:
    with pytest.raises(PhotoRefused, match="together are too large"):
        photos.fitted([small()], -1)


@given(st.lists(st.integers(0, 10**7), max_size=MAX_PHOTOS), st.integers(0, 10**8))
def test_shares_never_go_above_the_budget_and_leave_nothing_unused(sizes: list[int], budget: int) -> None:
    share = photos._share(sizes, budget)
    taken = sum(min(size, share) for size in sizes)
    assert taken <= budget
    if sum(sizes) > budget:
        assert budget - taken < len(sizes)
    else:
        assert all(size <= share for size in sizes)


# --- hostile bytes


@cache
def samples() -> tuple[bytes, ...]:
    image = quarters(64, 48)
    return (
        pictures.with_place(image),
        encoded(image, progressive=True),
        encoded(image.convert("CMYK")),
        encoded(image, "PNG"),
        encoded(image.convert("RGBA"), "PNG", icc_profile=swapped_profile()),
        encoded(image.quantize(8), "PNG", transparency=0),
        encoded(image, "WEBP"),
        encoded(image, "WEBP", lossless=True, save_all=True, append_images=[image.rotate(90)]),
        encoded(image.quantize(8), "GIF", save_all=True, append_images=[image.rotate(90).quantize(8)]),
        encoded(image, "BMP"),
        pictures.png(64, 48, bytes(129 * 48), bits=16),
        encoded(image, "MPO", save_all=True, append_images=[image]),
    )


def photo_or_refused(data: bytes) -> None:
    try:
        photo = photos.prepare(data)
    except PhotoRefused:
        return
    assert photos.described(photo.data) == photo


@given(
    st.integers(0, 11),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
    st.none() | st.integers(0, 10**6),
)
def test_changed_bytes_give_a_photo_or_are_refused(
    number: int, changes: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(samples()[number])
    for place, value in changes:
        data[place % min(len(data), 400 if value % 2 else len(data))] = value
    photo_or_refused(bytes(data[: cut % len(data)] if cut else data))


@given(st.sampled_from([mark for mark, place, _ in photos._FORMATS if not place]), st.binary(max_size=400))
def test_any_bytes_behind_a_beginning_are_refused_or_a_photo(mark: bytes, data: bytes) -> None:
    photo_or_refused(mark + data)


@given(st.binary(max_size=400))
def test_any_bytes_have_an_outline_or_none(data: bytes) -> None:
    found = jpeg.outline(b"\xff\xd8" + data)
    assert found is None or (found.width > 0 and found.height > 0 and found.scans > 0)


# --- what it costs


PHONE = """
import io, sys
from PIL import Image
Image.new("RGB", (12000, 9000), (200, 30, 30)).save(sys.argv[1], "JPEG")
"""
PEAK = """
import pathlib, re, sys
from haas_client.bundle import photos
def figure(name):
    return int(re.search(name + r":\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
data = pathlib.Path(sys.argv[1]).read_bytes()
import PIL.Image, PIL.ImageCms, PIL.JpegImagePlugin
before = figure("VmRSS")
photo = photos.prepare(data)
print(photo.width, photo.height, (figure("VmHWM") - before) // 1024)
"""


def test_a_photo_of_108_megapixels_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    subprocess.run([sys.executable, "-c", PHONE, path], check=True)
    ran = subprocess.run([sys.executable, "-c", PEAK, path], check=True, capture_output=True, text=True)
    width, height, megabytes = map(int, ran.stdout.split())
    assert (width, height) == (1600, 1200)
    assert megabytes < 100  # 324 MB is what all its pixels take


def test_pillow_is_loaded_only_for_a_photo() -> None:
    code = "import sys; from haas_client.bundle import photos, contents, archive; print('PIL' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "False\n"


def test_pillows_own_limit_is_put_back() -> None:
    before = Image.MAX_IMAGE_PIXELS
    photos.prepare(encoded(quarters()))
    refused(pictures.png(30_000, 30_000, b""), TOO_MANY_PIXELS)
    assert before == Image.MAX_IMAGE_PIXELS
