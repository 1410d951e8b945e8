"""The screw map: each sort of screw with a letter, where it comes out, where it goes in, and room to lay it down."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from haas_client.handsbuy.sheet import SheetScrews, SheetStep
from haas_client.i18n import Translator
from haas_client.ui.paper.blocks import Block, Column, Framed, FramedRow, Row, Space, Text
from haas_client.ui.swap_paper.signs import Tag, pen
from haas_client.ui.swap_paper.sizes import Sizes

_PLACE, _BETWEEN = 230.0, 60.0
"""8 mm for the head of the largest screw of a PC (6-32), and what is between two."""
_LINE = 8.0
_OTHERS = 1400.0
"""Height of the box for what the guide does not know of."""
_ABREAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of screw, through the whole guide."""

    screws: SheetScrews
    letter: str
    steps: tuple[SheetStep, ...]
    """Where it is named: where it comes out first, then where it goes in again."""


def sorts(steps: Sequence[SheetStep]) -> list[Sort]:
    """In the order in which they come out."""
    found: dict[str, tuple[SheetScrews, list[SheetStep]]] = {}
    for step in steps:
        for screws in step.screws:
            found.setdefault(screws.id, (screws, []))[1].append(step)
    names = [*string.ascii_uppercase, *map(str, range(1, len(found) + 1))][: len(found)]
    named = zip(names, found.values(), strict=True)
    return [Sort(screws=screws, letter=name, steps=tuple(of)) for name, (screws, of) in named]


def letters(found: Sequence[Sort]) -> Mapping[str, str]:
    """By the screws' id."""
    return {sort.screws.id: sort.letter for sort in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A circle for each screw, to lay it on."""

    count: int

    def height(self, width: float) -> float:
        rows = -(-self.count // self._abreast(width))
        return rows * _PLACE + (rows - 1) * _BETWEEN

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        painter.setPen(pen(_LINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number in range(self.count):
            row, place = divmod(number, self._abreast(width))
            way = _PLACE + _BETWEEN
            box = QRectF(x + place * way, y + row * way, _PLACE, _PLACE)
            painter.drawEllipse(box.adjusted(_LINE / 2, _LINE / 2, -_LINE / 2, -_LINE / 2))

    def words(self) -> Iterator[str]:
        yield from ()

    @staticmethod
    def _abreast(width: float) -> int:
        return max(1, int((width + _BETWEEN) // (_PLACE + _BETWEEN)))


def screw_map(found: Sequence[Sort], t: Translator, sizes: Sizes) -> list[Block]:
    """Rows of boxes; the last one for screws that the guide does not know of."""
    boxes = [_box(sort, t, sizes) for sort in found]
    frames = {"padding": sizes.gap * 0.8, "thickness": sizes.hairline * 2}
    rows: list[Block] = []
    for at in range(0, len(boxes), _ABREAST):
        pair = boxes[at : at + _ABREAST]
        pair += [Space(size=0)] * (_ABREAST - len(pair)) if at else []
        rows.append(FramedRow(blocks=pair, gap=sizes.gap, **frames))
    others = Text(text=t("Other screws: lay them here, and write down where they come from."), size=sizes.body)
    rows.append(Framed(block=Column(blocks=(others, Space(size=_OTHERS))), **frames))
    return rows


def _box(sort: Sort, t: Translator, sizes: Sizes) -> Block:
    tag = Tag(text=sort.letter, size=sizes.heading, filled=False)
    title = Text(text=sort.screws.words, size=sizes.body, bold=True)
    where = [Text(text=words, size=sizes.body) for words in _where(sort, t)]
    head = Row(blocks=(tag, Column(blocks=(title, *where))), widths=(sizes.heading * 1.6, -1), gap=sizes.gap)
    return Column(blocks=(head, Places(count=sort.screws.count)), gap=sizes.gap)


def _where(sort: Sort, t: Translator) -> Iterator[str]:
    first, *others = sort.steps
    if not others:
        yield _named(first, t("Step {number}: {title}"))
        return
    yield _named(first, t("Comes out in step {number}: {title}"))
    yield from (_named(step, t("Goes in again in step {number}: {title}")) for step in others)


def _named(step: SheetStep, words: str) -> str:
    return words.format(number=step.number, title=step.title)
