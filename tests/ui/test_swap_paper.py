"""A guide on paper: all of it is there, in an order that is safe, on pages that nothing leaves."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from haas_client.files import SaveFailed
from haas_client.handsbuy.pack.conditions import Ask
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind, Level, Phase
from haas_client.handsbuy.sheet import Sheet
from haas_client.ui.paper.blocks import Text
from haas_client.ui.paper.rich import Rich
from haas_client.ui.swap_paper import document, drawing
from haas_client.ui.swap_paper.cover import gathered
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.swap_paper.drawing import Drawing
from haas_client.ui.swap_paper.screws import sorts
from haas_client.ui.swap_paper.signs import Disc, Tag
from haas_client.ui.swap_paper.sizes import LEAST
from tests import whole_guides
from tests.ui import paper_rules, papers

pytestmark = pytest.mark.usefixtures("qapp")

_TOLD = {"usual": papers.usual, "hostile": papers.hostile, "nothing": papers.nothing}
_MEMORY = "jp.linuxmania.memory.dimm"
_ANY = "〓"
_SHARED = re.compile("[\u2e80-\u2eff‧・]")
"""Characters that share a glyph with another, which a PDF of Qt's may name in their place; NFKC does not know them."""


@pytest.fixture(scope="session")
def guides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Guide]:
    return {guide.id: guide for guide in whole_guides.guides(tmp_path_factory.mktemp("guides"))}


@pytest.fixture(autouse=True, scope="module")
def decoded_once() -> Iterator[None]:
    """Each of the guides' drawings, and not anew for every document (0.15 s); one that was changed is read again."""
    read = drawing._image
    kept = cache(lambda path, _changed: read(path))
    with patch.object(drawing, "_image", lambda path: kept(path, path.exists() and path.stat().st_mtime_ns)):
        yield


@pytest.fixture
def dimm(guides: dict[str, Guide]) -> Guide:
    return guides[_MEMORY]


def usual(guide: Guide, language: str = "en") -> tuple[Sheet, Document]:
    told = papers.usual(guide)
    sheet = papers.filled(guide, told, language)
    return sheet, papers.laid_out(sheet, told)


def words(document: Document) -> str:
    return "\n".join(page.words() for page in document.pages)


@pytest.mark.parametrize("big", [False, True], ids=["usual-letters", "large-letters"])
@pytest.mark.parametrize("known", _TOLD)
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide_id", whole_guides.IDS)
def test_all_of_a_guide_is_there_in_an_order_that_is_safe_on_pages_that_nothing_leaves(
    guides: dict[str, Guide], guide_id: str, language: str, known: str, big: bool
) -> None:
    told = _TOLD[known](guides[guide_id])
    sheet = papers.filled(guides[guide_id], told, language)
    assert not sheet.asks
    paper_rules.check(papers.laid_out(sheet, told, big=big), sheet)


@pytest.mark.parametrize("chassis", ["tower", "small", "mini-pc", "notebook"])
@pytest.mark.parametrize("job", ["replace", "add"])
def test_so_it_is_for_every_pc_and_every_job(guides: dict[str, Guide], job: str, chassis: str) -> None:
    for guide in guides.values():
        told = papers.usual(guide, job, chassis)
        sheet = papers.filled(guide, told, "ja")
        paper_rules.check(papers.laid_out(sheet, told), sheet)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide_id", whole_guides.IDS)
def test_no_letter_is_smaller_than_ten_and_a_half_points(
    guides: dict[str, Guide], guide_id: str, language: str
) -> None:
    for told in (papers.usual(guides[guide_id]), papers.nothing(guides[guide_id])):
        made = papers.paper(guides[guide_id], told, language)
        for page in made.pages:
            marks = papers.drawn(page)
            assert (
                min(mark.block.size for mark in marks if isinstance(mark.block, Text | Rich | Tag | Drawing)) >= LEAST
            )
            assert page.size >= LEAST
            assert not papers.is_shrunk(page)


