"""The program's icons as their drawings have them, for ``resources/icons/render`` and the tests."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from haas_client import paths
from haas_client.ui.app_icons import AppState

ICONS = paths.resources() / "icons"


def drawn(state: AppState, size: int) -> QImage:
    name = paths.PROGRAM + state.value
    own, any_size = ICONS / "small" / f"{name}-{size}.svg", ICONS / "hicolor/scalable/apps" / f"{name}.svg"
    return rendered(own if own.exists() else any_size, size)


def symbolic(state: AppState, size: int) -> QImage:
    return rendered(ICONS / "hicolor/symbolic/apps" / f"{paths.PROGRAM}{state.value}-symbolic.svg", size)


def rendered(file: Path, size: int) -> QImage:
    """On nothing."""
    renderer = QSvgRenderer(str(file))
    assert renderer.isValid()
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
