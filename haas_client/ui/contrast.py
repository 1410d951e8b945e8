"""Whether the desktop asks for high contrast.

Qt tells it for GNOME and for desktops that answer as GNOME does, and for KDE (``contrastPreference``, Qt 6.10). Where a
desktop only knows it as a theme (MATE, Xfce, ``GTK_THEME``), the theme's name does: GTK's own are ``HighContrast`` and
``HighContrastInverse``.
"""

import os
from functools import cache
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QAccessibilityHints, QGuiApplication, QStyleHints

_SETTINGS = "gtk-3.0/settings.ini"
_NAMES = ("highcontrast", "contrasthigh")


@cache
def _kept() -> tuple[QStyleHints, QAccessibilityHints]:
    """Both: what PySide made for the second is void once what it made for the first is gone (seen with 6.11.3)."""
    style = QGuiApplication.styleHints()
    return style, style.accessibility()


def hints() -> QAccessibilityHints:
    """Tells when the wish changes."""
    return _kept()[1]


def is_wanted() -> bool:
    return hints().contrastPreference() == Qt.ContrastPreference.HighContrast or _named(gtk_theme())


def is_inverse() -> bool:
    """Light on dark by the theme's own name."""
    return _named(gtk_theme()) and "inverse" in gtk_theme().casefold()


def gtk_theme() -> str:
    """Its name; empty where none is told."""
    told = os.environ.get("GTK_THEME", "")
    if told:
        return told
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    file = Path(folder) / _SETTINGS
    return _theme_in(file) if file.is_file() else ""


def _theme_in(file: Path) -> str:
    import configparser  # 2 ms of the start, on desktops that have no such file

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(file, encoding="utf-8")
    except (OSError, UnicodeError, configparser.Error):
        return ""
    return parser.get("Settings", "gtk-theme-name", fallback="")


def _named(theme: str) -> bool:
    return any(name in theme.casefold().replace("-", "") for name in _NAMES)
