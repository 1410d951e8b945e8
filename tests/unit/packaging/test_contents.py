"""What goes into the installed program (``packaging/pyinstaller/contents.py``)."""

import marshal
from pathlib import Path

import pytest

from tests.unit.packaging.steps import CHECKOUT, PACKAGING, step

contents = step("pyinstaller/contents.py")

OWN = ("/venv", "/usr/lib/python3.11/lib-dynload")
QT = "PySide6/Qt/"


def entry(place: str, source: str = "", kind: str = "BINARY") -> tuple[str, str, str]:
    return place, source or f"/venv/{place}", kind


def places(entries: list[tuple[str, str, str]], links: dict[str, set[str]] | None = None) -> set[str]:
    """The places of what is kept, where a library is linked with what ``links`` says of its file's name."""
    found = contents.kept(entries, OWN, lambda file: (links or {}).get(file.name, set()))
    return {place for place, _, _ in found}


def test_libraries_of_the_system_stay_there() -> None:
    theirs = entry("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6")
    python = entry("libpython3.11.so.1.0", "/lib/x86_64-linux-gnu/libpython3.11.so.1.0")
    module = entry("python3.11/lib-dynload/_json.so", "/usr/lib/python3.11/lib-dynload/_json.so", "EXTENSION")
    assert places([theirs, python, module]) == {python[0], module[0]}


def test_a_library_of_qt_is_kept_where_something_kept_is_linked_with_it() -> None:
    entries = [
        entry("PySide6/QtGui.abi3.so", kind="EXTENSION"),
        *(entry(f"{QT}lib/{name}") for name in ("libQt6Gui.so.6", "libicuuc.so.73", "libQt6Quick.so.6")),
    ]
    links = {"QtGui.abi3.so": {"libQt6Gui.so.6", "libc.so.6"}, "libQt6Gui.so.6": {"libicuuc.so.73"}}
    links["libQt6Quick.so.6"] = {"libQt6Gui.so.6"}
    assert places(entries, links) == {"PySide6/QtGui.abi3.so", f"{QT}lib/libQt6Gui.so.6", f"{QT}lib/libicuuc.so.73"}


def test_a_plugin_that_is_not_wanted_brings_no_library_along() -> None:
    entries = [entry(f"{QT}plugins/platformthemes/libqgtk3.so"), entry(f"{QT}lib/libQt6Gui.so.6")]
    assert places(entries, {"libqgtk3.so": {"libQt6Gui.so.6"}}) == set()


def test_libraries_that_need_each_other_are_both_kept() -> None:
    entries = [entry("a.so", kind="EXTENSION"), entry(f"{QT}lib/one.so"), entry(f"{QT}lib/two.so")]
    links = {"a.so": {"one.so"}, "one.so": {"two.so"}, "two.so": {"one.so"}}
    assert places(entries, links) == {"a.so", f"{QT}lib/one.so", f"{QT}lib/two.so"}


def test_a_link_goes_with_what_it_points_to() -> None:
    entries = [
        entry("a.so", kind="EXTENSION"),
        entry(f"{QT}lib/kept.so"),
        entry(f"{QT}lib/gone.so"),
        entry("kept.so", f"{QT}lib/kept.so", "SYMLINK"),
        entry("gone.so", f"{QT}lib/gone.so", "SYMLINK"),
    ]
    assert places(entries, {"a.so": {"kept.so"}}) == {"a.so", f"{QT}lib/kept.so", "kept.so"}


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        (f"{QT}translations/qtbase_ja.qm", True),
        (f"{QT}translations/qtbase_de.qm", False),
        (f"{QT}translations/qt_ja.qm", False),
        (f"{QT}qml/QtQuick/qmldir", False),
        ("holidays-0.109.dist-info/METADATA", True),
        ("holidays-0.109.dist-info/RECORD", False),
        ("stdnum/luhn.pyc", True),
        ("stdnum/oui.dat", False),
        ("holidays/countries/japan.pyc", True),
        ("holidays/countries/__init__.pyc", True),
        ("holidays/countries/germany.pyc", False),
        ("holidays/utils.pyc", True),
        ("haas_client/_resources/holidays-jp.txt", True),
    ],
)
def test_files_that_nothing_reads(place: str, kept: bool) -> None:
    assert places([entry(place, kind="DATA")]) == ({place} if kept else set())


def test_what_stands_instead_takes_its_place() -> None:
    entries = [entry("holidays/countries/__init__.pyc", kind="DATA"), entry("holidays/utils.pyc", kind="DATA")]
    ours = Path("/instead.pyc")
    assert contents.replaced(entries, {"holidays/countries/__init__.pyc": ours}) == [
        ("holidays/countries/__init__.pyc", str(ours), "DATA"),
        ("holidays/utils.pyc", "/venv/holidays/utils.pyc", "DATA"),
    ]


def test_what_stands_instead_tells_nothing_of_the_build(tmp_path: Path) -> None:
    made = contents.compiled(PACKAGING / "pyinstaller" / "instead", tmp_path)
    assert set(made) == {"pyimod02_importers.pyc", "pyimod03_ctypes.pyc", "holidays/countries/__init__.pyc"}
    for place, file in made.items():
        data = file.read_bytes()
        assert data[4:16] == bytes([1]) + bytes(3) + data[8:16]  # checked by nothing, so no date and no size
        assert marshal.loads(data[16:]).co_filename == place


BROKEN = "excluded module named pydoc - imported by stdnum.util (top-level)"
HARMLESS = [
    "excluded module named tkinter - imported by PIL.ImageTk (delayed, optional)",
    "excluded module named _frozen_importlib - imported by importlib (optional), zipimport (top-level)",
    "missing module named msvcrt - imported by asyncio.windows_utils (top-level)",
]


def test_a_module_that_is_missed_is_told() -> None:
    assert contents.broken_imports("\n".join([*HARMLESS, BROKEN, ""])) == [BROKEN]


def test_the_resources_are_what_the_program_reads() -> None:
    found = contents.resources(CHECKOUT / "resources")
    names = {f"{folder}/{Path(file).name}".removeprefix("haas_client/_resources/") for file, folder in found}
    assert {"./holidays-jp.txt", "locale/ja/LC_MESSAGES/linuxmania-haas.mo", "report/report.html.j2"} <= names
    assert "icons/line/storage.svg" in names
    assert any(name.startswith("guides/pictures/") for name in names)
    assert not [name for name in names if name.endswith((".po", ".py", "update")) or name.startswith("scenes/")]
