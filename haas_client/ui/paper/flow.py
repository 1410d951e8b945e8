"""Blocks one below the other on as many pages as they take; none is ever cut."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from haas_client.ui.paper.blocks import Block, Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What stays together on one page, as long as a page holds it."""

    block: Block
    parts: Callable[[float], Sequence[Block]] | None = None
    """Of one that no page holds: its parts for pages of that height, each beginning a page of its own."""
    new_page: bool = False
    above: Block | None = None
    """What parts it from the one above, where it is not the page's first; ``None`` as all others are."""


def flow(chunks: Iterable[Chunk], width: float, room: float, between: Block) -> list[list[Block]]:
    """What stands on each page, with what is between. A block that is higher than ``room`` has a page for itself."""
    pages: list[list[Block]] = []
    left = 0.0
    for chunk in chunks:
        above = chunk.above or between
        for number, block in enumerate(_blocks(chunk, width, room)):
            height = block.height(width)
            if not pages or above.height(width) + height > left or number or chunk.new_page:
                pages.append([block])
                left = room - height
            else:
                pages[-1] += [above, block]
                left -= above.height(width) + height
    return pages


def _blocks(chunk: Chunk, width: float, room: float) -> Sequence[Block]:
    return chunk.parts(room) if chunk.parts and chunk.block.height(width) > room else [chunk.block]


def together(blocks: Sequence[Block], width: float, gap: float) -> Chunk:
    """Blocks that stay on one page; on as few as hold them where none holds all."""

    def parts(room: float) -> list[Block]:
        found: list[list[Block]] = []
        for block in blocks:
            if found and Column(blocks=(*found[-1], block), gap=gap).height(width) <= room:
                found[-1].append(block)
            else:
                found.append([block])
        return [Column(blocks=tuple(some), gap=gap) for some in found]

    return Chunk(block=Column(blocks=tuple(blocks), gap=gap), parts=parts)
