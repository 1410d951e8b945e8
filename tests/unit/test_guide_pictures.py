"""The guides' pictures agree with the scenes that describe them. Needs no Blender: resources/scenes/README.md."""

import importlib
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

RESOURCES = Path(__file__).parents[2] / "resources"
PICTURES = RESOURCES / "guides" / "pictures"
CHECK = RESOURCES.parent / "docs" / "pictures-check.md"
LARGEST = 95_000  # bytes, as a guide of 30 pictures is to be read on a telephone


def _scenes(monkeypatch: pytest.MonkeyPatch, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(RESOURCES)
    return importlib.import_module(f"scenes.{name}")


@pytest.fixture
def fingerprint(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return _scenes(monkeypatch, "fingerprint")


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return _scenes(monkeypatch, "ledger")


def test_every_picture_is_drawn_from_its_scene_as_it_is_now(fingerprint: ModuleType, ledger: ModuleType) -> None:
    assert ledger.faults(fingerprint.pictures(), PICTURES) == [], "draw them: resources/scenes/render"


def test_pictures_are_of_one_size_and_small_enough() -> None:
    drawn = sorted(PICTURES.glob("*.webp"))
    assert drawn
    for path in drawn:
        with Image.open(path) as picture:
            assert picture.size == (1280, 800), path.name
        assert path.stat().st_size <= LARGEST, path.name


def test_markers_lie_in_the_picture() -> None:
    drawn = sorted(PICTURES.glob("*.markers.json"))
    assert drawn
    for path in drawn:
        for name, places in json.loads(path.read_text(encoding="utf-8")).items():
            where = f"{path.name}: {name}"
            for place in places if isinstance(places, list) else [places]:
                assert place["shape"] in {"circle", "rect", "arrow", "pin"}, where
                assert all(0 <= value <= 1 for value in place["at"]), where
                assert (place["shape"] == "pin") == ("size" not in place), where
                assert all(0 < value <= 1 for value in place.get("size", [])), where


def test_every_picture_has_its_row_in_the_written_check(fingerprint: ModuleType) -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", CHECK.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(fingerprint.pictures())


def test_the_screws_of_a_cover_share_one_marker() -> None:
    found = {
        name: len(json.loads((PICTURES / f"{name}.markers.json").read_text(encoding="utf-8"))["screws"])
        for name in ("side-panel-screws", "side-panel-screws-in", "minipc-bottom", "laptop-bottom-screws")
    }
    assert found == {
        "side-panel-screws": 2,
        "side-panel-screws-in": 2,
        "minipc-bottom": 4,
        "laptop-bottom-screws": 8,
    }


def _describe(folder: Path, reach: str, docstring: str = "A picture.") -> None:
    (folder / "kit").mkdir(parents=True, exist_ok=True)
    (folder / "shot.py").write_text("", encoding="utf-8")
    (folder / "kit" / "parts.py").write_text(
        f"WIDTH = {reach}\n\n\n"
        f'def part():\n    """{docstring}"""\n    return WIDTH  # a remark\n\n\n'
        "def other():\n    return 1\n",
        encoding="utf-8",
    )
    (folder / "dimm.py").write_text(
        "from scenes.kit.parts import other, part\nfrom scenes.kit import parts\n\n\n"
        "def one():\n    return part()\n\n\ndef two():\n    return other()\n\n\n"
        "def three():\n    return parts.part()\n",
        encoding="utf-8",
    )


def _prints(module: ModuleType, monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    monkeypatch.setattr(module, "ROOT", folder)
    for cached in ("_module", "_uses", "_text"):
        getattr(module, cached).cache_clear()
    found = [module.fingerprint(("scenes.dimm", name), ()) for name in ("one", "two", "three")]
    for cached in ("_module", "_uses", "_text"):
        getattr(module, cached).cache_clear()
    return found


def test_a_fingerprint_follows_what_a_picture_uses_and_nothing_else(
    fingerprint: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _describe(tmp_path, "3")
    before = _prints(fingerprint, monkeypatch, tmp_path)
    _describe(tmp_path, "3", "The same, told in other words.")
    assert _prints(fingerprint, monkeypatch, tmp_path) == before
    _describe(tmp_path, "4")
    changed = _prints(fingerprint, monkeypatch, tmp_path)
    assert [new != old for new, old in zip(changed, before, strict=True)] == [True, False, True]


def _draw(ledger: ModuleType, folder: Path, source: tuple[str, str]) -> None:
    for name in ledger.file_names("dimm-in"):
        (folder / name).write_bytes(name.encode())
    entry = ledger.Entry(*ledger.fingerprints(source), "final", ledger.hashes("dimm-in", folder))
    ledger.write({"dimm-in": entry}, folder)


def test_the_ledger_names_what_does_not_agree(ledger: ModuleType, fingerprint: ModuleType, tmp_path: Path) -> None:
    sources = {"dimm-in": fingerprint.pictures()["dimm-in"]}
    assert ledger.faults(sources, tmp_path) == ["dimm-in: not drawn"]
    _draw(ledger, tmp_path, sources["dimm-in"])
    assert ledger.faults(sources, tmp_path) == []
    assert ledger.faults({}, tmp_path) == ["dimm-in: no scene describes it"]
    other = {"dimm-in": fingerprint.pictures()["dimm-out"]}
    assert ledger.faults(other, tmp_path) == ["dimm-in: its scene has changed since it was drawn"]
    (tmp_path / "dimm-in.webp").write_bytes(b"painted over")
    (tmp_path / "holiday.webp").write_bytes(b"")
    assert ledger.faults(sources, tmp_path) == [
        "dimm-in.webp: changed since it was drawn",
        "holiday.webp: belongs to no picture",
    ]
    (tmp_path / "dimm-in.line.webp").unlink()
    assert "dimm-in.line.webp: missing" in ledger.faults(sources, tmp_path)


def test_a_photograph_in_place_of_a_drawing_stays_when_the_scene_changes(
    ledger: ModuleType, fingerprint: ModuleType, tmp_path: Path
) -> None:
    source = fingerprint.pictures()["dimm-in"]
    _draw(ledger, tmp_path, source)
    kept = ledger.read(tmp_path)["dimm-in"]
    ledger.write({"dimm-in": ledger.Entry("", "", "photograph", kept.files)}, tmp_path)
    assert ledger.faults({"dimm-in": source}, tmp_path) == []
    photograph = ledger.read(tmp_path)["dimm-in"]
    assert not ledger.to_draw("dimm-in", photograph, ("other", "other"), "final", tmp_path, anyway=True)


def test_drawn_is_what_changed_or_is_missing_or_was_a_draft(
    ledger: ModuleType, fingerprint: ModuleType, tmp_path: Path
) -> None:
    source = fingerprint.pictures()["dimm-in"]
    _draw(ledger, tmp_path, source)
    entry, current = ledger.read(tmp_path)["dimm-in"], ledger.fingerprints(source)
    draft = ledger.Entry(*current, "draft", entry.files)
    assert not ledger.to_draw("dimm-in", entry, current, "final", tmp_path)
    assert ledger.to_draw("dimm-in", entry, current, "final", tmp_path, anyway=True)
    assert ledger.to_draw("dimm-in", entry, ("other", current[1]), "final", tmp_path)
    assert ledger.to_draw("dimm-in", draft, current, "final", tmp_path)
    assert not ledger.to_draw("dimm-in", entry, current, "draft", tmp_path)
    (tmp_path / "dimm-in.webp").unlink()
    assert ledger.to_draw("dimm-in", entry, current, "final", tmp_path)
