"""The slip that goes back with the old part, on one A4 page: whose it is, which part, what is in the parcel."""

from collections.abc import Iterator

from haas_client.card.contents import Card
from haas_client.handsbuy.return_slip import ReturnSlip
from haas_client.i18n import Translator
from haas_client.ui.card import layout
from haas_client.ui.paper.blocks import Block, Column, Framed, Row, Rule, Space, Text, Value
from haas_client.ui.paper.flow import flow, together
from haas_client.ui.paper.pages import INNER_WIDTH, Edge, Page, room
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.swap_paper.sizes import BIG, USUAL, Sizes
from haas_client.ui.swap_paper.step import ticked
from haas_client.wording import return_slip as words


def slip(made: ReturnSlip, card: Card, t: Translator, *, big: bool = False) -> Document:
    """``card`` tells whose PC it is; what is not known is left to be written by hand."""
    sizes = BIG if big else USUAL
    title = words.title(made, t)
    blocks = (
        Column(
            blocks=(
                Text(text=title, size=sizes.title, bold=True),
                Rule(thickness=sizes.hairline * 3, room=sizes.gap / 2),
            )
        ),
        _address(made, t, sizes),
        *_fields(made, card, t, sizes),
        *_parcel(made, t, sizes),
    )
    placed = flow([together(blocks, INNER_WIDTH, sizes.gap)], INNER_WIDTH, room(sizes.small), Space(size=sizes.gap))
    pages = tuple(
        Page(
            blocks=some,
            head=Edge(left=title, right=t("Page {number} of {count}").format(number=number, count=len(placed))),
            foot=Edge(left="", right=t("Made on {day}").format(day=card.made_on)),
            size=sizes.small,
        )
        for number, some in enumerate(placed, start=1)
    )
    return Document(title=title, pages=pages, undrawn=0)


def _address(made: ReturnSlip, t: Translator, sizes: Sizes) -> Block:
    """As large as an address is written on a parcel."""
    head = Text(text=t("Where the old part goes"), size=sizes.body)
    address = words.address(made)
    told: list[Block] = [Text(text=address, size=sizes.heading, bold=True)] if address else _lines(3, sizes)
    return Framed(
        block=Column(blocks=(head, *told), gap=sizes.gap / 3),
        padding=sizes.gap,
        thickness=sizes.hairline * 2,
    )


def _fields(made: ReturnSlip, card: Card, t: Translator, sizes: Sizes) -> Iterator[Block]:
    of_card = sizes.of_card
    yield Row(
        blocks=(layout.model(card, t, of_card), layout.warranty(card, t, of_card)), widths=(-1, -1), gap=sizes.gap
    )
    yield _field(t("Name of the owner"), "", sizes)
    for caption, value in words.rows(made, t):
        yield _field(caption, value, sizes)


def _field(caption: str, value: str, sizes: Sizes) -> Block:
    told: Block = Value(text=value, size=sizes.body * 1.1, least=sizes.small) if value else _lines(1, sizes)[0]
    return Row(blocks=(Text(text=caption, size=sizes.body), told), widths=(-0.3, -0.7), gap=sizes.gap)


def _parcel(made: ReturnSlip, t: Translator, sizes: Sizes) -> Iterator[Block]:
    if made.contents:
        yield Text(text=t("Before the parcel is closed"), size=sizes.heading, bold=True)
        yield from (ticked(one, sizes) for one in words.contents(made, t))


def _lines(count: int, sizes: Sizes) -> list[Block]:
    """To be written on."""
    return [Rule(thickness=sizes.hairline, room=sizes.body * 1.6) for _ in range(count)]