@pytest.mark.parametrize("guide_id", whole_guides.IDS)
def test_the_first_page_holds_every_caution_once_the_gravest_first(guides: dict[str, Guide], guide_id: str) -> None:
    sheet, made = usual(guides[guide_id])
    there = [one for step in sheet.carried() for one in step.cautions]
    first = [mark.words for mark in papers.drawn(made.pages[0]) if isinstance(mark.block, Rich)]
    found = gathered(sheet.carried())
    assert {(one.level, one.text) for one, _ in found} == {(one.level, one.text) for one in there}
    levels = [list(Level).index(one.level) for one, _ in found]
    assert levels == sorted(levels)
    assert len(first) == len(found)
    for told, (one, numbers) in zip(first, found, strict=True):
        assert one.title in told
        assert one.text in told
        assert all(str(number) in told for number in numbers)


def test_the_first_page_tells_whose_it_is(dimm: Guide) -> None:
    _, made = usual(dimm)
    for known in (
        "Linuxmania LM-T1000",
        "LM-24-018233",
        "HB-1042",
        "DIMM_A2",
        "Example EX-16-3200 · 16 GB",
        "3C1A8F21",
        "Example EX-32 · 32 GB",
        "4D2B9E10",
        "Phillips screwdriver No. 2",
        "25 to 50 minutes",
    ):
        assert known in made.pages[0].words()


def test_where_a_part_is_only_added_none_goes_out(dimm: Guide) -> None:
    told = papers.usual(dimm, "add")
    assert "The part that goes out" not in words(papers.paper(dimm, told, "en"))
    assert "The part that goes out" in words(papers.paper(dimm, papers.usual(dimm), "en"))


def test_open_questions_are_told_on_the_first_page(dimm: Guide) -> None:
    told = papers.usual(dimm)
    sheet = papers.filled(dimm, told, "en")
    asked = msgspec.structs.replace(sheet, asks=(Ask(fact="chassis", question=None),))
    assert "Questions about this PC are still open" in papers.laid_out(asked, told).pages[0].words()
    assert "Questions about this PC are still open" not in papers.laid_out(sheet, told).pages[0].words()


def test_what_comes_before_and_what_the_screen_shows_again_is_left_out(guides: dict[str, Guide]) -> None:
    for guide in guides.values():
        sheet, _ = usual(guide)
        after = sheet.of_phase(Phase.AFTER)
        assert {step.phase for step in sheet.carried()} == {Phase.OFF, Phase.AFTER}
        assert sheet.carried()[-1] == (after[-1] if guide.kind == Kind.STORAGE else after[0])


def test_a_line_has_the_number_of_its_marker_in_its_colour(dimm: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[int, str]] = []
    monkeypatch.setattr(Disc, "paint", lambda self, *_: shown.append((self.marker.number, self.marker.colour)))
    sheet, made = usual(dimm)
    for page in made.pages:
        papers.image(page, 30)
    wanted = [
        (marker.number, marker.colour)
        for step in sheet.carried()
        for marker in (
            *(one for picture in step.pictures for one in picture.markers),
            *(line.marker for line in step.lines),
            *(screws.marker for screws in step.screws),
        )
        if marker
    ]
    assert shown == wanted


@pytest.mark.parametrize("guide_id", whole_guides.IDS)
def test_each_screw_has_its_place_and_its_way_out_and_in(guides: dict[str, Guide], guide_id: str) -> None:
    sheet, made = usual(guides[guide_id])
    last = made.pages[-1].words()
    for sort in sorts(sheet.carried()):
        assert sort.screws.words in last
        assert f"Comes out in step {sort.steps[0].number}: {sort.steps[0].title}" in last
        assert f"Goes in again in step {sort.steps[-1].number}: {sort.steps[-1].title}" in last
        tags = [
            mark.block.text
            for page in made.pages
            for number, marks in paper_rules.by_step(papers.drawn(page))
            for mark in marks
            if isinstance(mark.block, Tag) and not mark.block.filled and number in [one.number for one in sort.steps]
        ]
        assert sort.letter in tags
    assert "Other screws" in last


