"""The slip that goes back with the old part, on paper: what is known stands on it, the rest is left to be written."""

from datetime import date
from typing import Any

import pytest

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.pack.found import NOT_READ
from haas_client.handsbuy.return_slip import Content, Returns, ReturnSlip
from haas_client.i18n import translator
from haas_client.machine import Machine
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.swap_paper.slip import slip
from haas_client.ui.theme import Theme
from tests.ui import papers, render_card
from tests.ui.render_card import SOLD

DISK = Part(kind=PartKind.STORAGE, slot="SATA 1", model="Example SSD", serial="SER0001", size_bytes=500_000_000_000)


def returned(**changes: Any) -> ReturnSlip:
    values: dict[str, Any] = {
        "returns": Returns.BACK,
        "reference": "HB-1042",
        "part": DISK,
        "address": "見本県見本市 1-2-3",
        "made_on": date(2026, 11, 25),
        "contents": (Content.PART, Content.SLIP, Content.WIPED),
    }
    return ReturnSlip(**values | changes)


def paper(made: ReturnSlip, machine: Machine = SOLD, language: str = "en", *, big: bool = False) -> Document:
    with papers.in_language(language):
        return slip(made, render_card.card(machine, None), translator(language), big=big)


@pytest.fixture(autouse=True)
def theme(qapp: Any) -> Any:
    return Theme(qapp, dark=False)


def test_who_opens_the_parcel_sees_whose_part_it_is() -> None:
    (page,) = paper(returned()).pages
    told = page.words()
    for words in (
        "見本県見本市 1-2-3",
        "HB-1042",
        "Example SSD",
        "SER0001",
        "SATA 1",
        SOLD.warranty_number,
    ):
        assert words in told
    assert "wiped / not wiped" in told
    assert not papers.is_shrunk(page)


def test_what_is_not_known_has_a_line_to_be_written_on() -> None:
    unknown = Part(kind=PartKind.STORAGE, slot=NOT_READ, model=NOT_READ, serial=NOT_READ)
    known = papers.image(paper(returned()).pages[0])
    (page,) = paper(returned(part=unknown, reference="", address=""), Machine()).pages
    assert "—" not in page.words()
    assert "None" not in page.words()
    assert papers.image(page) != known


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_one_page_also_where_everything_is_long(language: str) -> None:
    long = returned(address="\n".join(["とても長い住所" * 5] * 3), contents=tuple(Content))
    (page,) = paper(long, language=language).pages
    assert not papers.is_shrunk(page)
    assert not any(papers.is_shrunk(one) for one in paper(long, language=language, big=True).pages)
