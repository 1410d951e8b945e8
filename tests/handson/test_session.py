"""The kind of the session: said by itself or by logind, never by DISPLAY; and the portal of a Wayland desktop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client.handson import bus, session
from haas_client.handson.model import Cause, Standing
from haas_client.handson.session import Kind
from haas_client.handson.surroundings import Surroundings
from tests.channels.desktop import session_bus
from tests.handson import buses

_PORTAL = "org.freedesktop.portal.Desktop"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with session_bus(tmp_path) as one:
        yield one


def on(address: str = "unix:path=/nonexistent", **environment: str) -> Surroundings:
    return Surroundings(environment={**environment, "DBUS_SESSION_BUS_ADDRESS": address}, system_bus=address)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_SESSION_TYPE": "x11"}, Kind.X11),
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, Kind.WAYLAND),  # XWayland
        ({"XDG_SESSION_TYPE": "tty"}, Kind.TERMINAL),
        ({"XDG_SESSION_TYPE": "tty", "WAYLAND_DISPLAY": "wayland-1"}, Kind.WAYLAND),  # sway by hand
        ({"XDG_SESSION_TYPE": "tty", "DISPLAY": ":0"}, Kind.UNKNOWN),  # startx, or ssh -X
        ({"DISPLAY": ":0"}, Kind.UNKNOWN),
        ({}, Kind.UNKNOWN),
        ({"XDG_SESSION_TYPE": "mir"}, Kind.UNKNOWN),
    ],
)
def test_the_kind_as_the_session_says(environment: dict[str, str], expected: Kind) -> None:
    assert session.of(on(**environment)) is expected


@pytest.mark.parametrize(
    ("said", "expected"), [("wayland", Kind.WAYLAND), ("x11", Kind.X11), ("unspecified", Kind.UNKNOWN)]
)
def test_a_session_that_does_not_say_is_asked_of_logind(address: str, said: str, expected: Kind) -> None:
    with buses.answering(address, buses.logind(said)):
        assert session.of(on(address, DISPLAY=":0")) is expected


@pytest.mark.parametrize(
    ("devices", "cause"),
    [(7, Cause.WAYLAND), (3, Cause.WAYLAND), (0, Cause.WAYLAND_NO_PORTAL), (None, Cause.WAYLAND_NO_PORTAL)],
)
def test_the_portal_tells_whether_others_may_control(address: str, devices: int | None, cause: Cause) -> None:
    with buses.answering(address, buses.portal(devices=devices)):
        check = session.look(on(address, XDG_SESSION_TYPE="wayland", XDG_CURRENT_DESKTOP="ubuntu:GNOME"))
    assert (check.standing, check.cause, check.facts) == (Standing.WARN, cause, {"desktop": "GNOME"})


def test_without_any_portal_it_can_be_looked_at_at_most(address: str) -> None:
    assert session.look(on(address, XDG_SESSION_TYPE="wayland")).cause == Cause.WAYLAND_NO_PORTAL


def test_a_portal_that_does_not_answer_forbids_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "ANSWER_SECONDS", 0.3)
    with buses.answering(address, buses.hanging(_PORTAL)):
        assert session.look(on(address, XDG_SESSION_TYPE="wayland")).cause == Cause.WAYLAND


def test_no_bus_at_all_is_no_error() -> None:
    assert session.look(Surroundings(environment={"XDG_SESSION_TYPE": "wayland"})).cause == Cause.WAYLAND_NO_PORTAL
    assert session.look(on(XDG_SESSION_TYPE="wayland")).cause == Cause.WAYLAND
    assert session.look(on()).standing is Standing.UNKNOWN


def test_x11_is_good() -> None:
    assert session.look(on(XDG_SESSION_TYPE="x11")).standing is Standing.GOOD