def test_the_last_pages_say_what_to_do_and_whom_to_call(dimm: Guide) -> None:
    sheet, made = usual(dimm)
    end = "\n".join(page.words() for page in made.pages[-3:])
    helps = [step.number for step in sheet.carried() if step.id.startswith("first-power-on.") and step.wrong]
    told = f"Look first at “If it goes wrong” of these steps: {', '.join(map(str, helps[:-1]))}."
    for known in (told, "03-0000-0000", "customer@linuxmania.jp", "LM-24-018233", "HB-1042", "It beeps"):
        assert known in end


def test_a_drawing_that_is_gone_is_told_in_words(guides: dict[str, Guide], tmp_path: Path) -> None:
    dimm = whole_guides.guides(tmp_path)[whole_guides.IDS.index(_MEMORY)]
    sheet, whole = usual(dimm)
    assert whole.undrawn == 0
    picture = next(one for step in sheet.carried() for one in step.pictures)
    before = _drawing(whole, picture.line_file)
    picture.line_file.write_bytes(b"RIFF no picture")
    _, made = usual(dimm)
    assert made.undrawn == 1
    assert _drawing(made, picture.line_file) != before
    picture.line_file.unlink()
    _, made = usual(dimm)
    assert made.undrawn == 1


def _drawing(made: Document, file: Path) -> QImage:
    """The part of the first page that shows it."""
    for page in made.pages:
        for mark in papers.drawn(page):
            if isinstance(mark.block, Drawing) and mark.block.picture.line_file == file:
                box = mark.box
                scale = 60 / 720
                x, y, width, height = (round(one * scale) for one in (box.x(), box.y(), box.width(), box.height()))
                return papers.image(page).copy(x, y, width, height)
    raise AssertionError("no such drawing")


def test_a_file_is_whole_or_what_stood_there(dimm: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, made = usual(dimm)
    path = tmp_path / "guide.pdf"
    document.write_pdf(made, path)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == len(made.pages)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path.write_bytes(b"older")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFailed, match="no space left"):
        document.write_pdf(made, path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no reader of PDFs (poppler-utils) is installed")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("guide_id", whole_guides.IDS)
def test_a_reader_of_pdfs_finds_every_line(
    guides: dict[str, Guide], guide_id: str, language: str, tmp_path: Path
) -> None:
    sheet, made = usual(guides[guide_id], language)
    path = tmp_path / "guide.pdf"
    document.write_pdf(made, path)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    read = _plain(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    for step in sheet.carried():
        told = [step.title, step.confirm, *(line.text for line in step.lines), *(one.text for one in step.cautions)]
        for text in told:
            assert re.search("".join(f"(?:{re.escape(one)}|{_ANY})" for one in _plain(text)), read), text
    for page in made.pages:
        assert _plain(page.head.right) in read
    assert _plain(sheet.version) in read


def _plain(text: str) -> str:
    """Without what a PDF does not keep: where lines end, and which of two alike characters it was."""
    return _SHARED.sub(_ANY, re.sub(r"[\s\u200b\u2060]", "", unicodedata.normalize("NFKC", text)))


def test_the_edge_of_the_sheet_stays_white(qapp: QApplication, dimm: Guide) -> None:
    made = papers.paper(dimm, papers.hostile(dimm), "ja", big=True)
    for page in made.pages:
        image = papers.image(page)
        strip = 30
        for part in (
            image.copy(0, 0, image.width(), strip),
            image.copy(0, image.height() - strip, image.width(), strip),
            image.copy(0, 0, strip, image.height()),
            image.copy(image.width() - strip, 0, strip, image.height()),
        ):
            white = part.copy()
            white.fill("white")
            assert part == white
