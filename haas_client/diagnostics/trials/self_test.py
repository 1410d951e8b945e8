"""The drive's own self-test: started, followed and read back with smartctl, and ended where the owner wants.

ATA: ACS-4 (SMART EXECUTE OFF-LINE IMMEDIATE, self-test execution status, self-test log). NVMe: Base Specification,
Device Self-test command and log page 06h, which smartctl knows since 7.4. The drive goes on answering meanwhile.
"""

import time
from collections.abc import Callable
from typing import Any

import msgspec

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.questions import SMART_SECONDS
from haas_client.diagnostics.trials import tools
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.values import Advance, Done, Ending, Offer, SelfTestOutcome, Step, Stop, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

TOOL = "smartctl"
STEP = "self_test"

_NVME_SINCE = (7, 4)
_SHORT_POLL_SECONDS, _LONG_POLL_SECONDS = 5.0, 30.0
_USUAL_MINUTES = {TrialKind.SELF_TEST_SHORT: 2, TrialKind.SELF_TEST_LONG: None}
"""Where the drive does not tell: "two minutes or less" is what ATA and NVMe ask of a short test."""

# smartctl(8), exit status: bits 0 and 1 command line and opening, bit 2 a command that the drive refused
_NOT_OPENED, _REFUSED = 0x03, 0x04

# ACS-4, self-test execution status, high nibble
_ATA_STOPPED, _ATA_FAULTS = (1, 2), range(3, 9)
# NVMe 2.0, self-test result: 1 to 4, 8 and 9 ended from outside; 5 to 7 found a fault
_NVME_STOPPED, _NVME_FAULTS = (1, 2, 3, 4, 8, 9), (5, 6, 7)

_NO_STATUS = Unreadable(Reason.NOT_REPORTED, "self-test status")
_HOTTEST_LOOKS = 3


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a drive says of its self-tests."""

    running: bool
    done: float | None = None
    """Share, while one runs."""
    stopped: bool = False
    """The last one was ended from outside, before its end."""
    outcome: SelfTestOutcome | None = None
    """Of the last one that came to its end; ``None`` where there is none."""
    celsius: int | None = None
    limit_celsius: int | None = None


def expected_seconds(tree: dict[str, Any], kind: TrialKind) -> float | Unknown:
    """How long the drive itself says that it takes, from ``smartctl --json -x``."""
    length = "short" if kind == TrialKind.SELF_TEST_SHORT else "extended"
    minutes = json_tree.integer(tree, "ata_smart_data", "self_test", "polling_minutes", length)
    usual = _USUAL_MINUTES[kind]
    if isinstance(minutes, Unknown) and usual is not None:
        minutes = usual
    return minutes if isinstance(minutes, Unknown) else minutes * 60.0


def hindrance(tree: dict[str, Any]) -> Unknown | None:
    """Why this drive's self-test cannot be made, from ``smartctl --json -x``; ``None`` where it may be."""
    if json_tree.at(tree, "device", "protocol") == "NVMe":
        version = json_tree.at(tree, "smartctl", "version")
        if not isinstance(version, list) or not all(isinstance(one, int) for one in version):
            return Unknown(reason=Reason.MALFORMED, detail="smartctl version")
        if tuple(version) < _NVME_SINCE:
            return Unknown(reason=Reason.NO_TOOL, detail="smartctl ≥ 7.4")
        if json_tree.at(tree, "nvme_optional_admin_commands", "self_test") is False:
            return Unknown(reason=Reason.NOT_MEASURABLE, detail="self-test")
        return None
    if json_tree.at(tree, "ata_smart_data", "capabilities", "self_tests_supported") is True:
        return None
    return Unknown(reason=Reason.NOT_MEASURABLE, detail="self-test")


Pause = Callable[[Cancel, float], None]


def run(host: Host, offer: Offer, tell: Tell, cancel: Cancel, *, pause: Pause = tools.pause) -> Done:
    """Follows one self-test to its end. Raises :class:`Unreadable` where it cannot be begun."""
    return _SelfTest(host, offer, tell, pause).run(cancel)


