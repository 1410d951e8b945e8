"""Guides out of folders: the whole one, and what hostile or careless hands make of it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.vocabulary import Colour, Level, Phase, Shape
from tests import packs

GUIDE, JA, EN = (f"{packs.ID}/{name}" for name in ("guide.toml", "text/ja.toml", "text/en.toml"))
FRAGMENT = f"common/{packs.PIN}/fragment.toml"


def refused(tmp_path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> PackUnusable:
    folder = packs.written(tmp_path, changes)
    with pytest.raises(PackUnusable) as caught:
        load(folder, tmp_path / "common")
    return caught.value


def test_the_documents_own_example_is_a_guide(tmp_path: Path) -> None:
    guide = load(packs.written(tmp_path), tmp_path / "common")
    assert [step.id for step in guide.steps] == ["example-off.unplug", "insert"]
    assert guide.title.template("ja") == "メモリの交換(見本)"
    assert guide.title.template("xx") == guide.title.template("ja")
    unplug, insert = guide.steps
    assert (unplug.phase, unplug.cautions[0].level) == (Phase.OFF, Level.DANGER)
    assert [line.marker.number if line.marker else None for line in insert.lines] == [None, 1, None]
    marker = insert.pictures[0].markers[0]
    assert (marker.colour, len(marker.places), marker.places[0].shape) == (Colour.RED, 2, Shape.CIRCLE)
    assert insert.pictures[0].file.read_bytes() == packs.webp()
    assert guide.checks[0].go == "insert"
    assert (guide.applies.facts["memory_form"], insert.conditions[1].negated) == (("DIMM",), True)


def test_markers_are_numbered_as_the_lines_name_them_and_others_are_not_drawn(tmp_path: Path) -> None:
    more = '[[pictures.markers]]\nid = "notch"\ncolour = "blue"\nlabel = "mk_clip"\n'
    more += '[[pictures.markers]]\nid = "never"\ncolour = "green"\nlabel = "mk_clip"\n\n[[questions]]'
    text = packs.guide_toml().replace("[[questions]]", more, 1)
    text = text.replace('"insert_1", tells', '"insert_1", marker = "notch", tells')
    places = '{"clip": {"shape": "pin", "at": [0, 1]}, "never": {"shape": "pin", "at": [0, 0]}, '
    places += '"notch": {"shape": "arrow", "at": [0.5, 0.5], "size": [0, -0.2]}}'
    changes = {GUIDE: text, f"{packs.ID}/pictures/dimm-insert.markers.json": places}
    guide = load(packs.written(tmp_path, changes), tmp_path / "common")
    numbers = {marker.colour: marker.number for marker in guide.steps[1].pictures[0].markers}
    assert numbers == {Colour.BLUE: 1, Colour.RED: 2}


def test_a_marker_on_two_of_a_steps_pictures_is_refused(tmp_path: Path) -> None:
    marker = '[[pictures.markers]]\nid = "clip"\ncolour = "blue"\nlabel = "mk_clip"\n'
    second = f'[[pictures]]\nid = "two"\nalt = "alt_dimm_insert"\n{marker}\n[[questions]]'
    text = packs.guide_toml().replace("[[questions]]", second, 1)
    text = text.replace('pictures = ["dimm-insert"]', 'pictures = ["dimm-insert", "two"]')
    pictures = f"{packs.ID}/pictures/two"
    files = {f"{pictures}.webp": packs.webp(), f"{pictures}.line.webp": packs.webp()}
    error = refused(tmp_path, {GUIDE: text, f"{pictures}.markers.json": packs.markers_json(), **files})
    assert "on 2 of" in error.why


POOL = {name.removeprefix(f"{packs.ID}/"): one for name, one in packs.files().items() if "/pictures/" in name}
GONE: dict[str, str | bytes | None] = {f"{packs.ID}/{name}": None for name in POOL}


def test_a_picture_that_several_show_stands_beside_the_fragments(tmp_path: Path) -> None:
    guide = load(packs.written(tmp_path, GONE | POOL), tmp_path / "common")
    picture = guide.steps[1].pictures[0]
    assert picture.file == tmp_path / "pictures/dimm-insert.webp"
    assert picture.line_file.parent == picture.file.parent
    assert len(picture.markers[0].places) == 2


def test_its_own_picture_goes_before_the_shared_one(tmp_path: Path) -> None:
    guide = load(packs.written(tmp_path, POOL), tmp_path / "common")
    assert guide.steps[1].pictures[0].file == tmp_path / packs.ID / "pictures/dimm-insert.webp"


def test_a_shared_picture_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = packs.written(tmp_path, GONE | POOL)
    (tmp_path / "pictures/dimm-insert.webp").rename(tmp_path / "aside")
    (tmp_path / "pictures/dimm-insert.webp").symlink_to(tmp_path / "aside")
    with pytest.raises(PackUnusable, match="link"):
        load(folder, tmp_path / "common")


def test_cautions_stand_the_gravest_first(tmp_path: Path) -> None:
    order = '[{ level = "notice", hazard = "esd" }, { level = "danger", hazard = "mains" }]'
    text = packs.replaced('[{ level = "notice", hazard = "esd" }]', order)
    guide = load(packs.written(tmp_path, {GUIDE: text}), tmp_path / "common")
    assert [caution.level for caution in guide.steps[1].cautions] == [Level.DANGER, Level.NOTICE]


def test_conditions_of_an_include_are_those_of_its_steps(tmp_path: Path) -> None:
    text = packs.replaced('phase   = "off"', 'phase   = "off"\nwhen = { chassis = "tower" }')
    guide = load(packs.written(tmp_path, {GUIDE: text}), tmp_path / "common")
    assert guide.steps[0].conditions[0].facts == {"chassis": ("tower",)}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('version    = "1.0.0"', 'version    = "1.0"', "matching regex"),
        ("difficulty = 2", "difficulty = 5", "<= 4"),
        ("format     = 1", "format     = 2", "format 2"),
        ("format     = 1", 'format     = "1"', "format missing"),
        ('colour = "red"', 'colour = "pink"', "pink"),
        ('"memory"', '"cpu"', "cpu"),
        ("minutes    =", "minuts    =", "minuts"),
        ("seconds  = 90", 'seconds  = 90\nentry = "step"', "entry"),
        ('"insert_1", tells', '"insert_9", tells', "insert_9"),
        ('pictures = ["dimm-insert"]', 'pictures = ["../../etc/passwd"]', "matching regex"),
        ('pictures = ["dimm-insert"]', 'pictures = ["other"]', "no picture"),
        ('pictures = ["dimm-insert"]', 'pictures = ["a","b","c","d"]', "<= 3"),
        ('marker = "clip"', 'marker = "clap"', "on 0 of"),
        ('go = "insert"', 'go = "nowhere"', "no such step"),
        ('include = "common/example-off@1"', 'include = "common/../../x@1"', "matching regex"),
        ('include = "common/example-off@1"', 'include = "common/example-off@2"', "no such fragment"),
        ('phase    = "off"  ', 'phase    = "before"', "comes after"),
        ('phase   = "off"', "", "has no phase"),
        ('op      = "at_least"', 'op      = "present"', "have a value"),
        ('op      = "at_least"', "", "has fact and op"),
        ('kind = "ask"', 'kind = "ask"\nop = "present"', "has no fact"),
        ('id   = "seen"', 'id   = "slot-filled"', "two checks"),
    ],
)
def test_what_does_not_hold_is_refused_and_said(tmp_path: Path, old: str, new: str, why: str) -> None:
    error = refused(tmp_path, {GUIDE: packs.replaced(old, new, count=1)})
    assert why in str(error)
    assert "guide.toml" in error.place or error.place.startswith("common/")


def test_two_steps_of_one_name_are_refused(tmp_path: Path) -> None:
    include = '[[steps]]\ninclude = "common/example-off@1"'
    again = f'{include}\nphase = "off"\n\n{include}'
    assert "example-off.unplug" in refused(tmp_path, {GUIDE: packs.replaced(include, again)}).why


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"a = ", b"x = 9" + b"9" * 5000, b"a = " + b"[" * 100_000, b"format = true", b"[[steps]]"],
)
@pytest.mark.parametrize("name", [GUIDE, JA, FRAGMENT, f"{packs.ID}/pictures/dimm-insert.markers.json"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert name.removeprefix(f"{packs.ID}/") in refused(tmp_path, {name: content}).place


@pytest.mark.parametrize(
    "places",
    [
        '{"clip": {"shape": "circle", "at": [0.5, 0.5]}}',
        '{"clip": {"shape": "circle", "at": [2.5, 0.5], "size": [0.1, 0.1]}}',
        '{"clip": {"shape": "arrow", "at": [0.5, 0.5]}}',
        '{"clip": []}',
        '{"clip": {"shape": "pin", "at": [0, 0], "script": "x"}}',
        "[" * 100_000,
    ],
)
def test_markers_that_cannot_be_drawn_are_refused(tmp_path: Path, places: str) -> None:
    assert "markers.json" in refused(tmp_path, {f"{packs.ID}/pictures/dimm-insert.markers.json": places}).place


@pytest.mark.parametrize(
    "name",
    [
        *(GUIDE, JA, EN, FRAGMENT, f"common/{packs.PIN}/text/en.toml"),
        *(f"{packs.ID}/pictures/dimm-insert{ending}" for ending in (".webp", ".line.webp", ".markers.json")),
    ],
)
def test_what_is_missing_or_a_link_is_refused(tmp_path: Path, name: str) -> None:
    why = refused(tmp_path / "a", {name: None}).why
    assert "markers.json has no" in why if name.endswith(".json") else why == "missing"
    root = tmp_path / "b"
    packs.written(root)
    outside = tmp_path / "outside"
    outside.write_bytes((root / name).read_bytes())
    (root / name).unlink()
    (root / name).symlink_to(outside)
    with pytest.raises(PackUnusable, match="link"):
        load(root / packs.ID, root / "common")


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    folder = packs.written(tmp_path)
    (folder / "text").rename(tmp_path / "elsewhere")
    (folder / "text").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PackUnusable, match="link"):
        load(folder, tmp_path / "common")


def test_a_fifo_does_not_hold_us(tmp_path: Path) -> None:
    folder = packs.written(tmp_path, {JA: None})
    os.mkfifo(folder / "text/ja.toml")
    with pytest.raises(PackUnusable, match="ordinary"):
        load(folder, tmp_path / "common")


@pytest.mark.parametrize("name", [GUIDE, JA, f"{packs.ID}/pictures/dimm-insert.webp"])
def test_a_file_that_says_it_has_a_hundred_megabytes_is_not_read(tmp_path: Path, name: str) -> None:
    folder = packs.written(tmp_path)
    os.truncate(tmp_path / name, 100_000_000)
    with pytest.raises(PackUnusable, match="100,000,000 bytes"):
        load(folder, tmp_path / "common")


def fragment(*includes: str) -> str:
    steps = "".join(f'[[steps]]\ninclude = "common/{pin}"\n' for pin in includes)
    return f'format = 1\nversion = "1.0.0"\n{steps}'


def fragments(chain: Mapping[str, str]) -> dict[str, str | bytes | None]:
    """Fragments that each include the next; the first is the example's."""
    found: dict[str, str | bytes | None] = {}
    for pin, following in chain.items():
        found[f"common/{pin}/fragment.toml"] = fragment(following)
        found |= {f"common/{pin}/text/{language}.toml": "" for language in ("ja", "en")}
    return found


