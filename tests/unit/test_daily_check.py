"""The daily check as the process that makes it: when it is due, when it is not made, and what it hands over."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client import daily_check
from haas_client.daily_check import outcome
from haas_client.diagnostics import mains
from haas_client.diagnostics.history import History
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.past import PartSample, Sample
from haas_client.diagnostics.unknown import Reason, Unreadable
from tests.machines import hand_written
from tests.machines.live import live
from tests.machines.recording import RECORDED_AT as NOW

SUPPLIES = "/sys/class/power_supply"


class Fed:
    """A PC whose supplies are these: file contents by "NAME/file"."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def names(self, folder: str) -> tuple[str, ...]:
        if not self._files:
            raise Unreadable(Reason.NOT_PRESENT, folder)
        return tuple(sorted({name.partition("/")[0] for name in self._files}))

    def read(self, path: str) -> bytes:
        try:
            return self._files[path.removeprefix(SUPPLIES + "/")].encode()
        except KeyError:
            raise Unreadable(Reason.NOT_PRESENT, path) from None

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked of a PC on battery")


MAINS_OFF = {"AC/type": "Mains\n", "AC/online": "0\n"}
MAINS = {"AC/type": "Mains\n", "AC/online": "1\n"}
BATTERY = {"BAT0/type": "Battery\n", "BAT0/status": "Discharging\n"}


@pytest.mark.parametrize(
    ("files", "on_battery"),
    [
        ({}, False),  # a desktop
        (MAINS, False),
        (MAINS | BATTERY, False),
        (MAINS_OFF | BATTERY, True),
        (BATTERY, True),
        (MAINS_OFF | BATTERY | {"BAT0/status": "Unknown\n"}, True),
        (BATTERY | {"BAT0/status": "Full\n"}, False),
        (MAINS_OFF | BATTERY | {"USBC/type": "USB\n", "USBC/online": "2\n"}, False),
        ({"mouse/type": "Battery\n", "mouse/scope": "Device\n", "mouse/status": "Discharging\n"}, False),
        ({"../etc/type": "Battery\n"}, False),
    ],
)
def test_on_battery_is_what_no_supply_feeds(files: Mapping[str, str], on_battery: bool) -> None:
    host: Host = Fed(files)
    assert mains.on_battery(host) is on_battery


@given(files=st.dictionaries(st.text(max_size=8), st.text(max_size=8)))
def test_no_supply_makes_it_raise(files: dict[str, str]) -> None:
    host: Host = Fed(files)
    mains.on_battery(host)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite3")


@pytest.fixture
def failing(tmp_path: Path) -> Host:
    return live(machine_host(hand_written.failing_ssd(tmp_path / "machine")))


def sample(days_ago: float, *parts: PartSample) -> Sample:
    return Sample(taken_at=NOW - timedelta(days=days_ago), parts=parts)


def words(said: bytes) -> list[str]:
    return said.partition(b"\n")[0].decode().split(" ")


def epoch(days: float) -> str:
    return str(int((NOW + timedelta(days=days)).timestamp()))


def test_on_battery_nothing_is_read_and_it_is_looked_at_later(history: History) -> None:
    host: Host = Fed(MAINS_OFF | BATTERY)
    assert words(outcome(host, history, NOW)) == ["wait", epoch(3 / 24)]
    assert not history.past().samples


def test_within_a_day_of_any_diagnosis_nothing_is_read(history: History) -> None:
    host: Host = Fed({})
    history.add(sample(0.25))
    assert words(outcome(host, history, NOW)) == ["wait", epoch(0.75)]


def test_a_diagnosis_of_the_future_keeps_nobody_waiting(history: History, failing: Host) -> None:
    history.add(sample(-300))
    assert words(outcome(failing, history, NOW))[0] == "done"


def test_a_first_check_tells_the_state_and_nothing_new(history: History, failing: Host) -> None:
    assert words(outcome(failing, history, NOW)) == ["done", epoch(1), "replace", "-"]
    assert len(history.past().samples) == 1


def test_what_was_not_there_yesterday_is_new(history: History, failing: Host) -> None:
    history.add(sample(1.5))
    assert words(outcome(failing, history, NOW)) == ["done", epoch(1), "replace", "new"]


def test_the_result_goes_along_whole(history: History, failing: Host) -> None:
    checked = daily_check.decoded(outcome(failing, history, NOW).partition(b"\n")[2])
    assert checked.judged.sample == history.past().samples[0]
    assert checked.collection.snapshot.taken_at == NOW
    assert checked.judged.diagnosis.findings


def test_a_store_that_cannot_be_used_stops_no_check(tmp_path: Path, failing: Host) -> None:
    (tmp_path / "file").write_text("")
    assert words(outcome(failing, History(tmp_path / "file" / "history.sqlite3"), NOW))[0] == "done"


@given(data=st.binary(max_size=60))
def test_what_is_no_result_is_refused(data: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        daily_check.decoded(data)
