"""The rules: every code can be reached, every threshold holds at its edge, and the unknown is never judged."""

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics import rules
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict, worst
from haas_client.diagnostics.rules import memory, storage
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import (
    AtaAttribute,
    BootEnd,
    Bus,
    Drive,
    Health,
    Rail,
    ResetReason,
    ScsiHealth,
    Snapshot,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import findings as wording
from tests.unit import builders
from tests.unit.builders import GIB, NOW
from tests.unit.diagnostics import test_growth, test_rules_sold, test_rules_trials

REPLACE, WATCH = Severity.REPLACE, Severity.WATCH


def of_drive(**changes: Any) -> dict[str, Severity]:
    return {f.code: f.severity for f in storage.of_drive(builders.drive(health=builders.health(**changes)))}


def with_drive(drive: Drive) -> Snapshot:
    return builders.snapshot(storage=builders.storage(drive))


def with_health(**changes: Any) -> Snapshot:
    return with_drive(builders.drive(health=builders.health(**changes)))


def with_attribute(attribute: AtaAttribute) -> Snapshot:
    return with_attributes(attribute)


def with_attributes(*attributes: AtaAttribute, rotational: bool = True, **changes: Any) -> Snapshot:
    health = builders.health(attributes=attributes, **changes)
    return with_drive(builders.drive(rotational=rotational, health=health))


def with_scsi(**changes: Any) -> Snapshot:
    values = {"grown_defects": 0, "uncorrected_errors": 0, "pending_defects": 0, "percentage_used": 0}
    return with_health(attributes=(), scsi=ScsiHealth(**values | changes))


def with_nvme(**changes: Any) -> Snapshot:
    return with_health(nvme=builders.nvme(**changes))


def with_memory(**changes: Any) -> Snapshot:
    return builders.snapshot(memory=builders.memory(**changes))


def with_rails(*rails: Rail) -> Snapshot:
    return builders.snapshot(power=builders.power(*rails))


def with_boots(*days_ago: float, end: BootEnd = BootEnd.UNMARKED) -> Snapshot:
    boots = tuple(builders.boot(NOW - timedelta(days=days), end) for days in days_ago)
    return builders.snapshot(records=builders.records(boots=boots))


def with_reset(*bits: int) -> Snapshot:
    reasons = tuple(ResetReason(bits=one, text="a reason") for one in bits)
    return builders.snapshot(records=builders.records(reset_reasons=reasons))


def with_log(*texts: str) -> Snapshot:
    return builders.snapshot(records=builders.records(kernel=tuple(map(builders.kernel_line, texts))))


def codes(snapshot: Snapshot) -> set[str]:
    return {finding.code for finding in diagnose(snapshot).findings}


def severity(snapshot: Snapshot, code: str) -> Severity | None:
    return next((f.severity for f in diagnose(snapshot).findings if f.code == code), None)


def one(snapshot: Snapshot) -> Finding:
    (found,) = diagnose(snapshot).findings
    return found


def verdict(snapshot: Snapshot, kind: PartKind) -> Verdict:
    return diagnose(snapshot).verdict(kind)


def only_state(snapshot: Snapshot, kind: PartKind) -> PartState:
    (state,) = diagnose(snapshot).of_kind(kind)
    return state


# --- every code

REACHED: dict[str, Snapshot] = {
    "storage.health_failed": with_health(passed=False),
    "storage.attribute_failing": with_attribute(builders.attribute(3, failed="now", prefailure=True)),
    "storage.attribute_aged": with_attribute(builders.attribute(9, failed="now", prefailure=False)),
    "storage.attribute_failed_before": with_attribute(builders.attribute(3, failed="past")),
    "storage.was_hot": with_attribute(builders.attribute(194, failed="past")),
    "storage.pending_sectors": with_attribute(builders.attribute(197, 1)),
    "storage.uncorrectable_sectors": with_attribute(builders.attribute(198, 1)),
    "storage.uncorrectable_errors": with_attribute(builders.attribute(187, 1)),
    "storage.reallocated_sectors": with_attribute(builders.attribute(5, 40)),
    "storage.reallocated_few": with_attribute(builders.attribute(5, 1)),
    "storage.warm_and_reallocated": with_attributes(builders.attribute(5, 1), temperature_celsius=42),
    "storage.read_error_rate": with_attributes(builders.attribute(1, 10**8, value=70)),
    "storage.data_path_errors": with_attribute(builders.attribute(184, 1)),
    "storage.spin_retries": with_attribute(builders.attribute(10, 5)),
    "storage.logged_errors": with_health(logs=builders.ata_logs(logged_uncorrectable=1)),
    "storage.link_errors": with_attribute(builders.attribute(199, 10, name="UDMA_CRC_Error_Count")),
    "storage.link_errors_few": with_attribute(builders.attribute(199, 1, name="UDMA_CRC_Error_Count")),
    "storage.asleep": with_drive(builders.drive(health=builders.unknown(Reason.ASLEEP, "smartctl -n standby"))),
    "storage.warm": with_attributes(temperature_celsius=50),
    "storage.several_signs": with_attributes(
        *(builders.attribute(number, 3) for number in (187, 197, 198)), rotational=False
    ),
    "storage.spare_low": with_attributes(
        builders.attribute(232, value=10, name="Available_Reservd_Space"), rotational=False
    ),
    "storage.wear_unclear": with_attributes(
        builders.attribute(231, value=100, name="SSD_Life_Left"),
        rotational=False,
        logs=builders.ata_logs(percentage_used=154),
    ),
    "storage.self_test": with_health(self_test_failed=True),
    "storage.nvme_spare": with_nvme(critical_warning=1),
    "storage.temperature": with_nvme(critical_warning=2),
    "storage.nvme_reliability": with_nvme(critical_warning=4),
    "storage.nvme_read_only": with_nvme(critical_warning=8),
    "storage.nvme_backup": with_nvme(critical_warning=16),
    "storage.nvme_persistent_memory": with_nvme(critical_warning=32),
    "storage.worn": with_nvme(percentage_used=90),
    "storage.media_errors": with_nvme(media_errors=1),
    "memory.uncorrected_errors": with_memory(edac=(builders.edac(uncorrected=1),)),
    "memory.corrected_errors": with_memory(edac=(builders.edac(corrected=1),)),
    "memory.not_seen": with_memory(visible_bytes=8 * GIB),
    "memory.lasting_errors": with_memory(edac=(builders.edac(corrected=30),), edac_seconds=3 * 86400),
    "memory.mixed": with_memory(modules=(builders.module(), builders.module(slot="DIMM_B1", part_number="OTHER"))),
    "memory.below_rated": with_memory(modules=(builders.module(slot="", configured_speed_mts=2133),)),
    "memory.single_channel": with_memory(
        modules=(builders.module(), builders.module(slot="DIMM_B1", size_bytes=0)), visible_bytes=builders.unknown()
    ),
    "power.rail_out_of_limits": with_rails(builders.rail("+12V", 11.0)),
    "power.rails_misscaled": with_rails(builders.rail("+12V", 11.0), builders.rail("+5V", 4.5)),
    "power.rail_alarm": with_rails(
        builders.rail("vout1", 12.1, chip="ipsps1", lowest_volts=11.4, highest_volts=12.6, alarm=True)
    ),
    "power.supply_status": builders.snapshot(power=builders.power(supplies=(builders.supply(status="critical"),))),
    "power.supply_unplugged": builders.snapshot(
        power=builders.power(
            supplies=(
                builders.supply(status="ok", plugged=True),
                builders.supply(status="critical", plugged=False, serial="PSU0002"),
            )
        )
    ),
    "power.battery_worn": builders.snapshot(power=builders.power(batteries=(builders.battery(capacity_percent=59),))),
    "system.sync_flood": with_reset(1 << 27),
    "power.unmarked_boots": with_boots(1, 2),
    "system.overheated": with_reset(1),
    "storage.log_media_errors": with_log("ata1.00: error: { UNC }"),
    "storage.log_hardware_errors": with_log("sd 0:0:0:0: [sda] Sense Key : Hardware Error [current]"),
    "storage.log_link_errors": with_log("ata1: SError: { BadCRC }"),
    "storage.log_no_answer": with_log("ata1: hard resetting link"),
    "storage.log_refused": with_log("ata1.00: error: { ABRT }"),
    "storage.log_nvme_lost": with_log("nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0xffff"),
    "storage.log_nvme_gone": with_log("nvme nvme0: Device not ready; aborting reset, CSTS=0x1"),
    "storage.log_nvme_timeouts": with_log("nvme nvme0: I/O 8 QID 0 timeout, aborting"),
    "storage.log_usb_resets": with_log("sd 6:0:0:0: [sdb] tag#1 uas_eh_abort_handler 0 uas-tag 2 inflight: CMD IN"),
    "storage.log_io_errors": with_log("I/O error, dev sda, sector 8 op 0x0:(READ) flags 0x0"),
    "storage.log_file_system": with_log("EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2"),
    "system.processor_errors": with_log("mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 1: 9c00000000000151"),
    "system.machine_checks": with_log("mce: [Hardware Error]: Machine check events logged"),
    "system.pcie_errors": with_log("pcieport 0000:00:1c.0: PCIe Bus Error: severity=Uncorrected (Non-Fatal)"),
    "system.pcie_corrected": with_log("pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical"),
    "system.throttled": with_log("mce: CPU0: Core temperature is above threshold, cpu clock is throttled"),
    "power.under_voltage": with_log("hwmon hwmon1: Undervoltage detected!"),
    "system.usb_over_current": with_log("usb usb1-port2: over-current condition"),
    "system.kernel_crash": with_log("Kernel panic - not syncing: Attempted to kill init!"),
}

# Reached only beside others, or with the owner's answers: see test_rules_power.
TOGETHER = {
    "power.stop_explained", "power.cut_by_hand", "power.socket", "power.smell_or_noise", "power.suspected"
}  # fmt: skip


def _sources() -> list[str]:
    return [path.read_text() for path in Path(rules.__path__[0]).rglob("*.py")]


def literals(pattern: str) -> set[str]:
    """Every text of a shape that stands in the source of the rules."""
    nodes = [node for source in _sources() for node in ast.walk(ast.parse(source))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if re.fullmatch(pattern, text)}


COMPANIONS = {
    "storage.several_signs": {
        "storage.uncorrectable_errors",
        "storage.pending_sectors",
        "storage.uncorrectable_sectors",
    }
}
"""What cannot be found without the findings that it is made of."""


@pytest.mark.parametrize("code", REACHED)
def test_each_code_is_reached_by_what_it_stands_for_and_alone(code: str) -> None:
    assert codes(REACHED[code]) - COMPANIONS.get(code, set()) == {code}


def test_every_code_in_the_rules_is_reached_and_has_words() -> None:
    others = (test_growth.REACHED, test_rules_sold.REACHED, test_rules_trials.REACHED)
    all_codes = set(REACHED).union(TOGETHER, *others)
    assert literals(r"(storage|memory|power|system)\.[a-z_]+") == all_codes == wording.CODES


@pytest.mark.parametrize("code", REACHED)
def test_every_piece_of_evidence_says_where_its_threshold_is_published(code: str) -> None:
    for finding in diagnose(REACHED[code]).findings:
        assert finding.evidence
        assert all(evidence.reference in REFERENCES for evidence in finding.evidence)
        assert all(evidence.source and evidence.threshold for evidence in finding.evidence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", REACHED)
def test_every_code_is_worded_in_both_languages(code: str, language: str) -> None:
    t = translator(language)
    (found,) = [one for one in diagnose(REACHED[code]).findings if one.code == code]
    for text in (wording.meaning(found, t), wording.advice(found, t)):
        assert text
        assert "{" not in text
        assert bool(re.search("[ぁ-ん]", text)) == (language == "ja")


@pytest.mark.parametrize("kind", [PartKind.STORAGE, PartKind.MEMORY, PartKind.POWER])
def test_a_machine_that_is_well_has_no_finding(kind: PartKind) -> None:
    diagnosis = diagnose(builders.snapshot())
    assert diagnosis.findings == ()
    assert diagnosis.severity is None
    assert diagnosis.of_kind(kind)


# --- storage: counters


@pytest.mark.parametrize(
    ("number", "code", "watch_from", "replace_from"),
    [
        (197, "storage.pending_sectors", 1, 10),
        (198, "storage.uncorrectable_sectors", 1, 10),
        (5, "storage.reallocated_sectors", 40, 100),
        (196, "storage.reallocated_sectors", 70, 90),
    ],
)
def test_a_counter_is_watched_and_condemned_from_its_thresholds(
    number: int, code: str, watch_from: int, replace_from: int
) -> None:
    def at(raw: int) -> Severity | None:
        return severity(with_attribute(builders.attribute(number, raw)), code)

    assert [at(raw) for raw in (0, watch_from - 1, watch_from)] == [None, None, WATCH]
    assert [at(raw) for raw in (replace_from - 1, replace_from, replace_from * 1000)] == [WATCH, REPLACE, REPLACE]


@pytest.mark.parametrize(
    ("raw", "threshold", "reference"), [(9, "≥ 1", "backblaze-2016"), (10, "≥ 10", "own-storage-2019")]
)
def test_the_evidence_names_the_threshold_that_was_reached(raw: int, threshold: str, reference: str) -> None:
    (evidence,) = one(with_attribute(builders.attribute(197, raw, name="Current_Pending_Sector"))).evidence
    assert (evidence.source, evidence.value) == ("smartctl 197 Current_Pending_Sector", raw)
    assert (evidence.threshold, evidence.reference) == (threshold, reference)


@pytest.mark.parametrize("number", [187, 197, 198, 5])
def test_a_counter_without_a_count_is_not_judged(number: int) -> None:
    assert codes(with_attribute(builders.attribute(number, None))) == set()


@pytest.mark.parametrize("number", [7, 9, 12, 188, 190, 194, 195, 199, 240])
def test_a_counter_that_foretells_nothing_is_not_judged(number: int) -> None:
    assert codes(with_attribute(builders.attribute(number, 10**9))) == set()


# --- storage: the drive's own word


@pytest.mark.parametrize(
    ("failed", "prefailure", "expected"),
    [
        ("now", True, ("storage.attribute_failing", REPLACE, Confidence.HIGH)),
        ("now", False, ("storage.attribute_aged", WATCH, Confidence.MEDIUM)),
        ("now", None, ("storage.attribute_aged", WATCH, Confidence.MEDIUM)),
        ("past", True, ("storage.attribute_failed_before", WATCH, Confidence.LOW)),
        ("past", False, ("storage.attribute_failed_before", WATCH, Confidence.LOW)),
    ],
)
def test_an_attribute_at_its_limit_is_judged_by_what_it_tells(
    failed: str, prefailure: bool | None, expected: tuple[str, Severity, Confidence]
) -> None:
    found = one(with_attribute(builders.attribute(22, failed=failed, prefailure=prefailure)))
    assert (found.code, found.severity, found.confidence) == expected
    assert found.evidence[0].value == f"100 ({failed})"


@pytest.mark.parametrize("number", [190, 194])
@pytest.mark.parametrize("failed", ["now", "past"])
@pytest.mark.parametrize("prefailure", [True, False])
def test_a_temperature_at_its_limit_condemns_no_drive(number: int, failed: str, prefailure: bool) -> None:
    found = one(with_attribute(builders.attribute(number, failed=failed, prefailure=prefailure)))
    assert (found.code, found.severity, found.confidence) == ("storage.was_hot", WATCH, Confidence.LOW)


@pytest.mark.parametrize("code", ["storage.health_failed", "storage.self_test", "storage.attribute_failing"])
def test_a_drive_that_calls_itself_failing_is_to_be_replaced(code: str) -> None:
    assert one(REACHED[code]).severity == REPLACE
    assert one(REACHED[code]).confidence == Confidence.HIGH


@pytest.mark.parametrize("failed", [False, builders.unknown()])
def test_a_self_test_that_found_nothing_is_no_finding(failed: bool | Unknown) -> None:
    assert codes(with_health(self_test_failed=failed)) == set()


@pytest.mark.parametrize(
    ("source", "log", "reference"),
    [("smartctl", None, "smartctl"), ("smartctl", builders.nvme(), "nvme"), ("udisks2", None, "udisks2")],
)
def test_the_evidence_names_who_said_that_it_fails(source: str, log: Any, reference: str) -> None:
    (evidence,) = one(with_health(passed=False, source=source, nvme=log)).evidence
    assert (evidence.source, evidence.reference) == (f"{source} overall health", reference)


# --- storage: NVMe


@pytest.mark.parametrize(
    ("bit", "code", "expected"),
    [
        (0, "storage.nvme_spare", REPLACE),
        (1, "storage.temperature", WATCH),
        (2, "storage.nvme_reliability", REPLACE),
        (3, "storage.nvme_read_only", REPLACE),
        (4, "storage.nvme_backup", REPLACE),
        (5, "storage.nvme_persistent_memory", WATCH),
    ],
)
def test_each_bit_of_the_critical_warning_is_judged(bit: int, code: str, expected: Severity) -> None:
    assert of_drive(nvme=builders.nvme(critical_warning=1 << bit)) == {code: expected}


def test_several_bits_are_several_findings() -> None:
    assert set(of_drive(nvme=builders.nvme(critical_warning=0b101))) == {
        "storage.nvme_spare",
        "storage.nvme_reliability",
    }


@pytest.mark.parametrize("warning", [0, 64, 128, 192])
def test_a_reserved_bit_says_nothing(warning: int) -> None:
    assert of_drive(nvme=builders.nvme(critical_warning=warning)) == {}


@pytest.mark.parametrize(
    ("spare", "least", "called"), [(10, 10, False), (9, 10, True), (0, 10, True), (0, 0, False), (100, 10, False)]
)
def test_a_spare_area_below_its_threshold_condemns_the_drive(spare: int, least: int, called: bool) -> None:
    found = of_drive(nvme=builders.nvme(available_spare_percent=spare, spare_threshold_percent=least))
    assert found == ({"storage.nvme_spare": REPLACE} if called else {})


@pytest.mark.parametrize("field", ["available_spare_percent", "spare_threshold_percent"])
def test_a_spare_area_of_which_half_is_unknown_is_not_judged(field: str) -> None:
    values: dict[str, Any] = {"available_spare_percent": 0, "spare_threshold_percent": 10, field: builders.unknown()}
    assert of_drive(nvme=builders.nvme(**values)) == {}


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        (2, {"storage.temperature": WATCH}),
        (32, {"storage.nvme_persistent_memory": WATCH}),
        (34, {"storage.temperature": WATCH, "storage.nvme_persistent_memory": WATCH}),
    ],
)
def test_a_drive_that_is_only_too_hot_is_not_condemned(warning: int, expected: dict[str, Severity]) -> None:
    assert of_drive(passed=False, nvme=builders.nvme(critical_warning=warning)) == expected


