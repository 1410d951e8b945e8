"""Payment addresses: what is opened is what was shown, and nothing else."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import web
from haas_client.web import AddressRefused


@pytest.mark.parametrize(
    ("text", "host", "url"),
    [
        ("https://pay.example.com/q?id=1&x=%20#a", "pay.example.com", "https://pay.example.com/q?id=1&x=%20#a"),
        ("  https://Pay.Example.com\n", "pay.example.com", "https://pay.example.com"),
        ("HTTPS://pay.example.com?x", "pay.example.com", "https://pay.example.com?x"),
        ("https://pay.example.com:443/", "pay.example.com", "https://pay.example.com/"),
        ("https://pay.example.com:8443/", "pay.example.com:8443", "https://pay.example.com:8443/"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/"),
        ("https://pay.example.com/a@b:c", "pay.example.com", "https://pay.example.com/a@b:c"),
    ],
)
def test_an_address_is_taken_with_its_host(text: str, host: str, url: str) -> None:
    address = web.checked(text)
    assert (address.host, address.url) == (host, url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pay.example.com",
        "http://pay.example.com/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://localhost/",
        "https://pay.example.com@evil.example/",
        "https://user:word@pay.example.com/",
        "https://pay.example.com\\@evil.example/",
        "https://pay.example.com /",
        "https://pay.example.com/\u202egpj",
        "https://pаy.example.com/",  # a Cyrillic letter
        "https://\u212aeys.example.com/",  # the sign for kelvin, whose small letter is k
        "https://pay.example.com.",
        "https://-pay.example.com/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://pay.0x7f/",
        "https://[::1]/",
        "https://pay.example.com:0/",
        "https://pay.example.com:65536/",
        "https://pay.example.com/%zz",
        "https://pay.example.com/\nhttps://evil.example/",
        "https://" + "a." * 40 + "example.com/",
        "https://pay.example.com/" + "a" * web.MAX_LENGTH,
    ],
)
def test_what_is_no_safe_address_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused):
        web.checked(text)


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["https://", "http://", "pay", ".", "example", "com", "@", ":", "/", "\\", "?", "#", "[", "443"]
        ),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


@given(st.one_of(_PIECES, _PIECES.map("https://pay.example.com".__add__), st.text()))
def test_whatever_is_typed_is_refused_or_opens_the_host_that_is_shown(text: str) -> None:
    try:
        address = web.checked(text)
    except AddressRefused:
        return
    split = urlsplit(address.url)
    assert split.scheme == "https"
    assert split.username is None
    assert split.netloc == address.host
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    assert web.checked(address.url) == address


def test_the_browser_is_told_the_very_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    tool = tmp_path / "xdg-open"
    tool.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert web.opened(web.checked("https://pay.example.com/q?a=1&b=$(id)"))
    assert told.read_text() == "https://pay.example.com/q?a=1&b=$(id)"
    tool.write_text("#!/bin/sh\nexit 3\n")
    assert not web.opened(web.checked("https://pay.example.com/"))
    tool.unlink()
    assert not web.opened(web.checked("https://pay.example.com/"))
