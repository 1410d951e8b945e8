"""resources/scenes/photograph: a photograph in the place of a drawing, or nothing changed. Needs no Blender."""

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from haas_client.handsbuy.pack.webp import header

RESOURCES = Path(__file__).parents[2] / "resources"
ORIENTATION, MAKER = 0x0112, 0x010F  # EXIF 2.32


@pytest.fixture
def scenes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(RESOURCES)
    importlib.import_module("scenes.photograph")
    return importlib.import_module("scenes")


@pytest.fixture
def folder(scenes: ModuleType, tmp_path: Path) -> Path:
    """A drawn picture with two markers, noted in a ledger."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("dimm-in.webp", "dimm-in.line.webp"):
        Image.new("RGB", (1280, 800), "white").save(pictures / name)
    places = {"near": {"shape": "pin", "at": [0.2, 0.3]}, "far": {"shape": "pin", "at": [0.7, 0.3]}}
    scenes.ledger.write_json(pictures / "dimm-in.markers.json", places)
    entry = scenes.ledger.Entry("a", "b", "final", scenes.ledger.hashes("dimm-in", pictures))
    scenes.ledger.write({"dimm-in": entry}, pictures)
    return pictures


def _photograph(path: Path, size: tuple[int, int] = (1600, 1200), exif: Image.Exif | None = None) -> Path:
    Image.radial_gradient("L").resize(size).convert("RGB").save(path, exif=exif)
    return path


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


BOTH = ("near=0.25,0.5,0.1", "far=0.75,0.5,0.2,0.3")


def test_a_photograph_takes_the_place_of_the_drawing(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    Image.effect_noise((1280, 800), 90).save(tmp_path / "own.jpg")  # nothing is larger as a file
    scenes.photograph.put("dimm-in", tmp_path / "own.jpg", None, BOTH, folder)
    for name in ("dimm-in.webp", "dimm-in.line.webp"):
        data = (folder / name).read_bytes()
        found = header(data)
        assert found is not None
        assert (found.width, found.height) == (1280, 800)
        assert len(data) <= scenes.webp.LARGEST
    assert json.loads((folder / "dimm-in.markers.json").read_text(encoding="utf-8")) == {
        "near": {"shape": "circle", "at": [0.25, 0.5], "size": [0.1, 0.16]},
        "far": {"shape": "rect", "at": [0.75, 0.5], "size": [0.2, 0.3]},
    }
    sources = {"dimm-in": scenes.fingerprint.pictures()["dimm-in"]}
    assert scenes.ledger.faults(sources, folder) == []
    assert scenes.ledger.read(folder)["dimm-in"].quality == "photograph"


def test_what_the_camera_wrote_stays_out_and_the_picture_stands_upright(
    scenes: ModuleType, folder: Path, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "MAKERSNAME"  # 6: turned by 90 degrees to the right
    scenes.photograph.put("dimm-in", _photograph(tmp_path / "own.jpg", (1000, 1600), exif=exif), None, BOTH, folder)
    assert b"MAKERSNAME" not in (folder / "dimm-in.webp").read_bytes()
    with Image.open(folder / "dimm-in.webp") as picture:
        assert not picture.getexif()


def test_the_middle_is_cut_out_not_squeezed(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    wide = Image.new("RGB", (2560, 800), "red")
    wide.paste(Image.new("RGB", (1280, 800), "blue"), (640, 0))
    wide.save(tmp_path / "wide.png")
    scenes.photograph.put("dimm-in", tmp_path / "wide.png", None, BOTH, folder)
    with Image.open(folder / "dimm-in.webp") as picture:
        corner = picture.convert("RGB").crop((0, 0, 40, 40))
    red, blue = corner.getchannel("R").histogram(), corner.getchannel("B").histogram()
    assert sum(red[:60]) == sum(blue[200:]) == 40 * 40


def test_several_places_share_a_marker(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    source = _photograph(tmp_path / "own.png")
    scenes.photograph.put("dimm-in", source, None, ("near=0.1,0.1,0.05", "near=0.2,0.1,0.05", BOTH[1]), folder)
    near = json.loads((folder / "dimm-in.markers.json").read_text(encoding="utf-8"))["near"]
    assert [place["at"] for place in near] == [[0.1, 0.1], [0.2, 0.1]]


def test_a_drawing_of_ones_own_is_the_one_on_paper(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    Image.new("L", (1280, 800), 255).save(tmp_path / "line.png")
    scenes.photograph.put("dimm-in", _photograph(tmp_path / "own.png"), tmp_path / "line.png", BOTH, folder)
    with Image.open(folder / "dimm-in.line.webp") as picture:
        assert picture.convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("name", "size", "markers", "why"),
    [
        ("holiday", (1600, 1200), BOTH, "no picture called holiday"),
        ("dimm-in", (1279, 1200), BOTH, "at least 1280"),
        ("dimm-in", (1600, 1200), BOTH[:1], "a place for: far"),
        ("dimm-in", (1600, 1200), (*BOTH, "middle=0.5,0.5,0.1"), "no marker called middle"),
        ("dimm-in", (1600, 1200), (*BOTH, "near=0.5,0.5"), "near=0.5,0.5: please write"),
        ("dimm-in", (1600, 1200), (*BOTH, "near=0.5,1.5,0.1"), "between 0 and 1"),
        ("dimm-in", (1600, 1200), (*BOTH, "near=left,top,1"), "between 0 and 1"),
        ("dimm-in", (1600, 1200), BOTH + BOTH[:1] * 8, "at most 8 places"),
    ],
)
def test_what_is_not_right_changes_nothing(  # noqa: PLR0917 - a case is these four values
    scenes: ModuleType,
    folder: Path,
    tmp_path: Path,
    name: str,
    size: tuple[int, int],
    markers: tuple[str, ...],
    why: str,
) -> None:
    before = _state(folder)
    with pytest.raises(scenes.photograph.Refused, match=why):
        scenes.photograph.put(name, _photograph(tmp_path / "own.png", size), None, markers, folder)
    assert _state(folder) == before


def test_a_file_that_is_no_picture_is_refused_in_one_line(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn off")
    before = _state(folder)
    with pytest.raises(SystemExit, match="cannot be read as a picture"):
        scenes.photograph.main(["dimm-in", str(tmp_path / "own.jpg"), *(f"--marker={one}" for one in BOTH)], folder)
    assert _state(folder) == before


def test_given_up_a_photograph_is_drawn_again(scenes: ModuleType, folder: Path, tmp_path: Path) -> None:
    scenes.photograph.put("dimm-in", _photograph(tmp_path / "own.png"), None, BOTH, folder)
    scenes.photograph.main(["dimm-in", "--drawing"], folder)
    sources = {"dimm-in": scenes.fingerprint.pictures()["dimm-in"]}
    assert scenes.ledger.faults(sources, folder) == ["dimm-in: its scene has changed since it was drawn"]
    with pytest.raises(SystemExit, match="no photograph"):
        scenes.photograph.main(["dimm-in", "--drawing"], folder)
