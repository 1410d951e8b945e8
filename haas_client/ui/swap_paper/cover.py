"""The first page: which PC and which parts it is about, what must be at hand, and every caution of the guide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from haas_client.card.contents import Card
from haas_client.card.parts import shown
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.vocabulary import Level
from haas_client.handsbuy.sheet import Sheet, SheetCaution, SheetStep
from haas_client.handsbuy.swap import Swap
from haas_client.i18n import Translator
from haas_client.sizes import part_size
from haas_client.text import MAX_FIELD
from haas_client.ui.card import layout
from haas_client.ui.paper.blocks import Block, Column, FramedRow, Row, Rule, Space, Text, Value
from haas_client.ui.paper.flow import Chunk
from haas_client.ui.paper.rich import Rich
from haas_client.ui.swap_paper.signs import Sign
from haas_client.ui.swap_paper.sizes import Sizes
from haas_client.ui.swap_paper.step import ticked
from haas_client.wording import parts as part_words

_LEVELS = tuple(Level)
"""The gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    sheet: Sheet
    card: Card
    swap: Swap
    reference: str
    t: Translator
    sizes: Sizes

    def chunks(self) -> Iterator[Chunk]:
        gap = self.sizes.gap
        blocks = [self._head(), self._whose(), self._parts(), self._use(), self._at_hand()]
        if self.sheet.asks:
            blocks.insert(1, self._unfinished())
        yield from (Chunk(block=block, above=Space(size=gap)) for block in blocks)
        yield from (Chunk(block=block, above=Space(size=gap / 3)) for block in self._cautions())

    def _head(self) -> Block:
        t, sizes = self.t, self.sizes
        least, most = self.sheet.minutes
        made = t("Made on {day}").format(day=self.card.made_on)
        about = t("{least} to {most} minutes").format(least=least, most=most)
        return Column(
            blocks=(
                Text(text=self.sheet.title, size=sizes.title, bold=True),
                Text(text=part_words.joined((about, made), t), size=sizes.small),
                Rule(thickness=sizes.hairline * 3, room=sizes.gap / 2),
            )
        )

    def _whose(self) -> Block:
        sizes = self.sizes.of_card
        blocks = (
            layout.model(self.card, self.t, sizes),
            layout.warranty(self.card, self.t, sizes),
            layout.known(self.t("Receipt number"), shown(self.reference, MAX_FIELD), sizes),
        )
        return Row(blocks=blocks, widths=(-1, -1, -1), gap=self.sizes.gap)

    def _parts(self) -> Block:
        """What goes out, unless a part is only added; and what comes."""
        t, order = self.t, self.swap.order
        capacity = part_size(order.part_capacity_bytes, order.part_kind) if order.part_capacity_bytes else ""
        comes = self._part(
            t("The part that comes"), "", part_words.joined((order.part, capacity), t), order.part_serial
        )
        frames = [comes]
        if self.swap.answers.get("order.job") != "add":
            frames.insert(0, self._going_out(self.swap.part))
        return FramedRow(blocks=frames, padding=self.sizes.gap, thickness=self.sizes.hairline * 2, gap=self.sizes.gap)

    def _going_out(self, part: Part | None) -> Block:
        slot = part.slot if part and not isinstance(part.slot, Unknown) else ""
        serial = part.serial if part and not isinstance(part.serial, Unknown) else ""
        label = part_words.label(part, self.t) if part else ""
        return self._part(self.t("The part that goes out"), slot, label, serial, with_place=True)

    def _part(self, title: str, place: str, name: str, serial: str, *, with_place: bool = False) -> Block:
        t = self.t
        told = [(t("Name on its label"), name), (t("Serial number"), serial)]
        if with_place:
            told.insert(0, (t("Where it is"), place))
        fields = [self._field(caption, shown(value, MAX_FIELD)) for caption, value in told]
        head = Text(text=title, size=self.sizes.body, bold=True)
        return Column(blocks=(head, *fields), gap=self.sizes.gap / 3)

    def _field(self, caption: str, value: str) -> Block:
        """A value beside its caption; a line to write it on where it is not known."""
        sizes = self.sizes
        known = Value(text=value, size=sizes.body * 1.1, least=sizes.small)
        told = known if value else Rule(thickness=sizes.hairline, room=sizes.body * 1.5)
        return Row(blocks=(Text(text=caption, size=sizes.small), told), widths=(-0.36, -0.64), gap=sizes.gap)

    def _unfinished(self) -> Block:
        words = self.t(
            "Questions about this PC are still open, so steps are missing here. Please answer them and print it again."
        )
        return _signed(Level.WARNING, Text(text=words, size=self.sizes.body, bold=True), self.sizes)

    def _use(self) -> Block:
        t, sizes = self.t, self.sizes
        first = next((step.number for step in self.sheet.carried()), 1)
        words = [
            t("This paper is for the time when the PC is off: it begins with step {number}.").format(number=first),
            t("Read what stands in a frame first, then do what stands below it. Tick each box before you go on."),
        ]
        return Column(blocks=tuple(Text(text=one, size=sizes.body) for one in words))

    def _at_hand(self) -> Block:
        sizes = self.sizes
        items = [ticked(words, sizes) for words in (*self.sheet.parts, *self.sheet.tools)]
        half = (len(items) + 1) // 2
        columns = tuple(Column(blocks=tuple(some), gap=sizes.gap / 4) for some in (items[:half], items[half:]))
        title = Text(text=self.t("What you need at hand"), size=sizes.heading, bold=True)
        return Column(blocks=(title, Row(blocks=columns, widths=(-1, -1), gap=sizes.gap)), gap=sizes.gap / 3)

    def _cautions(self) -> list[Block]:
        blocks = [self._caution(one, numbers) for one, numbers in gathered(self.sheet.carried())]
        if blocks:
            title = Text(text=self.t("All cautions of this guide"), size=self.sizes.heading, bold=True)
            blocks[0] = Column(blocks=(Space(size=0), title, blocks[0]), gap=self.sizes.gap / 2)
        return blocks

    def _caution(self, one: SheetCaution, numbers: Sequence[int]) -> Block:
        where = self.t("Steps: {numbers}").format(numbers=", ".join(map(str, numbers)))
        told = self.t("{caution} ({steps})").format(caution=one.title, steps=where)
        words = Rich(pieces=((told, True), (f" {one.text}", False)), size=self.sizes.body)
        return _signed(one.level, words, self.sizes)


def gathered(steps: Sequence[SheetStep]) -> list[tuple[SheetCaution, list[int]]]:
    """Each caution once, the gravest first, with the numbers of the steps that have it."""
    found: dict[tuple[Level, str], tuple[SheetCaution, list[int]]] = {}
    for step in steps:
        for one in step.cautions:
            found.setdefault((one.level, one.text), (one, []))[1].append(step.number)
    return sorted(found.values(), key=lambda told: _LEVELS.index(told[0].level))


def _signed(level: Level, block: Block, sizes: Sizes) -> Block:
    side = sizes.body * 1.6
    return Row(blocks=(Sign(level=level, size=side), block), widths=(side, -1), gap=sizes.gap)
