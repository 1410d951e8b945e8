"""What the kernel's lines tell: each wording its kind and its device, and the lines of one fault one incident."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import journal, kernel_events
from haas_client.diagnostics.decode.kernel_events import FAMILIES, KernelEvent
from haas_client.diagnostics.decode.kernel_words import Kind
from haas_client.diagnostics.snapshot import KernelLine
from tests.unit.builders import NOW
from tests.unit.diagnostics import strategies


def read(text: str, *, seconds: float | None = None) -> tuple[KernelEvent, ...]:
    """The incidents of a log without times, or with one line every so many seconds."""
    lines = [line for line in text.splitlines() if line.strip()]
    return kernel_events.events(
        KernelLine(at=None, text=line.strip(), clock_seconds=None if seconds is None else index * seconds)
        for index, line in enumerate(lines)
    )


def told(text: str) -> list[tuple[Kind, str]]:
    return [(event.kind, event.device) for event in read(text)]


HW = "[Hardware Error]: "

ONE_LINE: dict[str, tuple[Kind, str]] = {
    # ATA
    "ata3.00: error: { UNC }": (Kind.MEDIA, "ata3"),
    "ata3.00: error: { UNC AMNF }": (Kind.MEDIA, "ata3"),
    "ata3.00: exception Emask 0x9 SAct 0x0 SErr 0x0 action 0x0": (Kind.MEDIA, "ata3"),
    "ata3.00: cmd 60/08:00:90:e3:57/00:00:14:00:00/40 tag 0 ncq 4096 in\n         "
    "res 41/40:00:90:e3:57/00:00:14:00:00/40 Emask 0x409 (media error) <F>": (Kind.MEDIA, "ata3"),
    "ata3.00: error: { ICRC ABRT }": (Kind.LINK, "ata3"),
    "ata8: SError: { UnrecovData 10B8B BadCRC }": (Kind.LINK, "ata8"),
    "ata8: SError: { Dispar LinkSeq TrStaTrns }": (Kind.LINK, "ata8"),
    "ata7: SError: { PHYRdyChg CommWake DevExch }": (Kind.LINK, "ata7"),
    "ata8.00: exception Emask 0x10 SAct 0x18 SErr 0x280100": (Kind.LINK, "ata8"),
    "ata7: exception Emask 0x50 SAct 0x0 SErr 0x4090800 action 0xe frozen": (Kind.LINK, "ata7"),
    "ata8.00: irq_stat 0x08000000, interface fatal error": (Kind.LINK, "ata8"),
    "ata7: irq_stat 0x00000040, connection status changed": (Kind.LINK, "ata7"),
    "ata1: limiting SATA link speed to 1.5 Gbps": (Kind.LINK, "ata1"),
    "ata2.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: exception Emask 0x4 SAct 0x1 SErr 0x0 action 0x6 frozen": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: failed command: WRITE DMA EXT": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: status: { DRDY }": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: qc timeout after 5000 msecs (cmd 0xec)": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: revalidation failed (errno=-5)": (Kind.NO_ANSWER, "ata2"),
    "ata2: hard resetting link": (Kind.NO_ANSWER, "ata2"),
    "ata2: soft resetting link": (Kind.NO_ANSWER, "ata2"),
    "ata2: softreset failed (1st FIS failed)": (Kind.NO_ANSWER, "ata2"),
    "ata2: COMRESET failed (errno=-16)": (Kind.NO_ANSWER, "ata2"),
    "ata2.00: disabled": (Kind.NO_ANSWER, "ata2"),
    "ata6.00: disable device": (Kind.NO_ANSWER, "ata6"),
    "ata2.00: NCQ disabled due to excessive errors": (Kind.NO_ANSWER, "ata2"),
    "ata1.00: irq_stat 0x40000008": (Kind.REFUSED, "ata1"),
    "ata1.00: error: { ABRT }": (Kind.REFUSED, "ata1"),
    "ata1.00: error: { IDNF }": (Kind.REFUSED, "ata1"),
    "ata1.00: status: { DRDY ERR }": (Kind.REFUSED, "ata1"),
    # SCSI disks and blocks
    "sd 2:0:0:0: [sda]  Sense Key : Medium Error [current] [descriptor]": (Kind.MEDIA, "sda"),
    "sd 4:0:4:0: [sdj] tag#100 Sense Key : 0x3 [current]": (Kind.MEDIA, "sdj"),
    "blk_update_request: critical medium error, dev sdj, sector 54126096 op 0x0:(READ)": (Kind.MEDIA, "sdj"),
    "critical medium error, dev nvme0n1, sector 88 op 0x0:(READ)": (Kind.MEDIA, "nvme0n1"),
    "sd 0:0:0:0: [sda]  Sense Key : Hardware Error [current]": (Kind.HARDWARE, "sda"),
    "sd 0:0:0:0: [sda] tag#1 Sense Key : 0x4 [current]": (Kind.HARDWARE, "sda"),
    "sd 2:0:4:0: [sde] tag#602 Sense Key : Not Ready [current]": (Kind.NO_ANSWER, "sde"),
    "sd 5:0:0:0: [sdb] tag#5 FAILED Result: hostbyte=DID_BAD_TARGET driverbyte=DRIVER_OK": (Kind.NO_ANSWER, "sdb"),
    "sd 5:0:0:0: [sdb] Result: hostbyte=DID_NO_CONNECT driverbyte=DRIVER_OK": (Kind.NO_ANSWER, "sdb"),
    "sd 5:0:0:0: rejecting I/O to offline device": (Kind.NO_ANSWER, "5:0:0:0"),
    "sd 5:0:0:0: [sdb] tag#5 Add. Sense: Information unit iuCRC error detected": (Kind.LINK, "sdb"),
    "sd 5:0:0:0: [sdb] tag#5 Sense Key : Aborted Command [current]": (Kind.REFUSED, "sdb"),
    "print_req_error: I/O error, dev sdf, sector 130893496": (Kind.IO_ERROR, "sdf"),
    "end_request: I/O error, dev sdg, sector 1222500696": (Kind.IO_ERROR, "sdg"),
    "I/O error, dev sdb, sector 2064 op 0x1:(WRITE) flags 0x9800": (Kind.IO_ERROR, "sdb"),
    "critical target error, dev sda, sector 8 op 0x1:(WRITE) flags 0x0": (Kind.IO_ERROR, "sda"),
    "Buffer I/O error on dev sda3, logical block 524272, async page read": (Kind.IO_ERROR, "sda"),
    "Buffer I/O error on device dm-0, logical block 4480114": (Kind.IO_ERROR, "dm-0"),
    "Buffer I/O error on dev mmcblk1p3, logical block 0, lost async page write": (Kind.IO_ERROR, "mmcblk1"),
    "mmcblk1: error -110 requesting status": (Kind.IO_ERROR, "mmcblk1"),
    "md/raid:md3: Disk failure on sdg1, disabling device.": (Kind.IO_ERROR, "sdg"),
    # NVMe
    "nvme nvme1: I/O 852 QID 15 timeout, aborting": (Kind.NVME_TIMEOUT, "nvme1"),
    "nvme nvme0: I/O tag 70 (e046) opcode 0x2 (I/O Cmd) QID 6 timeout, reset controller": (Kind.NVME_TIMEOUT, "nvme0"),
    "nvme nvme0: I/O 12 QID 3 timeout, completion polled": (Kind.NVME_TIMEOUT, "nvme0"),
    "nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0xffff": (Kind.NVME_LOST, "nvme0"),
    "nvme nvme0: controller is down; will reset: CSTS=0x3, PCI_STATUS=0x10": (Kind.NVME_GONE, "nvme0"),
    "nvme nvme2: Device not ready; aborting reset": (Kind.NVME_GONE, "nvme2"),
    "nvme nvme3: Device not ready; aborting reset, CSTS=0x1": (Kind.NVME_GONE, "nvme3"),
    "nvme nvme1: Device not ready; aborting initialisation": (Kind.NVME_GONE, "nvme1"),
    "nvme nvme2: Removing after probe failure status: -19": (Kind.NVME_GONE, "nvme2"),
    "nvme nvme1: Disabling device after reset failure: -19": (Kind.NVME_GONE, "nvme1"),
    "nvme0n1: Read(0x2) @ LBA 1048576, 8 blocks, Unrecovered Read Error (sct 0x2 / sc 0x81) DNR": (Kind.MEDIA, "nvme0"),
    "nvme0c1n2: I/O Cmd(0x2) @ LBA 5, 8 blocks, I/O Error (sct 0x2 / sc 0x82)": (Kind.MEDIA, "nvme0"),
    # USB
    "sd 6:0:0:0: [sdb] tag#1 uas_eh_abort_handler 0 uas-tag 2 inflight: CMD IN": (Kind.USB_RESET, "sdb"),
    "usb usb1-port2: over-current condition": (Kind.OVER_CURRENT, ""),
    # file systems
    "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading": (Kind.FILE_SYSTEM, "sda"),
    "EXT4-fs (nvme0n1p2): Remounting filesystem read-only": (Kind.FILE_SYSTEM, "nvme0n1"),
    "EXT4-fs (dm-0): I/O error while writing superblock": (Kind.FILE_SYSTEM, "dm-0"),
    "EXT4-fs warning (device dm-3): ext4_end_bio:342: I/O error 3 writing to inode": (Kind.FILE_SYSTEM, "dm-3"),
    "Aborting journal on device sda-8.": (Kind.FILE_SYSTEM, "sda"),
    "Aborting journal on device dm-0-8.": (Kind.FILE_SYSTEM, "dm-0"),
    "BTRFS error (device sda2): bdev /dev/sda2 errs: wr 0, rd 3, flush 0": (Kind.FILE_SYSTEM, "sda"),
    "BTRFS: error (device sda2) in btrfs_commit_transaction:2124: errno=-5 IO failure": (Kind.FILE_SYSTEM, "sda"),
    "BTRFS error (device sda2 state EA): bdev errs": (Kind.FILE_SYSTEM, "sda"),
    "BTRFS warning (device sdb1): csum failed root 5 ino 257 off 0 csum 0x1": (Kind.FILE_SYSTEM, "sdb"),
    "XFS (sda1): Metadata corruption detected at xfs_agf_read_verify": (Kind.FILE_SYSTEM, "sda"),
    "XFS (dm-2): log I/O error -5": (Kind.FILE_SYSTEM, "dm-2"),
    # memory
    "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1 offset:0x2 "
    "grain:32 syndrome:0x0)": (Kind.MEMORY_CORRECTED, "CPU_SrcID#0_Ha#0_Chan#1_DIMM#0"),
    "EDAC MC0: 1 UE Multi-bit ECC on P0 CHANNEL A DIMM0 (node:0 card:1)": (
        Kind.MEMORY_UNCORRECTED,
        "P0 CHANNEL A DIMM0",
    ),
    "EDAC MC0: 1 UE Multi-bit ECC on unknown memory (node:0 card:1 module:71)": (Kind.MEMORY_UNCORRECTED, ""),
    "EDAC MC0: 1 CE single-symbol chipkill ECC on 0x0000 (node:0 card:0)": (Kind.MEMORY_CORRECTED, ""),
    "EDAC MC0: 1 UE memory read error on DIMM_A1 or DIMM_B1 (channel:0 page:0x0)": (Kind.MEMORY_UNCORRECTED, ""),
    "EDAC MC0: 1 CE Unknown syndrome - possible error reporting race": (Kind.MEMORY_CORRECTED, ""),
    'EDAC MC1: CE row 1, channel 0, label "DIMM_B1": 1 Unknown error(s)': (Kind.MEMORY_CORRECTED, "DIMM_B1"),
    'EDAC MC1: CE page 0x1, offset 0x2, grain 8, syndrome 0x3, row 3, channel 1, label "": amd64_edac': (
        Kind.MEMORY_CORRECTED,
        "MC1 row 3 channel 1",
    ),
    'EDAC MC0: UE page 0x0, offset 0x0, grain 4096, row 2, labels "DIMM_C1": i5000': (
        Kind.MEMORY_UNCORRECTED,
        "DIMM_C1",
    ),
    "Memory failure: 0x43344: recovery action for dirty LRU page: Recovered": (Kind.MEMORY_UNCORRECTED, ""),
    # machine checks: Intel SDM volume 3B, 16.9.2
    "CPU 6: Machine Check Exception: 0 Bank 9: 8c00004e000800c1": (Kind.MEMORY_CORRECTED, ""),
    f"mce: {HW}CPU 18: Machine Check Exception: 5 Bank 7: be00000001010090": (Kind.MEMORY_UNCORRECTED, ""),
    f"mce: {HW}CPU 0: Machine Check: 0 Bank 7: 9c00004000010090": (Kind.MEMORY_CORRECTED, ""),
    f"core: {HW}CPU 18: Machine Check Exception: 5 Bank 7: be00000001010091": (Kind.MEMORY_UNCORRECTED, ""),
    "EDAC sbridge MC3: CPU 0: Machine Check Event: 0 Bank 7: 8c00004000010090": (Kind.MEMORY_CORRECTED, ""),
    "EDAC skx MC3: CPU 0: Machine Check Event: 0x0 Bank 7: 8c00004000011090": (Kind.MEMORY_CORRECTED, ""),
    f"mce: {HW}CPU 0: Machine Check: 0 Bank 1: 9c00000000000151": (Kind.PROCESSOR, ""),
    f"mce: {HW}CPU 0: Machine Check: 0 Bank 0: b200000000000800": (Kind.PROCESSOR, ""),
    f"mce: {HW}CPU 0: Machine Check: 0 Bank 0: b200000000000005": (Kind.PROCESSOR, ""),
    f"mce: {HW}Machine check events logged": (Kind.MACHINE_CHECK, ""),
    f"{HW}Corrected error, no action required.": (Kind.MACHINE_CHECK, ""),
    f"{HW}CPU:2 (17:1:2) MC4_STATUS[-|CE|MiscV|AddrV|-|SyndV|CECC]: 0x9c7d410092080813": (Kind.MACHINE_CHECK, ""),
    f"{HW}Northbridge Error (node 0): DRAM ECC error detected on the NB.": (Kind.MEMORY_CORRECTED, ""),
    f"{HW}Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.": (Kind.MEMORY_CORRECTED, ""),
    f"{HW}L3 Cache Ext. Error Code: 29": (Kind.PROCESSOR, ""),
    f"AEST: {{1}}{HW}Hardware error from AEST memory.90d0000": (Kind.MEMORY_UNCORRECTED, ""),
    # the rest
    "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical Layer": (
        Kind.PCIE_CORRECTED,
        "0000:00:1c.0",
    ),
    "pcieport 0000:00:1c.0: AER: PCIe Bus Error: severity=Correctable": (Kind.PCIE_CORRECTED, "0000:00:1c.0"),
    "nvme 10000:01:00.0: PCIe Bus Error: severity=Uncorrected (Non-Fatal)": (Kind.PCIE_UNCORRECTED, "10000:01:00.0"),
    "thermal thermal_zone0: acpitz: critical temperature reached, shutting down": (Kind.OVERHEATED, ""),
    "thermal thermal_zone0: critical temperature reached(105 C), shutting down": (Kind.OVERHEATED, ""),
    "Critical temperature reached (128 C), shutting down": (Kind.OVERHEATED, ""),
    "CPU0: Core temperature above threshold, cpu clock throttled (total events = 1)": (Kind.THROTTLED, ""),
    "mce: CPU3: Package temperature is above threshold, cpu clock is throttled": (Kind.THROTTLED, ""),
    "hwmon hwmon1: Undervoltage detected!": (Kind.UNDER_VOLTAGE, ""),
    "Under-voltage detected! (0x00050005)": (Kind.UNDER_VOLTAGE, ""),
    "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b": (Kind.CRASH, ""),
    "BUG: kernel NULL pointer dereference, address: 00000000000000c8": (Kind.CRASH, ""),
    "Oops: 0000 [#1] SMP PTI": (Kind.CRASH, ""),
    "watchdog: BUG: soft lockup - CPU#3 stuck for 22s!": (Kind.CRASH, ""),
    "rcu: INFO: rcu_sched self-detected stall on CPU": (Kind.CRASH, ""),
}


@pytest.mark.parametrize("text", ONE_LINE)
def test_each_wording_tells_its_kind_and_its_device(text: str) -> None:
    (event,) = kernel_events.events([KernelLine(at=NOW, text=text)])
    assert (event.kind, event.device) == ONE_LINE[text]
    assert (event.text, event.at, event.count) == (text, NOW, 1)


def test_every_kind_is_told_by_some_wording() -> None:
    assert {kind for kind, _ in ONE_LINE.values()} == set(Kind)


@pytest.mark.parametrize("text", ONE_LINE)
def test_what_tells_an_incident_is_kept_when_a_log_is_collected(text: str) -> None:
    assert kernel_events.concerns_hardware(text)
    entry = b'{"MESSAGE": "' + text.replace('"', '\\"').replace("\n", "\\n").encode() + b'"}'
    assert [line.text for line in journal.kernel_lines(entry)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        # configured, or announced
        *("EDAC MC: Ver: 3.0.0", "EDAC MC0: Giving out device to module amd64_edac controller F17h: DEV 0000:00:18.3"),
        *("EDAC DEBUG: edac_mc_sysfs_init: device mc created", "ghes_edac: GHES probing device list is empty"),
        *("mce: CPU supports 22 MCE banks", "MCE: In-kernel MCE decoding enabled.", "mce: Machine check injector init"),
        *("BERT: Error Record Table not found", "BERT: [Firmware Bug]: table invalid.", "BERT: Total records found: 0"),
        *("GHES: APEI firmware first mode is enabled by APEI bit", "CPU0: Thermal monitoring enabled (TM1)"),
        *("thermal_sys: Registered thermal governor 'step_wise'", "RAS: Correctable Errors collector initialized."),
        *("pcieport 0000:00:1c.0: AER: enabled with IRQ 122", "acpi PNP0A08:00: _OSC: platform does not support [AER]"),
        "ERST: Error Record Serialization Table (ERST) support is initialized.",
        # ordinary
        *("ata8: SATA link down (SStatus 4 SControl 300)", "ata2: SATA link up 6.0 Gbps (SStatus 133 SControl 300)"),
        *("ata1: EH complete", "ata1: link is slow to respond, please be patient (ready=0)", "ata1.00: configured for"),
        *("sd 0:0:0:0: [sda] Attached SCSI disk", "sd 0:0:0:0: Power-on or device reset occurred"),
        *("sd 6:0:0:0: [sdb] Synchronizing SCSI cache", "nvme0n1: detected capacity change from 0 to 800166076416"),
        *("EXT4-fs (sda1): recovery complete", "EXT4-fs (sda2): mounted filesystem with ordered data mode"),
        *(
            "EXT4-fs (sda1): orphan cleanup on readonly fs",
            "XFS (sda1): Ending clean mount",
            "BTRFS info (device sda): use",
        ),
        *("FAT-fs (sdb1): Volume was not properly unmounted. Some data may be corrupt.", "usb 1-4: USB disconnect"),
        "usb 1-4: reset high-speed USB device number 3 using xhci_hcd",
        # no drives: an empty floppy controller, a scratched disc, an image, a drive in the network
        *("I/O error, dev fd0, sector 0 op 0x0:(READ)", "blk_update_request: I/O error, dev sr0, sector 0"),
        *("Buffer I/O error on dev loop0, logical block 0", "EXT4-fs error (device loop0): ext4_find_entry"),
        *("EXT4-fs (loop3): Remounting filesystem read-only", "nvme nvme0: queue 5: timeout request 0x41 type 4"),
        "critical target error, dev sda, sector 8 op 0x3:(DISCARD) flags 0x4800",
        # after a hardware error that was told before
        "Kernel panic - not syncing: Fatal hardware error!",
        "INFO: task jbd2/dm-1-8:730 blocked for more than 122 seconds.",
        # somebody's words, and source code
        *("I see ata3: hard resetting link in my log", '+\tata_link_err(link, "hard resetting link\\n");'),
        *("+ata3.00: error: { UNC }", "the drive said: ata3.00: error: { UNC }", "Re: Medium Error", ""),
    ],
)
def test_what_is_no_fault_of_a_part_tells_nothing(text: str) -> None:
    assert told(text) == []


# --- incidents

UNC = """
ata6.00: exception Emask 0x0 SAct 0x8000 SErr 0x0 action 0x0
ata6.00: irq_stat 0x40000008
ata6.00: failed command: READ FPDMA QUEUED
ata6.00: cmd 60/80:78:00:08:00/00:00:00:00:00/40 tag 15 in res 41/40:00:70:08:00/00:00:01:02:03/00 Emask 0x409
ata6.00: status: { DRDY ERR }
ata6.00: error: { UNC }
ata6.00: configured for UDMA/133
sd 5:0:0:0: [sdd] tag#15 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE
sd 5:0:0:0: [sdd] tag#15 Sense Key : Medium Error [current]
sd 5:0:0:0: [sdd] tag#15 Add. Sense: Unrecovered read error - auto reallocate failed
sd 5:0:0:0: [sdd] tag#15 CDB: Read(10) 28 00 00 00 08 00 00 00 80 00
print_req_error: I/O error, dev sdd, sector 2048
ata6: EH complete
"""


def test_the_lines_of_one_read_error_are_one_incident_with_the_place_that_the_drive_names() -> None:
    (event,) = read(UNC)
    assert (event.kind, event.device, event.family) == (Kind.MEDIA, "sdd", "ata")
    assert event.sectors == (0x030201000870,)


def test_five_read_errors_are_five() -> None:
    assert [event.kind for event in read(UNC * 5)] == [Kind.MEDIA] * 5


def test_a_log_that_was_cut_in_its_middle_still_has_one_incident() -> None:
    lines = UNC.strip().splitlines()
    for start in range(6):
        (event,) = read("\n".join(lines[start:]))
        assert (event.kind, event.device) == (Kind.MEDIA, "sdd")


def test_an_exception_begins_another_even_where_the_end_of_the_first_is_missing() -> None:
    text = "ata2.00: exception Emask 0x4 SAct 0x0 SErr 0x0 action 0x6 frozen\nata2: hard resetting link\n"
    assert len(read(text * 3)) == 3


def test_a_silence_ends_an_incident() -> None:
    text = "ata2: hard resetting link\nata2: hard resetting link\n"
    assert (len(read(text, seconds=10)), len(read(text, seconds=100)), len(read(text))) == (1, 2, 1)


def test_a_clock_that_is_set_back_is_another_boot() -> None:
    lines = [KernelLine(at=None, text="ata2: hard resetting link", clock_seconds=at) for at in (500.0, 3.0)]
    assert len(kernel_events.events(lines)) == 2


def test_two_ports_at_once_are_two_and_no_disk_is_guessed() -> None:
    text = """
    ata1.00: revalidation failed (errno=-5)
    ata6.00: revalidation failed (errno=-5)
    blk_update_request: I/O error, dev sdb, sector 2048
    """
    assert told(text) == [(Kind.NO_ANSWER, "ata1"), (Kind.NO_ANSWER, "ata6"), (Kind.IO_ERROR, "sdb")]


def test_the_end_of_an_incident_whose_start_was_cut_names_the_disk_of_the_port() -> None:
    text = "I/O error, dev sdf, sector 8\nata5: EH complete\nata5.00: irq_stat 0x40000008\n"
    assert told(text) == [(Kind.IO_ERROR, "sdf"), (Kind.REFUSED, "sdf")]


def test_the_optical_drive_is_none_of_ours() -> None:
    text = """
    ata4.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen
    ata4.00: cmd a0/00:00:00:08:00/00:00:00:00:00/a0 tag 16 pio 16392 in
    ata4: hard resetting link
    ata4: EH complete
    """
    assert told(text) == []


def test_an_empty_socket_belongs_to_an_incident_only_in_company() -> None:
    assert told("ata3: SATA link down (SStatus 4 SControl 300)") == []
    assert told("ata3: SATA link down (SStatus 0)\nata3.00: disabled\n") == [(Kind.NO_ANSWER, "ata3")]


def test_an_illegal_request_is_no_fault_of_the_drive() -> None:
    text = """
    sd 5:0:0:0: [sdd] tag#15 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_SENSE
    sd 5:0:0:0: [sdd] tag#15 Sense Key : Illegal Request [current]
    critical target error, dev sdd, sector 8 op 0x1:(WRITE) flags 0x0
    """
    assert told(text) == []


def test_a_disk_that_was_named_once_is_known_by_its_address() -> None:
    text = "sd 5:0:0:0: [sdd] Attached SCSI disk\nsd 5:0:0:0: rejecting I/O to offline device\n"
    assert told(text) == [(Kind.NO_ANSWER, "sdd")]


SENSE = """
sd 4:0:4:0: [sdj] tag#100 UNKNOWN(0x2003) Result: hostbyte=0x00 driverbyte=0x08
sd 4:0:4:0: [sdj] tag#100 Sense Key : 0x3 [current]
sd 4:0:4:0: [sdj] tag#100 ASC=0x11 ASCQ=0x0
blk_update_request: critical medium error, dev sdj, sector 54126096 op 0x0:(READ)
"""


def test_the_lines_of_a_scsi_error_are_one_incident() -> None:
    assert [(event.kind, event.sectors) for event in read(SENSE * 2)] == [(Kind.MEDIA, (54126096,))] * 2


def test_the_steps_of_an_nvme_drive_that_is_lost_are_one_incident() -> None:
    text = """
    nvme nvme2: I/O 0 QID 0 timeout, reset controller
    nvme nvme2: Device not ready; aborting reset
    nvme nvme2: Removing after probe failure status: -19
    nvme nvme3: I/O 0 QID 0 timeout, reset controller
    """
    assert told(text) == [(Kind.NVME_GONE, "nvme2"), (Kind.NVME_TIMEOUT, "nvme3")]


def test_a_usb_device_counts_where_it_is_seen_to_be_a_drive() -> None:
    reset = "usb 1-4: reset high-speed USB device number 3 using xhci_hcd\n"
    hint = "usb-storage 1-4:1.0: USB Mass Storage device detected\n"
    assert told(reset) == []
    assert told(hint + reset) == [(Kind.USB_RESET, "1-4")]
    assert told(hint + reset.replace("1-4", "1-5")) == []


RECORD = """
{1}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 4
{1}[Hardware Error]: event severity: fatal
{1}[Hardware Error]:  Error 0, type: fatal
{1}[Hardware Error]:  fru_text: Card03, ChnA, DIMM0
{1}[Hardware Error]:   section_type: memory error
{1}[Hardware Error]:   node: 2 card: 0 module: 0 rank: 0
{1}[Hardware Error]:   DIMM location: CPU 1 DIMM 4
Kernel panic - not syncing: Fatal hardware error!
"""


@pytest.mark.parametrize(
    ("severity", "kind"),
    [
        ("fatal", Kind.MEMORY_UNCORRECTED),
        ("recoverable", Kind.MEMORY_UNCORRECTED),
        ("corrected", Kind.MEMORY_CORRECTED),
        ("info", Kind.MEMORY_CORRECTED),
    ],
)
def test_a_record_of_the_firmware_is_one_incident_with_its_dimm(severity: str, kind: Kind) -> None:
    assert told(RECORD.replace("fatal", severity)) == [(kind, "CPU 1 DIMM 4")]


def test_the_field_replaceable_unit_names_the_dimm_where_the_location_does_not() -> None:
    text = RECORD.replace("CPU 1 DIMM 4", "not present. DMI handle: 0x0000")
    assert told(text) == [(Kind.MEMORY_UNCORRECTED, "Card03, ChnA, DIMM0")]


def test_a_record_of_the_boot_before() -> None:
    text = "BERT: Error records from previous boot:\n" + RECORD.replace("{1}", "").replace("APEI", "BERT")
    assert told(text) == [(Kind.MEMORY_UNCORRECTED, "CPU 1 DIMM 4")]


@pytest.mark.parametrize(
    ("section", "kind"),
    [("ARM processor error", Kind.PROCESSOR), ("general processor error", Kind.PROCESSOR)],
)
def test_a_record_of_another_section_is_no_memory(section: str, kind: Kind) -> None:
    lines = RECORD.replace("memory error", section).splitlines()
    assert told("\n".join(line for line in lines if "DIMM" not in line)) == [(kind, "")]


AMD = """
mce: [Hardware Error]: Machine check events logged
[Hardware Error]: Corrected error, no action required.
[Hardware Error]: CPU:0 (17:71:0) MC18_STATUS[Over|CE|MiscV|AddrV|-|-|SyndV|CECC|-|-|-]: 0xdc2040000000011b
[Hardware Error]: Error Addr: 0x00000004e09173c0
[Hardware Error]: Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.
[Hardware Error]: cache level: L3/GEN, tx: GEN, mem-tx: RD
"""


def test_the_lines_of_a_machine_check_are_one_incident() -> None:
    assert told(AMD * 3) == [(Kind.MEMORY_CORRECTED, "")] * 3
    assert told(AMD.replace("|CE|", "|UE|")) == [(Kind.MEMORY_UNCORRECTED, "")]
    assert told(AMD.replace("Unified Memory Controller", "L3 Cache").replace("DRAM ECC", "Tag")) == [
        (Kind.PROCESSOR, "")
    ]


def test_a_code_of_amd_is_not_read_as_one_of_intel() -> None:
    text = "mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 4: 9c2041000000011b\n"
    assert told(text + "mce: [Hardware Error]: PROCESSOR 0:50657 TIME 1 SOCKET 1") == [(Kind.PROCESSOR, "")]
    assert told(text + "mce: [Hardware Error]: PROCESSOR 2:800f82 TIME 1 SOCKET 0") == [(Kind.MACHINE_CHECK, "")]


def test_an_announcement_that_is_printed_twice_is_one() -> None:
    line = "mce: [Hardware Error]: Machine check events logged\n"
    assert len(read(line * 2)) == 1
    assert len(read(line * 4, seconds=100)) == 4


def test_a_line_may_tell_of_several_errors() -> None:
    (event,) = read("EDAC MC0: 34 CE memory read error on DIMM_A1 (channel:0 slot:0)")
    assert (event.count, event.device) == (34, "DIMM_A1")


# --- anything at all

STARTS = st.sampled_from([text[:cut] for text in ONE_LINE for cut in (12, 30, 60, 200)])


@given(st.lists(st.builds(lambda start, rest: start + rest, STARTS, st.text(max_size=30)), max_size=30))
def test_any_lines_give_incidents_that_can_be_kept(texts: list[str]) -> None:
    found = kernel_events.events(KernelLine(at=None, text=text) for text in texts)
    assert all(map(strategies.kept, found))


@given(st.lists(st.sampled_from(sorted(ONE_LINE)), max_size=40))
def test_no_line_is_counted_twice(texts: list[str]) -> None:
    found = kernel_events.events(KernelLine(at=None, text=text) for text in texts)
    assert sum(event.count for event in found) <= len(texts)


@given(st.lists(st.floats() | st.none(), max_size=10))
def test_any_clock_does(seconds: list[float | None]) -> None:
    lines = [KernelLine(at=None, text="ata2: hard resetting link", clock_seconds=at) for at in seconds]
    assert len(kernel_events.events(lines)) <= len(lines)


def test_no_pattern_repeats_without_a_bound() -> None:
    """So that a line, which is cut to 400 characters, costs a bounded number of steps whatever stands in it."""
    patterns = [family.start for family in FAMILIES] + [row.regex for family in FAMILIES for row in family.rows]
    assert len(patterns) > 80
    assert [one.pattern for one in patterns if re.search(r"(?<!\\)[*+]", one.pattern)] == []


@pytest.mark.parametrize("filler", [" ", "a", "0", "1 ", "on ", "(", "x:", "\n", "{ ", '"', "\u3042"])
def test_a_line_that_goes_on_in_another_way_does_no_harm(filler: str) -> None:
    lines = [
        KernelLine(at=None, text=(text[:cut] + filler * 200)[:400]) for text in ONE_LINE for cut in range(10, 60, 5)
    ]
    assert len(kernel_events.events(lines)) <= len(lines)
