"""A link as text: what it survives on its way through mail programs, and what it can say."""

import base64
import contextlib
import email.message
import email.policy
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import command_line
from haas_client.links import codec, mails
from haas_client.links.model import MAX_LENGTH, Action, Details, Link, PartKind, Reason
from haas_client.links.refusal import LinkRefused
from tests import links

FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}


def read(text: str) -> Link:
    return codec.opened(codec.sealed(text))


@pytest.mark.parametrize("action", Action)
def test_what_was_written_is_read(action: Action) -> None:
    made = links.link(action)
    text = codec.encode(made, links.KEY)
    assert text.startswith("linuxmania-haas:")
    assert len(text) <= MAX_LENGTH
    assert read(text) == made


def quoted_printable(text: str) -> str:
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail.set_content(f"こんにちは。\n\n{text}\n\nよろしく\n", cte="quoted-printable")
    return mail.as_string()


MANGLED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in a sentence": lambda text: f"こちら「{text}」です。",
    "in brackets, with a full stop": lambda text: f"<{text}>.",
    "wrapped at 76": lambda text: "\n".join(textwrap.wrap(text, 76)),
    "wrapped and quoted": lambda text: "\r\n".join(f"> {part}" for part in textwrap.wrap(text, 70)),
    "quoted twice": lambda text: "\n".join(f">> {part}" for part in textwrap.wrap(text, 60)),
    "quoted-printable": quoted_printable,
    "full width": lambda text: text.translate(FULL_WIDTH),
    "with a long vowel for a dash": lambda text: text.replace("-", "ー"),
    "with zero-width marks": "\u200b".join,
    "with blanks": lambda text: " ".join(textwrap.wrap(text, 20)),
    "words behind it": lambda text: f"{text} Regards",
    "a mail": lambda text: mails.mail(Action.MESSAGE, text),
}


@pytest.mark.parametrize("name", MANGLED)
@pytest.mark.parametrize("action", [Action.PAID, Action.MESSAGE, Action.QUOTE])
def test_it_survives_the_way_through_mail(action: Action, name: str) -> None:
    made = links.link(action)
    assert read(MANGLED[name](codec.encode(made, links.KEY))) == made


@given(st.text(max_size=600))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    for pasted in (text, f"linuxmania-haas:{text}"):
        with pytest.raises(LinkRefused):
            read(pasted)


@given(st.binary(min_size=1, max_size=250))
def test_whatever_is_in_it_is_refused(body: bytes) -> None:
    length = (len(body) + 2 + 5 + 64).to_bytes(2)
    data = length + bytes([codec.VERSION]) + bytes(4) + body + bytes(64)
    text = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    found = codec.sealed(f"linuxmania-haas:{text}")
    assert found.body == body
    with contextlib.suppress(LinkRefused):  # nothing else is raised
        codec.opened(found)


def test_a_megabyte_is_not_even_looked_at() -> None:
    with pytest.raises(LinkRefused):
        read("linuxmania-haas:" + "A" * 1_000_000)


def test_one_of_a_newer_version_says_so() -> None:
    text = codec.encode(links.link(), links.KEY).removeprefix("linuxmania-haas:")
    data = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    data[2] = codec.VERSION + 1
    with pytest.raises(LinkRefused) as refused:
        read("linuxmania-haas:" + base64.urlsafe_b64encode(data).rstrip(b"=").decode())
    assert refused.value.reason == Reason.NEWER


def test_what_is_too_long_says_by_how_much() -> None:
    with pytest.raises(codec.TooLong) as refused:
        codec.encode(links.link(Action.MESSAGE, details=Details(text="あ" * 200)), links.KEY)
    shorter = "あ" * (200 - refused.value.excess // 4 - 1)
    codec.encode(links.link(Action.MESSAGE, details=Details(text=shorter)), links.KEY)


@pytest.mark.parametrize(
    ("action", "details"),
    [
        (Action.PAID, Details(text="more")),
        (Action.MESSAGE, Details()),
        (Action.MESSAGE, Details(text="a\u202eb")),
        (Action.MESSAGE, Details(text="a\x1b[31m")),
        (Action.MESSAGE, Details(text="a\u200bb")),
        (Action.SHIPPED, Details(part="two\nlines")),
        (Action.CONFIRM_HANDS_ON, Details(free_number=4)),
        (Action.CONFIRM_HANDS_ON, Details(free_number=0)),
        (Action.GUIDE, Details(kind=PartKind.MEMORY, capacity_bytes=-1)),
        (Action.GUIDE, Details(serial="S1")),
        (Action.QUOTE, Details(price="1")),
    ],
)
def test_what_does_not_belong_to_an_action_is_not_made(action: Action, details: Details) -> None:
    with pytest.raises(ValueError, match=r"."):
        codec.encode(links.link(action, details=details), links.KEY)


def test_a_pc_is_known_by_its_number_however_it_is_typed() -> None:
    typed = unicodedata.normalize("NFC", "ｌｍー２４－018233 ")
    assert codec.machine_mark(typed) == codec.machine_mark("LM-24-018233")
    assert codec.machine_mark("LM-24-018234") != codec.machine_mark("LM-24-018233")


def test_the_command_line_knows_every_action() -> None:
    assert tuple(Action) == command_line.LINK_ACTIONS
    assert set(codec.FIELDS) == set(mails.OPENING) == set(Action)


def test_the_page_of_mails_is_as_they_are_sent() -> None:
    assert (Path(__file__).parents[3] / "docs" / "link-mails.md").read_text() == mails.page()
