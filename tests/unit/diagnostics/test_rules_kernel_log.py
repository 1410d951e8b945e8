"""The kernel's log judged: which part, how bad, how sure; and what it must not be judged for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import kernel_text
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict, of_severities
from haas_client.diagnostics.rules import kernel_log
from haas_client.diagnostics.rules.kernel_log.judgements import DRIVE_RULES, NVME_MEDIA, SYSTEM_RULES
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import Bus, Drive, KernelLine, Snapshot
from haas_client.diagnostics.unknown import Unknown
from tests.unit import builders
from tests.unit.builders import NOW
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics.test_decode_kernel_events import ONE_LINE, RECORD, SENSE

LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
REPLACE, WATCH, CABLE, NOTE = Severity.REPLACE, Severity.WATCH, Severity.CABLE, Severity.NOTE

SATA = builders.drive(name="sda", port="SATA 3", serial="SATA3")
NVME = builders.drive(name="nvme0n1", bus=Bus.NVME, port="nvme0", serial="NVME0")
USB = builders.drive(name="sdb", bus=Bus.USB, port="USB 1-4", serial="USB14", removable=True)
DRIVES = (SATA, NVME, USB)


def lines(text: str) -> tuple[KernelLine, ...]:
    return tuple(KernelLine(at=None, text=line.strip()) for line in text.splitlines() if line.strip())


def judged(text: str, *drives: Drive) -> dict[str, tuple[Severity, Confidence]]:
    return {
        finding.code: (finding.severity, finding.confidence) for finding in kernel_log.of_lines(lines(text), drives)
    }


def one(text: str, *drives: Drive) -> Finding:
    (finding,) = kernel_log.of_lines(lines(text), drives)
    return finding


def with_log(*texts: str, **changes: object) -> Snapshot:
    kernel = tuple(map(builders.kernel_line, texts))
    return builders.snapshot(**({"records": builders.records(kernel=kernel)} | changes))


def unc(sector: int) -> str:
    start = "ata3.00: exception Emask 0x0\nata3.00: error: { UNC }\n"
    return f"{start}I/O error, dev sda, sector {sector}\nata3: EH complete\n"


# --- drives


@pytest.mark.parametrize(
    ("text", "code", "severity", "confidence"),
    [
        ("ata3.00: error: { UNC }", "media_errors", WATCH, MEDIUM),
        (SENSE, "media_errors", WATCH, MEDIUM),
        ("nvme0n1: Read(0x2) @ LBA 1, 8 blocks, X (sct 0x2 / sc 0x81)", "media_errors", REPLACE, MEDIUM),
        ("critical medium error, dev nvme0n1, sector 88", "media_errors", REPLACE, MEDIUM),
        ("sd 0:0:0:0: [sda] Sense Key : Hardware Error", "hardware_errors", REPLACE, MEDIUM),
        ("ata3: SError: { BadCRC }", "link_errors", CABLE, LOW),
        ("ata3: SError: { BadCRC }\nata3: EH complete\n" * 2, "link_errors", CABLE, MEDIUM),
        ("ata3: SError: { BadCRC }\nata3: EH complete\n" * 10, "link_errors", CABLE, HIGH),
        ("ata3: hard resetting link", "no_answer", CABLE, LOW),
        ("ata3: hard resetting link\nata3: EH complete\n" * 3, "no_answer", CABLE, MEDIUM),
        ("ata3.00: error: { ABRT }", "refused", WATCH, LOW),
        ("nvme nvme0: I/O 8 QID 0 timeout, aborting", "nvme_timeouts", WATCH, LOW),
        ("nvme nvme0: Device not ready; aborting reset", "nvme_gone", WATCH, HIGH),
        ("nvme nvme0: controller is down; will reset: CSTS=0xffffffff", "nvme_lost", CABLE, MEDIUM),
        ("sd 6:0:0:0: [sdb] tag#1 uas_eh_abort_handler 0", "usb_resets", CABLE, LOW),
        ("I/O error, dev sda, sector 8", "io_errors", WATCH, LOW),
        ("EXT4-fs (sda1): Remounting filesystem read-only", "file_system", WATCH, LOW),
    ],
)
def test_what_each_kind_of_incident_leads_to(text: str, code: str, severity: Severity, confidence: Confidence) -> None:
    assert judged(text) == {f"storage.log_{code}": (severity, confidence)}


@pytest.mark.parametrize(
    ("sectors", "places", "severity", "confidence"),
    [
        ((8,), 1, WATCH, MEDIUM),
        ((8, 8, 8, 8, 8), 1, WATCH, MEDIUM),
        ((8, 9, 15), 1, WATCH, MEDIUM),
        ((8, 16), 2, REPLACE, MEDIUM),
        (tuple(range(0, 72, 8)), 9, REPLACE, MEDIUM),
        (tuple(range(0, 80, 8)), 10, REPLACE, HIGH),
    ],
)
def test_read_errors_are_counted_by_place_and_not_by_attempt(
    sectors: tuple[int, ...], places: int, severity: Severity, confidence: Confidence
) -> None:
    finding = one("".join(map(unc, sectors)))
    assert (finding.evidence[0].value, finding.severity, finding.confidence) == (places, severity, confidence)


def test_read_errors_without_a_place_are_counted_by_incident() -> None:
    assert judged("ata3.00: error: { UNC }\nata3: EH complete\n" * 2)["storage.log_media_errors"] == (REPLACE, MEDIUM)


def test_silence_after_a_read_error_is_the_drives_own_attempt() -> None:
    text = unc(8) + "ata3: hard resetting link\nata3: EH complete\nEXT4-fs error (device sda1): x\n"
    assert set(judged(text, SATA)) == {"storage.log_media_errors"}


def test_a_damaged_transfer_is_told_beside_a_read_error() -> None:
    text = unc(8) + "ata3: SError: { BadCRC }\nata3: EH complete\n"
    assert set(judged(text)) == {"storage.log_media_errors", "storage.log_link_errors"}


def test_what_follows_from_a_fault_only_adds_evidence() -> None:
    text = "nvme nvme0: Device not ready; aborting reset\nEXT4-fs (nvme0n1p2): Remounting filesystem read-only\n"
    finding = one(text)
    assert finding.code == "storage.log_nvme_gone"
    assert "Remounting" in str(finding.evidence[-1].value)


@pytest.mark.parametrize("volume", ["dm-0", "md127"])
def test_a_volume_that_lost_blocks_with_its_drive_has_no_finding_of_its_own(volume: str) -> None:
    lost = f"Buffer I/O error on dev {volume}, logical block 0\n"
    assert set(judged(lost)) == {"storage.log_io_errors"}
    assert set(judged(lost + "nvme nvme0: Device not ready; aborting reset\n")) == {"storage.log_nvme_gone"}


def test_lost_blocks_beside_a_port_without_a_name_are_not_counted_again() -> None:
    text = "ata1.00: revalidation failed\nata6.00: revalidation failed\nI/O error, dev sdb, sector 8\n"
    assert set(judged(text)) == {"storage.log_no_answer"}
    assert set(judged(text, USB)) == {"storage.log_no_answer", "storage.log_io_errors"}


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("ata3: hard resetting link", "SATA3"),
        ("I/O error, dev sda, sector 8", "SATA3"),
        ("EXT4-fs error (device sda12): x", "SATA3"),
        ("nvme nvme0: I/O 8 QID 0 timeout, aborting", "NVME0"),
        ("nvme0n1: Read(0x2) @ LBA 1, 8 blocks, X (sct 0x2 / sc 0x81)", "NVME0"),
        ("EXT4-fs (nvme0n1p2): Remounting filesystem read-only", "NVME0"),
        (
            "usb-storage 1-4:1.0: USB Mass Storage device detected\nusb 1-4: reset high-speed USB device number 3",
            "USB14",
        ),
        ("sd 6:0:0:0: [sdb] tag#1 uas_eh_abort_handler 0", "USB14"),
    ],
)
def test_a_device_is_turned_to_the_drive(text: str, serial: str) -> None:
    assert one(text, *DRIVES).part.serial == serial


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("ata4: hard resetting link", "ata4"),
        ("ata33: hard resetting link", "ata33"),
        ("I/O error, dev sdaa, sector 8", "sdaa"),
        ("nvme nvme1: I/O 8 QID 0 timeout, aborting", "nvme1"),
        ("I/O error, dev nvme10n1, sector 8", "nvme10"),
    ],
)
def test_a_device_that_is_no_known_drive_keeps_the_kernels_name(text: str, slot: str) -> None:
    part = one(text, *DRIVES).part
    assert part.slot == slot
    assert isinstance(part.serial, Unknown)
    assert isinstance(part.model, Unknown)


def test_a_volume_belongs_to_the_only_drive_inside() -> None:
    text = "EXT4-fs (dm-0): Remounting filesystem read-only"
    assert one(text, SATA, USB).part.serial == "SATA3"
    assert one(text, SATA, NVME).part.slot == "dm-0"


# --- memory

EDAC = "EDAC MC0: 1 {} memory read error on {} (channel:0 slot:0 page:0x{:x})\n"


@pytest.mark.parametrize(
    ("text", "slot", "severity"),
    [
        (EDAC.format("UE", "DIMM_A1", 1), "DIMM_A1", REPLACE),
        (EDAC.format("UE", "unknown memory", 1), None, WATCH),
        (RECORD, "CPU 1 DIMM 4", REPLACE),
        ("mce: [Hardware Error]: CPU 18: Machine Check Exception: 5 Bank 7: be00000001010090", None, WATCH),
        ("Memory failure: 0x1: recovery action for dirty LRU page: Recovered", None, WATCH),
    ],
)
def test_an_error_that_was_not_corrected_condemns_the_dimm_where_one_is_named(
    text: str, slot: str | None, severity: Severity
) -> None:
    finding = one(text)
    assert (finding.code, finding.severity, finding.confidence) == ("memory.uncorrected_errors", severity, HIGH)
    assert finding.part.kind == PartKind.MEMORY
    assert (finding.part.slot if isinstance(finding.part.slot, str) else None) == slot


@pytest.mark.parametrize(
    ("count", "hours", "confidence"),
    [(1, 1, LOW), (9, 1, LOW), (10, 1, HIGH), (10, 24, HIGH), (10, 25, LOW), (300, 24 * 30, HIGH), (299, 24 * 30, LOW)],
)
def test_corrected_errors_are_held_against_the_time_of_the_log(count: int, hours: int, confidence: Confidence) -> None:
    step = timedelta(hours=hours) / max(1, count - 1)
    log = [KernelLine(at=NOW + n * step, text=EDAC.format("CE", "DIMM_A1", n)) for n in range(count)]
    if count == 1:
        log.append(KernelLine(at=NOW + timedelta(hours=hours), text="usb 1-1: new device"))
    (finding,) = kernel_log.of_lines(tuple(log))
    assert (finding.severity, finding.confidence, finding.evidence[0].value) == (WATCH, confidence, count)
    clocked = tuple(
        KernelLine(at=None, text=line.text, clock_seconds=(line.at - NOW).total_seconds()) for line in log if line.at
    )
    assert [found.confidence for found in kernel_log.of_lines(clocked)] == [confidence]


@pytest.mark.parametrize(
    "other",
    [
        "CPU 6: Machine Check Exception: 0 Bank 9: 8c00004e000800c1\n" * 2,
        RECORD.replace("fatal", "corrected").replace("CPU 1 DIMM 4", "not present").replace("fru_text", "fru"),
    ],
    ids=["machine check", "firmware"],
)
def test_an_error_that_is_told_twice_is_one(other: str) -> None:
    found = kernel_log.of_lines(lines("EDAC MC0: 2 CE chipkill ECC on DIMM_A1 (node:0)\n" + other))
    assert [(finding.part.slot, finding.evidence[0].value) for finding in found] == [("DIMM_A1", 2)]


def test_errors_beyond_those_of_the_named_dimm_are_told() -> None:
    text = EDAC.format("CE", "DIMM_A1", 1) + "CPU 6: Machine Check Exception: 0 Bank 9: 8c00004e000800c1\n" * 3
    assert [finding.evidence[0].value for finding in kernel_log.of_lines(lines(text))] == [1, 2]


@pytest.mark.parametrize("label", ["DIMM 0", "dimm 0", "P0 CHANNEL A DIMM 0"])
def test_the_label_is_turned_to_the_module(label: str) -> None:
    modules = (builders.module(slot="DIMM 0", bank="P0 CHANNEL A"), builders.module(slot="DIMM 1", serial="MEM0002"))
    (finding,) = kernel_log.of_lines(lines(EDAC.format("UE", label, 1)), (), modules)
    assert finding.part.serial == "MEM0001"


def test_what_edac_has_counted_is_not_told_twice() -> None:
    texts = (EDAC.format("CE", "DIMM_A1", 1), EDAC.format("UE", "DIMM_A1", 2))
    assert {finding.code for finding in kernel_log.findings(with_log(*texts))} == {
        "memory.corrected_errors",
        "memory.uncorrected_errors",
    }
    counted = builders.memory(edac=(builders.edac(corrected=1),))
    (left,) = kernel_log.findings(with_log(*texts, memory=counted))
    assert left.code == "memory.uncorrected_errors"


# --- the rest


@pytest.mark.parametrize("text", [text for text, (kind, _) in ONE_LINE.items() if kind in SYSTEM_RULES])
def test_what_is_neither_drive_nor_memory_is_the_pc(text: str) -> None:
    (finding,) = kernel_log.of_lines((builders.kernel_line(text),))
    assert finding.part.kind in (PartKind.SYSTEM, PartKind.POWER)
    assert finding.severity in (WATCH, NOTE)


def test_a_log_without_an_event_has_no_finding() -> None:
    assert kernel_log.of_lines(lines("EDAC MC: Ver: 3.0.0\nmce: CPU supports 22 MCE banks\n")) == ()


@pytest.mark.parametrize("records", [builders.unknown(), builders.records(kernel=builders.unknown())])
def test_a_log_that_could_not_be_read_has_no_finding(records: object) -> None:
    assert list(kernel_log.findings(builders.snapshot(records=records))) == []


def test_every_rule_names_where_its_threshold_is_published() -> None:
    rules = (*DRIVE_RULES.values(), *SYSTEM_RULES.values(), NVME_MEDIA)
    assert {rule.reference for rule in rules} <= set(REFERENCES)
    assert all(rule.steps[0][0] == 1 and list(rule.steps) == sorted(rule.steps, key=lambda s: s[0]) for rule in rules)


# --- in a diagnosis


def test_the_state_of_the_drive_is_as_bad_as_the_log_says() -> None:
    diagnosis = diagnose(with_log(*(unc(8) + unc(80)).splitlines(), storage=builders.storage(SATA, NVME)))
    assert [(state.part.serial, state.verdict) for state in diagnosis.of_kind(PartKind.STORAGE)] == [
        ("SATA3", Verdict.REPLACE),
        ("NVME0", Verdict.OK),
    ]


def test_the_log_makes_nothing_better() -> None:
    failed = builders.drive(name="sda", port="SATA 3", health=builders.health(passed=False))
    diagnosis = diagnose(with_log("ata3: hard resetting link", storage=builders.storage(failed)))
    assert diagnosis.verdict(PartKind.STORAGE) == Verdict.REPLACE


def test_a_drive_that_only_the_log_names_has_a_state() -> None:
    diagnosis = diagnose(with_log("nvme nvme7: Device not ready; aborting reset"))
    assert [state.verdict for state in diagnosis.of_kind(PartKind.STORAGE)] == [Verdict.OK, Verdict.WATCH]


def test_the_one_power_supply_has_one_state() -> None:
    diagnosis = diagnose(with_log("Under-voltage detected!"))
    assert [state.verdict for state in diagnosis.of_kind(PartKind.POWER)] == [Verdict.WATCH]


def test_a_note_changes_no_state() -> None:
    quiet = diagnose(with_log())
    noted = diagnose(with_log("Oops: 0000 [#1] SMP PTI", "usb usb1-port2: over-current condition"))
    assert noted.parts == quiet.parts
    assert {finding.severity for finding in noted.findings} == {NOTE}


# --- anything at all, and real logs


@given(st.lists(st.sampled_from(sorted(ONE_LINE)), max_size=30))
def test_any_log_can_be_judged(texts: list[str]) -> None:
    diagnosis = diagnose(with_log(*texts, storage=builders.storage(*DRIVES)))
    for finding in diagnosis.findings:
        assert all(evidence.reference in REFERENCES and evidence.source for evidence in finding.evidence)


EXPECTED = {
    # two owners' own words, and what every log of a kind leads to
    "finninday-stinkerbelle": {Severity.WATCH},
    "tikiold-cldn-MemoryECCError": {Severity.WATCH},
    "ata-unc/81124716dd61": {Severity.REPLACE},
    "mce/1a329e9179ce": {Severity.REPLACE},
    "bert-ghes/": set(),
}


@needs_captures
def test_captured_logs_are_judged_as_their_text_says() -> None:
    for row in rows("kernel-log"):
        found = {finding.severity for finding in kernel_log.of_lines(kernel_text.lines(row["text"]))}
        for name, expected in EXPECTED.items():
            assert name not in row["source"] or found == expected, row["source"]
        if "ata-icrc" in row["truth"]:
            assert of_severities(found) == Verdict.CABLE, row["source"]
        if "ata-unc" in row["truth"] or "edac-" in row["truth"]:
            assert of_severities(found) in (Verdict.WATCH, Verdict.REPLACE), row["source"]


@needs_captures
def test_no_captured_log_of_resets_alone_condemns_a_drive() -> None:
    for row in rows("kernel-log"):
        if row["truth"] == "category:ata-timeout":
            found = kernel_log.of_lines(kernel_text.lines(row["text"]))
            assert {finding.severity for finding in found} <= {CABLE, WATCH}, row["source"]
            assert found