@pytest.mark.parametrize("warning", [3, 6, 36, 0, builders.unknown()])
def test_a_drive_that_fails_for_more_than_heat_is_condemned(warning: int | Unknown) -> None:
    found = of_drive(passed=False, nvme=builders.nvme(critical_warning=warning))
    assert found["storage.health_failed"] == REPLACE


@pytest.mark.parametrize(
    ("used", "threshold"), [(0, None), (89, None), (90, "≥ 90"), (99, "≥ 90"), (100, "≥ 100"), (255, "≥ 100")]
)
def test_wear_is_watched_from_ninety_percent(used: int, threshold: str | None) -> None:
    found = diagnose(with_nvme(percentage_used=used)).findings
    assert [f.evidence[0].threshold for f in found] == ([threshold] if threshold else [])
    assert all(f.severity == WATCH for f in found)


@pytest.mark.parametrize(("errors", "expected"), [(0, {}), (1, {"storage.media_errors": WATCH})])
def test_a_media_error_is_watched(errors: int, expected: dict[str, Severity]) -> None:
    assert of_drive(nvme=builders.nvme(media_errors=errors)) == expected


def test_error_log_entries_and_sudden_stops_show_no_fault() -> None:
    assert of_drive(nvme=builders.nvme(unsafe_shutdowns=10_000)) == {}


