"""Our own line icons, drawn in the scheme's colours; and the themed icons of program and tray."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtSvg import QSvgRenderer

from haas_client import paths
from haas_client.diagnostics.finding import Severity

APP = paths.PROGRAM
_STROKE = b'stroke="#000"'


def paint(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Draws the line icon ``name`` into ``rectangle``."""
    _renderer(name, colour.name()).render(painter, rectangle)


def app_icon(severity: Severity | None = None) -> QIcon:
    """The program's icon by its theme name, so that panels take the theme's own; ours where no theme has it."""
    suffixes = {None: "", Severity.WATCH: "-attention", Severity.REPLACE: "-replace"}
    name = APP + suffixes[severity]
    folder = paths.resources() / "icons"
    search = QIcon.themeSearchPaths()
    if str(folder) not in search:
        QIcon.setThemeSearchPaths([*search, str(folder)])
        QIcon.setFallbackThemeName("hicolor")  # where the desktop names no theme at all
    own = QIcon(str(folder / "hicolor" / "scalable" / "apps" / f"{name}.svg"))
    return QIcon.fromTheme(name, own)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (paths.resources() / "icons" / "line" / f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(source.replace(_STROKE, f'stroke="{colour}"'.encode())))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer
