"""The slip that goes back with the old part says what the centre told, and nothing that it did not."""

from datetime import date
from typing import Any

import pytest

from haas_client.cases.model import Case, Particulars, State
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.return_slip import Content, Returns, ReturnSlip, return_slip
from haas_client.i18n import LANGUAGES, translator
from haas_client.request import Request, Service
from haas_client.wording import return_slip as words
from tests.unit.builders import NOW, drive, module, unknown
from tests.unit.handsbuy.swaps import changed, part_of, swap

TOLD = Particulars(reference="HB-1042", return_address="〒000-0000\n見本県見本市 1-2-3")
DAY = date(2026, 11, 25)
SUPPLY = Part(kind=PartKind.POWER, slot=unknown(), model=unknown(), serial=unknown())


def case(state: State = State.RETURN_DUE, told: Particulars = TOLD) -> Case:
    return Case(
        id="c" * 16,
        service=Service.HANDSBUY,
        state=state,
        begun_at=NOW,
        changed_at=NOW,
        request=Request(),
        particulars=told,
    )


def slip(of: Case | None = None, **changes: Any) -> ReturnSlip:
    return return_slip(swap(**{"part": part_of(drive())} | changes), of or case(), DAY)


def test_what_the_centre_told_stands_on_it() -> None:
    rows = dict(words.rows(slip(), translator("en")))
    assert rows == {
        "Receipt number": "HB-1042",
        "Part": "Storage",
        "Model and size": "Example SSD 500 · 500 GB",
        "Serial number": "SER0001",
        "It was in": "SATA 1",
        "Date": "2026-11-25",
    }
    assert words.address(slip()) == "〒000-0000\n見本県見本市 1-2-3"


@pytest.mark.parametrize(
    ("state", "returns"),
    [
        (State.RETURN_DUE, Returns.BACK),
        (State.RETURNED, Returns.BACK),
        (State.KEEPS_OLD_PART, Returns.KEPT),
        *((state, Returns.NOT_TOLD) for state in (State.SWAP, State.CHECKED, State.REPAIR, State.CLOSED)),
    ],
)
def test_whether_it_goes_back_is_the_centres_to_say(state: State, returns: Returns) -> None:
    found = slip(case(state))
    assert found.returns == returns
    assert bool(found.contents) is (returns == Returns.BACK)


def test_what_was_not_told_or_is_not_known_is_left_open_and_never_made_up() -> None:
    untold = slip(case(told=Particulars()), part=SUPPLY)
    rows = dict(words.rows(untold, translator("en")))
    for name in ("Receipt number", "Model and size", "Serial number", "It was in"):
        assert rows[name] == ""
    assert words.address(untold) == ""
    nobody = dict(words.rows(slip(part=None), translator("en")))
    assert nobody["Part"] == ""


def test_what_was_told_with_the_order_counts_where_the_case_has_nothing_newer() -> None:
    ordered = swap(part=None, order=Particulars(reference="OLD-1", return_address="there"))
    earlier = return_slip(ordered, case(told=Particulars()), DAY)
    assert (earlier.reference, earlier.address) == ("OLD-1", "there")
    found = return_slip(ordered, case(), DAY)
    assert (found.reference, found.address) == ("HB-1042", TOLD.return_address)


@pytest.mark.parametrize(
    ("part", "own"),
    [
        (SUPPLY, {Content.OWN_CABLES}),
        (part_of(module()), {Content.ANTISTATIC}),
        (part_of(drive()), {Content.ANTISTATIC, Content.NO_FRAME, Content.WIPED}),
        (None, set()),
    ],
)
def test_what_is_in_the_parcel(part: Part | None, own: set[Content]) -> None:
    found = slip(part=part)
    assert set(found.contents) == {Content.PART, Content.SLIP} | own
    assert len(words.contents(found, translator("ja"))) == len(found.contents)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(language: str) -> None:
    t = translator(language)
    for state in (State.RETURN_DUE, State.KEEPS_OLD_PART, State.SWAP):
        for part in (SUPPLY, part_of(module()), part_of(drive()), None):
            found = slip(case(state), part=part)
            names = [name for name, _ in words.rows(found, t)]
            texts = [words.title(found, t), words.advice(found, t), *names, *words.contents(found, t)]
            assert all(text and "{" not in text for text in texts)


def test_nothing_in_it_steers_a_printer() -> None:
    hostile = changed(part_of(drive()), serial="A\x1b[31mB", slot="S\u202e1")
    told = Particulars(reference="R\x07", return_address="a\x00b")
    made = slip(case(told=told), part=hostile)
    texts = [words.address(made), *(text for row in words.rows(made, translator("en")) for text in row)]
    assert not any(character in text for text in texts for character in "\x1b\x07\x00\u202e")
