"""Whose links are followed. A hundred made by somebody who would like to be the centre, and ten thousand at once."""

import base64
import os
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from haas_client.links import codec, trust
from haas_client.links.model import Action, Details, Reason
from haas_client.links.refusal import LinkRefused
from tests import links

PREFIX = "linuxmania-haas:"


def reason(text: str, known: trust.Trust | None = None, later: timedelta = timedelta()) -> Reason | None:
    try:
        trust.checked(text, known or links.trusted(), links.NOW + later)
    except LinkRefused as refused:
        return refused.reason
    return None


def raw(text: str) -> bytearray:
    body = text.removeprefix(PREFIX)
    return bytearray(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def texted(data: bytes | bytearray) -> str:
    return PREFIX + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def genuine(action: Action = Action.QUOTE) -> str:
    return codec.encode(links.link(action), links.KEY)


def test_the_centres_is_followed() -> None:
    for action in Action:
        assert reason(genuine(action)) is None


def with_byte_changed(place: int) -> str:
    data = raw(genuine())
    data[place % len(data)] ^= 1 + place % 255
    return texted(data)


_PAGES = (
    *("http://pay.example.com/", "https://pay.example.com.evil.example/", "https://pay.example.com@evil.example/"),
    *("https://evil.example/pay.example.com", "javascript:alert(1)", "file:///etc/passwd", "https://pay.example.co/"),
    *(
        "https://pay.example.com:8443/",
        "https://xn--pay-example.com/",
        "https://pay．example．com/",
        "https://1.2.3.4/",
    ),
    *("https://pay.example.com\\@evil.example/", "data:text/html,x", "//pay.example.com/", "https://PAY.EXAMPLE.ORG/"),
)
_NOT_LINKS = (
    *("", " ", PREFIX, f"{PREFIX}//", f"{PREFIX}rm -rf ~", "https://pay.example.com/", "mailto:customer@linuxmania.jp"),
    *(
        f"{PREFIX}../../etc/passwd",
        f"{PREFIX}<script>alert(1)</script>",
        "linuxmania-hass:AAAA",
        f"{PREFIX}{'A' * 484}",
    ),
    *(f"{PREFIX}%41%41", f"{PREFIX}\x00\x00", f"{PREFIX}" + "_" * 200, "﷽" * 5000),
)


def _phishing() -> list[tuple[str, set[Reason]]]:
    """What is tried, and as what it may be refused."""
    broken = {Reason.MALFORMED, Reason.NEWER, Reason.UNKNOWN_KEY, Reason.FORGED}
    mine = links.OTHER_KEY
    found = [(with_byte_changed(place * 3), broken) for place in range(60)]
    found += [(text, {Reason.MALFORMED}) for text in _NOT_LINKS]
    found += [(codec.encode(links.link(action), mine), {Reason.UNKNOWN_KEY}) for action in Action]
    pages = [links.link(Action.QUOTE, details=Details(price="1", payment_address=page)) for page in _PAGES]
    found += [(codec.encode(page, links.KEY), {Reason.HOST}) for page in pages]
    # Signed by somebody else under the name of the centre's key; a signature taken over from another link.
    named = raw(codec.encode(links.link(), mine))
    named[3:7] = codec.key_id(links.public(links.KEY))
    first, second = raw(genuine(Action.PAID)), raw(genuine(Action.CLOSE))
    found += [(texted(named), {Reason.FORGED}), (texted(first[:-64] + second[-64:]), {Reason.FORGED})]
    old = links.link(expires_at=links.NOW - timedelta(days=2))
    found += [(codec.encode(old, links.KEY), {Reason.EXPIRED})]
    body = msgspec.msgpack.encode([[[[[]]]]] * 40)
    bomb = (len(body) + 71).to_bytes(2) + b"\x01" + codec.key_id(links.public(links.KEY)) + body + bytes(64)
    found += [(texted(bomb), {Reason.FORGED})]
    return found


PHISHING = _phishing()


def test_there_are_a_hundred_of_them() -> None:
    assert len({text for text, _ in PHISHING}) >= 100


@pytest.mark.parametrize("number", range(len(PHISHING)))
def test_a_phishers_link_is_refused(number: int) -> None:
    text, reasons = PHISHING[number]
    assert reason(text) in reasons


def test_every_single_bit_counts() -> None:
    data = raw(genuine(Action.PAID))
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        assert reason(texted(changed)) is not None, place


def test_both_keys_of_a_rotation_are_known_and_the_old_one_goes() -> None:
    both = links.trusted(links.KEY, links.OTHER_KEY)
    for key in (links.KEY, links.OTHER_KEY):
        assert reason(codec.encode(links.link(), key), both) is None
    assert reason(codec.encode(links.link(), links.KEY), links.trusted(links.OTHER_KEY)) == Reason.UNKNOWN_KEY


def test_without_keys_nothing_is_followed() -> None:
    assert reason(genuine(), trust.Trust()) == Reason.NO_KEYS


def test_a_clock_that_is_a_day_wrong_refuses_nothing() -> None:
    text = codec.encode(links.link(expires_at=links.NOW), links.KEY)
    assert reason(text, later=timedelta(hours=24)) is None
    assert reason(text, later=timedelta(days=-1)) is None
    assert reason(text, later=timedelta(hours=24, seconds=1)) == Reason.EXPIRED


def test_it_is_for_one_pc() -> None:
    link = links.link()
    trust.for_machine(link, ["", "another", links.WARRANTY.lower()])
    for numbers, expected in ((["another"], Reason.OTHER_MACHINE), ([], Reason.MACHINE_UNKNOWN)):
        with pytest.raises(LinkRefused) as refused:
            trust.for_machine(link, numbers)
        assert refused.value.reason == expected


def test_what_linuxmania_set_on_the_pc_is_read(tmp_path: Path) -> None:
    assert trust.load(links.pin(tmp_path, links.KEY, links.OTHER_KEY)) == links.trusted(links.KEY, links.OTHER_KEY)
    assert trust.load(tmp_path / "nowhere") == trust.Trust()


@pytest.mark.parametrize("more", ["nonsense", "00000000 AAAA", trust.line(bytes(32)), "\xff"])
def test_a_list_that_is_not_whole_is_none(tmp_path: Path, more: str) -> None:
    path = links.pin(tmp_path, links.KEY, links.OTHER_KEY) / trust.KEYS
    path.write_bytes(path.read_bytes() + more.encode("latin-1"))
    assert trust.load(tmp_path).keys == {}


def test_what_somebody_else_can_write_is_not_trusted(tmp_path: Path) -> None:
    path = links.pin(tmp_path) / trust.KEYS
    path.chmod(0o666)
    assert trust.load(tmp_path).keys == {}
    path.unlink()
    os.mkfifo(path)
    assert trust.load(tmp_path).keys == {}


@pytest.mark.parametrize("content", [None, b"\xff", b"a.example\n" * 21, b"a" * 20_000, b"", b"# -\n"])
def test_without_a_list_of_pages_it_is_said_that_none_can_be_checked(tmp_path: Path, content: bytes | None) -> None:
    hosts = links.pin(tmp_path) / trust.HOSTS
    hosts.unlink()
    if content is not None:
        hosts.write_bytes(content)
    known = trust.load(tmp_path)
    assert reason(genuine(), known) == Reason.NO_HOSTS
    assert reason(genuine(Action.PAID), known) is None
    hosts.write_text("other.example")
    assert reason(genuine(), trust.load(tmp_path)) == Reason.HOST


def test_ten_thousand_at_once_cost_little() -> None:
    texts = [codec.encode(links.link(number=number), links.KEY) for number in range(100)]
    forged = [codec.encode(links.link(number=number), links.OTHER_KEY) for number in range(100)]
    found = [reason(text) for text in (*texts, *forged) * 50]
    assert found.count(None) == 5000
    assert found.count(Reason.UNKNOWN_KEY) == 5000
