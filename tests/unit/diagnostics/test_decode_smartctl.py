"""smartctl's JSON: what it says is read, what it leaves out stays unknown, and nothing in it is trusted."""

import json
from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given

from haas_client.diagnostics.decode import smartctl
from haas_client.diagnostics.decode.smartctl import Reading
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.rules import storage
from haas_client.diagnostics.snapshot import AtaAttribute, Drive
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from tests.unit import builders
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies

ATTRIBUTE: dict[str, Any] = {
    "id": 197,
    "name": "Current_Pending_Sector",
    "value": 100,
    "worst": 99,
    "thresh": 5,
    "when_failed": "",
    "flags": {"value": 18, "prefailure": False},
    "raw": {"value": 8, "string": "8"},
}
NVME_LOG: dict[str, Any] = {
    "critical_warning": 4,
    "temperature": 40,
    "available_spare": 99,
    "available_spare_threshold": 10,
    "percentage_used": 101,
    "media_errors": 7,
    "unsafe_shutdowns": 9,
}
TREE: dict[str, Any] = {
    "smartctl": {"version": [7, 3], "exit_status": 0, "messages": [{"string": "hello", "severity": "information"}]},
    "model_name": "Example HDD",
    "serial_number": "SER1",
    "firmware_version": "FW1",
    "user_capacity": {"blocks": 1, "bytes": 1000204886016},
    "rotation_rate": 7200,
    "smart_status": {"passed": True},
    "ata_smart_attributes": {"revision": 1, "table": [ATTRIBUTE]},
    "nvme_smart_health_information_log": NVME_LOG,
    "temperature": {"current": 36},
    "power_on_time": {"hours": 1234, "minutes": 5},
    "power_cycle_count": 56,
    "ata_smart_self_test_log": {"extended": {"table": [{"status": {"value": 0x70}}]}},
    "nvme_self_test_log": {"table": [{"self_test_result": {"value": 7}}]},
}
WORDS = {*TREE, *ATTRIBUTE, *NVME_LOG, "table", "extended", "standard", "status", "string", "messages", "passed"}


def decoded(tree: Any) -> Reading:
    return smartctl.decode(msgspec.json.encode(tree))


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in TREE.items() if name not in names}


def attribute(**changes: Any) -> AtaAttribute:
    tree = {**TREE, "ata_smart_attributes": {"table": [ATTRIBUTE | changes]}}
    (row,) = decoded(tree).health.attributes
    return row


def drive_of(reading: Reading) -> Drive:
    return builders.drive(
        model=reading.model, serial=reading.serial, firmware=reading.firmware, size_bytes=reading.size_bytes,
        rotational=reading.rotational, health=reading.health,
    )  # fmt: skip


# --- what is said is read


def test_identity_is_read() -> None:
    reading = decoded(TREE)
    assert (reading.model, reading.serial, reading.firmware) == ("Example HDD", "SER1", "FW1")
    assert reading.size_bytes == 1000204886016


@pytest.mark.parametrize(("rate", "rotational"), [(7200, True), (0, False)])
def test_a_rotation_rate_tells_discs_from_chips(rate: int, rotational: bool) -> None:
    assert decoded(TREE | {"rotation_rate": rate}).rotational is rotational


def test_a_scsi_drive_has_its_name_elsewhere() -> None:
    assert decoded(without("model_name") | {"scsi_model_name": "SEAGATE ST4000"}).model == "SEAGATE ST4000"


def test_health_is_read() -> None:
    health = decoded(TREE).health
    assert (health.source, health.passed) == ("smartctl", True)
    assert (health.temperature_celsius, health.power_on_hours, health.power_cycles) == (36, 1234, 56)


@pytest.mark.parametrize("passed", [True, False])
def test_the_drives_own_word_is_taken_as_it_is(passed: bool) -> None:
    assert decoded(TREE | {"smart_status": {"passed": passed}}).health.passed is passed


