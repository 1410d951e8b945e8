"""Lines about drives: libata, SCSI disks, the block layer, NVMe, USB and file systems."""

import re

from haas_client.diagnostics.decode.kernel_words import Family, Kind, Reading, kinds, row

# --- ATA

# include/linux/libata.h, enum ata_completion_errors (AC_ERR_*)
_EMASK = ((0x8, "media"), (0x10, "link"), (0x4, "timeout"), (0x1, "device"))
# AHCI 1.3.1, 3.3.5 PxIS: task file error (the drive set ERR), interface fatal and non-fatal error, connect change
_IRQ_STAT = ((1 << 30, "device"), (1 << 27, "link"), (1 << 26, "link"), (1 << 22, "link"), (1 << 6, "link"))


def _bits(table: tuple[tuple[int, str], ...], value: str) -> tuple[str, ...]:
    return tuple(mark for bit, mark in table if int(value, 16) & bit)


def _exception(match: re.Match[str]) -> Reading:
    marks = (*_bits(_EMASK, match["emask"]), *(("link",) if int(match["serror"] or "0", 16) else ()))
    return Reading(marks=(*marks, *(("timeout",) if match["frozen"] and not marks else ()), "failed"))


def _command(match: re.Match[str]) -> Reading:
    """``res status/error:nsect:lbal:lbam:lbah/feature:nsect:lbal:lbam:lbah/device``, the high halves second."""
    result = _RES.search(match.string, match.end())
    return _result(result) if result else Reading(marks=("failed",))


def _result(match: re.Match[str]) -> Reading:
    marks = (*_bits(_EMASK, match["emask"]), "failed")
    low, high = match["low"].split(":"), match["high"].split(":")
    sector = int("".join((*reversed(high[1:]), *reversed(low))), 16)
    return Reading(marks=marks, sector=sector if "media" in marks else None)


_ATA = r"(?P<device>ata\d{1,3})(?:\.\d\d)?: "
_HEX2 = r"[0-9a-f]{2}"
_RES = re.compile(
    rf"\bres {_HEX2}/{_HEX2}:{_HEX2}:(?P<low>{_HEX2}:{_HEX2}:{_HEX2})"
    rf"/{_HEX2}:(?P<high>{_HEX2}:{_HEX2}:{_HEX2}:{_HEX2})/{_HEX2} Emask 0x(?P<emask>[0-9a-f]{{1,8}})"
)

ATA = Family(
    name="ata",
    source="drivers/ata/libata-eh.c",
    start=re.compile(r"ata\d"),
    rows=(
        row(
            _ATA + r"exception Emask 0x(?P<emask>[0-9a-f]{1,8})(?: SAct 0x[0-9a-f]{1,8})?"
            r"(?: SErr 0x(?P<serror>[0-9a-f]{1,8}))?(?: action 0x[0-9a-f]{1,8})?(?P<frozen> frozen)?",
            read=_exception,
            begins=True,
        ),
        row(_ATA + r"irq_stat 0x(?P<irq>[0-9a-f]{1,8})", read=lambda m: Reading(marks=_bits(_IRQ_STAT, m["irq"]))),
        row(_ATA + r"SError: \{ (?P<detail>\w[^}]{0,200})", "link"),
        # The optical drive: scratched discs tell nothing of the drives we look at.
        row(_ATA + r"(?:cmd a0/|failed command: PACKET)", "optical"),
        row(_ATA + r"failed command: (?P<detail>[A-Z ()/]{1,40})", "failed"),
        row(_ATA + r"cmd " + _HEX2 + "/", read=_command),
        row(_ATA + r"status: \{ (?P<detail>[^}]{0,60}\b(?:ERR|DF)\b)", "device"),
        row(_ATA + r"status: \{", "failed"),
        row(_ATA + r"error: \{ (?P<detail>[^}]{0,60}\b(?:UNC|AMNF)\b)", "media"),
        row(_ATA + r"error: \{ (?P<detail>[^}]{0,60}\bICRC\b)", "link"),
        row(_ATA + r"error: \{ (?P<detail>[^}]{0,60})", "device"),
        row(_ATA + r"(?:hard|soft) resetting (?:link|port)", "reset"),
        row(_ATA + r"limiting SATA link speed to (?P<detail>[\d.]{1,5} Gbps)", "speed"),
        row(_ATA + r"(?:COMRESET|softreset|hardreset|SRST) failed", "reset"),
        row(_ATA + r"(?:revalidation failed|failed to IDENTIFY|qc timeout)", "lost"),
        row(_ATA + r"(?:disabled|disable device)\b", "lost"),
        row(_ATA + r"NCQ disabled due to excessive errors", "lost"),
        # An empty socket says this at every start: it is a fault only in the company of the others.
        row(_ATA + r"(?:SATA link down|link offline|link is slow to respond|found unknown device|detaching)"),
        row(_ATA + r"EH complete", ends=True),
    ),
    kinds=kinds(
        ("optical", None),
        ("media", Kind.MEDIA),
        ("hardware", Kind.HARDWARE),
        ("link", Kind.LINK),
        ("speed", Kind.LINK),
        ("timeout", Kind.NO_ANSWER),
        ("host", Kind.NO_ANSWER),
        ("device", Kind.REFUSED),
        ("reset", Kind.NO_ANSWER),
        ("lost", Kind.NO_ANSWER),
        ("failed", Kind.NO_ANSWER),
        ("io", Kind.IO_ERROR),
    ),
)