# --- storage: what is not known


@pytest.mark.parametrize("reason", Reason)
def test_a_drive_of_unknown_health_is_neither_good_nor_bad(reason: Reason) -> None:
    state = only_state(with_drive(builders.drive(health=builders.unknown(reason))), PartKind.STORAGE)
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, builders.unknown(reason))


def test_counters_without_the_drives_own_word_are_not_good() -> None:
    attributes = (builders.attribute(5, 0), builders.attribute(197, 0))
    state = only_state(with_health(passed=builders.unknown(), attributes=attributes), PartKind.STORAGE)
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, builders.unknown())


def test_counters_without_the_drives_own_word_can_be_bad() -> None:
    snapshot = with_health(passed=builders.unknown(), attributes=(builders.attribute(197, 10),))
    assert verdict(snapshot, PartKind.STORAGE) == Verdict.REPLACE


def test_a_virtual_drive_is_called_one() -> None:
    drive = builders.drive(bus=Bus.VIRTUAL, health=builders.unknown(Reason.FAILED))
    state = only_state(with_drive(drive), PartKind.STORAGE)
    assert state.verdict == Verdict.UNREADABLE
    assert state.why is not None
    assert state.why.reason == Reason.NOT_MEASURABLE


@pytest.mark.parametrize("kind", ["storage", "memory", "power"])
def test_a_part_of_the_snapshot_that_is_unknown_is_one_unreadable_part(kind: str) -> None:
    why = builders.unknown(Reason.TIMED_OUT)
    state = only_state(builders.snapshot(**{kind: why}), PartKind(kind))
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, why)


