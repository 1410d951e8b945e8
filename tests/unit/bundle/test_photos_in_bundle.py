"""Photos in a bundle: as they were prepared, never more than a mail takes, and only counted when from outside."""

import re
from functools import cache
from pathlib import Path

import msgspec
import pytest

from haas_client.as_json import printed
from haas_client.bundle import archive, contents, photos, report, result, section_words, summary
from haas_client.bundle.archive import BundleRefused
from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.bundle.contents import MANIFEST, REPORT, Contents
from haas_client.bundle.encryption import OVERHEAD_BYTES
from haas_client.bundle.photos import MAX_PHOTOS, PhotoRefused
from haas_client.bundle.result import Result
from haas_client.i18n import translator
from tests.unit import builders
from tests.unit.bundle import pictures


@cache
def photo(seed: int = 1) -> bytes:
    return photos.prepare(pictures.encoded(pictures.noise(320, 200, seed))).data


@cache
def largest() -> bytes:
    return photos.prepare(pictures.encoded(pictures.noise(1600, 1600), quality=95)).data


@cache
def with_photos() -> Contents:
    return builders.bundle(photos=(photo(1), photo(2)))


def test_photos_go_in_as_they_are_and_in_their_order() -> None:
    found = with_photos().of_section(Section.PHOTOS)
    assert found == {"photos/photo-01.jpg": photo(1), "photos/photo-02.jpg": photo(2)}
    assert Section.PHOTOS in with_photos().manifest.sections


def test_they_read_back_as_they_were_written(tmp_path: Path) -> None:
    archive.write(tmp_path / "case.zip", with_photos().members)
    assert archive.read(tmp_path / "case.zip") == with_photos()


def test_as_many_as_there_may_be_are_written_and_read(tmp_path: Path) -> None:
    bundle = builders.bundle(photos=[photo()] * MAX_PHOTOS)
    assert len(bundle.photos) == MAX_PHOTOS
    archive.write(tmp_path / "case.zip", bundle.members)
    assert archive.read(tmp_path / "case.zip") == bundle


def test_one_more_is_refused() -> None:
    with pytest.raises(PhotoRefused, match="at most 20 photos"):
        builders.bundle(photos=[photo()] * (MAX_PHOTOS + 1))


@pytest.mark.parametrize("count", [1, 4, MAX_PHOTOS])
def test_the_whole_file_is_never_larger_than_a_mail_takes(tmp_path: Path, count: int) -> None:
    raw = {f"smartctl-{n}.json": pictures.noise(60, 60, n).tobytes() for n in range(64)}
    bundle = builders.bundle(photos=[largest()] * count, raw=raw)
    path = archive.write(tmp_path / "case.zip", bundle.members)
    assert path.stat().st_size <= contents.MAX_BUNDLE_BYTES == 7_000_000
    if count == MAX_PHOTOS:
        assert path.stat().st_size > 5_000_000  # made no smaller than needed
        assert min(listed.width or 0 for listed in bundle.photos) >= 800
    if count == 1:
        assert bundle.of_section(Section.PHOTOS)["photos/photo-01.jpg"] == largest()


def test_there_is_room_left_for_the_encryption() -> None:
    assert contents._SHELL_BYTES >= 7_000_000 / 65536 * 16 + 20 * 110
    assert OVERHEAD_BYTES >= contents._SHELL_BYTES


def test_what_was_not_prepared_does_not_go_in() -> None:
    """Somebody, or something, has changed the file since: the place where it was taken may be in it."""
    with pytest.raises(PhotoRefused, match="was changed"):
        builders.bundle(photos=[photo(), pictures.with_place(pictures.quarters())])


def test_photos_that_the_owner_left_out_are_nowhere() -> None:
    bundle = builders.bundle(photos=[photo()], sections=ALL_SECTIONS - {Section.PHOTOS})
    assert bundle.members == builders.bundle().members
    assert not any(name.startswith("photos/") for name in bundle.members)


def test_a_bundle_without_photos_can_be_read_by_a_program_that_knows_none() -> None:
    manifest = msgspec.json.decode(builders.bundle().members[MANIFEST])
    assert manifest["format"] == 1
    assert "photos" not in manifest["sections"]
    assert msgspec.json.decode(with_photos().members[MANIFEST])["format"] == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_report_lists_them_and_holds_none(language: str) -> None:
    page = with_photos().members[REPORT].decode()
    size = len(photo(1)) // 1000
    row = rf"photos/photo-01\.jpg</td><td>320 × 200</td><td>{size} KB"
    assert len(re.findall(row, page)) == 2  # in both languages
    assert "<img" not in page
    assert translator(language)("No photo is in this file.") not in page
    assert translator(language)("No photo is in this file.") in builders.bundle().members[REPORT].decode()


