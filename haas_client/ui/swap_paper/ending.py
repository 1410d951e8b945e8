"""The last pages: what to do if the PC does not start, how to reach the centre, and where the screws belong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from haas_client.card import text
from haas_client.card.contents import Card
from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.pack.vocabulary import Phase
from haas_client.handsbuy.sheet import Sheet, SheetStep
from haas_client.i18n import Translator
from haas_client.ui.card import layout
from haas_client.ui.paper.blocks import Block, Column, FramedRow, Row, Rule, Text
from haas_client.ui.paper.flow import Chunk, together
from haas_client.ui.paper.pages import INNER_WIDTH
from haas_client.ui.swap_paper.screws import Sort, screw_map
from haas_client.ui.swap_paper.sizes import CODE, Sizes

_STARTING = "first-power-on."
"""The fragment that every guide has (docs/guide-format.md): its steps know why a PC does not start."""
_NOTE_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    sheet: Sheet
    card: Card
    aid: Aid
    reference: str
    screws: Sequence[Sort]
    t: Translator
    sizes: Sizes

    def chunks(self) -> Iterator[Chunk]:
        first, *others = self._remedies()
        title = self.t("If the PC does not start afterwards")
        yield together((self._titled(title, first), *others), INNER_WIDTH, self.sizes.gap)
        yield Chunk(block=self._reach())
        first, *others = screw_map(self.screws, self.t, self.sizes)
        title = self.t("Where the screws belong")
        yield together((self._titled(title, first), *others), INNER_WIDTH, self.sizes.gap * 2)

    def _titled(self, title: str, first: Block) -> Block:
        head = Text(text=title, size=self.sizes.heading, bold=True)
        rule = Rule(thickness=self.sizes.hairline * 2)
        return Column(blocks=(head, rule, first), gap=self.sizes.gap / 2)

    def _remedies(self) -> Iterator[Block]:
        numbers = [str(step.number) for step in self.sheet.carried() if _helps(step)]
        if numbers:
            words = self.t("Look first at “If it goes wrong” of these steps: {numbers}.")
            yield Text(text=words.format(numbers=", ".join(numbers)), size=self.sizes.body)
        yield from (layout.remedy(one, self.sizes.of_card) for one in self.aid.remedies)

    def _reach(self) -> Block:
        """All that is wanted for a call, in one piece."""
        t, sizes = self.t, self.sizes
        told = (t("the number of the step that you are at"), *self.aid.tell)
        lines = [layout.numbered("・", words, sizes.body) for words in told]
        hard = t("If the work seems too hard, you can change to a repair at our centre at any time.")
        title = Text(text=text.call(t), size=sizes.heading, bold=True)
        call = Column(blocks=(title, *lines, Text(text=hard, size=sizes.body, bold=True)), gap=sizes.gap / 5)
        notes = [Rule(thickness=sizes.hairline, room=sizes.body * 2) for _ in range(_NOTE_LINES)]
        noted = Column(blocks=(Text(text=t("Notes"), size=sizes.body, bold=True), *notes))
        return Column(blocks=(call, self._contact(), self._numbers(), noted), gap=sizes.gap)

    def _contact(self) -> Block:
        """Telephone and mail side by side, each with its code."""
        card, t, sizes = self.card, self.t, self.sizes.of_card
        call, telephone = layout.telephone_code(card, sizes), layout.telephone(card, t, sizes)
        if call:
            telephone = _with_code(telephone, call, sizes.gap)
        mail = _with_code(layout.mail(card, t, sizes), layout.mail_code(card, sizes), sizes.gap)
        return FramedRow(blocks=(telephone, mail), padding=sizes.gap, thickness=sizes.hairline * 2, gap=sizes.gap)

    def _numbers(self) -> Block:
        card, t, sizes = self.card, self.t, self.sizes.of_card
        reference = layout.known(t("Receipt number"), self.reference, sizes)
        blocks = (layout.warranty(card, t, sizes), reference, layout.code(card, t, sizes))
        return Row(blocks=blocks, widths=(-1, -1, -1.35), gap=sizes.gap)


def _helps(step: SheetStep) -> bool:
    return step.phase == Phase.OFF and step.id.startswith(_STARTING) and bool(step.wrong)


def _with_code(words: Block, code: Block, gap: float) -> Block:
    return Row(blocks=(words, code), widths=(-1, CODE), gap=gap)