@pytest.mark.parametrize(
    "health",
    [
        builders.health(),
        builders.health(attributes=(), nvme=builders.nvme()),
        builders.health(nvme=builders.nvme(unsafe_shutdowns=builders.unknown())),
    ],
)
def test_a_drive_that_passed_and_showed_its_figures_is_good(health: Health) -> None:
    assert verdict(with_drive(builders.drive(health=health)), PartKind.STORAGE) == Verdict.OK


@pytest.mark.parametrize("bus", Bus)
def test_a_drive_whose_word_is_all_there_is_is_not_good(bus: Bus) -> None:
    state = only_state(with_drive(builders.drive(bus=bus, health=builders.health(attributes=()))), PartKind.STORAGE)
    assert state.verdict == Verdict.UNREADABLE
    assert state.why == builders.unknown(detail="health log beside the overall assessment")


def test_a_scsi_drive_has_no_attributes_to_show() -> None:
    assert verdict(with_scsi(), PartKind.STORAGE) == Verdict.OK


def test_a_scsi_drive_without_its_error_counters_is_not_good() -> None:
    why = builders.unknown(detail="scsi_error_counter_log")
    state = only_state(with_scsi(uncorrected_errors=why), PartKind.STORAGE)
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, why)


@pytest.mark.parametrize("field", ["critical_warning", "percentage_used", "media_errors"])
def test_an_nvme_drive_without_its_main_figures_is_not_good(field: str) -> None:
    why = builders.unknown(Reason.MALFORMED, field)
    state = only_state(with_nvme(**{field: why}), PartKind.STORAGE)
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, why)


def test_a_pc_without_drives_is_not_called_good() -> None:
    assert verdict(builders.snapshot(storage=builders.storage()), PartKind.STORAGE) == Verdict.NOT_TESTED


def test_each_drive_has_a_verdict_of_its_own() -> None:
    drives = (
        builders.drive(name="sda", port="SATA 1", serial="GOOD"),
        builders.drive(name="sdb", port="SATA 2", serial="BAD", health=builders.health(passed=False)),
        builders.drive(name="sdc", port="SATA 3", serial="DUMB", health=builders.unknown(Reason.NO_TOOL)),
    )
    diagnosis = diagnose(builders.snapshot(storage=builders.storage(*drives)))
    assert [(state.part.serial, state.verdict) for state in diagnosis.of_kind(PartKind.STORAGE)] == [
        ("GOOD", Verdict.OK),
        ("BAD", Verdict.REPLACE),
        ("DUMB", Verdict.UNREADABLE),
    ]
    assert diagnosis.verdict(PartKind.STORAGE) == Verdict.REPLACE


def test_the_healthy_one_of_two_drives_in_one_enclosure_stays_good() -> None:
    printed = {"bus": Bus.USB, "port": "USB 1-4", "model": "Dock", "serial": builders.unknown(), "size_bytes": 10}
    drives = (
        builders.drive(name="sda", **printed),
        builders.drive(name="sdb", **printed, health=builders.health(passed=False)),
    )
    states = diagnose(builders.snapshot(storage=builders.storage(*drives))).of_kind(PartKind.STORAGE)
    assert [state.verdict for state in states] == [Verdict.OK, Verdict.REPLACE]


@pytest.mark.parametrize(
    ("bus", "port", "slot"),
    [
        (Bus.SATA, "SATA 1", "SATA 1"),
        (Bus.SATA, builders.unknown(), "sda"),
        (Bus.USB, "USB 1-4", "USB 1-4 sda"),
        (Bus.USB, builders.unknown(), "sda"),
    ],
)
def test_a_drive_is_placed_by_its_port_or_its_name(bus: Bus, port: str | Unknown, slot: str) -> None:
    assert storage.part_of(builders.drive(bus=bus, port=port)).slot == slot


def test_key_figures_of_a_drive_are_told_where_they_are_known() -> None:
    state = only_state(with_nvme(percentage_used=12), PartKind.STORAGE)
    assert {fact.name: fact.value for fact in state.facts} == {
        "worn_percent": 12,
        "temperature_celsius": 35,
        "power_on_hours": 1200,
    }
    bare = only_state(
        with_health(temperature_celsius=builders.unknown(), power_on_hours=builders.unknown()), PartKind.STORAGE
    )
    assert bare.facts == ()


