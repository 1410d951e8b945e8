"""What the server of the phone's page answers, and to whom."""

import json
import logging
import re
from urllib.parse import urlsplit

import pytest

from haas_client.bundle import photos
from haas_client.handsbuy.phone import bounds
from haas_client.handsbuy.phone.server import PhoneServer
from tests.unit.bundle.pictures import encoded, quarters
from tests.unit.handsbuy.phone import HERE, LIMIT, PAGE, Heard, Phone


def test_whoever_knows_the_path_gets_the_page_to_keep(phone: Phone) -> None:
    answer = phone.ask("GET", phone.path)
    assert (answer.status, answer.read()) == (200, PAGE)
    assert answer.headers["Cache-Control"] == "private, max-age=604800, immutable"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in answer.headers


def test_the_address_that_is_scanned_leads_there(phone: Phone) -> None:
    parts = urlsplit(phone.url)
    assert phone.ask("GET", f"{parts.path}?{parts.query}").read() == PAGE
    head = phone.ask("HEAD", parts.path)
    assert (head.status, head.read(), head.headers["Content-Length"]) == (200, b"", str(len(PAGE)))


def test_its_path_cannot_be_guessed(heard: Heard) -> None:
    tokens = set()
    for _ in range(5):
        made = PhoneServer(PAGE, HERE, lambda: None, heard.keep)
        url = made.start()
        made.close()
        found = re.fullmatch(r"http://127\.0\.0\.1:\d+/([A-Za-z0-9_-]{32})/\?openExternalBrowser=1", url)
        assert found  # 32 characters of 6 bits: 192
        tokens.add(found[1])
    assert len(tokens) == 5


def variants(phone: Phone) -> list[tuple[str, str]]:
    path, token = phone.path, phone.path.strip("/")
    others = ["/", "*", "/favicon.ico", "/robots.txt", "/%2e%2e/", "/é/", f"/{'A' * 32}/"]
    others += [f"/{token}", f"//{token}/", f"/./{token}/", f"{path}../{token}/", f"/%00{token}/", f"/{token}%2f"]
    others += [f"/{token[:-1]}/", f"/{token}x/", f"/{token.swapcase()}/", f"/%{ord(token[0]):02x}{token[1:]}/"]
    others += [f"{path}x", f"{path}page", f"{path}received/", f"{path}photos", f"http://evil.example{path}"]
    told = [(method, one) for one in others for method in ("GET", "POST")]
    told += [(method, path) for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND")]
    parts = ("received", "photo")
    return told + [(method, f"{path}{part}") for part in parts for method in ("GET", "HEAD", "PUT", "OPTIONS")]


def test_every_other_request_gets_404_and_not_a_word(phone: Phone) -> None:
    asked = variants(phone)
    assert len(asked) > 40
    for method, path in asked:
        told = phone.raw(f"{method} {path} HTTP/1.1\r\nHost: {HERE}:{phone.port}\r\n\r\n".encode("latin-1"))
        head, _, body = told.partition(b"\r\n\r\n")
        # What is no HTTP at all (a letter that no request may hold) gets nothing.
        assert not told or (head.startswith(b"HTTP/1.1 404 ") and not body), (method, path, told)
        assert told or not path.isascii(), (method, path)
    assert phone.heard.received.empty()
    assert phone.heard.photos.empty()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:{port}", "127.0.0.1:{port}@evil.example", "", "[::1]:{port}"]
)
def test_a_name_that_is_not_its_own_gets_nothing(phone: Phone, host: str) -> None:
    told = phone.raw(f"GET {phone.path} HTTP/1.1\r\nHost: {host.format(port=phone.port)}\r\n\r\n".encode())
    assert told.startswith(b"HTTP/1.1 404 ")
    assert PAGE not in told


def test_names_that_a_proxy_tells_change_nothing(phone: Phone) -> None:
    answer = phone.ask(
        "GET", phone.path, X_Forwarded_Host="evil.example", X_Forwarded_For="10.0.0.1", Forwarded="host=evil.example"
    )
    assert answer.read() == PAGE
    assert "evil" not in str(answer.headers)


def test_a_request_to_upgrade_is_an_ordinary_one(phone: Phone) -> None:
    answer = phone.ask(
        "GET", phone.path, Upgrade="websocket", Connection="Upgrade", Sec_WebSocket_Key="x", Sec_WebSocket_Version="13"
    )
    assert (answer.status, answer.read()) == (200, PAGE)


