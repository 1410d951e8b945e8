"""The drive's self-test, with drives that answer as smartctl prints them (fields of atacmds and nvmeprint)."""

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.host import Command
from haas_client.diagnostics.trials import self_test
from haas_client.diagnostics.trials.bench import Halt
from haas_client.diagnostics.trials.self_test import expected_seconds, hindrance, status
from haas_client.diagnostics.trials.values import (
    Advance,
    Done,
    Ending,
    Event,
    Offer,
    SelfTestOutcome,
    Step,
    Stop,
    TrialKind,
)
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output
from tests.unit.diagnostics.strategies import json_values
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import output

SHORT = Offer(id="self_test_short:sda", kind=TrialKind.SELF_TEST_SHORT, subject="sda")
LONG = Offer(id="self_test_long:sda", kind=TrialKind.SELF_TEST_LONG, subject="sda")


def ata(value: int = 0, *, lba: int | None = None, celsius: int = 31) -> dict[str, Any]:
    row: dict[str, Any] = {"type": {"value": 1}, "status": {"value": value}} | ({} if lba is None else {"lba": lba})
    return {
        "smartctl": {"version": [7, 3]},
        "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"},
        "smart_support": {"available": True, "enabled": True},
        "ata_smart_data": {
            "self_test": {
                "status": {"value": value, "string": "as the drive says"},
                "polling_minutes": {"short": 2, "extended": 54},
            },
            "capabilities": {"self_tests_supported": True},
        },
        "ata_smart_self_test_log": {"standard": {"table": [row]}},
        "temperature": {"current": celsius, "op_limit_max": 60},
    }


def nvme(
    operation: int = 0, percent: int | None = None, result: int | None = None, version: tuple[int, int] = (7, 4)
) -> dict[str, Any]:
    log: dict[str, Any] = {"current_self_test_operation": {"value": operation, "string": "…"}}
    if percent is not None:
        log["current_self_test_completion_percent"] = percent
    if result is not None:
        log["table"] = [{"self_test_code": {"value": 1}, "self_test_result": {"value": result, "string": "words"}}]
    return {
        "smartctl": {"version": list(version)},
        "device": {"name": "/dev/nvme0n1", "type": "nvme", "protocol": "NVMe"},
        "smart_support": {"available": True},
        "nvme_self_test_log": log,
    }


class Drive:
    """Answers one state after the other; the last one stays. ``-X`` puts it into ``aborted``."""

    def __init__(self, *states: dict[str, Any], aborted: dict[str, Any] | None = None, start_exit: int = 0) -> None:
        self.states = list(states)
        self.aborted = aborted
        self.start_exit = start_exit

    def __call__(self, command: Command) -> Output:
        assert command.tool == "smartctl"
        assert command.arguments[0] == "--json=c"
        if "-t" in command.arguments:
            return output(b"{}", self.start_exit)
        if "-X" in command.arguments:
            if self.aborted is not None:
                self.states = [self.aborted]
            return output(b"{}")
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return output(json.dumps(state).encode())


@pytest.fixture(autouse=True)
def node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_devices, "checked_node", lambda host, name: f"/dev/{name}")


def run(drive: Drive, offer: Offer = SHORT, cancel: Cancel | None = None) -> tuple[Done, list[Event], list[str]]:
    machine = machines.Machine(answer=drive)
    events: list[Event] = []
    pauses: list[float] = []
    done = self_test.run(
        machine, offer, events.append, cancel or Cancel(), pause=lambda asked, seconds: pauses.append(seconds)
    )
    assert all(seconds >= 5 for seconds in pauses)
    return done, events, machine.asked


