"""A guide as this machine's owner reads it: its steps in a row, in one language, with everything filled in.

The window, the phone page and the paper show the same sheet. All texts in it are plain text, of one line.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from haas_client.handsbuy.pack import words
from haas_client.handsbuy.pack.conditions import Ask, Decided, decide, ruled_out_by
from haas_client.handsbuy.pack.filled import Piece, filled, pieces
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Caution, Guide, Marker, Picture, Screws, Step, Words
from haas_client.handsbuy.pack.model import Place
from haas_client.handsbuy.pack.vocabulary import Colour, Kind, Level, Phase
from haas_client.i18n import translator


class SheetMarker(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    colour: Colour
    label: str
    places: tuple[Place, ...]
    """Fractions of the picture's width and height, from its top left."""


class SheetPicture(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    file: Path
    """1280×800, WebP."""
    line_file: Path
    """The drawing for paper."""
    alt: str
    markers: tuple[SheetMarker, ...]


class SheetCaution(msgspec.Struct, frozen=True, kw_only=True):
    level: Level
    title: str
    """The level in words: 危険, 警告, 注意, お知らせ."""
    text: str
    confirm: str
    """What its own tick says; empty where it has none."""
    tick: str
    """The name of that tick; empty where it has none."""


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    pieces: tuple[Piece, ...]
    """Facts of this machine told apart, to be shown bold."""
    level: int
    marker: SheetMarker | None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class SheetScrews(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    count: int
    words: str
    """"4 × 6-32 UNC × 6 mm (PH2)"."""
    marker: SheetMarker | None


class SheetStep(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    phase: Phase
    number: int
    """From 1, through the whole sheet."""
    title: str
    pictures: tuple[SheetPicture, ...]
    seconds: int
    """How long it takes; 0 where the guide does not say."""
    cautions: tuple[SheetCaution, ...]
    tools: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    screws: tuple[SheetScrews, ...]
    confirm: str
    """What the step's tick says; empty where it has none."""
    wrong: tuple[tuple[str, str], ...]
    """A sign that it went wrong, and what to do."""

    @property
    def ticks(self) -> tuple[str, ...]:
        """The names of all that must be ticked before the next step; the step's own tick is named by its id."""
        own = (self.id,) if self.confirm else ()
        return (*(caution.tick for caution in self.cautions if caution.tick), *own)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    guide_id: str
    version: str
    language: str
    kind: Kind
    title: str
    minutes: tuple[int, int]
    tools: tuple[str, ...]
    parts: tuple[str, ...]
    steps: tuple[SheetStep, ...]
    asks: tuple[Ask, ...]
    """What must be asked before it is known which steps are for this machine; those steps are not in it yet. Where the
    guide is not for this machine, it has no step, and our centre must be asked.
    """

    def of_phase(self, *phases: Phase) -> tuple[SheetStep, ...]:
        return tuple(step for step in self.steps if step.phase in phases)

    def carried(self) -> tuple[SheetStep, ...]:
        """Those that go to phone and paper: with the PC off, and the first after it, which leads back to the screen.

        All that follow where a drive is swapped: this program may have been on it, and then there is no way back yet.
        """
        off, after = self.of_phase(Phase.OFF), self.of_phase(Phase.AFTER)
        return off + (after if self.kind == Kind.STORAGE else after[:1])

    def step(self, step_id: str) -> SheetStep | None:
        return next((step for step in self.steps if step.id == step_id), None)


def sheet(guide: Guide, facts: Facts, language: str) -> Sheet:
    """The guide for the machine that ``facts`` tell of."""
    return _Writer(guide=guide, facts=facts, language=language).sheet()


def written(guide: Guide, step: Step, number: int, facts: Facts, language: str) -> SheetStep:
    """One step of it, whether it is for that machine or not."""
    return _Writer(guide=guide, facts=facts, language=language).step(number, step)


class _Writer(msgspec.Struct, frozen=True, kw_only=True):
    guide: Guide
    facts: Facts
    language: str

    def sheet(self) -> Sheet:
        guide, t = self.guide, translator(self.language)
        chosen, asks = self._chosen()
        optional = t("(if at hand)")
        return Sheet(
            guide_id=guide.id,
            version=guide.version,
            language=self.language,
            kind=guide.kind,
            title=self._text(guide.title),
            minutes=guide.minutes,
            tools=tuple(words.tool(tool.id, t) + (f" {optional}" if tool.optional else "") for tool in guide.tools),
            parts=self._texts(guide.parts),
            steps=tuple(self.step(number, step) for number, step in enumerate(chosen, start=1)),
            asks=asks,
        )

    def _chosen(self) -> tuple[list[Step], tuple[Ask, ...]]:
        other = ruled_out_by(self.guide, self.facts)
        if other:  # with a shape of PC that it does not know, it would leave out that the cord is pulled
            return [], (Ask(fact=other, question=None),)
        chosen: list[Step] = []
        asks: dict[str, Ask] = {}
        for step in self.guide.steps:
            decided = decide(step.conditions, self.guide, self.facts)
            if isinstance(decided, Ask):
                asks.setdefault(decided.fact, decided)
            elif decided == Decided.YES:
                chosen.append(step)
        return chosen, tuple(asks.values())

    def step(self, number: int, step: Step) -> SheetStep:
        t = translator(self.language)
        return SheetStep(
            id=step.id,
            phase=step.phase,
            number=number,
            title=self._text(step.title),
            pictures=tuple(map(self._picture, step.pictures)),
            seconds=step.seconds,
            cautions=tuple(self._caution(step, place, caution) for place, caution in enumerate(step.cautions)),
            tools=tuple(words.tool(tool, t) for tool in step.tools),
            lines=tuple(
                SheetLine(
                    pieces=pieces(line.words, self.language, self.guide, self.facts),
                    level=line.level,
                    marker=self._marker(line.marker),
                )
                for line in step.lines
            ),
            screws=tuple(map(self._screws, step.screws)),
            confirm=self._text(step.confirm),
            wrong=tuple((self._text(wrong.sign), self._text(wrong.do)) for wrong in step.wrong),
        )

    def _caution(self, step: Step, place: int, caution: Caution) -> SheetCaution:
        t = translator(self.language)
        return SheetCaution(
            level=caution.level,
            title=words.level(caution.level, t),
            text=self._text(caution.words) or words.hazard(caution.hazard, t),
            confirm=self._text(caution.confirm),
            tick=f"{step.id}!{place}" if caution.confirm else "",
        )

    def _picture(self, picture: Picture) -> SheetPicture:
        markers = tuple(marker for marker in map(self._marker, picture.markers) if marker)
        return SheetPicture(
            id=picture.id,
            file=picture.file,
            line_file=picture.line_file,
            alt=self._text(picture.alt),
            markers=markers,
        )

    def _marker(self, marker: Marker | None) -> SheetMarker | None:
        if marker is None:
            return None
        label = self._text(marker.label)
        return SheetMarker(number=marker.number, colour=marker.colour, label=label, places=marker.places)

    def _screws(self, screws: Screws) -> SheetScrews:
        length = f" × {screws.length_mm:g} mm" if screws.length_mm else ""
        driver = words.driver(screws.drive, translator(self.language))
        told = f"{screws.count} × {screws.thread}{length} ({driver})"
        return SheetScrews(id=screws.id, count=screws.count, words=told, marker=self._marker(screws.marker))

    def _texts(self, told: Iterable[Words]) -> tuple[str, ...]:
        return tuple(map(self._text, told))

    def _text(self, told: Words | None) -> str:
        return filled(told, self.language, self.guide, self.facts) if told else ""
