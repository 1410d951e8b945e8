"""The card's parts as blocks, for paper and for the phone alike; only sizes and their arrangement differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from haas_client.card import qr, text
from haas_client.card.contents import Card
from haas_client.card.parts import PartGroup
from haas_client.handsbuy.aid import Remedy
from haas_client.i18n import Translator
from haas_client.ui.paper.blocks import Block, Column, Row, Rule, Space, Text, Value
from haas_client.ui.paper.qr_code import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes of letters and lengths, in the page's unit."""

    title: float
    number: float
    """The telephone number, which is read without glasses."""
    value: float
    heading: float
    body: float
    small: float
    part: float
    gap: float
    code: float
    """A side of a QR code."""

    @property
    def hairline(self) -> float:
        return self.body / 14


def head(card: Card, t: Translator, sizes: Sizes) -> Block:
    made = Text(text=t("Made on {day}").format(day=card.made_on), size=sizes.small)
    title = Text(text=t("If this PC does not start"), size=sizes.title, bold=True)
    return Column(blocks=(title, made, Rule(thickness=sizes.hairline * 3, room=sizes.gap / 2)))


def telephone(card: Card, t: Translator, sizes: Sizes) -> Block:
    """The number, large; a line to write it on where it is not known."""
    blocks: list[Block] = [Text(text=t("Telephone"), size=sizes.heading, bold=True)]
    if card.telephone:
        blocks.append(Value(text=card.telephone, size=sizes.number, least=sizes.small))
    else:
        blocks.append(Text(text=t("The number is printed on your warranty card."), size=sizes.small))
        blocks.append(Rule(thickness=sizes.hairline, room=sizes.number * 1.3))
    blocks.append(Text(text=text.hours(t), size=sizes.small))
    return Column(blocks=blocks, gap=sizes.gap / 3)


def mail(card: Card, t: Translator, sizes: Sizes) -> Block:
    scan = t("The code opens a mail that is ready, on the phone that scans it.")
    return Column(
        blocks=(
            Text(text=t("Mail"), size=sizes.heading, bold=True),
            Value(text=card.mail_address, size=sizes.value, least=sizes.small),
            Text(text=scan, size=sizes.small),
        ),
        gap=sizes.gap / 3,
    )


def mail_code(card: Card, sizes: Sizes) -> Block:
    return Code(matrix=qr.matrix(card.mail_link), side=sizes.code)


def telephone_code(card: Card, sizes: Sizes) -> Block | None:
    return Code(matrix=qr.matrix(card.telephone_link), side=sizes.code) if card.telephone_link else None


def warranty(card: Card, t: Translator, sizes: Sizes) -> Block:
    return known(t("Warranty number"), card.warranty_number, sizes)


def model(card: Card, t: Translator, sizes: Sizes) -> Block:
    return known(t("Model"), card.model, sizes)


def code(card: Card, t: Translator, sizes: Sizes) -> Block:
    blocks: list[Block] = [Text(text=t("Diagnosis code"), size=sizes.small)]
    if card.code:
        blocks.append(Value(text=card.code, size=sizes.value, least=sizes.small, fixed=True))
        blocks.append(Text(text=t("of {day}").format(day=card.code_day), size=sizes.small))
    else:
        blocks.append(Text(text=t("no diagnosis has been made yet"), size=sizes.body))
    return Column(blocks=blocks)


def remedy(one: Remedy, sizes: Sizes) -> Block:
    """A square before each step, to be ticked off with a pen."""
    steps = [numbered("□", step, sizes.body) for step in one.steps]
    return Column(blocks=(Text(text=one.title, size=sizes.heading, bold=True), *steps), gap=sizes.gap / 6)


def tell(card: Card, t: Translator, sizes: Sizes) -> Block:
    lines = [numbered("・", line, sizes.body) for line in card.tell]
    closed = Text(text=text.closed(t), size=sizes.body, bold=True)
    title = Text(text=text.call(t), size=sizes.heading, bold=True)
    return Column(blocks=(title, *lines, closed), gap=sizes.gap / 6)


def parts(groups: Sequence[PartGroup], t: Translator, sizes: Sizes) -> Block:
    blocks: list[Block] = []
    for group in groups:
        blocks.append(Text(text=text.heading(group, t), size=sizes.part, bold=bool(group.rows)))
        blocks += [numbered("・", text.part(row, t), sizes.part) for row in group.rows]
        if group.more:
            blocks.append(numbered("", group.more, sizes.part))
        blocks.append(Space(size=sizes.part / 3))
    return Column(blocks=blocks[:-1], gap=sizes.part / 10)


def numbered(mark: str, words: str, size: float) -> Block:
    return Row(blocks=(Text(text=mark, size=size), Text(text=words, size=size)), widths=(size * 1.3, -1))


def known(caption: str, value: str, sizes: Sizes) -> Block:
    """A value below its caption; a line to write it on where it is not known."""
    blocks: list[Block] = [Text(text=caption, size=sizes.small)]
    if value:
        blocks.append(Value(text=value, size=sizes.value, least=sizes.small))
    else:
        blocks.append(Rule(thickness=sizes.hairline, room=sizes.value * 1.6))
    return Column(blocks=blocks)