# --- memory: counted errors


@pytest.mark.parametrize(
    ("corrected", "seconds", "confidence"),
    [
        (1, 60, Confidence.LOW),
        (9, 60, Confidence.LOW),
        (10, 60, Confidence.HIGH),  # within the first day, as many as there are
        (10, 86399, Confidence.HIGH),
        (10, 86400, Confidence.HIGH),
        (10, 86401, Confidence.LOW),
        (19, 2 * 86400, Confidence.LOW),
        (20, 2 * 86400, Confidence.HIGH),
        (10, builders.unknown(), Confidence.HIGH),
        (9, builders.unknown(), Confidence.LOW),
    ],
)
def test_corrected_errors_are_watched_and_weighed_by_the_day(
    corrected: int, seconds: int | Unknown, confidence: Confidence
) -> None:
    found = one(with_memory(edac=(builders.edac(corrected=corrected),), edac_seconds=seconds))
    assert (found.code, found.severity, found.confidence) == ("memory.corrected_errors", WATCH, confidence)
    expected = ("≥ 10 / 24 h", "mcelog") if confidence == Confidence.HIGH else ("≥ 1", "kernel-edac")
    assert (found.evidence[0].threshold, found.evidence[0].reference) == expected


@pytest.mark.parametrize(("uncorrected", "found"), [(0, set()), (1, {"memory.uncorrected_errors"})])
def test_one_uncorrected_error_condemns_the_module(uncorrected: int, found: set[str]) -> None:
    snapshot = with_memory(edac=(builders.edac(uncorrected=uncorrected),))
    assert codes(snapshot) == found
    assert (severity(snapshot, "memory.uncorrected_errors") == REPLACE) == bool(found)


def test_a_count_names_the_module_in_its_slot() -> None:
    found = one(with_memory(edac=(builders.edac(label="dimm_b1", uncorrected=2),)))
    assert (found.part.slot, found.part.serial) == ("DIMM_B1", "MEM0002")
    assert found.part.size_bytes == 8 * GIB
    assert found.evidence[0].source == "EDAC mc0 dimm_b1 ue_count"


def test_only_the_module_with_errors_is_judged_by_them() -> None:
    snapshot = with_memory(edac=(builders.edac(), builders.edac(label="DIMM_B1", uncorrected=1)))
    states = diagnose(snapshot).of_kind(PartKind.MEMORY)
    assert [state.verdict for state in states] == [Verdict.OK, Verdict.REPLACE]


def test_a_count_under_a_label_of_the_driver_is_placed_by_that_label() -> None:
    found = one(with_memory(edac=(builders.edac(label="mc#0csrow#1channel#0", uncorrected=1),)))
    assert found.part.slot == "mc0 mc#0csrow#1channel#0"
    assert isinstance(found.part.serial, Unknown)


@pytest.mark.parametrize(
    ("counts", "wanted"), [({"uncorrected": 1}, Verdict.REPLACE), ({"corrected": 1}, Verdict.WATCH)]
)
def test_errors_that_no_slot_can_be_named_for_leave_no_module_good(counts: dict[str, int], wanted: Verdict) -> None:
    snapshot = with_memory(edac=(builders.edac(label="mc#0csrow#1channel#0", **counts),))
    states = diagnose(snapshot).of_kind(PartKind.MEMORY)
    assert [state.verdict for state in states] == [Verdict.NOT_TESTED, Verdict.NOT_TESTED, wanted]
    assert states[-1].part.slot == "mc0 mc#0csrow#1channel#0"
    assert verdict(snapshot, PartKind.MEMORY) == wanted


@pytest.mark.parametrize("counts", [{"corrected": builders.unknown()}, {"uncorrected": builders.unknown()}])
def test_a_count_that_could_not_be_read_is_no_finding(counts: dict[str, Unknown]) -> None:
    assert codes(with_memory(edac=(builders.edac(**counts),))) == set()


def test_counts_that_could_not_be_read_do_not_make_a_module_good() -> None:
    unread = builders.edac(corrected=builders.unknown(), uncorrected=builders.unknown())
    states = diagnose(with_memory(edac=(unread,))).of_kind(PartKind.MEMORY)
    assert Verdict.OK not in {state.verdict for state in states}


def test_modules_whose_errors_are_counted_and_none_were_are_good() -> None:
    assert verdict(with_memory(edac=(builders.edac(),)), PartKind.MEMORY) == Verdict.OK


@pytest.mark.parametrize("edac", [builders.unknown(Reason.NOT_MEASURABLE), builders.unknown(Reason.NO_RIGHT), ()])
def test_modules_whose_errors_nobody_counts_are_not_tested(edac: Any) -> None:
    states = diagnose(with_memory(edac=edac)).of_kind(PartKind.MEMORY)
    assert {state.verdict for state in states} == {Verdict.NOT_TESTED}
    expected = edac if isinstance(edac, Unknown) else builders.unknown(Reason.NOT_MEASURABLE, "EDAC")
    assert all(state.why == expected for state in states)


def test_empty_slots_have_no_state() -> None:
    modules = (builders.module(), builders.module(slot="DIMM_A2", size_bytes=0))
    assert len(diagnose(with_memory(modules=modules)).of_kind(PartKind.MEMORY)) == 1


def test_a_slot_of_unknown_size_has_a_state() -> None:
    modules = (builders.module(size_bytes=builders.unknown()),)
    assert only_state(with_memory(modules=modules), PartKind.MEMORY).verdict == Verdict.NOT_TESTED


def test_memory_whose_slots_are_unknown_is_one_unreadable_part_with_its_size() -> None:
    why = builders.unknown(Reason.NO_RIGHT)
    state = only_state(with_memory(modules=why), PartKind.MEMORY)
    assert (state.verdict, state.why) == (Verdict.UNREADABLE, why)
    assert {fact.name: fact.value for fact in state.facts} == {"visible_bytes": 15 * GIB}


@pytest.mark.parametrize(
    ("counts", "expected"), [({"uncorrected": 1}, Verdict.REPLACE), ({"corrected": 1}, Verdict.WATCH)]
)
def test_errors_count_also_where_slots_are_unknown(counts: dict[str, int], expected: Verdict) -> None:
    snapshot = with_memory(modules=builders.unknown(), edac=(builders.edac(**counts),))
    assert verdict(snapshot, PartKind.MEMORY) == expected


