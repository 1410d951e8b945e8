"""Our own line icons, drawn in the scheme's colours."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from haas_client import paths

_STROKE = b'stroke="#000"'


def paint(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Draws the line icon ``name`` into ``rectangle``."""
    _renderer(name, colour.name()).render(painter, rectangle)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (paths.resources() / "icons" / "line" / f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(source.replace(_STROKE, f'stroke="{colour}"'.encode())))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer
