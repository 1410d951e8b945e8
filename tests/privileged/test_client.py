"""The program's own side: an ordinary user's machine through the helper, and without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client.diagnostics import questions
from haas_client.diagnostics.helper import HelperHost
from haas_client.diagnostics.trials.helper_bench import HelperBench
from haas_client.diagnostics.trials.values import Event, Step, Stop, TrialKind
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel
from tests.privileged.bus import ALLOWED, REFUSED, SystemBus, as_user, missing, started_bus


@pytest.fixture
def host(bus: SystemBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[HelperHost]:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    host = HelperHost()
    yield host
    host.release()


def test_an_allowed_user_reads_what_only_root_may(host: HelperHost) -> None:
    with as_user(ALLOWED):
        assert host.missing_right() is None
        output = host.run(questions.KERNEL, Cancel())
    assert output.exit_code == 0


def test_why_root_could_not_read_it_either_is_told(host: HelperHost) -> None:
    if Path(questions.SMBIOS_TABLE).exists():
        pytest.skip("this PC has a table")
    with as_user(ALLOWED), pytest.raises(Unreadable) as caught:
        host.read(questions.SMBIOS_TABLE)
    assert caught.value.unknown.reason == Reason.NOT_PRESENT


def test_a_refused_user_has_their_own_rights_left_and_is_told_why(host: HelperHost) -> None:
    with as_user(REFUSED):
        missing_right = host.missing_right()
        assert missing_right is not None
        assert missing_right.reason == Reason.NO_RIGHT
        assert host.read("/proc/meminfo").startswith(b"MemTotal")


def test_without_a_bus_the_helper_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    missing_right = HelperHost().missing_right()
    assert missing_right is not None
    assert missing_right.reason == Reason.NOT_PRESENT


def test_where_it_is_not_installed_the_helper_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    if missing():
        pytest.skip(missing())
    with started_bus() as bus:
        for file in (bus.folder / "services").iterdir():
            file.unlink()
        bus.reload()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        missing_right = HelperHost().missing_right()
    assert missing_right is not None
    assert missing_right.reason == Reason.NOT_PRESENT


def test_a_question_that_is_cancelled_is_not_asked(host: HelperHost) -> None:
    cancel = Cancel()
    cancel.ask()
    with as_user(ALLOWED), pytest.raises(Unreadable) as caught:
        host.run(questions.KERNEL, cancel)
    assert caught.value.unknown.reason == Reason.CANCELLED


def test_a_bench_in_the_helper_offers_runs_and_stops(bus: SystemBus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    cancel = Cancel()
    told: list[Event] = []

    def tell(event: Event) -> None:
        told.append(event)
        cancel.ask()

    with as_user(ALLOWED):
        bench = HelperBench()
        offers = {offer.kind: offer for offer in bench.offers()}
        assert TrialKind.LOAD not in offers
        done = bench.run(offers[TrialKind.MEMORY_SHORT], tell, cancel)
    assert isinstance(told[0], Step)
    assert done.stop == Stop.OWNER
