"""The program's own icon in its three states, by its theme name, so that panels and themes can take their own.

Apart from the line icons: a tray that only waits needs no SVG renderer (3 MB); the theme folder has ready pixels.
"""

from enum import StrEnum

from PySide6.QtGui import QIcon

from haas_client import paths

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Pixel sizes that ``resources/icons/render`` draws into the theme folder."""


class AppState(StrEnum):
    """What the icon tells; the value is the end of its theme name."""

    WELL = ""
    """Nothing bad is known."""
    ATTENTION = "-attention"
    REPLACE = "-replace"


def app_icon(state: AppState = AppState.WELL) -> QIcon:
    """The icon of a state; ours where the desktop's theme has none of that name."""
    name = paths.PROGRAM + state.value
    folder = paths.resources() / "icons"
    search = QIcon.themeSearchPaths()
    if str(folder) not in search:
        QIcon.setThemeSearchPaths([*search, str(folder)])
        QIcon.setFallbackThemeName("hicolor")  # where the desktop names no theme at all
    if QIcon.hasThemeIcon(name):
        return QIcon.fromTheme(name)
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(folder / "hicolor" / f"{size}x{size}" / "apps" / f"{name}.png"))
    return icon
