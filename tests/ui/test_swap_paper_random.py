"""The same of guides that nobody has written: every length and number that the format allows, and facts of any kind."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haas_client.handsbuy.pack.filled import Piece
from haas_client.handsbuy.pack.model import MAX_LINES, MAX_STEP_PICTURES, Place
from haas_client.handsbuy.pack.vocabulary import Colour, Kind, Level, Phase, Shape
from haas_client.handsbuy.sheet import (
    Sheet,
    SheetCaution,
    SheetLine,
    SheetMarker,
    SheetPicture,
    SheetScrews,
    SheetStep,
)
from haas_client.text import MAX_FIELD
from tests.ui import paper_rules, papers
from tests.unit.handsbuy import guides

pytestmark = pytest.mark.usefixtures("qapp")

_DRAWING = Path("/nowhere/x.line.webp")
_ALPHABET = st.sampled_from("あいう漢字カタカナ、。「」abc WWW 012 -ー()🔧")


def texts(longest: int) -> st.SearchStrategy[str]:
    """Up to the format's length, with up to two facts in it that are as long as facts may be."""
    words = st.builds(
        _repeated, st.text(_ALPHABET, min_size=1, max_size=12), st.sampled_from((1, longest // 2, longest))
    )
    fact = st.builds(_repeated, st.text(_ALPHABET, min_size=1, max_size=9), st.just(MAX_FIELD))
    facts = st.sampled_from((0, 0, 0, 1, 2)).flatmap(lambda count: st.lists(fact, min_size=count, max_size=count))
    return st.builds(lambda text, told: " ".join(("x", text, *told)).strip(), words, facts)


def _repeated(text: str, length: int) -> str:
    return (text * length)[:length]


points = st.tuples(st.floats(0, 1), st.floats(0, 1))
places = st.one_of(
    st.builds(Place, shape=st.sampled_from((Shape.CIRCLE, Shape.RECT)), at=points, size=st.just((0.1, 0.1))),
    st.builds(Place, shape=st.just(Shape.PIN), at=points),
    st.builds(Place, shape=st.just(Shape.ARROW), at=points, size=st.just((-0.2, 0.1))),
)
markers = st.builds(
    SheetMarker,
    number=st.integers(1, 12),
    colour=st.sampled_from(Colour),
    label=texts(40),
    places=st.lists(places, min_size=1, max_size=3).map(tuple),
)
pictures = st.builds(
    SheetPicture,
    id=st.just("x"),
    file=st.just(_DRAWING),
    line_file=st.just(_DRAWING),
    alt=texts(240),
    markers=st.lists(markers, max_size=4).map(tuple),
)
cautions = st.builds(
    SheetCaution,
    level=st.sampled_from(Level),
    title=st.just("The level"),
    text=texts(240),
    confirm=st.one_of(st.just(""), texts(80)),
    tick=st.just("x!0"),
)
lines = st.builds(
    SheetLine,
    pieces=st.tuples(st.builds(Piece, texts(140)), st.builds(Piece, texts(20), st.booleans())),
    level=st.integers(0, 2),
    marker=st.none() | markers,
)
screws = st.builds(
    SheetScrews,
    id=st.sampled_from("abcdef"),
    count=st.integers(1, 30),
    words=texts(30),
    marker=st.none() | markers,
)
steps = st.builds(
    SheetStep,
    id=st.sampled_from(("x", "first-power-on.start")),
    phase=st.sampled_from((Phase.OFF, Phase.AFTER)),
    number=st.just(1),
    title=texts(60),
    pictures=st.lists(pictures, max_size=MAX_STEP_PICTURES).map(tuple),
    seconds=st.integers(0, 7200),
    cautions=st.lists(cautions, max_size=4, unique_by=lambda one: one.text).map(tuple),
    tools=st.lists(texts(30), max_size=6).map(tuple),
    lines=st.lists(lines, min_size=1, max_size=MAX_LINES).map(tuple),
    screws=st.lists(screws, max_size=4).map(tuple),
    confirm=texts(80),
    wrong=st.lists(st.tuples(texts(240), texts(240)), max_size=6).map(tuple),
)


def numbered(found: list[SheetStep]) -> tuple[SheetStep, ...]:
    in_order = sorted(found, key=lambda step: list(Phase).index(step.phase))
    return tuple(msgspec.structs.replace(step, number=number) for number, step in enumerate(in_order, start=1))


sheets = st.builds(
    Sheet,
    guide_id=st.just("x"),
    version=st.just("1.0.0"),
    language=st.sampled_from(("ja", "en")),
    kind=st.sampled_from(Kind),
    title=texts(60),
    minutes=st.just((5, 10)),
    tools=st.lists(texts(30), max_size=12).map(tuple),
    parts=st.lists(texts(60), max_size=4).map(tuple),
    steps=st.lists(steps, min_size=1, max_size=4).map(numbered),
    asks=st.just(()),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sheet=sheets, big=st.booleans())
def test_any_guide_is_whole_and_in_order_and_on_its_pages(sheet: Sheet, big: bool) -> None:
    told = papers.usual(guides.guide())
    paper_rules.check(papers.laid_out(sheet, told, big=big), sheet)
