"""The card on one A4 page, upright, black on white."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from PySide6.QtGui import QPainter

from haas_client.card.contents import Card
from haas_client.i18n import Translator, translator
from haas_client.ui.card import layout
from haas_client.ui.card.layout import Sizes
from haas_client.ui.paper.blocks import Block, Column, FramedRow, Row, Rule, Space, Text
from haas_client.ui.paper.sheet import HEIGHT, MARGIN, WIDTH, draw_fitted

_SIZES = Sizes(
    title=220, number=250, value=150, heading=128, body=108, small=92, part=100, gap=84, code=960
)  # 34 mm a code: 0.34 mm a module of the largest, which phones read at arm's length
_FITS = ((1.0, 100), (0.96, 96), (0.92, 92), (0.92, 84), (0.88, 84), (0.88, 76), (0.84, 70), (0.84, 64), (0.8, 60))
"""Share of all sizes and size of the parts' list, tried in this order until the page holds all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The page, laid out once and drawn on anything."""

    block: Block

    def draw(self, painter: QPainter, scale: float) -> None:
        """``scale`` device pixels a unit; the page's corner is the painter's."""
        painter.save()
        painter.scale(scale, scale)
        width, room = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        painter.translate(MARGIN, MARGIN)
        draw_fitted(painter, self.block, width, room)
        painter.restore()


def paper(card: Card) -> Paper:
    """The card in the largest letters at which all of it has room."""
    width, room = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    block: Block = Space(size=0)
    for share, part in _FITS:
        block = _page(card, translator(card.language), _scaled(share, part))
        if block.height(width) <= room:
            break
    return Paper(block=block)


def _scaled(share: float, part: float) -> Sizes:
    """All smaller by a share, but the codes, which a phone must read; the list of parts in a size of its own."""
    smaller = {field.name: getattr(_SIZES, field.name) * share for field in fields(_SIZES)}
    return Sizes(**smaller | {"part": part, "code": _SIZES.code})


def _page(card: Card, t: Translator, sizes: Sizes) -> Block:
    return Column(blocks=tuple(_blocks(card, t, sizes)), gap=sizes.gap)


def _blocks(card: Card, t: Translator, sizes: Sizes) -> Iterator[Block]:
    yield layout.head(card, t, sizes)
    yield _contact(card, t, sizes)
    whose = (layout.warranty(card, t, sizes), layout.model(card, t, sizes), layout.code(card, t, sizes))
    yield Row(blocks=whose, widths=(-1, -1, -1.35), gap=sizes.gap)
    yield Rule(thickness=sizes.hairline)
    *wide, last = (layout.remedy(remedy, sizes) for remedy in card.remedies)
    yield from wide
    tell = FramedRow(blocks=(layout.tell(card, t, sizes),), padding=sizes.gap, thickness=sizes.hairline * 2, gap=0)
    yield Row(blocks=(last, tell), widths=(-1, -1), gap=sizes.gap * 2)
    yield Text(text=t("Parts in this PC"), size=sizes.heading, bold=True)
    supply_and_memory, storage = card.groups[:2], card.groups[2:]
    lists = (layout.parts(supply_and_memory, t, sizes), layout.parts(storage, t, sizes))
    yield Row(blocks=lists, widths=(-1, -1), gap=sizes.gap * 2)


def _contact(card: Card, t: Translator, sizes: Sizes) -> Block:
    """Telephone and mail side by side, each with its code."""
    call = layout.telephone_code(card, sizes)
    telephone = layout.telephone(card, t, sizes)
    if call:
        telephone = Row(blocks=(telephone, call), widths=(-1, sizes.code), gap=sizes.gap)
    mail = Row(
        blocks=(layout.mail(card, t, sizes), layout.mail_code(card, sizes)), widths=(-1, sizes.code), gap=sizes.gap
    )
    return FramedRow(blocks=(telephone, mail), padding=sizes.gap, thickness=sizes.hairline * 2, gap=sizes.gap)