@pytest.mark.parametrize(
    ("slot", "bank", "expected"), [("DIMM_A1", "B", "DIMM_A1"), ("", "BANK 3", "BANK 3"), ("", "", None)]
)
def test_a_module_is_placed_by_its_slot_or_its_bank(slot: str, bank: str, expected: str | None) -> None:
    place = memory.part_of(builders.module(slot=slot, bank=bank)).slot
    assert (None if isinstance(place, Unknown) else place) == expected


def test_a_module_is_named_by_maker_and_part_number() -> None:
    assert memory.part_of(builders.module()).model == "Example EX8G"
    assert memory.part_of(builders.module(manufacturer=builders.unknown())).model == "EX8G"
    bare = builders.module(manufacturer=builders.unknown(), part_number=builders.unknown())
    assert isinstance(memory.part_of(bare).model, Unknown)


# --- memory: installed against visible


def seen(visible: int, *sizes: int | Unknown) -> set[str]:
    modules = tuple(builders.module(slot=f"D{n}", size_bytes=size) for n, size in enumerate(sizes))
    return codes(with_memory(modules=modules, visible_bytes=visible))


@pytest.mark.parametrize(
    ("visible", "sizes", "missing"),
    [
        (15 * GIB, (8, 8), False),
        (int(13.2 * GIB), (8, 8), False),  # 2 GiB of graphics and 5 % of 16
        (8 * GIB, (8, 8), True),
        (int(7.5 * GIB), (8, 8), True),
        (16 * GIB, (16, 8), True),
        (int(21.0 * GIB), (16, 8), False),  # a gap of 3 GiB is no module of 8
        (3 * GIB, (4,), False),
        (4 * GIB, (2, 2, 2, 2), True),
        (32 * GIB, (8, 8), False),  # more than the firmware lists
    ],
)
def test_a_gap_counts_where_a_whole_module_is_missing(visible: int, sizes: tuple[int, ...], missing: bool) -> None:
    found = seen(visible, *(size * GIB for size in sizes))
    assert ("memory.not_seen" in found) == missing


def test_the_gap_counts_from_what_firmware_and_graphics_may_take() -> None:
    """16 GiB in modules of 1: a gap may be 2 GiB and 5 %, which is 2.8 GiB."""
    allowed = int(2.8 * GIB)
    assert seen(16 * GIB - allowed, *[GIB] * 16) == set()
    assert seen(16 * GIB - allowed - 1, *[GIB] * 16) == {"memory.not_seen"}


def test_the_gap_counts_from_nearly_the_smallest_module() -> None:
    """64 GiB in modules of 32: nothing below 0.95 of a module counts, though the reserve would allow it."""
    least = int(0.95 * 32 * GIB)
    assert seen(64 * GIB - least, *[32 * GIB] * 2) == set()
    assert seen(64 * GIB - least - 1, *[32 * GIB] * 2) == {"memory.not_seen"}


def test_the_evidence_of_a_gap_names_what_may_be_missing() -> None:
    (evidence,) = one(with_memory(visible_bytes=8 * GIB)).evidence
    assert evidence.threshold == "≤ 2.8 GiB"


def test_memory_of_which_nothing_is_known_has_no_key_figures() -> None:
    state = only_state(with_memory(modules=builders.unknown(), visible_bytes=builders.unknown()), PartKind.MEMORY)
    assert state.facts == ()


def test_a_gap_is_a_watch_on_memory_as_a_whole_and_shown_on_every_module() -> None:
    snapshot = with_memory(visible_bytes=8 * GIB)
    found = one(snapshot)
    assert (found.severity, found.confidence, found.evidence[0].value) == (WATCH, Confidence.MEDIUM, "16.0 / 8.0 GiB")
    assert {state.verdict for state in diagnose(snapshot).of_kind(PartKind.MEMORY)} == {Verdict.WATCH}


@pytest.mark.parametrize(
    "changes",
    [
        {"visible_bytes": builders.unknown()},
        {"modules": builders.unknown()},
        {"modules": ()},
        {"modules": (builders.module(size_bytes=64 * GIB), builders.module(size_bytes=builders.unknown()))},
        {"modules": (builders.module(size_bytes=0),)},
    ],
)
def test_a_gap_of_unknown_size_is_not_judged(changes: dict[str, Any]) -> None:
    assert codes(with_memory(**{"visible_bytes": GIB, **changes})) == set()


def test_an_empty_slot_does_not_hide_a_gap() -> None:
    assert seen(4 * GIB, 8 * GIB, 8 * GIB, 0) == {"memory.not_seen"}


# --- power: rails


@pytest.mark.parametrize(
    ("label", "low", "high"),
    [("+12V", 11.40, 12.60), ("+5V", 4.75, 5.25), ("+3.3V", 3.14, 3.47), ("+5VSB", 4.75, 5.25)],
)
def test_a_rail_is_judged_at_its_limits(label: str, low: float, high: float) -> None:
    judged = {volts: codes(with_rails(builders.rail(label, volts))) for volts in (low, high, low - 0.001, high + 0.001)}
    assert [bool(found) for found in judged.values()] == [False, False, True, True]
    assert judged[low - 0.001] == {"power.rail_out_of_limits"}


@pytest.mark.parametrize(
    "label",
    ["+12V", "12V", "+12 V", "12 v", "v_out +12v", "vout_12v", "VOUT +12V", "+3.3V", "3.3 V", "3_3V", "+5VSB", "5V SB"],
)
def test_a_rail_is_known_by_each_of_its_names(label: str) -> None:
    nominal = 12.0 if "12" in label else 3.3 if "3" in label else 5.0
    assert codes(with_rails(builders.rail(label, nominal * 1.1))) == {"power.rail_out_of_limits"}


@pytest.mark.parametrize(
    "label",
    ["", "in1", "Vcore", "VCC", "AVCC", "3VSB", "Vbat", "-12V", "-5V", "+12V CPU", "GPU 12V", "CPU VDDCR_SOC", "VIN0",
     "+1.05V", "15V", "112V", "+3V", "33V", "+12Vx", "v_in", "v_12v"],
)  # fmt: skip
def test_a_rail_that_is_not_named_for_what_it_measures_is_not_judged(label: str) -> None:
    for volts in (2.9, 3.7, 4.5, 5.5, 11.0, 13.0):
        assert codes(with_rails(builders.rail(label, volts))) == set()


