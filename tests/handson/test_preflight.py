"""The whole preparation: in time, in order, never an error, and of TeamViewer's configuration the number alone."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from haas_client import centre
from haas_client.centre import Reception
from haas_client.handson import bus, installed, preflight
from haas_client.handson.model import Cause, Edition, Line, Preflight, Standing
from haas_client.handson.surroundings import Surroundings
from haas_client.process import Cancel
from tests.channels.desktop import session_bus
from tests.handson import buses
from tests.handson.double import ID, PASSWORD, VERSION, Double
from tests.handson.web import Site, site

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root reads TeamViewer's file itself")
OPEN_NOW = centre.reception(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as one:
        yield one


def standings(found: Preflight) -> dict[Line, tuple[Standing, Cause]]:
    return {check.line: (check.standing, check.cause) for check in found.checks}


def examine(surroundings: Surroundings, reception: Reception | None = OPEN_NOW, limit: float = 8.0) -> Preflight:
    return preflight.examine(surroundings, reception, Cancel(), limit_seconds=limit)


def test_all_is_well(double: Double, web: Site, tmp_path: Path) -> None:
    with session_bus(tmp_path) as address, buses.answering(address, buses.clock(in_step=True)):
        found = examine(msgspec.structs.replace(double.surroundings, site=web.address, system_bus=address))
    assert standings(found) == {
        Line.NETWORK: (Standing.GOOD, Cause.ONLINE),
        Line.TEAMVIEWER: (Standing.GOOD, Cause.INSTALLED),
        Line.SESSION: (Standing.GOOD, Cause.X11),
        Line.CLOCK: (Standing.GOOD, Cause.CLOCK_IN_STEP),
        Line.CENTRE: (Standing.GOOD, Cause.OPEN),
    }
    assert [check.line for check in found.checks] == list(Line)
    assert (found.teamviewer.edition, found.teamviewer.version) == (Edition.FULL, VERSION)


@AS_ROOT
def test_the_number_is_read_and_nothing_else(double: Double, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = examine(double.surroundings)
    assert found.teamviewer_id == ID
    assert PASSWORD not in repr(found) + caplog.text


@AS_ROOT
def test_without_the_right_there_is_no_number(double: Double) -> None:
    (double.folder / "etc/teamviewer/global.conf").unlink()
    assert examine(double.surroundings).teamviewer_id is None


@pytest.mark.parametrize(
    ("said", "cause"), [(True, Cause.CLOCK_IN_STEP), (False, Cause.CLOCK_OUT_OF_STEP), ("x", Cause.CLOCK_UNKNOWN)]
)
def test_the_clock(double: Double, tmp_path: Path, said: object, cause: Cause) -> None:
    services = buses.clock(said, "b" if isinstance(said, bool) else "s")
    with session_bus(tmp_path) as address, buses.answering(address, services):
        found = examine(msgspec.structs.replace(double.surroundings, system_bus=address))
    assert standings(found)[Line.CLOCK][1] == cause


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-24T11:00+09:00", (Standing.GOOD, Cause.OPEN)),
        ("2026-11-24T18:00+09:00", (Standing.WARN, Cause.CLOSED)),
        ("2026-12-30T11:00+09:00", (Standing.UNKNOWN, Cause.MAY_BE_CLOSED)),
    ],
)
def test_the_centre(double: Double, at: str, expected: tuple[Standing, Cause]) -> None:
    reception = centre.reception(datetime.fromisoformat(at))
    assert standings(examine(double.surroundings, reception))[Line.CENTRE] == expected


def test_a_reception_that_is_not_known(double: Double) -> None:
    assert standings(examine(double.surroundings, None))[Line.CENTRE] == (Standing.UNKNOWN, Cause.MAY_BE_CLOSED)


def test_what_hangs_is_unknown_in_time_and_the_rest_is_told(
    double: Double, web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(installed, "_SECONDS", 1.0)
    web.let_go.clear()
    double.say("telling", "hangs")
    with session_bus(tmp_path) as address, buses.answering(address, buses.hanging("org.freedesktop.timedate1")):
        surroundings = msgspec.structs.replace(double.surroundings, site=web.address, system_bus=address)
        started = time.monotonic()
        found = examine(surroundings, limit=0.5)
        assert time.monotonic() - started < 2
        assert standings(found) == {
            Line.NETWORK: (Standing.UNKNOWN, Cause.NETWORK_UNKNOWN),
            Line.TEAMVIEWER: (Standing.UNKNOWN, Cause.TEAMVIEWER_UNKNOWN),
            Line.SESSION: (Standing.GOOD, Cause.X11),
            Line.CLOCK: (Standing.UNKNOWN, Cause.CLOCK_UNKNOWN),
            Line.CENTRE: (Standing.GOOD, Cause.OPEN),
        }
        web.let_go.set()
        settle()


def test_cancelled_it_comes_back_at_once(double: Double, web: Site) -> None:
    web.let_go.clear()
    cancel = Cancel()
    threading.Timer(0.1, cancel.ask).start()
    started = time.monotonic()
    found = preflight.examine(msgspec.structs.replace(double.surroundings, site=web.address), None, cancel)
    assert time.monotonic() - started < 3
    assert standings(found)[Line.NETWORK] == (Standing.UNKNOWN, Cause.NETWORK_UNKNOWN)
    web.let_go.set()
    settle()


def test_an_empty_pc_is_no_error(tmp_path: Path) -> None:
    nothing = Surroundings(
        environment={},
        system_bus=f"unix:path={tmp_path}/x",
        root=tmp_path,
        processes=tmp_path,
        port=1,
        site="http://127.0.0.1:9/",
        other_site="http://127.0.0.1:9/",
        plain_site="http://127.0.0.1:9/",
    )
    found = examine(nothing, None)
    assert [check.line for check in found.checks] == list(Line)
    assert all(check.standing != Standing.GOOD for check in found.checks)
    assert found.teamviewer.edition is None


def settle() -> None:
    """Until the questions that were left alone have ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("preflight"):
            thread.join(10)
            assert not thread.is_alive(), thread.name