# --- SCSI disks and the block layer

# Discs, floppies (whose controller a board has without a drive), images and RAM are no drives; dm and md are none of
# their own, and lose blocks with the drive below.
NOT_DRIVES = r"(?!loop|ram|zram|sr\d|fd\d|nbd|zd\d|rbd|drbd)"
_DEVICE = NOT_DRIVES + r"(?P<device>[a-z][\w!-]{0,31})"
_SD = r"sd (?P<hctl>\d{1,4}:\d{1,4}:\d{1,4}:\d{1,20}):(?: \[(?P<device>sd[a-z]{1,4})\])?\s{0,3}(?:tag#\d{1,10} )?"
# include/scsi/scsi_status.h: no connect, bus busy, time out, bad target, abort, parity, error, reset, transport lost
_HOST = r"hostbyte=(?P<detail>DID_(?:NO_CONNECT|TIME_OUT|BAD_TARGET|PARITY|RESET|TRANSPORT_\w{1,20})|0x0[13468ef]\b)"
# blk_status_t as block/blk-core.c words it
_BLOCK_ERRORS = {"medium": "media", "target": "target", "nexus": "illegal", "space allocation": "illegal"}
_HARMLESS_OPERATIONS = frozenset({"DISCARD", "WRITE_ZEROES", "SECURE_ERASE"})
_PREFIX = r"(?:(?:blk_update_request|print_req_error|end_request|blk_print_req_error): )?"


def _block(match: re.Match[str]) -> Reading:
    if match["op"] in _HARMLESS_OPERATIONS:
        return Reading(marks=("illegal",))
    mark = _BLOCK_ERRORS.get(match["what"], "io") if match["what"] else "io"
    return Reading(marks=(mark, "io"), sector=int(match["number"]) if mark in ("media", "io") else None)


