"""Boots that ended without a shutdown: which of them have a cause that excuses the supply, and which have none."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from haas_client.diagnostics.decode import journal
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.parts import whole_pc
from haas_client.diagnostics.snapshot import Boot, BootEnd, KernelLine, Records, ResetReason, Snapshot
from haas_client.diagnostics.unknown import Unknown

_RECENT = timedelta(days=30)
_REPEATED = 2
_NO_REASON = 0xFFFFFFFF
"""The register could not be read."""


def _bits(*numbers: int) -> int:
    return sum(1 << number for number in numbers)


# Documentation/arch/x86/amd-debugging.rst. The register tells how the boot before this one ended; a supply that fails
# takes it along, so any of these bits says that the supply was still there.
_THERMAL = _bits(0, 9)
_BUTTON = _bits(1)
_REMOTE = _bits(4, 26)
_RESET_BUTTON = _bits(16)
_SOFTWARE = _bits(17, 18, 19, 20, 21, 22)
_PROCESSOR = _bits(23, 24, 25, 29)
_FLOOD = _bits(27, 30, 31)
"""Errors that memory, processor or board could not contain."""
_EXCUSES = _THERMAL | _BUTTON | _REMOTE | _RESET_BUTTON | _SOFTWARE | _PROCESSOR | _FLOOD
# Bit 2, the shutdown pin, is left out: the board pulls it for reasons of its own, power among them.

# What the kernel says before it stops of itself; and, at the next start, of the stop before.
_OWN_END = re.compile(rf"{journal.LAST_WORDS}|reboot: Restarting", re.IGNORECASE)
_TOLD_LATER = re.compile(r"BERT: .*previous boot|\bpstore: .*\b(?:panic|oops)\b", re.IGNORECASE)


class Excused(msgspec.Struct, frozen=True, kw_only=True):
    """A boot whose end is explained by something else than the supply."""

    boot: Boot
    source: str
    text: str
    reference: str


class Stops(msgspec.Struct, frozen=True, kw_only=True):
    """The boots of the last 30 days that ended without a shutdown."""

    unexplained: tuple[Boot, ...]
    excused: tuple[Excused, ...]

    @property
    def repeated(self) -> bool:
        return len(self.unexplained) >= _REPEATED


def read(snapshot: Snapshot) -> Stops | Unknown:
    records = snapshot.records
    if isinstance(records, Unknown):
        return records
    if isinstance(records.boots, Unknown):
        return records.boots
    unmarked = [
        boot
        for boot in records.boots
        if boot.end == BootEnd.UNMARKED and snapshot.taken_at - boot.started_at <= _RECENT
    ]
    excused = [excuse for boot in unmarked if (excuse := _excuse(boot, records, records.boots))]
    explained = [excuse.boot for excuse in excused]
    return Stops(
        unexplained=tuple(boot for boot in unmarked if boot not in explained),
        excused=tuple(excused),
    )


def findings(snapshot: Snapshot, part: Part) -> Iterator[Finding]:
    stops = read(snapshot)
    if not isinstance(stops, Unknown):
        yield from _unexplained(stops, part)
        yield from _explained(stops, part)
    yield from _of_reset(snapshot, "system.overheated", _THERMAL, Confidence.HIGH)
    yield from _of_reset(snapshot, "system.sync_flood", _FLOOD, Confidence.MEDIUM)


def _unexplained(stops: Stops, part: Part) -> Iterator[Finding]:
    if not stops.repeated:
        return
    days = ", ".join(f"{boot.started_at:%Y-%m-%d}" for boot in stops.unexplained[-5:])
    count = len(stops.unexplained)
    yield Finding(
        code="power.unmarked_boots",
        severity=Severity.WATCH,
        confidence=Confidence.LOW,
        part=part,
        evidence=(
            Evidence(source="journal", value=count, threshold=f"≥ {_REPEATED} / 30 d", reference="own-boots"),
            Evidence(source="journal, boots of", value=days, threshold="–", reference="journal"),
        ),
    )


def _explained(stops: Stops, part: Part) -> Iterator[Finding]:
    if not stops.excused:
        return
    yield Finding(
        code="power.stop_explained",
        severity=Severity.NOTE,
        confidence=Confidence.HIGH,
        part=part,
        evidence=(
            Evidence(source="journal", value=len(stops.excused), threshold="–", reference="own-boots"),
            *(
                Evidence(
                    source=f"{each.source}, boot of {each.boot.started_at:%Y-%m-%d}",
                    value=each.text,
                    threshold="–",
                    reference=each.reference,
                )
                for each in stops.excused[-5:]
            ),
        ),
    )


def _of_reset(snapshot: Snapshot, code: str, mask: int, confidence: Confidence) -> Iterator[Finding]:
    reason = next((each for each in _reset_reasons(snapshot.records) if each.bits & mask), None)
    if reason is None:
        return
    yield Finding(
        code=code,
        severity=Severity.WATCH,
        confidence=confidence,
        part=whole_pc(),
        evidence=(
            Evidence(
                source="kernel log, previous system reset reason",
                value=f"0x{reason.bits:08x} {reason.text}",
                threshold=f"0x{mask:08x}",
                reference="amd-reset",
            ),
        ),
    )


def _excuse(boot: Boot, records: Records, boots: tuple[Boot, ...]) -> Excused | None:
    """What explains the end of ``boot``; the register and the kernel's first lines speak of the last one only."""
    later = [other.started_at for other in boots if other.started_at > boot.started_at]
    if len(later) <= 1:
        for reason in _reset_reasons(records):
            if reason.bits & _EXCUSES:
                text = f"0x{reason.bits:08x} {reason.text}"
                return Excused(boot=boot, source="previous system reset reason", text=text, reference="amd-reset")
    blocks = (records.kernel, records.last_words)
    lines = [line for block in blocks if not isinstance(block, Unknown) for line in block]
    line = next((line for line in lines if _tells_of(line, boot, later)), None)
    return Excused(boot=boot, source="kernel log", text=line.text[:120], reference="kernel-log") if line else None


def _tells_of(line: KernelLine, boot: Boot, later: list[datetime]) -> bool:
    if _TOLD_LATER.search(line.text):
        return len(later) == 1
    if line.at is None or line.at < boot.started_at or not _OWN_END.search(line.text):
        return False
    return not any(line.at >= start for start in later)


def _reset_reasons(records: Records | Unknown) -> tuple[ResetReason, ...]:
    if isinstance(records, Unknown) or isinstance(records.reset_reasons, Unknown):
        return ()
    return tuple(reason for reason in records.reset_reasons if reason.bits != _NO_REASON)