@pytest.mark.parametrize(("label", "nominal"), [("+12V", 12.0), ("+5V", 5.0), ("+3.3V", 3.3), ("+5VSB", 5.0)])
def test_a_value_that_no_running_pc_can_have_is_not_judged(label: str, nominal: float) -> None:
    for share in (-1.0, 0.0, 0.5, 0.799, 1.201, 2.0):
        snapshot = with_rails(builders.rail(label, round(nominal * share, 4)))
        assert codes(snapshot) == set()
        assert verdict(snapshot, PartKind.POWER) == Verdict.UNREADABLE
    for share in (0.81, 1.19):
        assert codes(with_rails(builders.rail(label, round(nominal * share, 4)))) == {"power.rail_out_of_limits"}


def test_the_boards_own_measurement_is_a_watch_and_the_supplys_a_replacement() -> None:
    on_board, of_supply = (
        one(with_rails(builders.rail("+12V", 11.0, chip=chip))) for chip in ("nct6779", "corsairpsu")
    )
    assert (on_board.severity, on_board.confidence) == (WATCH, Confidence.LOW)
    assert (of_supply.severity, of_supply.confidence) == (REPLACE, Confidence.MEDIUM)
    assert of_supply.evidence[0].source == "hwmon corsairpsu in1 (+12V)"
    assert (of_supply.evidence[0].value, of_supply.evidence[0].threshold) == (11.0, "11.40 – 12.60 V")


@pytest.mark.parametrize(
    ("rails", "expected"),
    [
        ([("+12V", 12.1), ("+5V", 5.0)], Verdict.OK),
        ([("+12V", 12.1), ("+5V", 5.0), ("+3.3V", 3.3)], Verdict.OK),
        ([("+12V", 12.1)], Verdict.UNREADABLE),
        ([("+5V", 5.0), ("+3.3V", 3.3)], Verdict.UNREADABLE),
        ([("+12V", 12.1), ("+5V", 2.0)], Verdict.UNREADABLE),
        ([("", 12.1), ("", 5.0)], Verdict.UNREADABLE),
        ([("+12V", builders.unknown()), ("+5V", builders.unknown())], Verdict.UNREADABLE),
        ([("+12V", 12.1), ("+5V", 5.5)], Verdict.REPLACE),
    ],
)
def test_a_supply_is_good_only_where_it_measures_both_its_main_rails(
    rails: list[tuple[str, float | Unknown]], expected: Verdict
) -> None:
    snapshot = with_rails(*(builders.rail(label, volts, chip="corsairpsu") for label, volts in rails))
    assert verdict(snapshot, PartKind.POWER) == expected


def test_a_chip_of_the_board_does_not_make_a_supply_good() -> None:
    snapshot = with_rails(builders.rail("+12V", 12.0), builders.rail("+5V", 5.0))
    assert verdict(snapshot, PartKind.POWER) == Verdict.UNREADABLE


def test_a_supply_without_named_rails_says_that_it_cannot_be_measured() -> None:
    state = only_state(with_rails(builders.rail("", 12.0)), PartKind.POWER)
    assert state.why == builders.unknown(Reason.NOT_MEASURABLE, "hwmon, no driver of a power supply")


def test_a_supply_whose_rails_could_not_be_read_keeps_the_reason() -> None:
    why = builders.unknown(Reason.NO_RIGHT, "hwmon")
    assert only_state(builders.snapshot(power=builders.power(rails=why)), PartKind.POWER).why == why


def test_key_figures_of_a_supply_are_told() -> None:
    snapshot = builders.snapshot(
        power=builders.power(
            builders.rail("+12V", 12.096),
            builders.rail("", 1.0),
            supplies=(builders.supply(),),
            batteries=(builders.battery(capacity_percent=61), builders.battery(capacity_percent=builders.unknown())),
        ),
        storage=builders.storage(
            builders.drive(health=builders.health(nvme=builders.nvme(unsafe_shutdowns=7))),
            builders.drive(health=builders.health(nvme=builders.nvme(unsafe_shutdowns=4))),
            builders.drive(health=builders.unknown()),
        ),
        records=builders.records(boots=(builders.boot(NOW, BootEnd.UNMARKED),)),
    )
    facts = [(fact.name, fact.value) for fact in only_state(snapshot, PartKind.POWER).facts]
    assert sorted(facts, key=str) == [
        ("battery_capacity_percent", 61),
        ("max_watts", 650),
        ("rail", "+12 V 12.10"),
        ("unmarked_boots", 1),
        ("unsafe_shutdowns", 7),
    ]


def test_the_supply_is_named_as_firmware_names_it() -> None:
    part = only_state(builders.snapshot(power=builders.power(supplies=(builders.supply(),))), PartKind.POWER).part
    assert (part.slot, part.model, part.serial) == ("PSU1", "Example EX650", "PSU0001")
    bare = builders.supply(manufacturer=builders.unknown(), model=builders.unknown(), name=builders.unknown())
    part = only_state(builders.snapshot(power=builders.power(supplies=(bare,))), PartKind.POWER).part
    assert isinstance(part.model, Unknown)


def test_an_empty_list_of_supplies_is_judged() -> None:
    assert diagnose(builders.snapshot(power=builders.power(supplies=()))).of_kind(PartKind.POWER)


# --- power: boots and heat


@pytest.mark.parametrize(
    ("days_ago", "found"),
    [((), False), ((1,), False), ((1, 2), True), ((1, 30), True), ((1, 30.001), False), ((40, 50, 60), False)],
)
def test_two_boots_without_a_shutdown_in_thirty_days_are_asked_about(days_ago: tuple[float, ...], found: bool) -> None:
    assert codes(with_boots(*days_ago)) == ({"power.unmarked_boots"} if found else set())


@pytest.mark.parametrize("end", [BootEnd.CLEAN, BootEnd.RUNNING])
def test_other_boots_are_not_asked_about(end: BootEnd) -> None:
    assert codes(with_boots(1, 2, 3, end=end)) == set()


def test_boots_without_a_shutdown_prove_nothing() -> None:
    found = one(with_boots(*range(1, 9)))
    assert (found.severity, found.confidence) == (WATCH, Confidence.LOW)
    assert found.evidence[0].value == 8
    assert str(found.evidence[1].value).count(",") == 4


@pytest.mark.parametrize("records", [builders.unknown(), builders.records(boots=builders.unknown(Reason.NOT_KEPT))])
def test_boots_that_are_not_kept_are_not_judged(records: Any) -> None:
    snapshot = builders.snapshot(records=records)
    assert codes(snapshot) == set()
    assert "unmarked_boots" not in {fact.name for fact in only_state(snapshot, PartKind.POWER).facts}


@pytest.mark.parametrize(
    ("bits", "found"),
    [((1,), True), ((512,), True), ((513,), True), ((2,), False), ((0x80000,), False), ((0,), False), ((2, 512), True)],
)
def test_only_the_thermal_bits_tell_of_heat(bits: tuple[int, ...], found: bool) -> None:
    assert codes(with_reset(*bits)) == ({"system.overheated"} if found else set())


