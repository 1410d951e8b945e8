"""A guide's line drawing with its markers, as a block of a page."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from haas_client import files
from haas_client.handsbuy.pack import webp
from haas_client.handsbuy.pack.model import MAX_PICTURE_BYTES, PICTURE_SIZE
from haas_client.handsbuy.sheet import SheetPicture
from haas_client.ui.paper.blocks import Text
from haas_client.ui.paper.sheet import draw_fitted
from haas_client.ui.swap_paper import markers
from haas_client.ui.swap_paper.signs import pen

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """In the shape of a guide's pictures; where the file cannot be read, what is to be seen on it in words."""

    picture: SheetPicture
    image: QImage | None
    size: float
    """Of the numbers' letters."""

    def height(self, width: float) -> float:
        return width * PICTURE_SIZE[1] / PICTURE_SIZE[0]

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        box = QRectF(x, y, width, self.height(width))
        if self.image is None:
            self._paint_words(painter, box)
        else:
            painter.drawImage(box, self.image)
        painter.setPen(pen(self.size / 20))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if self.image is not None:
            markers.draw(painter, self.picture.markers, box, self.size)

    def words(self) -> Iterator[str]:
        yield self.picture.alt

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.translate(box.x() + self.size, box.y() + self.size)
        words = Text(text=self.picture.alt, size=self.size)
        draw_fitted(painter, words, box.width() - 2 * self.size, box.height() - 2 * self.size)
        painter.restore()


class Album:
    """The drawings of one document, each read once: then it goes into a PDF once, in however many steps it stands."""

    def __init__(self) -> None:
        self._read: dict[Path, QImage | None] = {}

    def image(self, picture: SheetPicture) -> QImage | None:
        """``None`` where the file is gone, or is no picture as the guides have them."""
        path = picture.line_file
        if path not in self._read:
            self._read[path] = _image(path)
        return self._read[path]

    @property
    def unread(self) -> int:
        """How many could not be read."""
        return sum(image is None for image in self._read.values())


def _image(path: Path) -> QImage | None:
    try:
        data = files.read_ordinary(path, MAX_PICTURE_BYTES)
    except OSError:
        data = b""
    header = webp.header(data)
    fits = len(data) <= MAX_PICTURE_BYTES and header is not None and (header.width, header.height) == PICTURE_SIZE
    image = QImage.fromData(data) if fits else QImage()
    if image.isNull():
        _log.warning("a drawing of a guide could not be read")
        return None
    return image.convertToFormat(QImage.Format.Format_Grayscale8)
