"""The drawings as files: each is well-formed, self-contained, used, and every name that is used has one."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from haas_client.diagnostics.collect import ProbeName
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.parts import of_drive as part_of_drive
from haas_client.diagnostics.rules.power.parts import of_battery
from haas_client.diagnostics.snapshot import Bus
from haas_client.request import Service, Symptom
from haas_client.ui import drawings, part_icons
from haas_client.ui.app_icons import SIZES, AppState, app_icon_file
from haas_client.ui.theme import DARK, LIGHT
from tests.ui.icon_pixels import ICONS, drawn, rendered, symbolic
from tests.unit.builders import battery, drive, finding, snapshot, storage, unknown

FILES = sorted(ICONS.rglob("*.svg"))
SOURCES = Path(drawings.__file__).parent
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {f"{_SVG}{name}" for name in ("svg", "g", "path", "rect", "circle")}
_ATTRIBUTES = {
    *("viewBox", "id", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("stroke-dasharray", "d", "x", "y", "width", "height", "rx", "cx", "cy", "r"),
}
_NAMED = [kind.value for kinds in (PartKind, ProbeName, Service, Symptom) for kind in kinds]


def test_there_are_drawings() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ICONS)))
def test_a_drawing_is_well_formed_and_needs_nothing_else(file: Path) -> None:
    """No raster, no text (fonts differ), no script, no reference to anything outside."""
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    assert re.fullmatch(r"0 0 \d+ \d+", root.attrib["viewBox"])
    themed = file.name.endswith("-symbolic.svg")
    elements = _ELEMENTS | ({f"{_SVG}style"} if themed else set())
    attributes = _ATTRIBUTES | ({"class", "type"} if themed else set())
    for element in root.iter():
        assert element.tag in elements
        assert set(element.attrib) <= attributes
        assert not any("url(" in value or ":" in value for value in element.attrib.values())
        if element.tag != f"{_SVG}style":
            assert not (element.text or "").strip()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ICONS)))
@pytest.mark.parametrize("size", [16, 48, 256])
def test_a_drawing_draws(qapp: QApplication, file: Path, size: int) -> None:
    assert len(opaque(rendered(file, size))) > size / 4


def test_line_icons_are_of_one_style() -> None:
    for file in (ICONS / "line").glob("*.svg"):
        root = ET.fromstring(file.read_text(encoding="utf-8"))
        style = {name: root.attrib[name] for name in root.attrib if name.startswith("stroke")}
        assert root.attrib["viewBox"] == "0 0 24 24"
        assert style == {
            "stroke": "#000",
            "stroke-width": "1.8",
            "stroke-linecap": "round",
            "stroke-linejoin": "round",
        }, file.name
        assert not any("stroke" in name for element in root.iter() if element is not root for name in element.attrib)


def test_larger_drawings_have_only_the_colours_of_the_scheme() -> None:
    """Else a colour would stay as it is in the dark."""
    known = {getattr(LIGHT, token) for token in drawings.TOKENS}
    for file in [*(ICONS / "case").glob("*.svg"), *(ICONS / "empty").glob("*.svg")]:
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"#\w+", text)) <= known, file.name
        shown = drawings.coloured(text.encode(), DARK).decode()
        assert not set(re.findall(r"#\w+", shown)) & (known - {getattr(DARK, token) for token in drawings.TOKENS})


# Names


def quoted() -> set[str]:
    """All words in quotes in the interface's source."""
    return {word for file in SOURCES.rglob("*.py") for word in re.findall(r'"(\w+)"', file.read_text("utf-8"))}


def test_every_line_icon_is_used() -> None:
    files = {file.stem for file in (ICONS / "line").glob("*.svg")}
    assert files - set(_NAMED) - quoted() == set()


@pytest.mark.parametrize("name", _NAMED)
def test_every_part_probe_service_and_symptom_has_an_icon(name: str) -> None:
    assert (ICONS / "line" / f"{name}.svg").is_file()


