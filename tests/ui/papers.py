"""What tests of a guide on paper share: guides, PCs they are for, and what stands where on a page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from haas_client import i18n
from haas_client.card.contents import Card
from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import NOT_READ, Value
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.swap import Swap
from haas_client.machine import Machine
from haas_client.ui.paper.blocks import Column, Text
from haas_client.ui.paper.pages import INNER_WIDTH, Page, room
from haas_client.ui.paper.qr_code import Code
from haas_client.ui.paper.rich import Rich
from haas_client.ui.paper.sheet import HEIGHT, UNITS_AN_INCH, WIDTH
from haas_client.ui.swap_paper import document
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.swap_paper.drawing import Drawing
from haas_client.ui.swap_paper.screws import Places
from haas_client.ui.swap_paper.signs import Sign, Tag, TickBox
from haas_client.wording.swap_aid import aid as aid_in
from tests.ui import render_card
from tests.unit.handsbuy.swaps import swap

_GB = 2**30
_KINDS = {
    Kind.MEMORY: (PartKind.MEMORY, "memory", "DIMM_A2"),
    Kind.STORAGE: (PartKind.STORAGE, "storage", "SATA 1"),
    Kind.PSU: (PartKind.POWER, "power_supply", "PSU1"),
}
_LEAVES = (Text, Rich, Drawing, Sign, TickBox, Tag, Code, Places)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of the parts and of the PC; ``hostile`` is as long and as odd as it may be."""

    part: Part
    order: Particulars
    machine: Machine
    answers: dict[str, Value]


def answers(guide: Guide, job: str = "replace", chassis: str = "") -> dict[str, Value]:
    """To everything that the guide could ask."""
    found: dict[str, Value] = {one.fact: one.answers[0].value for one in guide.questions}
    found |= {name: values[0] for name, values in guide.applies.facts.items()}
    known: dict[str, Value] = {"order.job": job, "order.reason": "failure", "has_battery": "yes", "part.bus": "sata"}
    return found | known | ({"chassis": chassis} if chassis else {})


def usual(guide: Guide, job: str = "replace", chassis: str = "") -> Told:
    kind, name, slot = _KINDS[guide.kind]
    part = Part(kind=kind, slot=slot, model="Example EX-16-3200", serial="3C1A8F21", size_bytes=16 * _GB)
    order = Particulars(
        reference="HB-1042", part="Example EX-32", part_kind=name, part_capacity_bytes=32 * _GB, part_serial="4D2B9E10"
    )
    return Told(part=part, order=order, machine=render_card.SOLD, answers=answers(guide, job, chassis))


def hostile(guide: Guide, job: str = "replace", chassis: str = "") -> Told:
    kind, name, _ = _KINDS[guide.kind]
    part = Part(kind=kind, slot="漢字" * 60, model="\u202e\x1b[31m{part.slot}<b>" + "W" * 120, serial="9" * 120)
    order = Particulars(
        reference="R" * 300, part="あ" * 300, part_kind=name, part_capacity_bytes=10**30, part_serial="S" * 300
    )
    machine = Machine(model="W" * 120, telephone="0" * 60, warranty_number="9" * 120)
    return Told(part=part, order=order, machine=machine, answers=answers(guide, job, chassis))


def nothing(guide: Guide) -> Told:
    """Nobody knows anything of the parts."""
    part = Part(kind=_KINDS[guide.kind][0], slot=NOT_READ, model=NOT_READ, serial=NOT_READ)
    return Told(part=part, order=Particulars(), machine=Machine(), answers=answers(guide))


def filled(guide: Guide, told: Told, language: str) -> Sheet:
    return sheet(guide, facts_of(None, told.part, told.order, answers=told.answers), language)


def swap_of(told: Told) -> Swap:
    return swap(part=told.part, order=told.order, answers=told.answers)


def card_of(told: Told, language: str) -> Card:
    with in_language(language):
        return render_card.card(told.machine, None)


def aid_of(told: Told, language: str) -> Aid:
    return aid_in(i18n.translator(language), telephone=told.machine.telephone, receipt=told.order.reference)


def paper(guide: Guide, told: Told, language: str, *, big: bool = False) -> Document:
    return laid_out(filled(guide, told, language), told, big=big)


def laid_out(of: Sheet, told: Told, *, big: bool = False) -> Document:
    return document.pages(of, card_of(told, of.language), swap_of(told), aid_of(told, of.language), big=big)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    before = i18n.current()  # the made-up language has no name to come back to
    i18n.use(language)
    try:
        yield
    finally:
        i18n._current[0] = before


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A block without blocks in it, where it came to stand on a page; in the page's units."""

    block: Any
    box: QRectF

    @property
    def words(self) -> str:
        return " ".join(self.block.words())


def drawn(page: Page) -> list[Drawn]:
    """All that is drawn on a page, in the order in which it is; what a block draws inside of itself is left out."""
    found: list[Drawn] = []
    inside: list[Any] = []

    def spied(kind: Any) -> Callable[..., None]:
        paint = kind.paint

        def spy(block: Any, painter: QPainter, x: float, y: float, width: float) -> None:
            if not inside:
                box = QRectF(x, y, width, block.height(width))
                found.append(Drawn(block=block, box=painter.transform().mapRect(box)))
            inside.append(block)
            paint(block, painter, x, y, width)
            inside.pop()

        return spy

    painter = QPainter(image := QImage(8, 8, QImage.Format.Format_RGB32))
    with ExitStack() as spies:
        for kind in _LEAVES:
            spies.enter_context(patch.object(kind, "paint", spied(kind)))
        page.draw(painter, 1.0)
    painter.end()
    del image
    return found


def image(page: Page, dots_an_inch: int = 60) -> QImage:
    """As a printer of so many dots draws it."""
    scale = dots_an_inch / UNITS_AN_INCH
    drawn_on = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_RGB32)
    drawn_on.fill("white")
    painter = QPainter(drawn_on)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    page.draw(painter, scale)
    painter.end()
    return drawn_on


def is_shrunk(page: Page) -> bool:
    """Whether all of it is drawn smaller, because a block is higher than a page."""
    return Column(blocks=page.blocks).height(INNER_WIDTH) > room(page.size)
