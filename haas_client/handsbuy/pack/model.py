"""The files of a guide as they are written: shapes and bounds. What they become when put together is in :mod:`.guide`.

Bounds of a step (pictures, lines) as oManual (IEEE 1874-2013) and iFixit have them, so that export stays possible.
"""

from datetime import date
from typing import Annotated, TypeAlias

import msgspec

from haas_client.handsbuy.pack.vocabulary import (
    CheckKind,
    Colour,
    Driver,
    Hazard,
    Kind,
    Level,
    Op,
    Phase,
    Reason,
    Shape,
    Tool,
)

FORMAT = 1
"""Version of the format; a higher one is refused as newer."""
LANGUAGES = ("ja", "en")
"""A guide is complete in each; the first is the source."""

MAX_STEPS = 40
"""In one file."""
MAX_ALL_STEPS = 80
"""With all fragments."""
MAX_STEP_PICTURES = 3
MAX_LINES = 8
MAX_PICTURES = 64
MAX_TEXTS = 600
MAX_TEXT_CHARACTERS = 400
MAX_TOML_BYTES = 128 * 1024
MAX_MARKERS_BYTES = 16 * 1024
MAX_PICTURE_BYTES = 95 * 1024
"""So that 30 of them reach a phone within seconds and stay in its memory."""
PICTURE_SIZE = (1280, 800)
"""Pixels."""

Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,59}\Z")]
"""Of a text, in every language's file."""
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}\Z")]
"""Of a step, picture, marker, check, screw; of a picture also the name of its files."""
StepPath = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}(\.[a-z0-9][a-z0-9-]{0,39})?\Z")]
"""A step of the guide's own (``insert``), or of a fragment (``open-case.side-panel``)."""
GUIDE_ID = r"[a-z][a-z0-9-]{0,29}(?:\.[a-z0-9][a-z0-9-]{0,29}){1,4}"
GuideId = Annotated[str, msgspec.Meta(pattern=rf"^{GUIDE_ID}\Z")]
"""Also the name of its folder: nothing else is taken for one, so that none leads elsewhere."""
Version = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\Z")]
"""Semantic: of three numbers, without additions."""
Pin = Annotated[str, msgspec.Meta(pattern=r"^common/[a-z][a-z0-9-]{0,39}@(0|[1-9]\d{0,3})\Z")]
"""A fragment and its major version, which together are its folder."""
FactName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\Z", max_length=40)]
Scalar: TypeAlias = str | int | bool
Values: TypeAlias = dict[FactName, Scalar | tuple[Scalar, ...]]
"""Facts and what they must be: all of them; a list means any of its values."""