def test_an_attribute_is_read_with_all_its_columns() -> None:
    assert attribute() == AtaAttribute(
        id=197, name="Current_Pending_Sector", value=100, worst=99, threshold=5, raw=8, raw_text="8",
        prefailure=False, failed="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("when", "failed"),
    [("now", "now"), ("past", "past"), ("", ""), ("-", ""), ("FAILING_NOW", ""), (None, ""), (1, "")],
)
def test_only_now_and_past_count_as_failed(when: object, failed: str) -> None:
    assert attribute(when_failed=when).failed == failed


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"value": 8, "string": "8"}, 8),
        ({"value": 8589934592000, "string": "0 (2000 0)"}, 0),
        ({"value": 171800788000, "string": "32 (Min/Max 19/40)"}, 32),
        ({"value": 30064771079, "string": "7 (Average 12)"}, 7),
        ({"value": 26607, "string": "26607h+10m+03.4s"}, 26607),
        ({"value": 12, "string": "0x00000000000c"}, 12),
        ({"value": 12, "string": "1/2"}, 1),
        ({"value": 12, "string": ""}, 12),
        ({"value": 12}, 12),
        ({"value": 5, "string": "9" * 25}, 5),
        ({"value": 5, "string": "-3"}, 5),
        ({"string": "0x1f"}, None),
        ({"value": -1}, None),
        ({"value": 2**64}, None),
        ({"value": "8"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_the_count_is_taken_out_of_a_packed_raw_value(raw: object, count: int | None) -> None:
    assert attribute(raw=raw).raw == count


@pytest.mark.parametrize("number", [187, 188])
@pytest.mark.parametrize(("raw", "count"), [(983040, 0), (0x0F0003, 3), (65535, 65535), (0, 0)])
def test_only_the_lowest_of_three_packed_counts_is_taken(number: int, raw: int, count: int) -> None:
    assert attribute(id=number, raw={"value": raw, "string": str(raw)}).raw == count
    assert attribute(id=number, raw={"value": raw}).raw == count
    assert attribute(id=5, raw={"value": raw, "string": str(raw)}).raw == raw


@pytest.mark.parametrize("number", [5, 196, 197, 198])
@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (172919678304256, 0),
        ((7 << 32) | 3, 3),
        (0x6D4BFD220002, 2),
        (0x3CCA0003, 0x3CCA0003),
        (0xFFFFFEFF, 0xFFFFFEFF),
        (0xFFFFFF00, None),
        (4294967290, None),
    ],
)
def test_a_count_of_sectors_has_32_bits_and_is_not_below_zero(number: int, raw: int, count: int | None) -> None:
    assert attribute(id=number, raw={"value": raw, "string": str(raw)}).raw == count


@pytest.mark.parametrize(
    ("raw", "value", "threshold", "count"),
    [
        (150_000_000, 117, 50, None),  # SandForce: sectors read, and the bits of them as a logarithm
        (3_000_000, 100, 50, None),
        (150_000_000, 117, 0, 150_000_000 & 0xFFFF),  # an attribute that counts errors has no threshold
        (150_000_000, 90, 50, 150_000_000 & 0xFFFF),
        (40_000, 82, 50, 40_000),
    ],
)
def test_a_rate_of_errors_is_no_count_of_them(raw: int, value: int, threshold: int, count: int | None) -> None:
    row = attribute(id=187, value=value, thresh=threshold, raw={"value": raw, "string": str(raw)})
    assert row.raw == count


@pytest.mark.parametrize("number", [1, 7, 9, 241])
def test_other_raw_values_are_taken_whole(number: int) -> None:
    assert attribute(id=number, raw={"value": 2**40, "string": str(2**40)}).raw == 2**40


def test_a_raw_value_keeps_its_text() -> None:
    assert attribute(raw={"value": 1, "string": "32 (Min/Max 19/40)"}).raw_text == "32 (Min/Max 19/40)"


@pytest.mark.parametrize("field", ["value", "worst", "thresh", "flags", "name"])
def test_an_attribute_without_a_column_keeps_the_others(field: str) -> None:
    name = {"thresh": "threshold", "flags": "prefailure"}.get(field, field)
    expected = msgspec.structs.replace(attribute(), **{name: "" if field == "name" else None})
    assert attribute(**{field: None}) == expected


@pytest.mark.parametrize("number", [None, "5", -1, 1.5, True])
def test_a_row_without_a_number_is_passed_over(number: object) -> None:
    tree = {**TREE, "ata_smart_attributes": {"table": [ATTRIBUTE | {"id": number}, 5, None, [], ATTRIBUTE]}}
    assert [row.id for row in decoded(tree).health.attributes] == [197]


