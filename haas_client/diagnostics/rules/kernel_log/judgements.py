"""What each kind of incident leads to, from how many on, and why: data."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from haas_client.diagnostics.decode.kernel_events import KernelEvent
from haas_client.diagnostics.decode.kernel_words import Kind
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.unknown import Reason, Unknown

NOT_NAMED = Unknown(reason=Reason.NOT_REPORTED, detail="kernel log")
_LONGEST_TEXT = 200

_LOW, _MEDIUM, _HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
_REPLACE, _WATCH, _CABLE, _NOTE = Severity.REPLACE, Severity.WATCH, Severity.CABLE, Severity.NOTE

Step = tuple[int, Severity, Confidence]
"""From how many: what."""


class KindRule(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    reference: str
    steps: tuple[Step, ...]
    """Rising; the last one that is reached counts."""
    unless: frozenset[Kind] = frozenset()
    """Where one of these happened to the same drive, this is its consequence and no finding of its own."""


_DEVICE_FAULTS = frozenset({Kind.MEDIA, Kind.HARDWARE})
TOLD = frozenset(
    {
        *(Kind.MEDIA, Kind.HARDWARE, Kind.LINK, Kind.NO_ANSWER, Kind.REFUSED),
        *(Kind.NVME_LOST, Kind.NVME_GONE, Kind.NVME_TIMEOUT, Kind.USB_RESET),
    }
)
"""Kinds that say what happened to the drive; lost blocks and damaged file systems only follow from it."""

DRIVE_RULES: Mapping[Kind, KindRule] = {
    # The drive gave up on a place after all its own attempts. In Backblaze's data of 2019 the attribute that counts the
    # same (187) was 2 or more on 45 % of the drives that failed that day and on 1.0 % of those that did not; exactly 1
    # on 13 that failed and on none that did not. Several places condemn; one may be a power cut during a write.
    Kind.MEDIA: KindRule(
        code="storage.log_media_errors",
        reference="backblaze-187",
        steps=((1, _WATCH, _MEDIUM), (2, _REPLACE, _MEDIUM), (10, _REPLACE, _HIGH)),
    ),
    # The drive's own word that its electronics or mechanics failed (SPC-4, sense key 4h).
    Kind.HARDWARE: KindRule(
        code="storage.log_hardware_errors", reference="kernel-scsi", steps=((1, _REPLACE, _MEDIUM),)
    ),
    # Checksums of the link itself: the data was good in the drive. A drive put in or out while running leaves one too.
    Kind.LINK: KindRule(
        code="storage.log_link_errors",
        reference="kernel-libata",
        steps=((1, _CABLE, _LOW), (2, _CABLE, _MEDIUM), (10, _CABLE, _HIGH)),
    ),
    # No error from the drive, only silence: cable and power are looked at before the drive. After a read error the
    # silence is the drive's own attempt to read.
    Kind.NO_ANSWER: KindRule(
        code="storage.log_no_answer",
        reference="kernel-libata",
        steps=((1, _CABLE, _LOW), (3, _CABLE, _MEDIUM)),
        unless=_DEVICE_FAULTS | {Kind.LINK},
    ),
    Kind.REFUSED: KindRule(
        code="storage.log_refused",
        reference="kernel-libata",
        steps=((1, _WATCH, _LOW), (10, _WATCH, _MEDIUM)),
        unless=_DEVICE_FAULTS | {Kind.LINK},
    ),
    # All ones instead of a register: nothing answers on the bus. Seat it again; power saving (APST, ASPM) does it too.
    Kind.NVME_LOST: KindRule(
        code="storage.log_nvme_lost", reference="kernel-nvme", steps=((1, _CABLE, _MEDIUM),), unless=_DEVICE_FAULTS
    ),
    # It is on the bus and does not come back from a reset. Whole model series do so with one firmware, and a power
    # cycle mends it: seat it again, update its firmware, and send another only when it comes back.
    Kind.NVME_GONE: KindRule(
        code="storage.log_nvme_gone",
        reference="kernel-nvme",
        steps=((1, _WATCH, _HIGH),),
        unless=_DEVICE_FAULTS | {Kind.NVME_LOST},
    ),
    Kind.NVME_TIMEOUT: KindRule(
        code="storage.log_nvme_timeouts",
        reference="kernel-nvme",
        steps=((1, _WATCH, _LOW), (3, _WATCH, _MEDIUM)),
        unless=_DEVICE_FAULTS | {Kind.NVME_LOST, Kind.NVME_GONE},
    ),
    Kind.USB_RESET: KindRule(
        code="storage.log_usb_resets", reference="kernel-usb", steps=((1, _CABLE, _LOW),), unless=_DEVICE_FAULTS
    ),
    Kind.IO_ERROR: KindRule(
        code="storage.log_io_errors", reference="kernel-block", steps=((1, _WATCH, _LOW),), unless=TOLD
    ),
    Kind.FILE_SYSTEM: KindRule(
        code="storage.log_file_system",
        reference="kernel-fs",
        steps=((1, _WATCH, _LOW),),
        unless=TOLD | {Kind.IO_ERROR},
    ),
}

# An NVMe drive corrects within itself, with parity beside the error correction: one loss counts like media_errors >= 1.
NVME_MEDIA = KindRule(code="storage.log_media_errors", reference="scrutiny", steps=((1, _REPLACE, _MEDIUM),))

SYSTEM_RULES: Mapping[Kind, KindRule] = {
    Kind.PROCESSOR: KindRule(
        code="system.processor_errors", reference="intel-sdm-mca", steps=((1, _WATCH, _LOW), (3, _WATCH, _MEDIUM))
    ),
    Kind.MACHINE_CHECK: KindRule(code="system.machine_checks", reference="kernel-mce", steps=((1, _WATCH, _LOW),)),
    Kind.PCIE_UNCORRECTED: KindRule(code="system.pcie_errors", reference="kernel-aer", steps=((1, _WATCH, _LOW),)),
    # Many boards report some all day long for a card that saves power.
    Kind.PCIE_CORRECTED: KindRule(code="system.pcie_corrected", reference="kernel-aer", steps=((1, _NOTE, _LOW),)),
    Kind.OVERHEATED: KindRule(code="system.overheated", reference="kernel-thermal", steps=((1, _WATCH, _HIGH),)),
    Kind.THROTTLED: KindRule(code="system.throttled", reference="kernel-thermal", steps=((1, _WATCH, _LOW),)),
    Kind.UNDER_VOLTAGE: KindRule(code="power.under_voltage", reference="kernel-hwmon", steps=((1, _WATCH, _MEDIUM),)),
    Kind.OVER_CURRENT: KindRule(code="system.usb_over_current", reference="kernel-usb", steps=((1, _NOTE, _LOW),)),
    # Software, nearly always; with a hardware error beside it, that one counts.
    Kind.CRASH: KindRule(code="system.kernel_crash", reference="kernel-panic", steps=((1, _NOTE, _LOW),)),
}


def count_of(events: Iterable[KernelEvent]) -> int:
    """How many errors the incidents tell of."""
    return sum(event.count for event in events)


def finding_of(
    rule: KindRule, part: Part, events: Sequence[KernelEvent], count: int, followed: Sequence[KernelEvent]
) -> Finding:
    least, severity, confidence = [step for step in rule.steps if count >= step[0]][-1]
    device = events[0].device
    evidence = [
        Evidence(source=f"kernel log {device}".strip(), value=count, threshold=f"≥ {least}", reference=rule.reference),
        *(_quoted(event, rule.reference) for event in (events[-1], *followed[-1:])),
    ]
    return Finding(code=rule.code, severity=severity, confidence=confidence, part=part, evidence=tuple(evidence))


def _quoted(event: KernelEvent, reference: str) -> Evidence:
    """The line itself, for a technician."""
    source = f"kernel log, {event.at:%Y-%m-%d %H:%M:%S} UTC" if event.at else "kernel log, line"
    return Evidence(source=source, value=event.text[:_LONGEST_TEXT], threshold="–", reference=reference)