def listed(value: Scalar | tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    """A value of :data:`Values`, as the list that it stands for."""
    return value if isinstance(value, tuple) else (value,)


_Seconds = Annotated[int, msgspec.Meta(ge=0, le=7200)]
_Near = Annotated[float, msgspec.Meta(ge=-2, le=2)]
"""A camera may leave an anchor out of the picture: the lint tells which, beside all else."""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mistyped key is refused, never passed over: a caution that nobody reads is worse than no guide."""


class Review(_File, frozen=True, kw_only=True):
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """A role ("support"), never a person."""
    on: date


class Need(_File, frozen=True, kw_only=True):
    """A fact that texts use; its name is the key in the file."""

    type: str
    """As the vocabulary has it (:mod:`.facts`); repeated here so that a reader of the file sees it."""
    unknown: Key | None = None
    """The words that stand where it is not known."""
    optional: bool = False
    """The swap may begin although it is not known, and nobody need ask for it first."""


class NeededTool(_File, frozen=True, kw_only=True):
    id: Tool
    optional: bool = False


class MarkerNamed(_File, frozen=True, kw_only=True):
    """A marker of a picture; where it is, the scene's file says."""

    id: Name
    colour: Colour
    label: Key


class PictureNamed(_File, frozen=True, kw_only=True):
    """Its files are ``pictures/<id>.webp``, ``<id>.line.webp`` and, with markers, ``<id>.markers.json``."""

    id: Name
    alt: Key
    """What is to be seen, for who cannot see it."""
    markers: Annotated[tuple[MarkerNamed, ...], msgspec.Meta(max_length=12)] = ()


class Place(_File, frozen=True, kw_only=True):
    """Where a marker is, in ``<id>.markers.json``. From 0 to 1, origin top left."""

    shape: Shape
    at: tuple[_Near, _Near]
    """Middle of a circle or rectangle; tip of an arrow or pin."""
    size: tuple[_Near, _Near] = (0.0, 0.0)
    """Width and height of a circle or rectangle; of an arrow the way from its tip to its tail; nothing of a pin."""

    def __post_init__(self) -> None:
        if self.shape in (Shape.CIRCLE, Shape.RECT) and min(self.size) <= 0:
            raise ValueError("a circle and a rectangle have a width and a height")
        if self.shape == Shape.ARROW and self.size == (0.0, 0.0):
            raise ValueError("an arrow has a length")


Markers: TypeAlias = dict[Name, Place | Annotated[tuple[Place, ...], msgspec.Meta(min_length=1, max_length=8)]]
"""What ``<id>.markers.json`` holds: one place, or several that share a number (the clips at both ends)."""


class Answer(_File, frozen=True, kw_only=True):
    value: Scalar
    text: Key
    picture: Name | None = None


class Question(_File, frozen=True, kw_only=True):
    """What the owner is asked where a fact of this machine is not known."""

    fact: FactName
    text: Key
    answers: Annotated[tuple[Answer, ...], msgspec.Meta(min_length=2, max_length=6)]
    """"I don't know" is always offered beside them, and leads to the customer centre."""


class Caution(_File, frozen=True, kw_only=True):
    level: Level
    hazard: Hazard
    text: Key | None = None
    """The guide's own words; without them, the program's for this hazard."""
    confirm: Key | None = None
    """What its own tick says. A danger must have one."""


class Line(_File, frozen=True, kw_only=True):
    text: Key
    marker: Name | None = None
    """Of one of the step's pictures: the line then carries its number and colour."""
    level: Annotated[int, msgspec.Meta(ge=0, le=2)] = 0
    """How far it is set in."""
    tells: tuple[Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(\.[a-z0-9-]+)+\Z", max_length=40)], ...] = ()
    """Which of the things that every such guide must say it says (:mod:`.musts`)."""


class Screws(_File, frozen=True, kw_only=True):
    id: Name
    """The same where they come out and where they go in again."""
    count: Annotated[int, msgspec.Meta(ge=1, le=30)]
    thread: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z .×x/-]{0,19}\Z")]
    drive: Driver
    length_mm: Annotated[float, msgspec.Meta(gt=0, le=100)] | None = None
    marker: Name | None = None


class Wrong(_File, frozen=True, kw_only=True):
    sign: Key
    do: Key


class Step(_File, frozen=True, kw_only=True, tag_field="entry", tag="step"):
    id: Name
    title: Key
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=MAX_LINES)]
    phase: Phase | None = None
    """Of a fragment's step: that of the include where it has none itself."""
    pictures: Annotated[tuple[Name, ...], msgspec.Meta(max_length=MAX_STEP_PICTURES)] = ()
    seconds: _Seconds = 0
    """How long it takes."""
    caution: Annotated[tuple[Caution, ...], msgspec.Meta(max_length=4)] = ()
    tools: Annotated[tuple[Tool, ...], msgspec.Meta(max_length=6)] = ()
    screws: Annotated[tuple[Screws, ...], msgspec.Meta(max_length=4)] = ()
    confirm: Key | None = None
    """What the step's tick says. A step with the PC off must have one."""
    wrong: Annotated[tuple[Wrong, ...], msgspec.Meta(max_length=6)] = ()
    when: Values = {}
    unless: Values = {}


