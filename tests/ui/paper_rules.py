"""What must hold of every guide on paper, whatever is in it."""

from itertools import combinations

from PySide6.QtCore import QRectF

from haas_client.handsbuy.sheet import Sheet, SheetStep
from haas_client.ui.paper.pages import edge_height
from haas_client.ui.paper.rich import Rich
from haas_client.ui.paper.sheet import HEIGHT, MARGIN, WIDTH
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.swap_paper.drawing import Drawing
from haas_client.ui.swap_paper.signs import Tag, TickBox
from tests.ui import papers
from tests.ui.papers import Drawn

_ROUNDING = 2.0
"""A fifth of a point: what Qt's rounding of letters to whole units may add up to."""


def check(document: Document, sheet: Sheet) -> None:
    pages = [papers.drawn(page) for page in document.pages]
    for number, marks in enumerate(pages, start=1):
        assert marks, f"page {number} is empty"
        check_page(marks, document.pages[number - 1].size)
    parts = [part for marks in pages for part in by_step(marks)]
    numbers = [number for number, _ in parts]
    assert list(dict.fromkeys(numbers)) == [step.number for step in sheet.carried()]
    assert numbers == sorted(numbers)
    for step in sheet.carried():
        check_step(step, [marks for number, marks in parts if number == step.number])


def check_page(marks: list[Drawn], edge_size: float) -> None:
    """Nothing leaves the page, and nothing lies upon anything else."""
    edge = MARGIN + edge_height(edge_size)
    room = QRectF(MARGIN, edge, WIDTH - 2 * MARGIN, HEIGHT - 2 * edge)
    room.adjust(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    for mark in marks:
        assert room.contains(mark.box), (mark.words, mark.box, room)
    for one, other in combinations(marks, 2):
        common = one.box.intersected(other.box)
        assert min(common.width(), common.height()) <= _ROUNDING, (one, other)


def by_step(marks: list[Drawn]) -> list[tuple[int, list[Drawn]]]:
    """What belongs to a step: from its number to the next one. What stands before a first one is left out."""
    found: list[tuple[int, list[Drawn]]] = []
    for mark in marks:
        if isinstance(mark.block, Tag) and mark.block.filled:
            found.append((int(mark.block.text), []))
        if found:
            found[-1][1].append(mark)
    return found


def check_step(step: SheetStep, parts: list[list[Drawn]]) -> None:
    """All of it is there once, and on each of its pages its cautions stand above its lines."""
    lines = [mark.words for marks in parts for mark in marks if isinstance(mark.block, Rich)]
    assert lines == [line.text for line in step.lines]
    pictures = [mark.block.picture for marks in parts for mark in marks if isinstance(mark.block, Drawing)]
    assert tuple(pictures) == step.pictures
    words = [mark.words for marks in parts for mark in marks]
    screws = [one.words for one in step.screws]
    wrong = [text for pair in step.wrong for text in pair]
    for text in (*screws, *wrong, step.confirm):
        assert any(text in one for one in words), text
    for marks in parts:
        check_order(step, marks)


def check_order(step: SheetStep, marks: list[Drawn]) -> None:
    before: list[Drawn] = []
    for mark in marks:
        if isinstance(mark.block, Rich):
            break
        before.append(mark)
    if len(before) == len(marks):
        return  # no line of the step on this page
    above = [mark.words for mark in before]
    last = 0
    for one in step.cautions:  # in their order; the same words may stand somewhere before
        last = above.index(one.text, above.index(one.title, last))
    ticks = sum(isinstance(mark.block, TickBox) for mark in before)
    assert ticks == sum(bool(one.confirm) for one in step.cautions)
    for one in step.cautions:
        assert not one.confirm or one.confirm in above
        assert not _upside_down(before, marks, one.text)


def _upside_down(before: list[Drawn], marks: list[Drawn], text: str) -> bool:
    """Whether the caution ends below where the first line begins."""
    caution = next(mark for mark in before if mark.words == text)
    first = next(mark for mark in marks if isinstance(mark.block, Rich))
    return caution.box.bottom() > first.box.top() + _ROUNDING
