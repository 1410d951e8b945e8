"""The guides on paper: the dialog, and all their pages; for render.py."""

from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton, QWidget

from haas_client import i18n
from haas_client.ui.bridge import Bridge
from haas_client.ui.swap_paper import dialog as out
from haas_client.ui.swap_paper.dialog import PaperDialog
from haas_client.ui.swap_paper.document import Document
from tests import whole_guides
from tests.ui import papers

if TYPE_CHECKING:
    from tests.ui.render import Camera

_DOTS_AN_INCH, _ABREAST, _GAP = 72, 5, 8


def shoot(camera: "Camera", home: Path) -> None:
    language = i18n.current().language
    guides = whole_guides.guides(home / "guides-on-paper")
    parent, bridge = QWidget(), Bridge()
    dialog = PaperDialog(
        parent,
        bridge,
        out.guide(),
        lambda big: papers.paper(guides[0], papers.usual(guides[0]), language, big=big),
    )
    dialog.open()
    camera.shoot(dialog, "60-paper")
    with patch("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", return_value=[]):
        next(one for one in dialog.findChildren(QPushButton) if one.text() == i18n.t("Print")).click()
    camera.shoot(dialog, "60-paper-no-printer")
    dialog.close()
    bridge.close()
    for guide in guides:
        name = guide.id.rpartition(".")[2]
        _keep(camera, f"61-{name}", papers.paper(guide, papers.usual(guide), language))
    _keep(camera, "62-large", papers.paper(guides[0], papers.usual(guides[0]), language, big=True))
    _keep(camera, "62-hostile", papers.paper(guides[0], papers.hostile(guides[0]), language))
    _keep(camera, "62-nothing-known", papers.paper(guides[0], papers.nothing(guides[0]), language))


def _keep(camera: "Camera", name: str, made: Document) -> None:
    """All of its pages side by side."""
    drawn = [papers.image(page, _DOTS_AN_INCH) for page in made.pages]
    width, height = drawn[0].width() + _GAP, drawn[0].height() + _GAP
    rows = -(-len(drawn) // _ABREAST)
    table = QImage(_ABREAST * width, rows * height, QImage.Format.Format_RGB32)
    table.fill("gray")
    painter = QPainter(table)
    for number, page in enumerate(drawn):
        painter.drawImage(number % _ABREAST * width, number // _ABREAST * height, page)
    painter.end()
    camera.keep(table, name)