BLOCK = Family(
    name="block",
    source="drivers/scsi/scsi_logging.c, drivers/scsi/sd.c, block/blk-core.c, drivers/md",
    start=re.compile(r"sd \d|blk_|print_req|end_req|critical |I/O error, dev |Buffer I/O|mmcblk|md/|md: super_written"),
    rows=(
        row(_SD + r"Sense Key : (?P<detail>Medium Error|0x3\b)", "media"),
        row(_SD + r"Sense Key : (?P<detail>Hardware Error|0x4\b)", "hardware"),
        row(_SD + r"Sense Key : (?P<detail>Not Ready|0x2\b)", "host"),
        row(_SD + r"Sense Key : (?P<detail>Aborted Command|0xb\b)", "device"),
        row(_SD + r"Sense Key : (?P<detail>Illegal Request|0x5\b)", "illegal"),
        row(_SD + r"Sense Key : "),
        row(_SD + r"(?:Add\. Sense: )?(?P<detail>(?i:scsi parity|information unit iucrc|interface crc) error)", "link"),
        row(_SD + r"(?:Add\. Sense|ASC=|CDB)"),
        row(_SD + r"Unhandled (?:sense|error) code", begins=True),
        row(_SD + r"(?:(?:FAILED|UNKNOWN\(0x[0-9a-f]{1,8}\)) )?Result: " + _HOST, "host", begins=True),
        row(_SD + r"(?:(?:FAILED|UNKNOWN\(0x[0-9a-f]{1,8}\)) )?Result:", begins=True),
        row(_SD + r"(?P<detail>rejecting I/O to (?:offline|dead) device|Device offlined|timing out command)", "host"),
        row(_SD + r"(?P<detail>uas_eh_\w{1,40})", "usb"),
        row(_SD + r"Power-on or device reset occurred"),  # a SAS drive says so at every start
        row(_SD + r"Synchronize Cache\(1[06]\) failed: Result: " + _HOST, "host", begins=True),
        row(
            _PREFIX
            + r"(?:critical (?P<what>medium|target|nexus|space allocation) error|I/O error), dev "
            + _DEVICE
            + r", sector (?P<number>\d{1,18})(?: op 0x[0-9a-f]{1,4}:\((?P<op>\w{1,20})\))?",
            read=_block,
            ends=True,
        ),
        row(_PREFIX + r"I/O error, dev " + _DEVICE, "io", ends=True),
        row(r"Buffer I/O error on dev(?:ice)? " + _DEVICE, "io"),
        row(r"(?P<device>mmcblk\d{1,3}): (?P<detail>error -\d{1,3}|recovery failed|timed out)", "io"),
        row(r"md/\w{1,10}:\w{1,20}: (?P<detail>Disk failure) on " + _DEVICE, "io"),
        row(r"md/\w{1,10}:\w{1,20}: (?P<detail>read error not correctable) \(sector \d{1,18} on " + _DEVICE, "io"),
    ),
    kinds=kinds(
        ("media", Kind.MEDIA),
        ("hardware", Kind.HARDWARE),
        ("link", Kind.LINK),
        ("illegal", None),
        ("host", Kind.NO_ANSWER),
        ("device", Kind.REFUSED),
        ("usb", Kind.USB_RESET),
        ("io", Kind.IO_ERROR),
    ),
)

# --- NVMe

_NVME = r"nvme (?P<device>nvme\d{1,3}): "

NVME = Family(
    name="nvme",
    source="drivers/nvme/host/pci.c, drivers/nvme/host/core.c",
    start=re.compile(r"nvme"),
    rows=(
        row(_NVME + r"I/O (?:tag )?\d{1,6}[^\n]{0,80}? timeout, (?P<detail>\w[\w ]{0,30})", "timeout"),
        row(_NVME + r"controller is down; will reset: (?P<detail>CSTS=0xffffffff)", "lost"),
        row(_NVME + r"controller is down; will reset: (?P<detail>CSTS=0x[0-9a-f]{1,8})", "gone"),
        row(_NVME + r"(?P<detail>Device not ready; aborting (?:reset|initiali[sz]ation)[^\n]{0,40})", "gone"),
        row(_NVME + r"(?P<detail>Removing after probe failure|Disabling device after reset failure)", "gone"),
        row(_NVME + r"(?P<detail>resetting controller due to persistent internal error)", "gone"),
        row(_NVME + r"(?:Abort status|Identify Controller failed|failed to set APST|Does your device have a faulty)"),
        row(_NVME + r"(?:Try \"nvme_core\.default_ps_max_latency_us|Device shutdown incomplete)"),
        # NVM Express Base Specification, status code type 2: media and data integrity errors; 85h to 87h are none
        row(
            r"(?P<device>nvme\d{1,3})(?:c\d{1,3})?n\d{1,5}: [^\n]{0,60}? @ LBA (?P<sector>\d{1,18}), "
            r"[^\n]{0,80}?\((?P<detail>sct 0x2 / sc 0x8[0-4])\)",
            "media",
            begins=True,
        ),
        row(r"(?P<device>nvme\d{1,3})(?:c\d{1,3})?n\d{1,5}: (?P<detail>I/O error)", "io"),
        row(r"(?P<device>nvme\d{1,3})(?:c\d{1,3})?n\d{1,5}: [^\n]{0,60}? @ LBA \d"),
    ),
    kinds=kinds(
        ("media", Kind.MEDIA),
        ("lost", Kind.NVME_LOST),
        ("gone", Kind.NVME_GONE),
        ("timeout", Kind.NVME_TIMEOUT),
        ("io", Kind.IO_ERROR),
    ),
    gap_seconds=300.0,  # the admin command's limit of 60 s and two attempts at a reset lie between the lines
)