@pytest.mark.parametrize("bus", Bus)
@pytest.mark.parametrize("rotational", [True, False, unknown()])
def test_every_drive_has_an_icon(bus: Bus, rotational: bool) -> None:
    one = drive(bus=bus, rotational=rotational)
    name = part_icons.of_drive(one)
    assert (ICONS / "line" / f"{name}.svg").is_file()
    assert part_icons.of_part(part_of_drive(one), snapshot(storage=storage(one))) == name
    assert part_icons.of_part(part_of_drive(one)) == "storage"


def test_an_ssd_a_disk_and_a_stick_look_different() -> None:
    kinds = (
        drive(bus=Bus.SATA, rotational=True),
        drive(bus=Bus.SATA, rotational=False),
        drive(bus=Bus.NVME, rotational=False),
        drive(bus=Bus.USB, rotational=False),
        drive(bus=Bus.MMC, rotational=False),
    )
    assert len({part_icons.of_drive(one) for one in kinds}) == 5


@pytest.mark.parametrize("kind", ["battery", "ups"])
def test_a_battery_is_no_power_supply(kind: str) -> None:
    assert part_icons.of_part(of_battery(battery(kind=kind))) == "battery"
    assert part_icons.of_part(finding().part) == finding().part.kind.value


# The program's own icon


def opaque(image: QImage) -> set[int]:
    """The shape alone, whatever its colour: where it is, counted row by row."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    data, line = bytes(alpha.constBits()), alpha.bytesPerLine()
    return {n for n, value in enumerate(data) if value > 127 and n % line < alpha.width()}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", AppState)
def test_the_ready_pixels_are_those_of_the_drawing(qapp: QApplication, state: AppState, size: int) -> None:
    """``resources/icons/render`` was run."""
    ready = QImage(str(app_icon_file(state, size))).convertToFormat(QImage.Format.Format_ARGB32)
    drawing = drawn(state, size).convertToFormat(QImage.Format.Format_ARGB32)
    assert ready.size() == drawing.size()
    far = max(
        abs(getattr(ready.pixelColor(x, y), channel)() - getattr(drawing.pixelColor(x, y), channel)())
        for x in range(0, size, max(1, size // 32))
        for y in range(0, size, max(1, size // 32))
        for channel in ("red", "green", "blue", "alpha")
    )
    assert far < 48


@pytest.mark.parametrize("size", SIZES)
def test_the_three_states_of_the_tray_differ_in_shape(qapp: QApplication, size: int) -> None:
    """Not by colour alone: a twelfth of the pixels are there in one and not in the other."""
    shapes = [opaque(symbolic(state, size)) for state in AppState]
    for number, shape in enumerate(shapes):
        for other in shapes[number + 1 :]:
            assert len(shape ^ other) > size * size / 12


@pytest.mark.parametrize("panel", ["#ffffff", "#f5f6f8", "#14181d", "#000000"])
def test_where_a_panel_does_not_colour_it_it_can_be_seen_all_the_same(qapp: QApplication, panel: str) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1 for what is no text."""
    from tests.ui.test_theme import _contrast

    image = symbolic(AppState.WELL, 64)
    assert _contrast(image.pixelColor(8, 40).name(), panel) >= 3


def test_a_symbolic_icon_is_filled_with_the_colour_of_the_text() -> None:
    """GTK recolours the fill of paths, KDE what has the class ColorScheme-Text."""
    for state in AppState:
        file = ICONS / "hicolor/symbolic/apps" / f"linuxmania-haas{state.value}-symbolic.svg"
        (path,) = ET.fromstring(file.read_text(encoding="utf-8")).iter(f"{_SVG}path")
        assert (path.attrib["class"], path.attrib["fill"]) == ("ColorScheme-Text", "currentColor")
        assert "stroke" not in path.attrib


@pytest.mark.parametrize("size", [16, 22, 24])
def test_small_ones_have_their_edges_on_whole_pixels(qapp: QApplication, size: int) -> None:
    """The bar of the letter has no half pixels beside it: white, and then the ground's blue at once."""
    image = drawn(AppState.WELL, size)
    middle = [image.pixelColor(x, size // 2).name() for x in range(size // 3 + 1)]
    inside = [name for name in middle if name != "#000000"]
    assert set(inside) <= {"#0b6bcb", "#ffffff"}
    assert {"#0b6bcb", "#ffffff"} <= set(inside)
