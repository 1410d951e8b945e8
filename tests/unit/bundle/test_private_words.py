"""Words that look private: found where they are, not where a reading or a serial number is, and soon."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.bundle import private_words
from haas_client.bundle.private_words import Kind, find
from haas_client.diagnostics.host import Identities
from haas_client.i18n import LANGUAGES, translator
from haas_client.request import Request
from tests.unit import builders

NAMES = Identities(users=("taro", "ubuntu"), real_names=("山田 太郎",), hosts=("mypc",), networks=("home-wlan",))

PRIVATE = [
    (Kind.TELEPHONE, "03-0000-0000"),
    (Kind.TELEPHONE, "０３－００００－００００"),
    (Kind.TELEPHONE, "03ー0000ー0000"),
    (Kind.TELEPHONE, "090-0000-0000"),
    (Kind.TELEPHONE, "09010000000"),
    (Kind.TELEPHONE, "0310000000"),
    (Kind.TELEPHONE, "(03)0000-0000"),
    (Kind.TELEPHONE, "(03) 0000-0000"),
    (Kind.TELEPHONE, "03(0000)0000"),
    (Kind.TELEPHONE, "03 0000 0000"),
    (Kind.TELEPHONE, "+81-3-0000-0000"),
    (Kind.TELEPHONE, "0120-000-000"),
    (Kind.TELEPHONE, "0995-00-0000"),
    (Kind.MAIL, "taro@example.com"),
    (Kind.MAIL, "a.b+c@mail.example.co.jp"),
    (Kind.MAIL, "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
    (Kind.CARD, "4111 1111 1111 1111"),
    (Kind.CARD, "4111-1111-1111-1111"),
    (Kind.CARD, "4111111111111111"),
    (Kind.CARD, "5555555555554444"),
    (Kind.CARD, "3530111333300000"),
    (Kind.CARD, "3782 822463 10005"),
    (Kind.PLACE, "〒100-0001"),
    (Kind.PLACE, "100-0001"),
    (Kind.PLACE, "東京都千代田区千代田1-1"),
    (Kind.PLACE, "神奈川県横浜市"),
    (Kind.PLACE, "1丁目2番地"),
    (Kind.PASSWORD, "パスワード：ひみつ"),
    (Kind.PASSWORD, "パスワードは abc123"),
    (Kind.PASSWORD, "暗証番号は1234"),
    (Kind.PASSWORD, "Password: hunter"),
    (Kind.PASSWORD, "password=hunter"),
    (Kind.PASSWORD, "password is hunter2"),
    (Kind.LINK, "https://user:word@example.com/"),
    (Kind.LINK, "ftp://user:word@192.168.1.2/x"),
    (Kind.LINK, "https://example.com/?token=abc"),
    (Kind.LINK, "https://example.com/x?a=1&access_token=abc"),
    (Kind.LINK, "https://example.com/x#key=abc"),
    (Kind.NETWORK, "192.168.1.10"),
    (Kind.NETWORK, "2001:db8::1"),
    (Kind.NETWORK, "00:11:22:33:44:55"),
    (Kind.NETWORK, "00-11-22-33-44-55"),
    (Kind.SECRET_KEY, "-----BEGIN OPENSSH PRIVATE KEY-----\nYWJj\nZGVm=\n-----END OPENSSH PRIVATE KEY-----"),
    (Kind.SECRET_KEY, "-----BEGIN PRIVATE KEY-----"),
    (Kind.SECRET_KEY, "AGE-SECRET-KEY-1QQQQ"),
    (Kind.NAME, "山田"),
    (Kind.NAME, "TARO"),
    (Kind.NAME, "mypc"),
    (Kind.NAME, "home-wlan"),
]


@pytest.mark.parametrize(("kind", "text"), PRIVATE)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("電話や住所など：", "、です。"), ("x ", "\n次の行")])
def test_what_looks_private_is_found_from_its_first_to_its_last_sign(
    kind: Kind, text: str, before: str, after: str
) -> None:
    whole = before + text + after
    assert [(span.kind, whole[span.start : span.end]) for span in find(whole, NAMES)] == [(kind, text)]


NOT_PRIVATE = [
    "LM-24-018233",
    "1234 5678 9012 3456 7890",
    "12345678901234567890",
    "4111 1111 1111 1111 1111",
    "4111 1111 1111 1112",
    "9111111111111111111",
    "customer@linuxmania.jp",
    "2024-01-15",
    "2024/01/15 10:30:00",
    "01-02-2024",
    "平日 10:00〜16:30",
    "バージョン 1.2.3.4",
    "version 10.0.0.1",
    "v1.2.3.4",
    "6.8.0-45-generic",
    "127.0.0.1",
    "::1",
    "255.255.255.0",
    "00:00:00:00:00:00",
    "12:34:56",
    "0000:00:1f.2",
    "user@1000.service",
    "ata1.00: cmd 60/08:20:68:05:e3/00:00:02:00:00/40 tag 4 ncq dma 4096 in",
    "RIP: 0010:ffffffff81234567 RSP: 0018:ffffc90000123e48 EFLAGS: 00010246",
    "[    0.123456] BIOS-e820: [mem 0x0000000000000000-0x000000000009efff] usable",
    "5 Reallocated_Sector_Ct 0x0033 100 100 010 Pre-fail Always - 0",
    "raw 281474976710655",
    "1000204886016 bytes",
    "WD-WCC4N0123456",
    "ST4000DM004-2CV104",
    "PC4-25600",
    "0x0000000012345678",
    "https://www.linuxmania.jp/haas.html",
    "https://example.org/show?id=3&page=2",
    "パスワードを忘れました",
    "パスワードは忘れました",
    "パスワードが違うと言われます",
    "password is wrong",
    "the password was changed",
    "東京都に住んでいます",
    "市区町村",
    "3回に1回",
    "000-0000-0000-0000",
    "-----BEGIN CERTIFICATE-----",
    "ubuntu",
    "tarot",
    "",
]


@pytest.mark.parametrize("text", NOT_PRIVATE)
@pytest.mark.parametrize("typed", [True, False])
def test_what_is_not_private_is_not_marked(text: str, typed: bool) -> None:
    assert find(text, NAMES, typed=typed) == ()


@pytest.mark.parametrize("text", ["4111111111111111", "09010000000", "0310000000", "100-0001", "03 0000 0000"])
def test_digits_that_a_program_wrote_are_readings(text: str) -> None:
    assert find(text, typed=False) == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.MAIL, '"taro@example.com"'),
        (Kind.PASSWORD, '"psk": "hunter"'),
        (Kind.TELEPHONE, "03-0000-0000"),
        (Kind.NETWORK, "192.168.1.10"),
        (Kind.LINK, "https://user:word@example.com/"),
    ],
)
def test_a_program_may_have_written_private_words_too(kind: Kind, text: str) -> None:
    assert [span.kind for span in find(text, typed=False)] == [kind]


@pytest.mark.parametrize("text", ["03-0000-0000", "山田", "192.168.1.10"])
def test_what_is_known_not_to_be_private_is_passed_over(text: str) -> None:
    assert find(f"A {text} B", NAMES)
    assert find(f"A {text} B", NAMES, not_private={text}) == ()
    assert find(f"A {text} B", NAMES, not_private={"", "other"})


def test_marks_are_in_order_and_none_is_within_another() -> None:
    text = "taro@example.com 192.168.1.10 パスワード：03-0000-0000 山田 https://taro:x@mypc/"
    spans = find(text, NAMES)
    assert [span.kind for span in spans] == [Kind.MAIL, Kind.NETWORK, Kind.PASSWORD, Kind.NAME, Kind.LINK]
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_name_and_contact_and_warranty_number_are_meant_to_go() -> None:
    request = Request(name="山田 & 太郎", contact="taro@example.com", warranty_number="03-0000-0000")
    assert private_words.in_bundle(builders.bundle(request=request), NAMES).members == {}


def test_the_owners_words_are_marked_wherever_they_stand() -> None:
    request = Request(words="03-0000-0000 に電話をください")
    marks = private_words.in_bundle(builders.bundle(request=request))
    assert [span.kind for span in marks.words] == [Kind.TELEPHONE]
    assert marks.members.keys() == {"case.json", "report.html"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_words(language: str) -> None:
    words = {private_words.title(kind, translator(language)) for kind in Kind}
    assert len(words) == len(Kind)


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_searched(text: str, typed: bool) -> None:
    spans = find(text, NAMES, typed=typed)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


PIECES = [
    *("a", "0", "1", "-", "0-", "1 ", "03-", "a@", "a.", "://", "http://", "http://a:", "password ", "password:"),
    *(
        "パスワードは",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN ",
        "〒",
        "東京都",
        "東京都あ",
        "1丁目",
        "a:",
        "0:",
        "::",
    ),
    *("ff:", "1.", "1.1.", "4111 ", "A@", "?token=", "&key", " ", "\n", "ー", "0ー", "é", "\0", "(0", "+81"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_takes_time_by_its_length_alone(piece: str) -> None:
    """By its square, the longest of these would take minutes."""
    text = (piece * 400_000)[:400_000]
    before = time.process_time()
    find(text, NAMES)
    find(text, NAMES, typed=False)
    assert time.process_time() - before < 5