@pytest.mark.parametrize(
    "told",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"HELO phone\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"A" * 40_000,
    ],
)
def test_what_is_no_request_gets_no_answer(phone: Phone, told: bytes) -> None:
    assert phone.raw(told) == b""
    assert phone.ask("GET", phone.path).read() == PAGE


def test_headers_without_end_are_cut_off(phone: Phone) -> None:
    many = b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 60_000
    assert phone.raw(many) == b""


def test_all_received_is_told_once(phone: Phone) -> None:
    for _ in range(3):
        answer = phone.ask("POST", f"{phone.path}received")
        assert (answer.status, answer.read()) == (204, b"")
    assert phone.heard.received.get(timeout=LIMIT) == "all"
    assert phone.heard.received.empty()


def test_a_photo_arrives_as_bytes(phone: Phone) -> None:
    data = encoded(quarters())
    answer = phone.ask("POST", f"{phone.path}photo", data, Content_Type="image/jpeg")
    assert (answer.status, answer.read()) == (204, b"")
    assert phone.heard.photos.get(timeout=LIMIT) == photos.prepare(data).data


@pytest.mark.parametrize(
    "body", [b"#!/bin/sh\nrm -rf /\n", b"<svg onload=alert(1)>", b"\xff\xd8\xff" + bytes(1000), b"GIF89a"]
)
def test_what_is_no_photo_is_refused_in_words(phone: Phone, body: bytes) -> None:
    answer = phone.ask("POST", f"{phone.path}photo", body, Content_Type="image/jpeg")
    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/json"
    with pytest.raises(photos.PhotoRefused) as refused:
        photos.prepare(body)
    assert json.loads(answer.read()) == {"title": refused.value.title, "advice": refused.value.advice}
    assert phone.heard.photos.empty()


def test_an_upload_is_cut_off_at_the_limit(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_PHOTO_BYTES", 100_000)
    announced = phone.raw(phone.upload("Content-Length: 100001") + b"x" * 100_001)
    endless = phone.raw(phone.upload("Transfer-Encoding: chunked") + (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 2)
    for told in (announced, endless):
        assert told == b"" or told.startswith(b"HTTP/1.1 413 ")
    assert phone.heard.photos.empty()
    assert phone.ask("POST", f"{phone.path}photo", encoded(quarters())).status == 204


def test_an_empty_upload_is_none(phone: Phone) -> None:
    assert phone.ask("POST", f"{phone.path}photo", b"").status == 413
    assert phone.heard.photos.empty()


def test_so_many_photos_are_taken_and_no_more(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_PHOTOS", 3)
    statuses = [
        phone.ask("POST", f"{phone.path}photo", body).status
        for body in (encoded(quarters()), b"no", b"no", encoded(quarters()))
    ]
    assert statuses == [204, 422, 422, 429]


def test_without_a_case_no_photo_is_taken(heard: Heard) -> None:
    made = PhoneServer(PAGE, HERE, lambda: None, None)
    phone = Phone(made, made.start(), heard)
    answer = phone.ask("POST", f"{phone.path}photo", encoded(quarters()))
    assert (answer.status, answer.read()) == (404, b"")
    made.close()


def test_the_bounds_are_those_of_a_cases_photos() -> None:
    assert bounds.MAX_PHOTO_BYTES == photos.MAX_INPUT_BYTES
    assert bounds.MAX_PHOTOS >= photos.MAX_PHOTOS


def test_an_error_of_ours_is_logged_and_not_told(heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(_data: bytes) -> None:
        raise KeyError("secret of the PC")

    made = PhoneServer(PAGE, HERE, lambda: breaks(b""), breaks)
    phone = Phone(made, made.start(), heard)
    for name in ("photo", "received"):
        answer = phone.ask("POST", f"{phone.path}{name}", b"x")
        assert (answer.status, answer.read()) == (500, b"")
    made.close()
    assert [str(record.exc_info and record.exc_info[1]) for record in caplog.records] == ["'secret of the PC'"] * 2


def test_the_path_is_in_no_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        phone.ask("GET", phone.path).read()
        phone.ask("POST", f"{phone.path}photo", b"no photo").read()
        phone.ask("GET", f"{phone.path}nothing").read()
        phone.server.close()
    assert phone.path.strip("/") not in caplog.text
