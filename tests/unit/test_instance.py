"""One tray program a session: the second start finds the first, and no dead or hung one stands in the way."""

import contextlib
import errno
import os
import select
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from haas_client import instance, paths
from haas_client.instance import Instance

LIMIT = 0.2
SOON = 5.0


@pytest.fixture(autouse=True)
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "_CONNECT_SECONDS", LIMIT)
    monkeypatch.setattr(instance, "_ANSWER_SECONDS", LIMIT)
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")  # a short name: a socket's path may have 107 bytes


class Start(Protocol):
    def __call__(self, folder: Path | None = None) -> Instance: ...


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts that get a place; whatever they hold at the end of the test is given back."""
    with contextlib.ExitStack() as places:

        def claimed(folder: Path | None = None) -> Instance:
            place = instance.claim(folder)
            assert place is not None
            places.callback(give_back, place)
            return place

        yield claimed


def give_back(place: Instance) -> None:
    if place.fileno() >= 0:  # not closed by the test itself
        place.close()


@pytest.fixture
def first(start: Start, folder: Path) -> Instance:
    return start(folder)


def socket_in(folder: Path) -> Path:
    return folder / f"{paths.PROGRAM}.socket"


def lock_in(folder: Path) -> Path:
    return folder / f"{paths.PROGRAM}.lock"


def answered(place: Instance) -> str | None:
    """What the next start says to the program that runs."""
    assert select.select([place], [], [], SOON)[0], "nobody came"
    heard = place.accept()
    return heard.token if heard else None


def start_beside(place: Instance, folder: Path) -> tuple[Instance | None, str | None]:
    """A second start while the first program answers: what it gets, and what the first one hears."""
    found: list[Instance | None] = []
    thread = threading.Thread(target=lambda: found.append(instance.claim(folder)), daemon=True)
    thread.start()
    heard = answered(place)
    thread.join(SOON)
    return found[0], heard


@contextlib.contextmanager
def connected(folder: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(SOON)
        connection.connect(str(socket_in(folder)))
        yield connection


# --- the first and the second


def test_the_second_start_raises_the_first_and_ends(first: Instance, folder: Path) -> None:
    assert start_beside(first, folder) == (None, "")


def test_every_later_start_is_answered(first: Instance, folder: Path) -> None:
    assert [start_beside(first, folder) for _ in range(3)] == [(None, "")] * 3


def test_the_right_to_come_to_the_front_is_passed_on(
    first: Instance, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "gnome-shell/12-3-host_TIME456")
    assert start_beside(first, folder) == (None, "gnome-shell/12-3-host_TIME456")


@pytest.mark.parametrize(("token", "heard"), [("日本token", "token"), ("x" * 5000, "x" * 256)])
def test_an_odd_token_does_not_stop_the_second_start(
    first: Instance, folder: Path, monkeypatch: pytest.MonkeyPatch, token: str, heard: str
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", token)
    assert start_beside(first, folder) == (None, heard)


def test_two_sessions_have_a_place_each(first: Instance, tmp_path: Path, start: Start) -> None:
    assert start(tmp_path).fileno() != first.fileno()


def test_a_start_after_the_end_of_the_first_is_the_first(folder: Path, start: Start) -> None:
    start(folder).close()
    assert not socket_in(folder).exists()
    assert start_beside(start(folder), folder) == (None, "")


def test_a_start_finds_a_first_that_does_not_listen_yet(folder: Path, first: Instance) -> None:
    """The lock is there a moment before the socket."""
    late = socket_in(folder).rename(folder / "late")
    found: list[Instance | None] = []
    thread = threading.Thread(target=lambda: found.append(instance.claim(folder)), daemon=True)
    thread.start()
    late.rename(socket_in(folder))
    assert answered(first) == ""
    thread.join(SOON)
    assert found == [None]


# --- what stands in the way


def test_a_socket_that_a_crash_left_is_taken_over(folder: Path, start: Start) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(socket_in(folder)))
    lock_in(folder).write_bytes(b"")
    assert start_beside(start(folder), folder) == (None, "")


def timed(start: Start, folder: Path) -> tuple[Instance, float]:
    started = time.monotonic()
    place = start(folder)
    return place, time.monotonic() - started


def test_a_first_program_that_hangs_is_passed_by(first: Instance, folder: Path, start: Start) -> None:
    place, seconds = timed(start, folder)
    assert LIMIT <= seconds < LIMIT * 2 + 1
    assert start_beside(place, folder) == (None, "")


def test_a_first_program_that_hangs_with_many_waiting_is_passed_by(first: Instance, folder: Path, start: Start) -> None:
    with contextlib.ExitStack() as waiting:
        for _ in range(5):
            connection = waiting.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            connection.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                connection.connect(str(socket_in(folder)))
        place, seconds = timed(start, folder)
    assert seconds < LIMIT * 2 + 1
    assert socket_in(folder).is_socket()
    assert place.accept() is None


@pytest.mark.parametrize("left", ["nothing", "a dead socket"])
def test_a_lock_that_nobody_listens_behind_is_passed_by(first: Instance, folder: Path, left: str, start: Start) -> None:
    socket_in(folder).unlink()
    if left == "a dead socket":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
            dead.bind(str(socket_in(folder)))
    place, seconds = timed(start, folder)
    assert LIMIT <= seconds < LIMIT * 2 + 1
    assert start_beside(place, folder) == (None, "")


@pytest.mark.parametrize("answer", [b"", b"no\n", b"ok"])
def test_a_first_program_that_answers_otherwise_is_passed_by(
    first: Instance, folder: Path, answer: bytes, start: Start
) -> None:
    socket_in(folder).unlink()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stranger:
        stranger.bind(str(socket_in(folder)))
        stranger.listen()
        stranger.settimeout(SOON)

        def reply() -> None:
            connection, _ = stranger.accept()
            with connection:
                connection.recv(64)
                connection.sendall(answer)

        thread = threading.Thread(target=reply, daemon=True)
        thread.start()
        place = start(folder)
        thread.join(SOON)
    assert start_beside(place, folder) == (None, "")


def test_without_a_place_for_a_lock_it_is_told(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        instance.claim(folder / "missing")


def test_a_link_in_place_of_the_lock_is_refused(folder: Path) -> None:
    (folder / "elsewhere").write_bytes(b"")
    lock_in(folder).symlink_to(folder / "elsewhere")
    with pytest.raises(OSError) as refused:
        instance.claim(folder)
    assert refused.value.errno == errno.ELOOP


def test_lock_and_socket_are_the_owners_alone(folder: Path, start: Start) -> None:
    before = os.umask(0)
    try:
        start(folder)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (lock_in(folder), socket_in(folder))] == [0o600, 0o600]


# --- what is said to the first program


@pytest.mark.parametrize("message", [b"", b"quit\n", b"raise", b"\xff" * 400])
def test_anything_but_the_one_request_is_not_answered(first: Instance, folder: Path, message: bytes) -> None:
    with connected(folder) as connection:
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        assert answered(first) is None
        with contextlib.suppress(ConnectionResetError):  # what was not read is thrown away
            assert connection.recv(16) == b""


def test_a_token_of_odd_bytes_is_cleaned(first: Instance, folder: Path) -> None:
    with connected(folder) as connection:
        connection.sendall(b"raise\n\xff\xfetoken\n")
        assert answered(first) == "token"
        assert connection.recv(16) == b"ok\n"


def test_whoever_says_nothing_does_not_hold_up_the_window(first: Instance, folder: Path) -> None:
    with connected(folder):
        started = time.monotonic()
        assert answered(first) is None
        assert time.monotonic() - started < 2


def test_whoever_has_gone_again_is_no_failure(first: Instance, folder: Path) -> None:
    with connected(folder) as connection:
        connection.sendall(b"raise\n")
    assert answered(first) in (None, "")
    assert first.accept() is None


def test_another_user_is_not_answered(first: Instance, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    with connected(folder) as connection:
        connection.sendall(b"raise\n")
        assert answered(first) is None
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(16) == b""


# --- where the place is


def test_the_sessions_own_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Start) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    start()
    assert socket_in(tmp_path).is_socket()


@pytest.fixture
def fallback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A session without a folder of its own; what would be under / is under the test's folder."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(instance, "Path", lambda text: tmp_path / text.lstrip("/"))
    return tmp_path / "tmp" / f"{paths.PROGRAM}-{os.getuid()}"


def test_without_one_a_private_folder_is_made(fallback: Path, start: Start) -> None:
    start()
    assert stat.S_IMODE(fallback.stat().st_mode) == 0o700
    assert socket_in(fallback).is_socket()


@pytest.mark.parametrize("link", ["", "linuxmania-haas:AAEC_-x", "あ" * 3000])
def test_a_link_is_handed_over_as_it_was_given(first: Instance, folder: Path, link: str) -> None:
    thread = threading.Thread(target=lambda: instance.claim(folder, link), daemon=True)
    thread.start()
    assert select.select([first], [], [], SOON)[0], "nobody came"
    heard = first.accept()
    thread.join(SOON)
    assert heard is not None
    assert link.startswith(heard.link.rstrip("\ufffd"))
    assert len(heard.link) >= min(len(link), 1000)


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_others_may_enter_is_not_used(fallback: Path, mode: int) -> None:
    fallback.mkdir()
    fallback.chmod(mode)
    with pytest.raises(PermissionError):
        instance.claim()


def test_a_link_in_place_of_the_folder_is_not_used(fallback: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    fallback.symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError):
        instance.claim()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_used(fallback: Path) -> None:
    fallback.mkdir(mode=0o700)
    os.chown(fallback, 54321, 54321)
    with pytest.raises(PermissionError):
        instance.claim()


def test_a_hung_program_that_ends_later_does_not_take_the_next_ones_place_away(
    first: Instance, start: Start, folder: Path
) -> None:
    place = start(folder)
    first.close()
    assert start_beside(place, folder) == (None, "")
