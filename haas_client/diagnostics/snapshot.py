"""The frozen values of what was read of a machine at one moment. Units stand in the names; times are aware UTC.

A field that could not be read holds an :class:`~haas_client.diagnostics.unknown.Unknown` with its reason.
"""

from enum import StrEnum

import msgspec

from haas_client.diagnostics.trials.values import TrialRecord
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.diagnostics.when import When
from haas_client.machine import Sold

FORMAT = 1
"""Version of the snapshot's shape; readers refuse a higher one."""


class System(msgspec.Struct, frozen=True, kw_only=True, tag="system"):
    """Which machine this is and what runs on it."""

    vendor: str | Unknown
    product: str | Unknown
    board_vendor: str | Unknown
    board: str | Unknown
    firmware_version: str | Unknown
    firmware_date: str | Unknown
    processor: str | Unknown
    virtual_machine: bool | Unknown
    kernel: str | Unknown
    distribution: str | Unknown
    uptime_seconds: int | Unknown
    session_type: str | Unknown
    """x11, wayland or tty, as the login manager says (never judged by DISPLAY, which XWayland sets too)."""
    desktop: str | Unknown


class Bus(StrEnum):
    """How a drive is attached."""

    SATA = "sata"
    NVME = "nvme"
    USB = "usb"
    SCSI = "scsi"
    MMC = "mmc"
    VIRTUAL = "virtual"
    OTHER = "other"


class AtaAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """One row of an ATA drive's SMART table."""

    id: int
    name: str
    value: int | None
    """Normalised, 1..253, higher is better; ``None`` where the source has none."""
    worst: int | None
    threshold: int | None
    raw: int | None
    """The leading number of the raw value: vendors pack more behind it (194: minimum and maximum, say)."""
    raw_text: str
    prefailure: bool | None
    """Whether its crossing the threshold foretells failure (else it tells age)."""
    failed: str
    """"now", "past" or "": whether value or worst has reached the threshold."""


class NvmeHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The SMART / health information log of an NVMe drive (NVM Express Base Specification, log page 02h)."""

    critical_warning: int | Unknown
    """Bits: 0 spare, 1 temperature, 2 reliability, 3 read-only, 4 volatile memory backup, 5 persistent memory."""
    available_spare_percent: int | Unknown
    spare_threshold_percent: int | Unknown
    percentage_used: int | Unknown
    """May exceed 100."""
    media_errors: int | Unknown
    unsafe_shutdowns: int | Unknown


class AtaLogs(msgspec.Struct, frozen=True, kw_only=True):
    """What an ATA drive keeps beside its attribute table (ACS-4: device statistics, pending defects, error log)."""

    reported_uncorrectable: int | Unknown
    """Device statistics, page 4: errors that reached the computer."""
    interface_crc_errors: int | Unknown
    """Page 6: transfers that arrived damaged over the cable."""
    percentage_used: int | Unknown
    """Page 7: wear against the maker's rating; may exceed 100."""
    pending_defects: int | Unknown
    logged_uncorrectable: int | Unknown
    """Entries of the error log that tell of data that could not be read (UNC)."""
    logged_interface: int | Unknown
    """Entries of the error log that tell of the link (ICRC)."""


class ScsiHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The log pages of a SCSI or SAS drive (SPC-4, SBC-3)."""

    grown_defects: int | Unknown
    """Areas that were remapped since the drive left the factory."""
    uncorrected_errors: int | Unknown
    """Read, write and verify together."""
    pending_defects: int | Unknown
    percentage_used: int | Unknown


class Health(msgspec.Struct, frozen=True, kw_only=True, tag="health"):
    """What a drive says of itself."""

    source: str
    """"smartctl" or "udisks2"."""
    passed: bool | Unknown
    """The drive's own overall assessment."""
    attributes: tuple[AtaAttribute, ...]
    nvme: NvmeHealth | None
    temperature_celsius: int | Unknown
    power_on_hours: int | Unknown
    power_cycles: int | Unknown
    self_test_failed: bool | Unknown
    """Whether the most recent finished self-test found a fault."""
    temperature_limit_celsius: int | Unknown = Unknown(reason=Reason.NOT_REPORTED)
    """The highest temperature that the maker allows in use."""
    logs: AtaLogs | None = None
    scsi: ScsiHealth | None = None


class Drive(msgspec.Struct, frozen=True, kw_only=True):
    """One drive as the kernel lists it."""

    name: str
    """The kernel's name, sda or nvme0n1: good until the next boot."""
    bus: Bus
    port: str | Unknown
    """Where it is attached as far as the kernel knows: "SATA channel 2", "NVMe 0", "USB 1-4"."""
    model: str | Unknown
    serial: str | Unknown
    firmware: str | Unknown
    size_bytes: int | Unknown
    rotational: bool | Unknown
    removable: bool | Unknown
    mounts: tuple[str, ...] | Unknown
    """System folders that live on it (/, /home …); other mount points carry names of the owner's and are left out."""
    health: Health | Unknown


