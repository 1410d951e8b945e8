"""What goes into the installed program, out of all that PyInstaller finds that it might need.

Entries are PyInstaller's own: ``(place in the program's folder, file it is taken from, kind)``.
"""

import py_compile
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]

QT = "PySide6/Qt/"

PLUGINS = frozenset({
    "iconengines/libqsvgicon.so",
    # what owners' photographs and guides' pictures come as; PNG and BMP are built into Qt
    "imageformats/libqgif.so",
    "imageformats/libqjpeg.so",
    "imageformats/libqsvg.so",
    "imageformats/libqwebp.so",
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "platforminputcontexts/libibusplatforminputcontextplugin.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland.so",
    "platforms/libqxcb.so",
    "platformthemes/libqxdgdesktopportal.so",
    "printsupport/libcupsprintersupport.so",
    "wayland-decoration-client/libadwaita.so",
    "wayland-decoration-client/libbradient.so",
    "wayland-shell-integration/libxdg-shell.so",
})  # fmt: skip
"""Plugins of Qt, below ``plugins/``. Widgets are drawn by the processor, so none of OpenGL's or EGL's is needed."""

BROUGHT = ("libpython3.",)
"""Libraries of the build machine's system that go along: another release of Debian has another version of them.

All others stay in the owner's system, where Debian mends them; the package depends on theirs.
"""

UNUSED = re.compile(
    rf"{QT}(qml|libexec|metatypes)/"
    rf"|{QT}translations/(?!qtbase_ja\.qm$)"  # Qt's own words are English where there is no file
    # licences have their place in the package; the rest pip wrote, and RECORD differs from one machine to another
    r"|[^/]+\.dist-info/(licenses/|RECORD$|INSTALLER$|REQUESTED$)"
    r"|_pyi_rth_utils/|dateutil/zoneinfo/.*\.tar\.gz$"
    r"|stdnum/(?!.*\.pyc$)"  # tables of other countries' numbers
    r"|holidays/(countries/(?!(__init__|japan)\.pyc$)|financial/)"
)
"""Files, by their places, that nothing of ours reads."""

UNUSED_MODULES = (
    # taken along for somebody who imports them; each module that does goes on without
    "PIL._avif", "PIL._imagingtk",
    "PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtQml", "PySide6.QtQuick",
    "_curses", "_dbm", "_gdbm", "_tkinter", "curses", "readline", "tkinter",
    "_pytest", "distutils", "ensurepip", "pip", "pydoc_data", "pytest", "setuptools", "unittest",
)  # fmt: skip

RESOURCES = (
    "guides/**/*",
    "holidays-jp.txt",
    "icons/**/*.png",
    "icons/**/*.svg",
    "icons/**/*.theme",
    "locale/**/*.mo",
    "phone/*",
    "report/*",
)
"""Of ``resources/``: what the program reads. The rest is what it is made with."""


def kept(
    entries: Iterable[Entry], own_folders: Iterable[str], needed: Callable[[Path], set[str]] | None = None
) -> list[Entry]:
    """The entries that belong into the program.

    ``own_folders`` hold what was installed for it (the environment's packages, Python's own modules); what a library
    needs is told by ``needed``, as SONAMEs.
    """
    folders = tuple(own_folders)
    wanted = [entry for entry in entries if _is_wanted(entry, folders)]
    used = _used(wanted, needed or needed_libraries)
    wanted = [entry for entry in wanted if not _is_qt_library(entry) or PurePosixPath(entry[0]).name in used]
    places = {place for place, _, kind in wanted if kind != "SYMLINK"}
    return [entry for entry in wanted if entry[2] != "SYMLINK" or entry[1] in places]


def resources(folder: Path) -> list[tuple[str, str]]:
    """What the program reads, as ``(file, folder in the program)``."""
    files = sorted({file for pattern in RESOURCES for file in folder.glob(pattern) if file.is_file()})
    return [(str(file), f"haas_client/_resources/{file.relative_to(folder).parent}") for file in files]


def replaced(entries: Iterable[Entry], instead: dict[str, Path]) -> list[Entry]:
    """``entries`` with the compiled modules of ``instead`` in the place of those of the same place or name."""
    return [(place, str(instead.get(place, source)), kind) for place, source, kind in entries]


def compiled(folder: Path, target: Path) -> dict[str, Path]:
    """The modules in ``folder`` compiled into ``target``, by their places in the program (``holidays/utils.pyc``)."""
    made = {}
    for source in sorted(folder.rglob("*.py")):
        place = source.relative_to(folder).with_suffix(".pyc")
        made[str(place)] = target / place
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH  # no date of the build in it
        py_compile.compile(
            str(source), str(target / place), dfile=str(place), doraise=True, optimize=2, invalidation_mode=mode
        )
    return made


def broken_imports(warnings: str) -> list[str]:
    """The lines of PyInstaller's warnings about a module left out without which another cannot be imported."""
    return [
        line
        for line in warnings.splitlines()
        # the one that PyInstaller itself leaves out is a part of Python's interpreter
        if line.startswith("excluded module") and "(top-level)" in line and "_frozen_importlib " not in line
    ]


def needed_libraries(file: Path) -> set[str]:
    """The SONAMEs that an ELF file is linked with. Raises ``CalledProcessError`` where it is none."""
    said = subprocess.run(["objdump", "-p", file], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"^\s*NEEDED\s+(\S+)", said, re.MULTILINE))


def _is_wanted(entry: Entry, own_folders: tuple[str, ...]) -> bool:
    place, source, kind = entry
    if kind == "SYMLINK":
        return True
    if place.startswith(f"{QT}plugins/"):
        return place.removeprefix(f"{QT}plugins/") in PLUGINS
    if UNUSED.match(place):
        return False
    return kind != "BINARY" or source.startswith(own_folders) or PurePosixPath(place).name.startswith(BROUGHT)


def _is_qt_library(entry: Entry) -> bool:
    return entry[0].startswith(f"{QT}lib/") and entry[2] != "SYMLINK"


def _used(entries: Iterable[Entry], needed: Callable[[Path], set[str]]) -> set[str]:
    """The libraries that the wanted modules and plugins are linked with, and those that these are."""
    binaries = [entry for entry in entries if entry[2] in {"BINARY", "EXTENSION"}]
    sources = {PurePosixPath(place).name: Path(source) for place, source, _ in binaries}
    unread = {PurePosixPath(entry[0]).name for entry in binaries if not _is_qt_library(entry)}
    found: set[str] = set()
    while unread:
        asked = {name for one in unread for name in needed(sources[one])} & sources.keys()
        unread = asked - found
        found |= asked
    return found
