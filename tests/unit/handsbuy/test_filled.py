"""Texts with facts in them: plain text in one line, whatever a firmware or a file says."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.handsbuy.pack.fact_table import FACTS
from haas_client.handsbuy.pack.filled import Piece, filled, pieces
from haas_client.handsbuy.pack.found import Facts, Value
from haas_client.handsbuy.pack.guide import Words
from haas_client.handsbuy.pack.vocabulary import Kind
from tests.unit.builders import GIB, unknown
from tests.unit.handsbuy.guides import guide, need, words

SLOT = words("{part.slot} の両端", "Both ends of {part.slot}")
GUIDE = guide(needs=(need("part.slot", "交換するスロット", "the slot"),))


def told(template: str, kind: Kind = Kind.MEMORY, /, **facts: Any) -> str:
    known = Facts(values={name.replace("__", "."): value for name, value in facts.items()})
    return filled(words(template, template), "en", guide(kind=kind, needs=GUIDE.needs), known)


def test_a_fact_stands_in_place_of_its_placeholder() -> None:
    facts = Facts(values={"part.slot": "DIMM_A2"})
    assert filled(SLOT, "ja", GUIDE, facts) == "DIMM_A2 の両端"
    assert pieces(SLOT, "en", GUIDE, facts) == (Piece("Both ends of "), Piece("DIMM_A2", is_fact=True))


def test_what_is_not_known_is_told_in_the_guides_words() -> None:
    for facts in (Facts(), Facts(values={"part.slot": unknown()}), Facts(values={"part.slot": " "})):
        assert filled(SLOT, "ja", GUIDE, facts) == "交換するスロット の両端"
        assert pieces(SLOT, "en", GUIDE, facts)[1] == Piece("the slot")


@pytest.mark.parametrize(
    ("name", "value", "kind", "text"),
    [
        ("part__capacity", 16 * GIB, Kind.MEMORY, "16 GB"),
        ("order__capacity", 500_107_862_016, Kind.STORAGE, "500 GB"),
        ("memory__total", 32 * GIB, Kind.STORAGE, "32 GB"),
        ("power__supply__watts", 650, Kind.PSU, "650 W"),
        ("memory__errors", 1234, Kind.MEMORY, "1,234"),
        ("order__serial", "S3Z9NB0K", Kind.STORAGE, "S3Z9NB0K"),
    ],
)
def test_facts_are_shown_by_their_types(name: str, value: Value, kind: Kind, text: str) -> None:
    assert told(f"{{{name.replace('__', '.')}}}", kind, **{name: value}) == text


@pytest.mark.parametrize("name", ["chassis", "part.slot_known", "memory.health", "no.such.fact", "", "part.slot.x"])
def test_a_code_or_what_is_no_fact_is_never_shown(name: str) -> None:
    facts = Facts(values={name: "tower", "chassis": "tower", "part.slot_known": True, "memory.health": "ok"})
    text = filled(words("", f"[{{{name}}}]"), "en", GUIDE, facts)
    assert text == "[(not known)]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{part.serial}", "(part.serial)"),
        ("{{0.__class__}}", "((0.__class__))"),
        ("<b>A1</b>", "<b>A1</b>"),
        ("A\u202e1\u200b", "A\ufffd1\ufffd"),
        ("A\n1\x1b[31m\t", "A 1\ufffd[31m "),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_hostile_value_stays_plain_text_and_is_not_looked_at_again(value: str, text: str) -> None:
    assert told("{part.slot}", part__slot=value, part__serial="SECRET") == text


def test_a_brace_of_the_text_itself_never_reaches_a_screen() -> None:
    assert told("a } b { c {{part.slot}}", part__slot="A1") == "a ) b ( c (A1)"


_TEXT = st.text(st.sampled_from("{}ab.\u202e\x00\n<&字 ") | st.characters(), max_size=40)


@given(
    _TEXT | st.sampled_from(sorted(FACTS)).map(lambda name: f"{{{name}}}"),
    _TEXT,
    st.dictionaries(
        st.sampled_from(sorted(FACTS)) | _TEXT, _TEXT | st.integers(-(10**30), 10**30) | st.booleans(), max_size=5
    ),
)
def test_no_text_and_no_fact_brings_a_brace_a_break_or_an_invisible_mark(
    template: str, unknown_words: str, values: dict[str, Any]
) -> None:
    one = guide(needs=(need("part.slot", unknown_words, unknown_words),))
    text = filled(Words({"ja": template}), "en", one, Facts(values=values))
    assert not {"{", "}", "\n"} & set(text)
    assert all(unicodedata.category(c)[0] != "C" for c in text)