def test_started_followed_and_read_back() -> None:
    done, events, asked = run(Drive(ata(), ata(0xF9), ata(0xF5), ata(0xF1), ata(0x00)))
    assert done == Done(
        ending=Ending.COMPLETED, outcome=SelfTestOutcome(passed=True, status="as the drive says", first_error_lba=None)
    )
    assert isinstance(events[0], Step)
    shares = [event.done for event in events if isinstance(event, Advance)]
    assert shares == sorted(shares)
    assert shares[-1] >= 0.9
    assert [line for line in asked if "-t" in line] == ["smartctl --json=c -t short /dev/sda"]
    assert not [line for line in asked if "-X" in line]


def test_the_long_one_is_asked_for_as_such() -> None:
    assert "smartctl --json=c -t long /dev/sda" in run(Drive(ata(), ata(0)), LONG)[2]


def test_a_fault_is_told_with_its_place() -> None:
    done, _, _ = run(Drive(ata(), ata(0xF9), ata(0x79, lba=123456)))
    assert done.outcome == SelfTestOutcome(passed=False, status="as the drive says", first_error_lba=123456)


@pytest.mark.parametrize("result", [5, 6, 7])
def test_nvme_is_followed_by_its_log(result: int) -> None:
    done, events, _ = run(Drive(nvme(), nvme(1, 30), nvme(1, 80), nvme(result=result)))
    assert isinstance(done.outcome, SelfTestOutcome)
    assert done.outcome.passed is False
    assert next(event.done for event in events if isinstance(event, Advance)) >= 0.3
    done, _, _ = run(Drive(nvme(), nvme(1, 30), nvme(result=0)))
    assert isinstance(done.outcome, SelfTestOutcome)
    assert done.outcome.passed is True


@pytest.mark.parametrize("ended", [ata(0x19), ata(0x25), nvme(result=1), nvme(result=2), nvme(result=9), nvme()])
def test_what_was_interrupted_by_others_concludes_nothing(ended: dict[str, Any]) -> None:
    first = ata() if "ata_smart_data" in ended else nvme()
    done, _, _ = run(Drive(first, ended))
    assert done.ending == Ending.FAILED
    assert done.outcome is None


def test_a_stop_ends_the_drives_own_work_and_is_verified() -> None:
    halt = Halt()
    halt.stop(Stop.BATTERY)
    drive = Drive(ata(), ata(0xF9), aborted=ata(0x19))

    class Late(Halt):
        """Asked for once the test is under way."""

        @property
        def asked(self) -> bool:
            return any("-t" in line for line in machine.asked)

    machine = machines.Machine(answer=drive)
    cancel = Late()
    cancel.stop(Stop.BATTERY)
    done = self_test.run(machine, SHORT, lambda event: None, cancel, pause=lambda asked, seconds: None)
    assert done == Done(ending=Ending.STOPPED, stop=Stop.BATTERY)
    assert machine.asked[-2:] == ["smartctl --json=c -X /dev/sda", "smartctl --json=c -x /dev/sda"]


def test_a_drive_that_goes_on_all_the_same_is_told() -> None:
    machine = machines.Machine(answer=Drive(ata(), ata(0xF9)))

    class Late(Halt):
        @property
        def asked(self) -> bool:
            return any("-t" in line for line in machine.asked)

    done = self_test.run(machine, SHORT, lambda event: None, Late(), pause=lambda asked, seconds: None)
    assert done.ending == Ending.STOPPED
    assert done.problem
    assert len([line for line in machine.asked if "-X" in line]) == 2


def test_a_stop_before_it_begins_starts_nothing() -> None:
    halt = Halt()
    halt.stop(Stop.OWNER)
    done, _, asked = run(Drive(ata()), cancel=halt)
    assert done.ending == Ending.STOPPED
    assert not [line for line in asked if "-t" in line]


def test_when_following_fails_the_drive_is_not_left_at_work() -> None:
    class Breaking(Drive):
        def __call__(self, command: Command) -> Output:
            if "-x" in command.arguments and not self.states:
                raise Unreadable(Reason.TIMED_OUT, "smartctl")
            if "-x" in command.arguments:
                return output(json.dumps(self.states.pop(0)).encode())
            return output(b"{}")

    machine = machines.Machine(answer=Breaking(ata(), ata(0xF9)))
    with pytest.raises(Unreadable):
        self_test.run(machine, SHORT, lambda event: None, Cancel(), pause=lambda asked, seconds: None)
    assert [line for line in machine.asked if "-X" in line]