def shown(bundle: Contents) -> str:
    page = report.page(
        bundle.snapshot,
        bundle.diagnosis,
        bundle.request,
        translator("en"),
        created_at=builders.NOW,
        photos=bundle.photos,
    )
    return "\n".join(summary.lines(page))


def test_the_summary_says_how_many() -> None:
    assert "2 photos are in the file." in shown(with_photos())
    assert "1 photo is in the file." in shown(builders.bundle(photos=[photo()]))
    assert "photo" not in shown(builders.bundle())


def test_the_json_says_how_many() -> None:
    found = msgspec.json.decode(printed(result.of_bundle(with_photos())), type=Result)
    assert (found.photos, found.format) == (2, 2)
    found = msgspec.json.decode(printed(result.of_bundle(builders.bundle())), type=Result)
    assert (found.photos, found.format) == (0, 1)


def test_the_section_says_that_the_place_was_removed() -> None:
    t = translator("en")
    assert "2 photos; the places" in section_words.detail(Section.PHOTOS, t, photos=2)
    assert section_words.detail(Section.PHOTOS, t) == "No photo was added"
    assert "2 photos" not in section_words.detail(Section.PARTS, t, photos=2)


# --- from outside


def hostile(tmp_path: Path, extra: dict[str, bytes]) -> Path:
    path = tmp_path / "case.zip"
    path.write_bytes(builders.zipped(builders.members_with(with_photos().members, dict(extra))))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "photos/photo-00.jpg",
        "photos/photo-21.jpg",
        "photos/photo-1.jpg",
        "photos/photo-001.jpg",
        "photos/photo-01.png",
        "photos/photo-01.jpg.exe",
        "photos/PHOTO-01.jpg",
        "photos/x.jpg",
        "photos/../photo-03.jpg",
        "photos/photo-03.jpg/x",
        "raw/photos/photo-03.jpg",
        "photos/",
    ],
)
def test_any_other_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleRefused, match="forbidden name"):
        archive.read(hostile(tmp_path, {name: b"x"}))


def test_a_photo_that_is_none_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("it was decoded")

    bundle = with_photos()
    monkeypatch.setattr(photos, "decoded", fail)
    path = hostile(tmp_path, {"photos/photo-03.jpg": b"#!/bin/sh", "photos/photo-04.jpg": b"\xff\xd8\xff"})
    found = archive.read(path)
    assert [(one.name, one.width, one.bytes) for one in found.photos] == [
        ("photo-01.jpg", 320, len(bundle.members["photos/photo-01.jpg"])),
        ("photo-02.jpg", 320, len(bundle.members["photos/photo-02.jpg"])),
        ("photo-03.jpg", None, 9),
        ("photo-04.jpg", None, 3),
    ]
    assert "4 photos" in shown(found)


def test_a_photo_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleRefused, match="too much data"):
        archive.read(hostile(tmp_path, {"photos/photo-03.jpg": bytes(archive.MAX_MEMBER_BYTES + 1)}))


def test_a_bundle_of_photos_and_of_format_1_is_read(tmp_path: Path) -> None:
    """Nobody writes such a file; it is no reason to refuse one."""
    members = dict(with_photos().members)
    manifest = msgspec.json.decode(members[MANIFEST]) | {"format": 1}
    path = tmp_path / "case.zip"
    path.write_bytes(builders.zipped({**members, MANIFEST: msgspec.json.encode(manifest)}))
    assert len(archive.read(path).photos) == 2


def test_the_room_for_photos_is_what_everything_else_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {f"smartctl-{n}.json": pictures.noise(60, 60, n).tobytes() for n in range(64)}
    whole = archive.write(tmp_path / "a.zip", builders.bundle(photos=[largest()], raw=raw).members).stat().st_size
    monkeypatch.setattr(contents, "MAX_BUNDLE_BYTES", whole - 1)
    smaller = archive.write(tmp_path / "b.zip", builders.bundle(photos=[largest()], raw=raw).members)
    assert smaller.stat().st_size < whole