class Storage(msgspec.Struct, frozen=True, kw_only=True, tag="storage"):
    drives: tuple[Drive, ...]


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """One memory slot of the board, filled or empty."""

    slot: str
    bank: str
    size_bytes: int | Unknown
    """0 for an empty slot."""
    type: str | Unknown
    form_factor: str | Unknown
    speed_mts: int | Unknown
    """Rated, in megatransfers a second."""
    configured_speed_mts: int | Unknown
    manufacturer: str | Unknown
    part_number: str | Unknown
    serial: str | Unknown
    array: int | None = None
    """The handle of its :class:`MemoryArray`."""
    persistent: bool = False
    """Keeps its content without power: storage rather than memory, and not part of what the system sees as memory."""


class MemoryArray(msgspec.Struct, frozen=True, kw_only=True):
    """Slots that belong together (SMBIOS type 16)."""

    handle: int
    use: str | Unknown
    """"system memory", or what else it is for."""
    error_correction: str | Unknown
    max_bytes: int | Unknown
    devices: int | Unknown
    """How many slots it has."""


class EdacDimm(msgspec.Struct, frozen=True, kw_only=True):
    """Error counts of one DIMM (or rank) since its driver was loaded, which is since boot."""

    controller: str
    label: str
    corrected: int | Unknown
    uncorrected: int | Unknown


class Memory(msgspec.Struct, frozen=True, kw_only=True, tag="memory"):
    visible_bytes: int | Unknown
    """MemTotal: what firmware and kernel left over of what is installed."""
    modules: tuple[Module, ...] | Unknown
    error_correction: str | Unknown
    edac: tuple[EdacDimm, ...] | Unknown
    edac_seconds: int | Unknown
    """How long the counts of ``edac`` have been running."""
    arrays: tuple[MemoryArray, ...] = ()
    """Empty where they could not be read."""


class Rail(msgspec.Struct, frozen=True, kw_only=True):
    """One voltage that a sensor chip reports."""

    chip: str
    input: str
    label: str
    """Empty where the driver gives none; such a value is kept and never judged."""
    volts: float | Unknown
    lowest_volts: float | Unknown
    highest_volts: float | Unknown
    """The chip's own critical limits; the outer ones that it has where it has no critical ones."""
    alarm: bool = False
    """The chip itself reports that the value is, or was since the last reading, outside its limits."""


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """A power supply as SMBIOS type 39 describes it."""

    location: str | Unknown
    name: str | Unknown
    manufacturer: str | Unknown
    model: str | Unknown
    serial: str | Unknown
    max_watts: int | Unknown
    status: str | Unknown = Unknown(reason=Reason.NOT_REPORTED)
    """What firmware says of it: "ok", "non-critical" or "critical"."""
    plugged: bool | Unknown = Unknown(reason=Reason.NOT_REPORTED)
    """Whether its mains cord is in."""


class Battery(msgspec.Struct, frozen=True, kw_only=True):
    """A battery or an uninterruptible power supply, from UPower."""

    kind: str
    """"battery" or "ups"."""
    vendor: str | Unknown
    model: str | Unknown
    charge_percent: int | Unknown
    capacity_percent: int | Unknown
    """Full charge against design."""


class Power(msgspec.Struct, frozen=True, kw_only=True, tag="power"):
    rails: tuple[Rail, ...] | Unknown
    supplies: tuple[Supply, ...] | Unknown
    batteries: tuple[Battery, ...] | Unknown


class BootEnd(StrEnum):
    """How a boot ended, as far as the journal tells."""

    CLEAN = "clean"
    """Shutdown markers are there."""
    UNMARKED = "unmarked"
    """No shutdown marker: power loss, reset button, hang or crash. Which of them, the journal cannot say."""
    RUNNING = "running"


class Boot(msgspec.Struct, frozen=True, kw_only=True):
    started_at: When
    end: BootEnd


class ResetReason(msgspec.Struct, frozen=True, kw_only=True):
    """One set bit of AMD's reset reason register: how the boot before this one ended (Linux 6.16 and later)."""

    bits: int
    text: str


class KernelLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of this boot's kernel log that concerns hardware."""

    at: When | None
    text: str
    clock_seconds: float | None = None
    """On the log's own clock (since boot, say), whose start may be unknown: good for times between two lines."""


class Records(msgspec.Struct, frozen=True, kw_only=True, tag="records"):
    boots: tuple[Boot, ...] | Unknown
    kernel: tuple[KernelLine, ...] | Unknown
    reset_reasons: tuple[ResetReason, ...] | Unknown
    last_words: tuple[KernelLine, ...] | Unknown = Unknown(reason=Reason.NOT_RECORDED)
    """What the kernel said before it stopped of itself in the last 30 days; asked where a boot has no end mark."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was asked of the machine: whether it answered, and how long it took."""

    name: str
    seconds: float
    problem: Unknown | None = None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    format: int = FORMAT
    program_version: str
    taken_at: When
    seconds: float
    as_root: bool
    replayed: bool
    """Whether a recording was read and not a live machine."""
    system: System | Unknown
    storage: Storage | Unknown
    memory: Memory | Unknown
    power: Power | Unknown
    records: Records | Unknown
    sources: tuple[Source, ...] | Unknown
    trials: tuple[TrialRecord, ...] | Unknown = ()
    """The trials of the last 30 days, oldest first; of this PC's own history, and empty in a recording."""
    sold: Sold | Unknown = Unknown(reason=Reason.NOT_PRESENT, detail="machine.toml")
    """What the factory wrote down of this PC's parts; not present on a PC of before there was such a file."""
