"""The card as a picture in a phone's shape: as wide as its screen, and as long as it takes."""

from collections.abc import Iterator

from PySide6.QtGui import QImage, QPainter

from haas_client.card.contents import Card
from haas_client.i18n import Translator, translator
from haas_client.ui.card import layout
from haas_client.ui.card.layout import Sizes
from haas_client.ui.paper.blocks import Block, Column, FramedRow, Rule, Text

WIDTH = 1080
_MARGIN = 60
_SIZES = Sizes(title=64, number=92, value=54, heading=48, body=42, small=36, part=38, gap=44, code=600)


def picture(card: Card) -> QImage:
    """The picture, in pixels that are the phone's own."""
    block = Column(blocks=tuple(_blocks(card, translator(card.language), _SIZES)), gap=_SIZES.gap)
    width = WIDTH - 2 * _MARGIN
    image = QImage(WIDTH, round(block.height(width)) + 2 * _MARGIN, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    block.paint(painter, _MARGIN, _MARGIN, width)
    painter.end()
    return image


def _blocks(card: Card, t: Translator, sizes: Sizes) -> Iterator[Block]:
    yield layout.head(card, t, sizes)
    call, mail = layout.telephone_code(card, sizes), layout.mail_code(card, sizes)
    telephone = Column(blocks=[layout.telephone(card, t, sizes), *([call] if call else [])], gap=sizes.gap / 2)
    for contact in (telephone, Column(blocks=(layout.mail(card, t, sizes), mail), gap=sizes.gap / 2)):
        yield FramedRow(blocks=(contact,), padding=sizes.gap, thickness=sizes.hairline * 2, gap=0)
    yield from (make(card, t, sizes) for make in (layout.warranty, layout.model, layout.code))
    yield Rule(thickness=sizes.hairline)
    yield from (layout.remedy(one, sizes) for one in card.remedies)
    yield FramedRow(blocks=(layout.tell(card, t, sizes),), padding=sizes.gap, thickness=sizes.hairline, gap=0)
    yield Text(text=t("Parts in this PC"), size=sizes.heading, bold=True)
    yield layout.parts(card.groups, t, sizes)