def test_heat_is_told_once_and_is_no_fault_of_the_supply() -> None:
    snapshot = with_reset(1, 512)
    assert one(snapshot).part.kind == PartKind.SYSTEM
    assert verdict(snapshot, PartKind.POWER) == Verdict.UNREADABLE


# --- the whole


def test_findings_come_worst_first_then_surest_first() -> None:
    drive = builders.drive(
        rotational=True,
        health=builders.health(
            passed=False,
            attributes=(builders.attribute(197, 50), builders.attribute(5, 40), builders.attribute(3, failed="past")),
        ),
    )
    snapshot = builders.snapshot(
        storage=builders.storage(drive), memory=builders.memory(edac=(builders.edac(uncorrected=1, corrected=1),))
    )
    found = diagnose(snapshot).findings
    assert [finding.code for finding in found] == [
        "memory.uncorrected_errors",
        "storage.health_failed",
        "storage.pending_sectors",
        "storage.reallocated_sectors",
        "memory.corrected_errors",
        "storage.attribute_failed_before",
    ]
    assert diagnose(snapshot).severity == REPLACE


def test_the_severity_of_all_is_that_of_the_worst() -> None:
    attributes = (builders.attribute(197, 50), builders.attribute(5, 40))
    assert diagnose(with_attributes(*attributes)).severity == REPLACE
    assert diagnose(with_attributes(*attributes[1:])).severity == WATCH


def test_parts_come_in_the_order_power_memory_storage() -> None:
    kinds = [state.part.kind for state in diagnose(builders.snapshot()).parts]
    assert kinds == [PartKind.POWER, PartKind.MEMORY, PartKind.MEMORY, PartKind.STORAGE]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], Verdict.NOT_TESTED),
        ([Verdict.OK], Verdict.OK),
        ([Verdict.OK, Verdict.NOT_TESTED], Verdict.NOT_TESTED),
        ([Verdict.OK, Verdict.UNREADABLE], Verdict.UNREADABLE),
        ([Verdict.UNREADABLE, Verdict.WATCH], Verdict.WATCH),
        ([Verdict.WATCH, Verdict.REPLACE, Verdict.OK], Verdict.REPLACE),
    ],
)
def test_the_worst_of_a_kind_decides(verdicts: list[Verdict], expected: Verdict) -> None:
    assert worst(verdicts) == expected


UNKNOWNS = st.sampled_from(Reason).map(builders.unknown)


@st.composite
def half_known(draw: st.DrawFn) -> Snapshot:
    """A machine that is well, of which any value may be unknown."""

    def maybe(value: Any) -> Any:
        return draw(st.one_of(st.just(value), UNKNOWNS))

    log = builders.nvme(**{name: maybe(getattr(builders.nvme(), name)) for name in builders.nvme().__struct_fields__})
    health = builders.health(
        passed=maybe(True),
        nvme=draw(st.sampled_from([None, log])),
        temperature_celsius=maybe(35),
        power_on_hours=maybe(1),
        self_test_failed=maybe(False),
        attributes=(builders.attribute(197, draw(st.sampled_from([0, None]))),),
    )
    drive = builders.drive(health=maybe(health), model=maybe("M"), serial=maybe("S"), port=maybe("P"))
    modules = (builders.module(size_bytes=maybe(8 * GIB), serial=maybe("S"), manufacturer=maybe("M")),)
    return builders.snapshot(
        storage=maybe(builders.storage(drive)),
        memory=maybe(
            builders.memory(
                modules=maybe(modules), visible_bytes=maybe(8 * GIB), edac=maybe((builders.edac(),)),
                edac_seconds=maybe(60),
            )
        ),
        power=maybe(
            builders.power(
                rails=maybe(tuple(builders.rail(f"+{v:.0f}V", maybe(v), chip="corsairpsu") for v in (12.0, 5.0))),
                supplies=maybe((builders.supply(model=maybe("M"), max_watts=maybe(500)),)),
            )
        ),
        records=maybe(builders.records(boots=maybe((builders.boot(),)), reset_reasons=maybe(()))),
    )  # fmt: skip


@given(half_known())
def test_nothing_unknown_ever_becomes_a_finding(snapshot: Snapshot) -> None:
    """But that a drive sleeps is told, as what it is: no fault."""
    found = [finding for finding in diagnose(snapshot).findings if finding.code != "storage.asleep"]
    assert found == []


@given(half_known())
def test_nothing_unknown_ever_becomes_good(snapshot: Snapshot) -> None:
    diagnosis = diagnose(snapshot)
    assert diagnosis.verdict(PartKind.STORAGE) == (Verdict.OK if drive_is_known(snapshot) else Verdict.UNREADABLE)
    if isinstance(snapshot.memory, Unknown) or isinstance(snapshot.memory.edac, Unknown):
        assert diagnosis.verdict(PartKind.MEMORY) != Verdict.OK
    assert diagnosis.verdict(PartKind.POWER) == (Verdict.OK if rails_measured(snapshot) else Verdict.UNREADABLE)
    for state in diagnosis.parts:
        assert (state.why is None) == (state.verdict == Verdict.OK)


def drive_is_known(snapshot: Snapshot) -> bool:
    if isinstance(snapshot.storage, Unknown):
        return False
    health = snapshot.storage.drives[0].health
    if isinstance(health, Unknown) or health.passed is not True:
        return False
    log = health.nvme
    figures = (log.critical_warning, log.percentage_used, log.media_errors) if log else ()
    return not any(isinstance(figure, Unknown) for figure in figures)


def rails_measured(snapshot: Snapshot) -> bool:
    if isinstance(snapshot.power, Unknown) or isinstance(snapshot.power.rails, Unknown):
        return False
    return all(isinstance(rail.volts, float) for rail in snapshot.power.rails)


@given(half_known())
def test_a_diagnosis_is_the_same_every_time_and_names_every_kind(snapshot: Snapshot) -> None:
    diagnosis = diagnose(snapshot)
    assert diagnosis == diagnose(snapshot)
    assert {state.part.kind for state in diagnosis.parts} == {PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE}
    assert isinstance(diagnosis, Diagnosis)


def test_a_clock_that_is_far_off_does_not_stop_the_rules() -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC)
    snapshot = builders.snapshot(taken_at=early, records=builders.records(boots=(builders.boot(early),)))
    assert isinstance(diagnose(snapshot).parts[0].part, Part)
