"""Warranty numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.request import MAX_FIELD, normalise_warranty_number

DASHES = "-ー‐‑‒–—―−ｰ﹣－〜~"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("LM-2021-00042", "LM-2021-00042"),
        ("lm-2021-00042", "LM-2021-00042"),
        ("ＬＭ－２０２１－０００４２", "LM-2021-00042"),
        ("ｌｍー２０２１ー０００４２", "LM-2021-00042"),
        ("LM2021", "LM2021"),
        ("  LM-2021  ", "LM-2021"),
        ("LM - 2021 -  00042", "LM-2021-00042"),
        ("LM　2021", "LM 2021"),
        ("LM\t2021\n00042", "LM 2021 00042"),
        ("LM\u00a02021", "LM 2021"),
        ("LM\u200b2021", "LM 2021"),
        ("①②③", "123"),
        ("保証１２３", "保証123"),
        ("LM/2021#42", "LM/2021#42"),
        ("ﾎｼｮｳ", "ホショウ"),
        ("", ""),
        ("   ", ""),
        ("\x00\x1b", ""),
    ],
)
def test_a_number_is_written_as_on_the_card(typed: str, expected: str) -> None:
    assert normalise_warranty_number(typed) == expected


@pytest.mark.parametrize("dash", DASHES, ids=lambda dash: f"U+{ord(dash):04X}")
def test_every_dash_of_an_input_method_is_a_hyphen(dash: str) -> None:
    assert normalise_warranty_number(f"LM{dash}2021{dash}42") == "LM-2021-42"
    assert normalise_warranty_number(f"ＬＭ　{dash}　２０２１") == "LM-2021"


def test_a_number_is_not_longer_than_its_field() -> None:
    assert normalise_warranty_number("1" * 500) == "1" * MAX_FIELD
    assert normalise_warranty_number("㍻" * 500) == "平成" * (MAX_FIELD // 2)


CHARACTERS = "abyz019ＡＺ０９ａｚ ABYZ　\t" + DASHES + "/#._保証番号ホショウｶﾞ①Ⅳ㎏"


@given(st.text(CHARACTERS, max_size=60))
def test_a_number_that_is_written_so_stays_as_it_is(typed: str) -> None:
    once = normalise_warranty_number(typed)
    assert normalise_warranty_number(once) == once


@given(st.text(CHARACTERS, max_size=60))
def test_how_it_was_typed_makes_no_difference(typed: str) -> None:
    expected = normalise_warranty_number(typed)
    assert normalise_warranty_number(f" {typed}　") == expected
    assert normalise_warranty_number(typed.replace("-", "ー").replace("A", "Ａ").lower()) == expected


@given(st.text(max_size=300))
def test_any_text_becomes_one_line_of_the_fields_length(typed: str) -> None:
    number = normalise_warranty_number(typed)
    assert len(number) <= MAX_FIELD
    assert "\n" not in number
    assert not set(number) & set(DASHES[1:])
    assert number == number.upper()


@pytest.mark.parametrize("typed", ["A" * (MAX_FIELD - 1) + " B", "ΐ"], ids=["cut behind a blank", "Greek"])
def test_a_number_of_odd_length_or_letters_stays_as_it_is(typed: str) -> None:
    once = normalise_warranty_number(typed)
    assert normalise_warranty_number(once) == once


def test_a_number_that_is_cut_behind_a_dash_stays_as_it_is() -> None:
    once = normalise_warranty_number("A" * (MAX_FIELD - 1) + "-B")
    assert normalise_warranty_number(once) == once
