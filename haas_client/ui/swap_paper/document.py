"""A swap guide on A4 pages, and how they leave the program."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from haas_client import files
from haas_client.card.contents import Card
from haas_client.card.parts import shown
from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.pack import words
from haas_client.handsbuy.sheet import Sheet, SheetStep
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import Translator, translator
from haas_client.text import MAX_FIELD
from haas_client.ui.paper import output
from haas_client.ui.paper.blocks import Block, Column, Rule, Space, Text
from haas_client.ui.paper.flow import Chunk, flow
from haas_client.ui.paper.pages import INNER_WIDTH, Edge, Page, room
from haas_client.ui.swap_paper.cover import Cover
from haas_client.ui.swap_paper.drawing import Album
from haas_client.ui.swap_paper.ending import Ending
from haas_client.ui.swap_paper.screws import letters, sorts
from haas_client.ui.swap_paper.sizes import BIG, USUAL, Sizes
from haas_client.ui.swap_paper.step import StepBlocks

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    title: str
    pages: tuple[Page, ...]
    undrawn: int
    """Pictures whose file could not be read: in their places stands what is to be seen on them, in words."""


def pages(sheet: Sheet, card: Card, swap: Swap, aid: Aid, *, big: bool = False) -> Document:
    """The guide for the time when the PC is off, as this PC's owner needs it.

    ``card`` tells of the PC and of the centre, ``aid`` what helps where it does not go on: in the sheet's language.
    """
    return _Writer(
        sheet=sheet,
        card=card,
        swap=swap,
        aid=aid,
        reference=shown(aid.receipt or swap.order.reference, MAX_FIELD),
        sizes=BIG if big else USUAL,
        album=Album(),
        t=translator(sheet.language),
    ).document()


def pdf(document: Document) -> bytes:
    return output.pdf(document.pages, document.title)


def write_pdf(document: Document, path: Path) -> None:
    """Writes all of it or nothing; raises :class:`~haas_client.files.SaveFailed`, and then what stood there is left."""
    files.write_atomically(path, pdf(document))


def paint(document: Document, printer: "QPrinter") -> None:
    """Hands the pages to a printer; raises :class:`~haas_client.ui.paper.output.NotTaken`."""
    output.print_on(document.pages, printer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    sheet: Sheet
    card: Card
    swap: Swap
    aid: Aid
    reference: str
    sizes: Sizes
    album: Album
    t: Translator

    def document(self) -> Document:
        sizes = self.sizes
        placed = flow(self._chunks(), INNER_WIDTH, room(sizes.small), Space(size=sizes.gap * 2))
        made = tuple(
            Page(
                blocks=blocks,
                head=Edge(left=self.sheet.title, right=self._number(number, len(placed))),
                foot=self._foot(),
                size=sizes.small,
            )
            for number, blocks in enumerate(placed, start=1)
        )
        return Document(title=self.sheet.title, pages=made, undrawn=self.album.unread)

    def _chunks(self) -> Iterator[Chunk]:
        sheet, card, t, sizes = self.sheet, self.card, self.t, self.sizes
        screws = sorts(sheet.carried())
        yield from Cover(sheet=sheet, card=card, swap=self.swap, reference=self.reference, t=t, sizes=sizes).chunks()
        phase = None
        for number, step in enumerate(sheet.carried()):
            blocks = StepBlocks(step=step, t=t, sizes=sizes, album=self.album, letters=letters(screws))
            yield self._step(blocks, begins=step.phase != phase, new_page=not number)
            phase = step.phase
        yield from Ending(
            sheet=sheet, card=card, aid=self.aid, reference=self.reference, screws=screws, t=t, sizes=sizes
        ).chunks()

    def _step(self, blocks: StepBlocks, *, begins: bool, new_page: bool) -> Chunk:
        """With the name of its phase above the first one of it, and a line between it and the one before."""
        gap = self.sizes.gap
        line = Rule(thickness=self.sizes.hairline, room=gap)
        top = [self._phase(blocks.step)] if begins else []
        whole = Column(blocks=(*top, blocks.whole()), gap=gap)

        def parts(height: float) -> list[Block]:
            return blocks.parts(height, INNER_WIDTH)

        return Chunk(block=whole, parts=parts, new_page=new_page, above=Column(blocks=(line, Space(size=gap))))

    def _phase(self, step: SheetStep) -> Block:
        sizes = self.sizes
        name = Text(text=words.phase(step.phase, self.t), size=sizes.heading, bold=True)
        return Column(blocks=(name, Rule(thickness=sizes.hairline * 3)), gap=sizes.gap / 4)

    def _number(self, number: int, count: int) -> str:
        return self.t("Page {number} of {count}").format(number=number, count=count)

    def _foot(self) -> Edge:
        version = self.t("Guide version {version}").format(version=self.sheet.version)
        made = self.t("Made on {day}").format(day=self.card.made_on)
        return Edge(left=version, right=made)