def test_the_nvme_log_is_read() -> None:
    assert decoded(TREE).health.nvme == builders.nvme(
        critical_warning=4, available_spare_percent=99, spare_threshold_percent=10, percentage_used=101,
        media_errors=7, unsafe_shutdowns=9,
    )  # fmt: skip


@pytest.mark.parametrize("field", sorted(NVME_LOG.keys() - {"temperature"}))
def test_a_gap_in_the_nvme_log_is_unknown_and_the_rest_is_read(field: str) -> None:
    log = {name: value for name, value in NVME_LOG.items() if name != field}
    health = decoded(TREE | {"nvme_smart_health_information_log": log}).health
    assert health.nvme is not None
    fields = health.nvme.__struct_fields__
    assert [isinstance(getattr(health.nvme, name), Unknown) for name in fields].count(True) == 1


# --- self-tests


@pytest.mark.parametrize(("warning", "passed"), [(0, True), (4, None), (2, None)])
def test_an_nvme_drive_without_a_warning_is_well_where_smartctl_leaves_the_word_out(
    warning: int, passed: bool | None
) -> None:
    log = NVME_LOG | {"critical_warning": warning}
    found = decoded(without("smart_status") | {"nvme_smart_health_information_log": log}).health.passed
    assert (None if isinstance(found, Unknown) else found) is passed


def test_without_the_nvme_log_its_warning_is_known_from_the_overall_health() -> None:
    status = {"passed": False, "nvme": {"value": 2}}
    health = decoded(without("nvme_smart_health_information_log") | {"smart_status": status}).health
    assert health.nvme is not None
    assert health.nvme.critical_warning == 2
    found = storage.of_drive(builders.drive(health=health, rotational=False))
    assert "storage.health_failed" not in {one.code for one in found}  # too hot, and no fault of the drive


def test_a_list_of_drives_is_no_capture_of_one() -> None:
    with pytest.raises(Unreadable):
        smartctl.drive({"smartctl": {"exit_status": 0}, "devices": [{"name": "/dev/sda"}]})


@pytest.mark.parametrize(
    ("written", "count"),
    [(37, 37), ("37", 37), ("-1", None), ("９", None), (True, None), (2**70, None), ("9" * 40, None)],
)
def test_uncorrected_scsi_errors_are_counted_in_digits_too(written: object, count: int | None) -> None:
    log = {"scsi_error_counter_log": {"read": {"total_uncorrected_errors": written}}, "scsi_grown_defect_list": 0}
    scsi = decoded(TREE | log).health.scsi
    assert scsi is not None
    assert (scsi.uncorrected_errors if isinstance(scsi.uncorrected_errors, int) else None) == count


@pytest.mark.parametrize("log", ["extended", "standard"])
@pytest.mark.parametrize(
    ("status", "failed"),
    [
        (0x00, False),
        (0x30, True),
        (0x40, True),
        (0x73, True),
        (0x80, True),
        (0x10, None),  # stopped by the host
        (0x20, None),  # stopped by a reset
        (0x90, None),  # reserved
        (0xF9, None),  # running
    ],
)
def test_an_ata_self_test_is_judged_by_its_status(log: str, status: int, failed: bool | None) -> None:
    tree = without("nvme_self_test_log") | {
        "ata_smart_self_test_log": {log: {"table": [{"status": {"value": status}}]}}
    }
    assert told(decoded(tree)) is failed


@pytest.mark.parametrize(
    ("result", "failed"), [(0, False), (5, True), (6, True), (7, True), (1, None), (4, None), (8, None), (15, None)]
)
def test_an_nvme_self_test_is_judged_by_its_result(result: int, failed: bool | None) -> None:
    tree = without("ata_smart_self_test_log") | {
        "nvme_self_test_log": {"table": [{"self_test_result": {"value": result}}]}
    }
    assert told(decoded(tree)) is failed


def test_the_newest_self_test_that_came_to_an_end_decides() -> None:
    tests = [{"status": {"value": value}} for value in (0xF9, 0x10, 0x00, 0x70)]
    assert told(decoded(TREE | {"ata_smart_self_test_log": {"standard": {"table": tests}}})) is False


def test_without_a_self_test_nothing_is_known() -> None:
    assert told(decoded(without("ata_smart_self_test_log", "nvme_self_test_log"))) is None


