"""A step of a guide as blocks: its cautions before its lines, its pictures beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from haas_client.handsbuy.pack.vocabulary import Level
from haas_client.handsbuy.sheet import SheetCaution, SheetLine, SheetMarker, SheetPicture, SheetScrews, SheetStep
from haas_client.i18n import Translator
from haas_client.ui.paper.blocks import Block, Column, Framed, Row, Rule, Space, Text
from haas_client.ui.paper.rich import Rich
from haas_client.ui.swap_paper.drawing import Album, Drawing
from haas_client.ui.swap_paper.signs import Bullet, Disc, Sign, Tag, TickBox, line_height
from haas_client.ui.swap_paper.sizes import Sizes
from haas_client.wording import parts
from haas_client.wording.trials import duration

_FRAMES = {Level.DANGER: 30.0, Level.WARNING: 22.0, Level.CAUTION: 12.0, Level.NOTICE: 6.0}
"""Thickness of a caution's frame, so that its level is seen before it is read."""
_MOST_ABREAST = 2
"""Pictures side by side; a third would make all of them too small for their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBlocks:
    step: SheetStep
    t: Translator
    sizes: Sizes
    album: Album
    letters: Mapping[str, str]
    """Of screws, by their id, as on the screw map."""

    def whole(self) -> Block:
        wrong = [self._wrong()] if self.step.wrong else []
        return self._column((self._head(), *self._cautions(), self._work(), *wrong))

    def parts(self, room: float, width: float) -> list[Block]:
        """For pages of that height. Every one that has lines of the step begins with the step's cautions."""
        pages: list[list[Block]] = []
        for block, warned in self._pieces(room, width):
            if pages and self._column((*pages[-1], block)).height(width) <= room:
                pages[-1].append(block)
                continue
            top = [self._head(continued=bool(pages)), *(self._cautions() if warned else ())]
            pages.append([*top, block])
        return [self._column(page) for page in pages]

    def _pieces(self, room: float, width: float) -> Iterator[tuple[Block, bool]]:
        """What may stand on different pages, and whether the cautions must stand above it."""
        if self._column((self._head(), *self._cautions(), self._work())).height(width) <= room:
            yield self._work(), True
        else:
            if self.step.pictures:
                yield self._pictures(), True
            for block in (*map(self._line, self.step.lines), *self._done()):
                yield block, True
        if self.step.wrong:
            yield self._wrong(), False

    def _column(self, blocks: Sequence[Block]) -> Block:
        return Column(blocks=tuple(blocks), gap=self.sizes.gap)

    def _head(self, *, continued: bool = False) -> Block:
        step, sizes = self.step, self.sizes
        title = self.t("{title} (continued)").format(title=step.title) if continued else step.title
        number = Tag(text=str(step.number), size=sizes.heading)
        words: list[Block] = [Text(text=title, size=sizes.heading, bold=True)]
        if step.tools:
            words.append(Text(text=parts.joined(step.tools, self.t), size=sizes.small))
        about = self.t("about {time}").format(time=duration(step.seconds, self.t)) if step.seconds else ""
        time = Text(text=about, size=sizes.small)
        widths = (sizes.heading * 2, -1, time.advance() + sizes.small / 4)
        return Row(blocks=(number, Column(blocks=words), time), widths=widths, gap=sizes.gap)

    def _cautions(self) -> list[Block]:
        return [caution(one, self.sizes) for one in self.step.cautions]

    def _work(self) -> Block:
        """What to look at, and what to do: side by side where there is one picture."""
        step, sizes = self.step, self.sizes
        lines = Column(blocks=tuple(map(self._line, step.lines)), gap=sizes.gap * 0.6)
        done = self._column((lines, *self._done()))
        if len(step.pictures) == 1:
            return Row(blocks=(self._picture(step.pictures[0]), done), widths=(sizes.picture, -1), gap=sizes.gap * 1.3)
        return self._column((self._pictures(), done)) if step.pictures else done

    def _pictures(self) -> Block:
        """One below the other, two abreast."""
        pictures = tuple(map(self._picture, self.step.pictures))
        rows = [pictures[at : at + _MOST_ABREAST] for at in range(0, len(pictures), _MOST_ABREAST)]
        return self._column([self._abreast(row) for row in rows])

    def _abreast(self, pictures: Sequence[Block]) -> Block:
        rest = tuple(Space(size=0) for _ in range(_MOST_ABREAST - len(pictures)))
        return Row(blocks=(*pictures, *rest), widths=(-1,) * _MOST_ABREAST, gap=self.sizes.gap * 1.3)

    def _picture(self, picture: SheetPicture) -> Block:
        """With what its markers are called."""
        sizes = self.sizes
        drawing = Drawing(picture=picture, image=self.album.image(picture), size=sizes.body)
        names = [self._marked(one, Text(text=one.label, size=sizes.small)) for one in picture.markers]
        return Column(blocks=(drawing, *names), gap=sizes.gap * 0.5)

    def _line(self, line: SheetLine) -> Block:
        words = Rich(pieces=tuple((piece.text, piece.is_fact) for piece in line.pieces), size=self.sizes.body)
        return self._marked(line.marker, words, line.level * self.sizes.body * 1.5)

    def _marked(self, marker: SheetMarker | None, block: Block, indent: float = 0) -> Block:
        size = self.sizes.body
        before = Disc(marker=marker, size=size) if marker else Bullet(size=size)
        row = Row(blocks=(before, block), widths=(size * 1.7, -1), gap=size * 0.3)
        return Row(blocks=(Space(size=0), row), widths=(indent, -1)) if indent else row

    def _done(self) -> Iterator[Block]:
        """What follows the lines: screws, and the step's own box to tick."""
        yield from map(self._screws, self.step.screws)
        if self.step.confirm:
            yield ticked(self.step.confirm, self.sizes, bold=True)

    def _screws(self, screws: SheetScrews) -> Block:
        sizes = self.sizes
        letter = Tag(text=self.letters.get(screws.id, "?"), size=sizes.body, filled=False)
        told = Text(text=self.t("Screws: {screws}").format(screws=screws.words), size=sizes.body)
        words = self._marked(screws.marker, told) if screws.marker else told
        return Row(blocks=(letter, words), widths=(sizes.body * 1.7, -1), gap=sizes.gap / 2)

    def _wrong(self) -> Block:
        sizes = self.sizes
        blocks: list[Block] = [Text(text=self.t("If it goes wrong"), size=sizes.body, bold=True)]
        for sign, do in self.step.wrong:
            blocks.append(Rule(thickness=sizes.hairline / 2))
            row = (Text(text=sign, size=sizes.body), Text(text=do, size=sizes.body))
            blocks.append(Row(blocks=row, widths=(-0.4, -0.6), gap=sizes.gap))
        return Column(blocks=tuple(blocks), gap=sizes.gap / 4)


def caution(one: SheetCaution, sizes: Sizes) -> Block:
    """Its level as a sign, in words and by its frame; a danger's with its own box to tick."""
    blocks: list[Block] = [
        Text(text=one.title, size=sizes.body * 1.15, bold=True),
        Text(text=one.text, size=sizes.body, bold=one.level == Level.DANGER),
    ]
    if one.confirm:
        blocks.append(ticked(one.confirm, sizes))
    sign = Sign(level=one.level, size=sizes.body * 2.2)
    row = Row(blocks=(sign, Column(blocks=tuple(blocks))), widths=(sizes.body * 2.2, -1), gap=sizes.gap)
    return Framed(block=row, padding=sizes.gap * 0.7, thickness=_FRAMES[one.level])


def ticked(words: str, sizes: Sizes, *, bold: bool = False) -> Block:
    """A box to tick with a pen, and what is ticked."""
    box = TickBox(side=sizes.tick, line=line_height(sizes.body))
    text = Text(text=words, size=sizes.body, bold=bold)
    return Row(blocks=(box, text), widths=(sizes.tick, -1), gap=sizes.gap * 0.7)