# --- USB

USB = Family(
    name="usb",
    source="drivers/usb/core/hub.c, drivers/usb/storage/usb.c",
    start=re.compile(r"usb"),
    rows=(
        row(r"usb (?P<device>\d{1,3}-[\d.]{1,20}): (?P<detail>reset) [^\n]{0,40}? ?USB device number", "reset"),
        row(r"usb (?P<device>\d{1,3}-[\d.]{1,20}): (?P<detail>device not accepting address)", "reset"),
        row(r"usb-storage (?P<device>\d{1,3}-[\d.]{1,20}):\d{1,3}\.\d{1,3}: USB Mass Storage device detected"),
        row(r"usb usb\d{1,3}-port\d{1,3}: (?P<detail>over-current)", "over-current"),
    ),
    kinds=kinds(("over-current", Kind.OVER_CURRENT), ("reset", Kind.USB_RESET)),
)

# --- file systems

FILE_SYSTEM = Family(
    name="file system",
    source="fs/ext4/super.c, fs/jbd2/journal.c, fs/btrfs/messages.c, fs/xfs/xfs_message.c",
    start=re.compile(r"EXT4-fs|JBD2|Aborting journal|BTRFS|XFS|FAT-fs|F2FS"),
    rows=(
        row(
            r"EXT4-fs (?:error|warning) \(device " + _DEVICE + r"\)[^\n]{0,200}?(?P<detail>I/O error|IO failure)", "fs"
        ),
        row(r"EXT4-fs error \(device " + _DEVICE + r"\)", "fs"),
        row(r"EXT4-fs \(" + _DEVICE + r"\): (?P<detail>Remounting filesystem read-only|[^\n]{0,40}I/O error)", "fs"),
        row(
            r"Aborting journal on device " + NOT_DRIVES + r"(?P<device>dm-\d{1,4}|[a-z][\w!]{0,20})(?:-\d{1,10})?\.",
            "fs",
        ),
        row(r"JBD2: (?:I/O error|Error -\d{1,3} detected|Detected IO errors)"),
        row(r"BTRFS(?::)? (?:error|critical) \(device " + _DEVICE + r"[ )]", "fs"),
        row(r"BTRFS warning \(device " + _DEVICE + r"[ )][^\n]{0,10}(?P<detail>[^\n]{0,30}csum failed)", "fs"),
        row(r"BTRFS info \(device " + _DEVICE + r"[ )][^\n]{0,10}(?P<detail>forced readonly)", "fs"),
        row(
            r"XFS \(" + _DEVICE + r"\): (?P<detail>[^\n]{0,60}?(?:[Cc]orrupt|I/O error|shut ?down|Shutting down))",
            "fs",
        ),
        row(r"FAT-fs \(" + _DEVICE + r"\): (?P<detail>error|FAT read failed|Filesystem has been set read-only)", "fs"),
    ),
    kinds=kinds(("fs", Kind.FILE_SYSTEM)),
)