def told(reading: Reading) -> bool | None:
    failed = reading.health.self_test_failed
    return None if isinstance(failed, Unknown) else failed


# --- what is not said stays unknown


@pytest.mark.parametrize(
    ("missing", "field"),
    [("serial_number", "serial"), ("firmware_version", "firmware"), ("model_name", "model"),
     ("user_capacity", "size_bytes"), ("rotation_rate", "rotational")],
)  # fmt: skip
def test_an_identity_that_is_not_told_is_unknown(missing: str, field: str) -> None:
    assert isinstance(getattr(decoded(without(missing)), field), Unknown)


@pytest.mark.parametrize(
    ("missing", "field"),
    [("smart_status", "passed"), ("temperature", "temperature_celsius"), ("power_on_time", "power_on_hours"),
     ("power_cycle_count", "power_cycles")],
)  # fmt: skip
def test_health_that_is_not_told_is_unknown(missing: str, field: str) -> None:
    value = getattr(decoded(without(missing)).health, field)
    assert isinstance(value, Unknown)
    assert value.reason == Reason.NOT_REPORTED


@pytest.mark.parametrize(
    ("hours", "reason"),
    [(0, None), (2**63 - 1, None), (2**63, Reason.MALFORMED), (-1, Reason.MALFORMED), ("5", Reason.MALFORMED),
     (True, Reason.MALFORMED), (1.0, Reason.MALFORMED), (None, Reason.NOT_REPORTED)],
)  # fmt: skip
def test_a_figure_is_a_whole_number_of_63_bits_or_unknown(hours: object, reason: Reason | None) -> None:
    found = decoded(TREE | {"power_on_time": {"hours": hours}}).health.power_on_hours
    assert (found.reason if isinstance(found, Unknown) else None) == reason


@pytest.mark.parametrize("passed", [1, 0, "true", [], {}, 1.0])
def test_a_status_of_another_type_is_neither_good_nor_bad(passed: object) -> None:
    found = decoded(TREE | {"smart_status": {"passed": passed}}).health.passed
    assert isinstance(found, Unknown)
    assert found.reason == Reason.MALFORMED


def test_an_empty_answer_says_nothing() -> None:
    reading = decoded({})
    assert isinstance(reading.health.passed, Unknown)
    assert reading.health.attributes == ()
    assert reading.health.nvme is None


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_a_blank_name_is_unknown(blank: str) -> None:
    assert isinstance(decoded(TREE | {"serial_number": blank}).serial, Unknown)


# --- drives that were not opened


def not_opened(message: str, status: int = 2, **more: object) -> dict[str, Any]:
    return {"smartctl": {"exit_status": status, "messages": [{"string": message, "severity": "error"}]}, **more}


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Device is in STANDBY mode, exit(2)", Reason.ASLEEP),
        ("Device is in SLEEP mode, exit(2)", Reason.ASLEEP),
        ("Smartctl open device: /dev/sda failed: Permission denied", Reason.NO_RIGHT),
        ("Smartctl open device: /dev/sda failed: Operation not permitted", Reason.NO_RIGHT),
        ("Smartctl open device: /dev/sda failed: No such device", Reason.FAILED),
        ("/dev/sdb: Unknown USB bridge [0x152d:0x0583 (0x214)]", Reason.FAILED),
    ],
)
@pytest.mark.parametrize("status", [1, 2, 3])
def test_a_drive_that_was_not_opened_says_why(message: str, reason: Reason, status: int) -> None:
    with pytest.raises(Unreadable) as caught:
        decoded(not_opened(message, status))
    assert caught.value.unknown.reason == reason


@pytest.mark.parametrize("status", [4, 8, 16, 32, 64, 128, 252])
def test_the_bits_that_tell_of_health_are_no_failure_to_open(status: int) -> None:
    tree = TREE | {"smartctl": {"exit_status": status}}
    assert decoded(tree).model == "Example HDD"
    assert isinstance(decoded({"smartctl": {"exit_status": status}}).health.passed, Unknown)


def test_a_drive_that_answered_is_read_whatever_the_exit_status() -> None:
    assert decoded(TREE | {"smartctl": {"exit_status": 2}}).health.passed is True