class Include(_File, frozen=True, kw_only=True, tag_field="entry", tag="include"):
    include: Pin
    phase: Phase | None = None
    """For those of its steps that have none themselves."""
    when: Values = {}
    unless: Values = {}


class IfFail(_File, frozen=True, kw_only=True):
    go: StepPath
    text: Key


class Check(_File, frozen=True, kw_only=True):
    """After power-on: what is compared with the snapshot taken before shutdown."""

    id: Name
    text: Key
    """What is checked, in a few words; of an ``ask`` the statement that the owner confirms or denies."""
    kind: CheckKind = CheckKind.MEASURE
    fact: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    """With an index where it has one: ``memory.slot[{part.slot}].size``."""
    op: Op | None = None
    value: Scalar | None = None
    """A value, or a placeholder: ``{order.capacity}``."""
    tolerance: Annotated[float, msgspec.Meta(ge=0, le=0.5)] = 0.0
    """Share of ``value`` by which the measured one may differ."""
    after_seconds: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 0
    """Since power-on; before that "well" is not said."""
    when: Values = {}
    unless: Values = {}
    if_fail: IfFail | None = None

    def __post_init__(self) -> None:
        measured = self.fact is not None and self.op is not None
        if self.kind == CheckKind.MEASURE and not measured:
            raise ValueError("a check has fact and op")
        if self.kind == CheckKind.ASK and (self.fact, self.op, self.value) != (None, None, None):
            raise ValueError("a question to the owner has no fact, op and value")
        if (self.op in WITH_VALUE) != (self.value is not None):
            raise ValueError("equals, at_least and increased_by have a value, and no other op has one")


WITH_VALUE = frozenset({Op.EQUALS, Op.AT_LEAST, Op.INCREASED_BY})

_Tools = Annotated[tuple[NeededTool, ...], msgspec.Meta(max_length=20)]
_Pictures = Annotated[tuple[PictureNamed, ...], msgspec.Meta(max_length=MAX_PICTURES)]
_Questions = Annotated[tuple[Question, ...], msgspec.Meta(max_length=12)]
_Steps = Annotated[tuple[Step | Include, ...], msgspec.Meta(max_length=MAX_STEPS)]


class FragmentFile(_File, frozen=True, kw_only=True):
    """``common/<name>@<major>/fragment.toml``: steps that several guides share."""

    format: int
    version: Version
    """Its major number is that of its folder."""
    needs: dict[FactName, Need] = {}
    tools: _Tools = ()
    pictures: _Pictures = ()
    questions: _Questions = ()
    steps: _Steps = ()


class GuideFile(_File, frozen=True, kw_only=True):
    """``<id>/guide.toml``. Its title is the text ``title``."""

    format: int
    id: GuideId
    version: Version
    kind: Kind
    reason: Annotated[tuple[Reason, ...], msgspec.Meta(min_length=1, max_length=3)]
    languages: tuple[str, ...]
    difficulty: Annotated[int, msgspec.Meta(ge=1, le=4)]
    minutes: tuple[Annotated[int, msgspec.Meta(ge=1, le=600)], Annotated[int, msgspec.Meta(ge=1, le=600)]]
    """From … to."""
    reviewed: Review | None = None
    applies: Values = {}
    """Which machines it is for."""
    parts: Annotated[tuple[Key, ...], msgspec.Meta(max_length=8)] = ()
    """What must be at hand beside the tools, in words."""
    needs: dict[FactName, Need] = {}
    tools: _Tools = ()
    pictures: _Pictures = ()
    questions: _Questions = ()
    steps: _Steps
    checks: Annotated[tuple[Check, ...], msgspec.Meta(max_length=20)] = ()


Texts: TypeAlias = dict[Key, Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT_CHARACTERS)]]
"""``text/<language>.toml``: one flat table."""
