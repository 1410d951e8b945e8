"""The server of the phone's page ends, is bounded, and is where it was told to be."""

import socket
import subprocess
import sys
import threading
import time

import pytest

from haas_client.handsbuy.phone import bounds
from haas_client.handsbuy.phone.server import PhoneServer, PhoneUnavailable, port_for
from tests.unit.bundle.pictures import encoded, quarters
from tests.unit.handsbuy.phone import HERE, LIMIT, PAGE, Heard, Phone, read_all


def test_when_it_is_closed_nothing_answers(phone: Phone) -> None:
    states = [phone.server.is_open]
    phone.server.close()
    assert phone.heard.closed.is_set()
    assert [*states, phone.server.is_open] == [True, False]
    with pytest.raises(ConnectionRefusedError):
        phone.line()
    phone.server.close()


def test_closing_does_not_wait_for_who_says_nothing(phone: Phone) -> None:
    with phone.line() as silent, phone.line() as slow:
        slow.sendall(phone.upload("Content-Length: 9999") + b"begin")
        assert phone.ask("GET", phone.path).read() == PAGE
        phone.server.close()
        assert read_all(silent) == b""
        read_all(slow)
    assert phone.heard.photos.empty()


def test_a_photo_that_came_whole_is_kept_although_it_is_closed(heard: Heard) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def keep(data: bytes) -> None:
        begun.set()
        assert go_on.wait(LIMIT)
        heard.keep(data)

    made = PhoneServer(PAGE, HERE, lambda: None, keep)
    phone = Phone(made, made.start(), heard)
    data = encoded(quarters())
    with phone.line() as line:
        line.sendall(phone.upload(f"Content-Length: {len(data)}") + data)
        assert begun.wait(LIMIT)
        closing = threading.Thread(target=made.close)
        closing.start()
        go_on.set()
        closing.join(LIMIT)
    assert not heard.photos.empty()


def test_a_callback_may_close_it(heard: Heard) -> None:
    made: list[PhoneServer] = []
    made.append(PhoneServer(PAGE, HERE, lambda: closing(made[0]), heard.keep, on_closed=heard.closed.set))

    def closing(one: PhoneServer) -> None:
        threading.Thread(target=one.close).start()

    phone = Phone(made[0], made[0].start(), heard)
    assert phone.ask("POST", f"{phone.path}received").status == 204
    assert heard.closed.wait(LIMIT)


def test_it_closes_when_nobody_asks(heard: Heard) -> None:
    made = PhoneServer(PAGE, HERE, lambda: None, heard.keep, on_closed=heard.closed.set, idle_seconds=0.3)
    made.start()
    assert heard.closed.wait(LIMIT)
    assert not made.is_open


def test_who_does_not_know_the_path_does_not_keep_it_open(heard: Heard) -> None:
    made = PhoneServer(PAGE, HERE, lambda: None, heard.keep, on_closed=heard.closed.set, idle_seconds=0.5)
    phone = Phone(made, made.start(), heard)
    asked = 0
    until = time.monotonic() + LIMIT
    while not heard.closed.is_set() and time.monotonic() < until:
        try:
            asked += phone.ask("GET", "/").status == 404
        except OSError:
            assert heard.closed.wait(LIMIT)
    assert asked
    assert heard.closed.is_set()


def test_a_connection_that_asks_nothing_is_closed(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "HEAD_SECONDS", 0.2)
    with phone.line() as silent, phone.line() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert read_all(silent) == b""
        assert read_all(slow) == b""


def test_an_upload_that_never_ends_is_cut_off(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "WHOLE_SECONDS", 0.4)
    assert phone.raw(phone.upload("Content-Length: 9999") + b"begin") == b""
    assert phone.ask("GET", phone.path).read() == PAGE


def test_connections_are_bounded(phone: Phone) -> None:
    lines = [phone.line() for _ in range(bounds.MAX_CONNECTIONS + 4)]
    closed = 0
    for line in lines[bounds.MAX_CONNECTIONS :]:
        closed += read_all(line) == b""
    assert closed == 4
    lines[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert read_all(lines[0]).startswith(b"HTTP/1.1 404 ")
    for line in lines:
        line.close()


def test_it_is_bound_to_the_address_that_was_chosen_alone(phone: Phone) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", phone.port), timeout=LIMIT)


def test_an_address_that_is_not_this_pcs_is_told(heard: Heard) -> None:
    made = PhoneServer(PAGE, "192.0.2.1", lambda: None, heard.keep)  # RFC 5737: nobody's
    with pytest.raises(PhoneUnavailable) as told:
        made.start()
    assert "print" in told.value.advice
    made.close()


def test_the_same_swap_has_the_same_port_and_where_it_is_taken_another(heard: Heard) -> None:
    swap = "00000000000004d2"
    assert port_for(swap) == port_for(swap) != port_for("00000000000004d3")
    assert all(49152 <= port_for(f"{number:016x}") <= 65535 for number in (0, 2**64 - 1, 12345))
    with socket.create_server((HERE, 0)) as taken:
        port = taken.getsockname()[1]
        made = PhoneServer(PAGE, HERE, lambda: None, heard.keep, port=port)
        phone = Phone(made, made.start(), heard)
        assert phone.port != port
        assert phone.ask("GET", phone.path).read() == PAGE
        made.close()
    again = PhoneServer(PAGE, HERE, lambda: None, heard.keep, port=phone.port)
    assert Phone(again, again.start(), heard).port == phone.port
    again.close()


def test_many_start_and_end_without_a_trace(heard: Heard) -> None:
    before = threading.active_count()
    for _ in range(5):
        made = PhoneServer(PAGE, HERE, lambda: None, heard.keep)
        phone = Phone(made, made.start(), heard)
        assert phone.ask("GET", phone.path).status == 200
        made.close()
    assert threading.active_count() <= before


def test_no_server_is_imported_before_one_starts() -> None:
    asked = (
        "import sys; from haas_client.handsbuy.phone import address, page, server;"
        "server.PhoneServer(b'', '', print, print);"
        "print(*[name for name in ('uvicorn', 'starlette', 'asyncio', 'h11', 'jinja2') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
