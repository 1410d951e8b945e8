"""Drives of an emulated PC, read for real: who they are, how they are, and which one it is that fails."""

from pathlib import Path

from haas_client.diagnostics.collect import collect as collect_from
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.snapshot import Bus, Health
from haas_client.diagnostics.unknown import Reason, Unknown
from tests.system.pc import drives, program
from tests.system.pc.hardware import SATA_SERIAL
from tests.system.pc.pc import Pc

_RELIABILITY = 0x04
"""Bit 2 of the critical warning: the subsystem's reliability is degraded (NVM Express Base Specification)."""


def verdicts(found: program.Collected) -> dict[object, Verdict]:
    return {state.part.serial: state.verdict for state in found.diagnosis.of_kind(PartKind.STORAGE)}


def test_sata_and_nvme_tell_root_how_they_are(pc: Pc) -> None:
    drives.plug(pc, "NVME0001")
    found = program.collect(pc)
    sata, nvme = (found.drives()[serial] for serial in (SATA_SERIAL, "NVME0001"))
    assert (sata.bus, sata.model, sata.port) == (Bus.SATA, "EMULATED DISK", "SATA 1")
    assert (nvme.bus, nvme.model, nvme.port) == (Bus.NVME, "QEMU NVMe Ctrl", "nvme0")
    assert sata.size_bytes == nvme.size_bytes == 64 * 1024 * 1024
    assert isinstance(sata.health, Health)
    assert isinstance(nvme.health, Health)
    assert (sata.health.source, sata.health.passed) == ("smartctl", True)
    # QEMU's own table (hw/ide/core.c): 31 °C, and no reallocated sector
    assert sata.health.temperature_celsius == 31
    assert {row.id: row.raw for row in sata.health.attributes}[5] == 0
    assert (nvme.health.source, nvme.health.passed) == ("smartctl", True)
    assert nvme.health.nvme
    assert nvme.health.nvme.critical_warning == 0
    assert verdicts(found)[SATA_SERIAL] == verdicts(found)["NVME0001"] == Verdict.OK
    assert not found.diagnosis.findings


def test_the_owner_is_told_what_only_root_may_read(pc: Pc) -> None:
    drives.plug(pc, "NVME0001")
    drive = program.collect(pc, as_root=False).drives()["NVME0001"]
    assert drive.model == "QEMU NVMe Ctrl"
    assert isinstance(drive.health, Unknown)
    assert drive.health.reason == Reason.NO_RIGHT


def test_a_critical_nvme_is_to_be_replaced_and_no_other(pc: Pc) -> None:
    sick, well = drives.plug(pc, "NVMESICK"), drives.plug(pc, "NVMEWELL", port="port1")
    drives.warn(pc, sick, _RELIABILITY)
    found = program.collect(pc)
    assert found.findings(sick.serial)["storage.nvme_reliability"].severity == Severity.REPLACE
    assert verdicts(found)[sick.serial] == Verdict.REPLACE
    assert verdicts(found)[well.serial] == verdicts(found)[SATA_SERIAL] == Verdict.OK


def test_a_recording_says_on_another_machine_what_it_said_here(pc: Pc, tmp_path: Path) -> None:
    drives.warn(pc, drives.plug(pc, "NVMESICK"), _RELIABILITY)
    here = program.collect(pc)
    program.run(pc, ("record", "/var/tmp/recording"))
    recording = program.fetch_folder(pc, "/var/tmp/recording", tmp_path)
    there = diagnose(collect_from(machine_host(recording)).snapshot)
    assert [essence(finding) for finding in there.findings] == [essence(f) for f in here.diagnosis.findings]
    assert there.findings


def essence(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.severity, finding.part.serial, finding.part.slot


def test_medium_errors_are_the_fault_of_the_drive_that_has_them(pc: Pc) -> None:
    sectors = (40960, 81920)
    drives.plug(pc, "NVMEWELL")
    sick = drives.plug(pc, "NVMESICK", port="port1", bad_sectors=sectors)
    assert [drives.read_sector(pc, sick.node, sector) for sector in (*sectors, 0)] == [False, False, True]
    found = program.collect(pc)
    finding = found.findings(sick.serial)["storage.log_media_errors"]
    assert finding.severity == Severity.REPLACE
    assert verdicts(found)[sick.serial] == Verdict.REPLACE
    assert verdicts(found)["NVMEWELL"] == verdicts(found)[SATA_SERIAL] == Verdict.OK


def test_an_unreadable_place_of_a_scsi_disk(pc: Pc) -> None:
    disk = drives.add_scsi_disk(pc)
    assert not drives.read_sector(pc, disk, drives.SCSI_BAD_SECTOR)
    found = program.collect(pc)
    (finding,) = found.diagnosis.findings
    assert (finding.code, finding.severity) == ("storage.log_media_errors", Severity.WATCH)
    assert finding.part.slot == disk.removeprefix("/dev/")
    assert verdicts(found)[SATA_SERIAL] == Verdict.OK