class _SelfTest:
    def __init__(self, host: Host, offer: Offer, tell: Tell, pause: Pause) -> None:
        self._host = host
        self._node = block_devices.checked_node(host, offer.subject)
        self._kind = offer.kind
        self._tell = tell
        self._pause = pause
        self._hot_looks = 0

    def run(self, cancel: Cancel) -> Done:
        tree = self._ask("-x")
        problem = hindrance(tree)
        if problem:
            raise Unreadable(problem.reason, problem.detail)
        if status(tree).running:
            raise Unreadable(Reason.FAILED, "another self-test is under way")
        expected = expected_seconds(tree, self._kind)
        self._tell(Step(code=STEP, number=1, total=1))
        if cancel.asked:
            return Done(ending=Ending.STOPPED, stop=why_stopped(cancel))
        self._ask("-t", "short" if self._kind == TrialKind.SELF_TEST_SHORT else "long", starting=True)
        try:
            return self._follow(expected if isinstance(expected, float) else None, cancel)
        except BaseException:
            self._abort()  # whatever went wrong with following it, the drive is not left at work
            raise

    def _follow(self, expected: float | None, cancel: Cancel) -> Done:
        started = time.monotonic()
        poll = _SHORT_POLL_SECONDS if self._kind == TrialKind.SELF_TEST_SHORT else _LONG_POLL_SECONDS
        while True:
            self._pause(cancel, poll)
            if cancel.asked:
                return self._stopped(why_stopped(cancel))
            now = status(self._ask("-x"))
            if not now.running:
                return _ended(now)
            if self._is_hot(now):
                return self._stopped(Stop.HEAT)
            elapsed = time.monotonic() - started
            done = _share(now.done, elapsed, expected)
            if done is not None:
                # Drives tell tenths; in between, the time that they promise is the better measure.
                rest = elapsed * (1 - done) / done if done >= 0.1 else (expected or 0) - elapsed
                self._tell(Advance(done=done, remaining_seconds=max(0.0, rest) if done >= 0.1 or expected else None))

    def _is_hot(self, now: Status) -> bool:
        """By the drive's own limit: a disk without drivetemp shows its temperature nowhere else."""
        hot = now.celsius is not None and now.limit_celsius is not None and now.celsius >= now.limit_celsius > 0
        self._hot_looks = self._hot_looks + 1 if hot else 0
        return self._hot_looks >= _HOTTEST_LOOKS

    def _stopped(self, why: Stop) -> Done:
        problem = None if self._abort() else Unknown(reason=Reason.FAILED, detail="smartctl -X")
        return Done(ending=Ending.STOPPED, stop=why, problem=problem)

    def _abort(self) -> bool:
        """Ends the drive's self-test; whether it has ended."""
        for _ in range(2):
            try:
                self._ask("-X", starting=True)
                if not status(self._ask("-x")).running:
                    return True
            except Unreadable:
                continue
        return False

    def _ask(self, *arguments: str, starting: bool = False) -> dict[str, Any]:
        """Never cancelled: it is short, and a started test must be known of."""
        command = Command(tool=TOOL, arguments=("--json=c", *arguments, self._node), limit_seconds=SMART_SECONDS)
        output = self._host.run(command, Cancel())
        if output.exit_code & _NOT_OPENED:
            raise Unreadable(Reason.FAILED, f"smartctl {arguments[0]}: exit {output.exit_code}")
        if starting and output.exit_code & _REFUSED:
            raise Unreadable(Reason.NOT_MEASURABLE, f"smartctl {arguments[0]}: refused")
        return json_tree.parse(output.stdout, TOOL)


def status(tree: dict[str, Any]) -> Status:
    """From ``smartctl --json -x``. Raises :class:`Unreadable` where the drive tells nothing of self-tests."""
    celsius = json_tree.integer(tree, "temperature", "current")
    limit = json_tree.integer(tree, "temperature", "op_limit_max")
    heat = {
        "celsius": celsius if isinstance(celsius, int) else None,
        "limit_celsius": limit if isinstance(limit, int) else None,
    }
    if json_tree.at(tree, "device", "protocol") == "NVMe":
        return msgspec.structs.replace(_nvme(tree), **heat)
    return msgspec.structs.replace(_ata(tree), **heat)


def _ata(tree: dict[str, Any]) -> Status:
    value = json_tree.integer(tree, "ata_smart_data", "self_test", "status", "value")
    if isinstance(value, Unknown):
        raise _NO_STATUS
    words = json_tree.text(tree, "ata_smart_data", "self_test", "status", "string")
    code = value >> 4
    if code == 0xF:
        return Status(running=True, done=1 - min(9, value & 0xF) / 10)
    if code in _ATA_STOPPED:
        return Status(running=False, stopped=True)
    passed = code == 0 if code == 0 or code in _ATA_FAULTS else Unknown(reason=Reason.MALFORMED, detail="self-test")
    return Status(
        running=False,
        outcome=SelfTestOutcome(
            passed=passed,
            status=words if isinstance(words, str) else "",
            first_error_lba=_ata_lba(tree) if code in _ATA_FAULTS else None,
        ),
    )


def _ata_lba(tree: dict[str, Any]) -> int | Unknown:
    for log in ("extended", "standard"):
        for row in json_tree.rows(tree, "ata_smart_self_test_log", log, "table")[:1]:
            return json_tree.integer(row, "lba")
    return Unknown(reason=Reason.NOT_REPORTED, detail="self-test log")


def _nvme(tree: dict[str, Any]) -> Status:
    log = "nvme_self_test_log"
    operation = json_tree.integer(tree, log, "current_self_test_operation", "value")
    if isinstance(operation, Unknown):
        raise _NO_STATUS
    if operation != 0:
        percent = json_tree.integer(tree, log, "current_self_test_completion_percent")
        return Status(running=True, done=min(100, percent) / 100 if isinstance(percent, int) else None)
    for row in json_tree.rows(tree, log, "table")[:1]:
        result = json_tree.integer(row, "self_test_result", "value")
        words = json_tree.text(row, "self_test_result", "string")
        if isinstance(result, int) and result in _NVME_STOPPED:
            return Status(running=False, stopped=True)
        known = isinstance(result, int) and (result == 0 or result in _NVME_FAULTS)
        return Status(
            running=False,
            outcome=SelfTestOutcome(
                passed=result == 0 if known else Unknown(reason=Reason.MALFORMED, detail="self-test"),
                status=words if isinstance(words, str) else "",
                first_error_lba=None if result == 0 else json_tree.integer(row, "lba"),
            ),
        )
    return Status(running=False)


def _ended(now: Status) -> Done:
    if now.outcome is None:
        # The drive, or somebody else, ended it: a reset, another program.
        return Done(
            ending=Ending.FAILED, problem=Unknown(reason=Reason.FAILED, detail="the drive's self-test was interrupted")
        )
    return Done(ending=Ending.COMPLETED, outcome=now.outcome)


def _share(told: float | None, elapsed: float, expected: float | None) -> float | None:
    """The drive's own figure, carried on by the time that it promised, but no further than its next tenth."""
    by_time = min(0.99, elapsed / expected) if expected else None
    if told is None or by_time is None:
        return told if told is not None else by_time
    return min(max(told, by_time), told + 0.1, 0.99)