def test_heat_ends_it_by_the_drives_own_limit() -> None:
    hot = ata(0xF9, celsius=61)
    done, _, asked = run(Drive(ata(), hot, hot, hot, hot, aborted=ata(0x19)))
    assert (done.ending, done.stop) == (Ending.STOPPED, Stop.HEAT)
    assert [line for line in asked if "-X" in line]
    done, _, _ = run(Drive(ata(), hot, hot, ata(0xF9), hot, ata(0)))
    assert done.ending == Ending.COMPLETED


@pytest.mark.parametrize("under_way", [ata(0xF3), nvme(2, 40)])
def test_somebody_elses_test_is_not_disturbed(under_way: dict[str, Any]) -> None:
    machine = machines.Machine(answer=Drive(under_way))
    with pytest.raises(Unreadable) as caught:
        self_test.run(machine, SHORT, lambda event: None, Cancel())
    assert "another self-test" in caught.value.unknown.detail
    assert all(" -x " in line for line in machine.asked)


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (nvme(version=(7, 3)), Reason.NO_TOOL),
        (nvme() | {"nvme_optional_admin_commands": {"self_test": False}}, Reason.NOT_MEASURABLE),
        (nvme(version=(7, 4)), None),
        (nvme(version=(8, 0)), None),
        (ata(), None),
        ({"device": {"protocol": "SCSI"}}, Reason.NOT_MEASURABLE),
        ({}, Reason.NOT_MEASURABLE),
    ],
)
def test_what_cannot_be_made_is_known_before(tree: dict[str, Any], reason: Reason | None) -> None:
    found = hindrance(tree)
    assert (found.reason if found else None) == reason


def test_a_refused_start_is_no_result() -> None:
    with pytest.raises(Unreadable):
        run(Drive(ata(), start_exit=4))


def test_how_long_it_takes_is_the_drives_word() -> None:
    assert expected_seconds(ata(), TrialKind.SELF_TEST_SHORT) == 120
    assert expected_seconds(ata(), TrialKind.SELF_TEST_LONG) == 54 * 60
    assert expected_seconds(nvme(), TrialKind.SELF_TEST_SHORT) == 120
    assert isinstance(expected_seconds(nvme(), TrialKind.SELF_TEST_LONG), Unknown)


WORDS = [
    *("device", "protocol", "ata_smart_data", "self_test", "status", "value", "string", "nvme_self_test_log", "table"),
    *("current_self_test_operation", "current_self_test_completion_percent", "self_test_result", "temperature"),
    *("smartctl", "version", "capabilities", "self_tests_supported", "polling_minutes", "lba", "standard", "extended"),
]


@given(st.dictionaries(st.sampled_from(WORDS), json_values(WORDS, ("NVMe", "ATA", True)), max_size=6))
def test_no_answer_of_a_drive_breaks_it(tree: dict[str, Any]) -> None:
    hindrance(tree)
    for kind in (TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG):
        assert isinstance(expected_seconds(tree, kind), float | Unknown)
    try:
        found = status(tree)
    except Unreadable:
        return
    assert found.done is None or 0 <= found.done <= 1
    assert not (found.running and found.outcome)


def test_the_node_is_checked_before_anything_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    machine = machines.Machine({"/sys/block/null/dev": "1:3\n"}, answer=Drive(ata()))
    offer = Offer(id="x", kind=TrialKind.SELF_TEST_SHORT, subject="null")
    assert os.path.exists("/dev/null")
    with pytest.raises(Unreadable):
        self_test.run(machine, offer, lambda event: None, Cancel())
    assert machine.asked == []
