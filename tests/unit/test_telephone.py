"""Telephone numbers: whatever is typed is kept readable, and a phone gets digits only."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import telephone
from haas_client.request import MAX_FIELD


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03-0000-0000", "03-0000-0000"),
        ("０３ー００００−００００", "03-0000-0000"),
        ("０３‐００００～００００", "03-0000-0000"),
        ("  03　0000\t0000 ", "03 0000 0000"),
        ("＋８１ー３ー００００ー００００", "+81-3-0000-0000"),
        ("（０３）００００ー００００", "(03)0000-0000"),
        ("フリーダイヤル 03ー0000", "フリーダイヤル 03-0000"),
        ("センター", "センター"),
        ("03-0000-0000 内線 12", "03-0000-0000 内線 12"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_people_read_it(typed: str, kept: str) -> None:
    assert telephone.normalise(typed) == kept


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("03-0000-0000", "tel:0300000000"),
        ("０３ー００００ー００００", "tel:0300000000"),
        ("(03) 0000-0000", "tel:0300000000"),
        ("+81 (0)3-0000-0000", "tel:+81300000000"),
        ("+81-3-0000-0000", "tel:+81300000000"),
        ("フリーダイヤル 03-0000-0000", "tel:0300000000"),
        ("03-0000-0000 内線 12", "tel:0300000000"),
        ("03-0000-0000, 03-1111-1111", "tel:0300000000"),
        ("*#06#", ""),
        ("see the card", ""),
        ("", ""),
    ],
)
def test_a_phone_gets_the_first_number(number: str, link: str) -> None:
    assert telephone.link(number) == link


@given(st.text())
def test_cleaning_again_changes_nothing_and_no_command_reaches_a_phone(typed: str) -> None:
    kept = telephone.normalise(typed)
    assert telephone.normalise(kept) == kept
    assert len(kept) <= MAX_FIELD
    assert re.fullmatch(r"(tel:\+?[0-9]{3,})?", telephone.link(typed), re.ASCII)
