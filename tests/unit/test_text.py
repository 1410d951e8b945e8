"""Where lines may end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.text import phrased, wrappable

JOIN, NO_BREAK, BREAK = "\u2060", "\u00a0", "\u200b"


def phrases(text: str) -> list[str]:
    """The pieces between which Qt may end a line."""
    marked = phrased(text)
    pieces = marked[:1]
    for before, after in pairwise(marked):
        glued = JOIN in (before, after) or (before.isascii() and after.isascii() and " " not in (before, after))
        pieces += after if glued or NO_BREAK in (before, after) else f"|{after}"
    return pieces.replace(JOIN, "").replace(NO_BREAK, " ").split("|")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("原因は分かりません。", ["原因は", "分かりません。"]),
        ("予備に置き換えられた", ["予備に", "置き換えられた"]),
        ("まず、控えをお取りください。", ["まず、", "控えを", "お取りください。"]),
        ("したら、もう一度診断してください。", ["したら、", "もう一度診断してください。"]),
        ("ファンが回れば「はい」です。", ["ファンが", "回れば", "「はい」です。"]),
        ("読み書きがまったくできませんでした。", ["読み書きが", "まったくできませんでした。"]),
        ("12 か所", ["12 か所"]),
        ("利用者名・ホスト名・アドレスは伏せます。", ["利用者名・", "ホスト名・", "アドレスは", "伏せます。"]),
        ("々は人々のように使います", ["々は", "人々のように", "使います"]),
    ],
)
def test_a_line_ends_where_a_reader_would_end_it(text: str, pieces: list[str]) -> None:
    assert phrases(text) == pieces


def test_a_number_keeps_its_unit() -> None:
    assert phrased("500 GB and 3.31 V") == f"500{NO_BREAK}GB and 3.31{NO_BREAK}V"


@given(st.text(alphabet=st.sampled_from("あおごはんもう。、「」メモリー電源一 12GBかab\n")))
def test_nothing_but_marks_is_added(text: str) -> None:
    assert phrased(text).replace(JOIN, "").replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert len(phrased(text)) <= 2 * len(text) + 1


def test_only_words_without_places_to_break_get_one() -> None:
    assert BREAK not in wrappable("パーツを交換するまで、作業中のデータはこまめに保存してください。" * 3)
    assert wrappable("x" * 65).count(BREAK) == 2
    assert wrappable("Ж" * 65).count(BREAK) == 2