@pytest.mark.parametrize(
    "data",
    [b"", b"smartctl 6.6", b"[]", b"null", b'"x"', b"{", b"\xff", b'{"a": "\xff"}', b"[" * 100_000,
     b'{"a":' * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b'{"a": NaN}', b'{"a": "\\ud800"}'],
    ids=lambda data: repr(data[:12]),
)  # fmt: skip
def test_what_is_no_json_object_is_malformed(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        smartctl.decode(data)
    assert caught.value.unknown.reason == Reason.MALFORMED


# --- anything at all


def read_or_unreadable(data: bytes) -> None:
    try:
        reading = smartctl.decode(data)
    except Unreadable:
        return
    assert strategies.kept(reading)
    drive = drive_of(reading)
    assert all(finding.severity for finding in storage.of_drive(drive))


@given(strategies.json_bytes(WORDS))
def test_any_bytes_are_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


@given(strategies.changed_json(TREE, WORDS))
def test_an_answer_with_anything_in_any_place_is_read_or_unreadable(data: bytes) -> None:
    read_or_unreadable(data)


# --- real drives

CAPTURES = ("smartctl-captured", "smartctl-linuxhw", "smartctl-backblaze")


def bytes_of(row: dict[str, Any]) -> bytes:
    tree = row.get("smartctl")
    return row["text"].encode() if tree is None else json.dumps(tree).encode()


def drives_of(tier: str) -> dict[str, Drive]:
    """The drives of one tier, by their source."""
    found = {}
    for name in CAPTURES[:2]:
        for row in rows(name):
            if row["tier"] == tier:
                found[row["source"]] = drive_of(smartctl.decode(bytes_of(row)))
    return found


def called(drive: Drive) -> Verdict:
    return diagnose(builders.snapshot(storage=builders.storage(drive))).verdict(PartKind.STORAGE)


@needs_captures
@pytest.mark.parametrize("name", CAPTURES)
def test_every_captured_drive_is_read_or_unreadable(name: str) -> None:
    outcomes: Counter[str] = Counter()
    for row in rows(name):
        try:
            outcomes["read"] += strategies.kept(smartctl.decode(bytes_of(row)))
        except Unreadable as error:
            outcomes[error.unknown.reason] += 1
    assert outcomes["read"] >= len(rows(name)) - 2
    assert sum(outcomes.values()) == len(rows(name))


@needs_captures
def test_every_captured_drive_that_fails_is_called() -> None:
    drives = drives_of("failing")
    assert len(drives) > 100
    assert {source for source, drive in drives.items() if called(drive) != Verdict.REPLACE} == set()


@needs_captures
def test_no_captured_drive_that_is_well_is_called() -> None:
    drives = drives_of("clean")
    assert len(drives) > 800
    verdicts = {source: called(drive) for source, drive in drives.items()}
    assert {source for source, verdict in verdicts.items() if verdict == Verdict.REPLACE} == set()
    watched = [source for source, verdict in verdicts.items() if verdict == Verdict.WATCH]
    assert len(watched) <= len(drives) / 100


@needs_captures
def test_a_captured_drive_without_its_own_word_is_never_called_good() -> None:
    for row in rows("smartctl-backblaze"):
        drive = drive_of(smartctl.decode(bytes_of(row)))
        assert isinstance(drive.health, Unknown) or isinstance(drive.health.passed, Unknown)
        assert called(drive) != Verdict.OK


@needs_captures
def test_what_real_failures_look_like_is_told_from_the_rest() -> None:
    """Backblaze's outcomes, as benchmarks.judgement measures them: no change may give up what was reached."""
    counts: Counter[tuple[bool, Verdict]] = Counter()
    for row in rows("smartctl-backblaze"):
        counts[row["failed"], called(drive_of(smartctl.decode(bytes_of(row))))] += 1
    failed, others = (sum(n for (outcome, _), n in counts.items() if outcome is it) for it in (True, False))
    replace = {outcome: counts[outcome, Verdict.REPLACE] for outcome in (True, False)}
    either = {outcome: replace[outcome] + counts[outcome, Verdict.WATCH] for outcome in (True, False)}
    assert replace[True] / failed >= 0.53
    assert replace[False] / others <= 0.007
    assert either[True] / failed >= 0.64
    assert either[False] / others <= 0.02
