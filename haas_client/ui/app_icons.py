"""The program's own icon in its three states, by its theme name, so that panels and themes can take their own.

Apart from the line icons: a tray that only waits needs no SVG renderer (3 MB); the theme folder has ready pixels.
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon, QIconEngine

from haas_client import paths
from haas_client.ui.virtual import called_by_qt

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QSize
    from PySide6.QtGui import QPainter, QPixmap

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Pixel sizes that ``resources/icons/render`` draws into the theme folder."""
_SYMBOLIC = "-symbolic"


class AppState(StrEnum):
    """What the icon tells; the value is the end of its theme name."""

    WELL = ""
    """Nothing bad is known."""
    ATTENTION = "-attention"
    REPLACE = "-replace"


def app_icon(state: AppState = AppState.WELL) -> QIcon:
    """The icon of a state; ours where the desktop's theme has none of that name."""
    name = paths.PROGRAM + state.value
    folder = _folder()
    search = QIcon.themeSearchPaths()
    if str(folder) not in search:
        QIcon.setThemeSearchPaths([*search, str(folder)])
        QIcon.setFallbackThemeName("hicolor")  # where the desktop names no theme at all
    if QIcon.hasThemeIcon(name):
        return QIcon.fromTheme(name)
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(app_icon_file(state, size)))
    return icon


def tray_icon(state: AppState) -> QIcon:
    """For a panel, whose colour no program knows: in one colour where the panel can find it, else in ours.

    A StatusNotifierItem sends the icon's name and its pixels (freedesktop.org, StatusNotifierItem: IconName,
    IconPixmap). A name that ends in "-symbolic" is drawn by the panel in its own text colour, if it finds that name
    where it looks: where this program is installed. The pixels have a ground of their own, which shows on any panel.
    """
    name = paths.PROGRAM + state.value + _SYMBOLIC
    icon = app_icon(state)
    return QIcon(_Named(icon, name)) if _is_installed(name) else icon


class _Named(QIconEngine):
    """The pixels of one icon under the name of another; Qt would draw the SVG of that name in this process (3 MB)."""

    def __init__(self, pixels: QIcon, name: str) -> None:
        super().__init__()
        self._pixels, self._name = pixels, name

    @called_by_qt
    def paint(self, painter: "QPainter", rectangle: "QRect", mode: QIcon.Mode, state: QIcon.State) -> None:
        # In the middle, as is usual: the name of it would load Qt's enumerations (1.3 MB) into a tray that waits.
        self._pixels.paint(painter, rectangle, mode=mode, state=state)

    @called_by_qt
    def pixmap(self, size: "QSize", mode: QIcon.Mode, state: QIcon.State) -> "QPixmap":
        return self._pixels.pixmap(size, mode, state)

    @called_by_qt
    def availableSizes(  # noqa: N802  Qt's own name
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> "list[QSize]":
        return self._pixels.availableSizes(mode, state)

    @called_by_qt
    def iconName(self) -> str:  # noqa: N802
        return self._name

    @called_by_qt
    def clone(self) -> QIconEngine:
        return _Named(self._pixels, self._name)

    @called_by_qt
    def isNull(self) -> bool:  # noqa: N802
        return self._pixels.isNull()


def app_icon_file(state: AppState, size: int) -> Path:
    """The ready pixels of a state."""
    return _folder() / "hicolor" / f"{size}x{size}" / "apps" / f"{paths.PROGRAM}{state.value}.png"


def _is_installed(name: str) -> bool:
    """Whether other programs find it; ours alone look into the folder beside the source."""
    places = (Path(place) for place in QIcon.themeSearchPaths() if place != str(_folder()))
    return any((place / "hicolor" / "symbolic" / "apps" / f"{name}.svg").is_file() for place in places)


def _folder() -> Path:
    return paths.resources() / "icons"
