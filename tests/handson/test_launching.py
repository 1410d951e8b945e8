"""Starting TeamViewer: in whose environment, a second time, and where it does not come up."""

import os
import select
import signal
import time

import msgspec
import pytest

from haas_client.handson import launching, running
from haas_client.handson.launching import NotStarted
from tests.handson.double import Double
from tests.unit.test_process import OURS

BRIEF = 0.3


def start(double: Double, **variables: str) -> None:
    surroundings = double.surroundings
    if variables:
        surroundings = msgspec.structs.replace(surroundings, environment=double.environment(**variables))
    launching.start(surroundings, wait_seconds=BRIEF)


def wait_until_started(double: Double, count: int) -> None:
    limit = time.monotonic() + 10
    while len(double.starts()) < count:
        assert time.monotonic() < limit, "it did not start"
        os.sched_yield()


def test_it_stays_and_start_comes_back(double: Double) -> None:
    start(double)
    wait_until_started(double, 1)
    assert double.starts() == ["opened"]
    assert len(double.windows()) == 1


def test_nothing_of_ours_reaches_it(double: Double) -> None:
    ours = dict.fromkeys(OURS, "/ours")
    start(double, **ours, DISPLAY=":7", XAUTHORITY="/home/x")
    wait_until_started(double, 1)
    got = double.variables()
    assert not set(ours) & set(got)
    assert (got["DISPLAY"], got["XAUTHORITY"]) == (":7", "/home/x")


def test_on_wayland_it_is_told_to_take_x(double: Double) -> None:
    start(double, XDG_SESSION_TYPE="wayland", QT_QPA_PLATFORM="wayland", QT_PLUGIN_PATH="/ours")
    wait_until_started(double, 1)
    got = double.variables()
    assert got["QT_QPA_PLATFORM"] == "xcb"
    assert "QT_PLUGIN_PATH" not in got


def test_started_again_the_one_that_runs_is_raised(double: Double) -> None:
    start(double)
    wait_until_started(double, 1)
    window = double.windows()
    start(double)
    assert double.starts() == ["opened", "raised"]
    assert double.windows() == window


def test_a_command_that_leaves_its_window_behind_has_started_it(double: Double) -> None:
    double.say("way", "leaves")
    start(double)
    assert len(double.windows()) == 1


def test_one_that_hangs_does_not_hold_us(double: Double) -> None:
    double.say("way", "hangs")
    before = time.monotonic()
    start(double)
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("way", ["ends", "fails"])
def test_one_that_ends_at_once_is_told(double: Double, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launching, "_APPEAR_SECONDS", 0.2)
    double.say("way", way)
    with pytest.raises(NotStarted, match="ended as soon as"):
        launching.start(double.surroundings, wait_seconds=10)


def test_uninstalled_meanwhile_is_told(double: Double) -> None:
    double.uninstall()
    with pytest.raises(NotStarted, match="not on this PC any more"):
        start(double)


def test_a_command_that_is_no_program_is_told(double: Double) -> None:
    (double.folder / "bin" / "teamviewer").write_bytes(b"\x7fELF\0\0")
    with pytest.raises(NotStarted, match="ended as soon as"):
        start(double)


def test_its_end_can_be_waited_for_and_a_dead_one_does_not_run(double: Double) -> None:
    start(double)
    wait_until_started(double, 1)
    (window,) = double.windows()
    descriptor = os.pidfd_open(window)
    os.kill(window, signal.SIGKILL)
    assert select.select([descriptor], [], [], 10)[0]
    os.close(descriptor)
    assert os.path.exists(f"/proc/{window}")  # our own child: it stays in the list until it is reaped
    assert window not in (running.windows(double.surroundings) or ())


def test_no_verb_that_sets_a_password_was_ever_used(double: Double) -> None:
    start(double)
    start(double)
    assert not (double.folder / "forbidden").exists()