def test_fragments_that_include_each_other_are_refused(tmp_path: Path) -> None:
    assert "itself" in refused(tmp_path, fragments({packs.PIN: "b@1", "b@1": packs.PIN})).why
    assert "itself" in refused(tmp_path / "self", fragments({packs.PIN: packs.PIN})).why


def test_fragments_are_only_so_deep(tmp_path: Path) -> None:
    assert "deeper" in refused(tmp_path, fragments({packs.PIN: "b@1", "b@1": "c@1", "c@1": "d@1", "d@1": "e@1"})).why


def test_a_fragment_of_another_version_is_refused(tmp_path: Path) -> None:
    text = packs.fragment_toml().replace('"1.0.0"', '"2.0.0"')
    assert "2.0.0" in refused(tmp_path, {FRAGMENT: text}).why


def test_a_folder_of_another_name_is_refused(tmp_path: Path) -> None:
    other = packs.written(tmp_path).rename(tmp_path / "jp.linuxmania.other")
    with pytest.raises(PackUnusable, match=re.escape(packs.ID)):
        load(other, tmp_path / "common")


def test_what_a_hostile_file_says_is_told_in_a_line(tmp_path: Path) -> None:
    told = refused(tmp_path, {GUIDE: packs.replaced("minutes    =", f'"\\u202e\\u001b[31m{"x" * 5000}" =')})
    assert "\n" not in told.why
    assert "\x1b" not in str(told)
    assert "\u202e" not in str(told)
    assert len(told.title) < 700
