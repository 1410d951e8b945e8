"""Small, valid values of every kind, of a machine that is well; a test names only what it is about."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from haas_client.bundle import contents
from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.bundle.contents import Contents
from haas_client.diagnostics.collect import Collection
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity
from haas_client.diagnostics.snapshot import (
    AtaAttribute,
    AtaLogs,
    Battery,
    Boot,
    BootEnd,
    Bus,
    Drive,
    EdacDimm,
    Health,
    KernelLine,
    Memory,
    Module,
    NvmeHealth,
    Power,
    Rail,
    Records,
    Snapshot,
    Source,
    Storage,
    Supply,
    System,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.machine import Sold, SoldDrive, SoldModule, SoldPowerSupply
from haas_client.request import Request

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
KEY = b"k" * 32
GIB = 1024**3


def unknown(reason: Reason = Reason.NOT_REPORTED, detail: str = "") -> Unknown:
    return Unknown(reason=reason, detail=detail)


def attribute(number: int, raw: int | None = 0, **changes: Any) -> AtaAttribute:
    values: dict[str, Any] = {
        "id": number,
        "name": f"Attribute_{number}",
        "value": 100,
        "worst": 100,
        "threshold": 10,
        "raw": raw,
        "raw_text": str(raw),
        "prefailure": True,
        "failed": "",
    }
    return AtaAttribute(**values | changes)


def nvme(**changes: Any) -> NvmeHealth:
    values: dict[str, Any] = {
        "critical_warning": 0,
        "available_spare_percent": 100,
        "spare_threshold_percent": 10,
        "percentage_used": 3,
        "media_errors": 0,
        "unsafe_shutdowns": 40,
    }
    return NvmeHealth(**values | changes)


def ata_logs(**changes: Any) -> AtaLogs:
    return AtaLogs(**{field: unknown() for field in AtaLogs.__struct_fields__} | changes)


def health(**changes: Any) -> Health:
    values: dict[str, Any] = {
        "source": "smartctl",
        "passed": True,
        "attributes": (attribute(9, 1200, prefailure=False),),
        "nvme": None,
        "temperature_celsius": 35,
        "power_on_hours": 1200,
        "power_cycles": 300,
        "self_test_failed": unknown(),
    }
    return Health(**values | changes)


def drive(**changes: Any) -> Drive:
    values: dict[str, Any] = {
        "name": "sda",
        "bus": Bus.SATA,
        "port": "SATA 1",
        "model": "Example SSD 500",
        "serial": "SER0001",
        "firmware": "FW12",
        "size_bytes": 500_107_862_016,
        "rotational": False,
        "removable": False,
        "mounts": ("/",),
        "health": health(),
    }
    return Drive(**values | changes)


def storage(*drives: Drive) -> Storage:
    return Storage(drives=drives)


def module(**changes: Any) -> Module:
    values: dict[str, Any] = {
        "slot": "DIMM_A1",
        "bank": "BANK 0",
        "size_bytes": 8 * GIB,
        "type": "DDR4",
        "form_factor": "DIMM",
        "speed_mts": 3200,
        "configured_speed_mts": 3200,
        "manufacturer": "Example",
        "part_number": "EX8G",
        "serial": "MEM0001",
    }
    return Module(**values | changes)


def edac(**changes: Any) -> EdacDimm:
    values: dict[str, Any] = {"controller": "mc0", "label": "DIMM_A1", "corrected": 0, "uncorrected": 0}
    return EdacDimm(**values | changes)


def memory(**changes: Any) -> Memory:
    values: dict[str, Any] = {
        "visible_bytes": 15 * GIB,
        "modules": (module(), module(slot="DIMM_B1", serial="MEM0002")),
        "error_correction": unknown(),
        "edac": unknown(Reason.NOT_MEASURABLE, "EDAC"),
        "edac_seconds": unknown(Reason.NOT_MEASURABLE, "EDAC"),
    }
    return Memory(**values | changes)


def rail(label: str, volts: float | Unknown, **changes: Any) -> Rail:
    values: dict[str, Any] = {
        "chip": "nct6779",
        "input": "in1",
        "label": label,
        "volts": volts,
        "lowest_volts": unknown(),
        "highest_volts": unknown(),
    }
    return Rail(**values | changes)


def supply(**changes: Any) -> Supply:
    values: dict[str, Any] = {
        "location": "PSU1",
        "name": "Main",
        "manufacturer": "Example",
        "model": "EX650",
        "serial": "PSU0001",
        "max_watts": 650,
    }
    return Supply(**values | changes)


def power(*rails: Rail, **changes: Any) -> Power:
    values: dict[str, Any] = {
        "rails": rails or unknown(Reason.NOT_MEASURABLE, "hwmon"),
        "supplies": unknown(detail="SMBIOS type 39"),
        "batteries": (),
    }
    return Power(**values | changes)


def battery(**changes: Any) -> Battery:
    values: dict[str, Any] = {
        "kind": "ups",
        "vendor": "Example",
        "model": "UPS 500",
        "charge_percent": 100,
        "capacity_percent": 95,
    }
    return Battery(**values | changes)


def boot(started_at: datetime = NOW, end: BootEnd = BootEnd.CLEAN) -> Boot:
    return Boot(started_at=started_at, end=end)


def kernel_line(text: str, at: datetime | None = NOW) -> KernelLine:
    return KernelLine(at=at, text=text)


def records(**changes: Any) -> Records:
    values: dict[str, Any] = {"boots": (boot(),), "kernel": (), "reset_reasons": unknown()}
    return Records(**values | changes)


def system(**changes: Any) -> System:
    values: dict[str, Any] = {
        "vendor": "Linuxmania",
        "product": "LM-1",
        "board_vendor": "Example",
        "board": "B450",
        "firmware_version": "F50",
        "firmware_date": "01/02/2024",
        "processor": "Example CPU",
        "virtual_machine": False,
        "kernel": "6.8.0-45-generic",
        "distribution": "Ubuntu 24.04",
        "uptime_seconds": 90_000,
        "session_type": "x11",
        "desktop": "GNOME",
    }
    return System(**values | changes)


def source(name: str, problem: Unknown | None = None) -> Source:
    return Source(name=name, seconds=0.1, problem=problem)


def sold_module(**changes: Any) -> SoldModule:
    """The first of :func:`memory`."""
    values: dict[str, Any] = {"size_bytes": 8 * GIB, "slot": "DIMM_A1", "part_number": "EX8G", "serial": "MEM0001"}
    return SoldModule(**values | changes)


def sold_drive(**changes: Any) -> SoldDrive:
    """:func:`drive`."""
    values: dict[str, Any] = {"size_bytes": 500 * 10**9, "model": "Example SSD 500", "serial": "SER0001"}
    return SoldDrive(**values | changes)


def sold(**changes: Any) -> Sold:
    """Just what :func:`snapshot` has."""
    values: dict[str, Any] = {
        "model": "LM-1",
        "purchased_on": date(2026, 5, 1),
        "power_supply": SoldPowerSupply(model="EX650", watts=650),
        "memory": (sold_module(), sold_module(slot="DIMM_B1", serial="MEM0002")),
        "storage": (sold_drive(),),
    }
    return Sold(**values | changes)


def snapshot(**changes: Any) -> Snapshot:
    values: dict[str, Any] = {
        "program_version": "1.0",
        "taken_at": NOW,
        "seconds": 1.5,
        "as_root": True,
        "replayed": False,
        "system": system(),
        "storage": storage(drive()),
        "memory": memory(),
        "power": power(),
        "records": records(),
        "sources": (),
    }
    return Snapshot(**values | changes)


def finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "code": "storage.health_failed",
        "severity": Severity.REPLACE,
        "confidence": Confidence.HIGH,
        "part": Part(kind=PartKind.STORAGE, slot="SATA 1", model="Example", serial="SER0001"),
        "evidence": (
            Evidence(source="smartctl overall health", value="FAILED", threshold="FAILED", reference="smartctl"),
        ),
    }
    return Finding(**values | changes)


def collection(
    of: Snapshot | None = None, *, raw: Mapping[str, bytes] | None = None, identities: Identities | None = None
) -> Collection:
    return Collection(snapshot=of or snapshot(), raw=dict(raw or {}), identities=identities or Identities())


def bundle(
    of: Snapshot | None = None,
    *,
    raw: Mapping[str, bytes] | None = None,
    identities: Identities | None = None,
    diagnosis: Diagnosis | None = None,
    request: Request | None = None,
    key: bytes = KEY,
    sections: frozenset[Section] = ALL_SECTIONS,
    photos: Sequence[bytes] = (),
) -> Contents:
    collected = collection(of, raw=raw, identities=identities)
    return contents.build(
        collected,
        diagnosis or diagnose(collected.snapshot),
        request or Request(),
        key=key,
        created_at=NOW,
        sections=sections,
        photos=photos,
    )


def members_with(members: Mapping[str, bytes], changes: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """``members`` with some exchanged (``None``: taken out), under a manifest that fits what is there now."""
    changed = {name: data for name, data in (dict(members) | dict(changes)).items() if data is not None}
    manifest = msgspec.json.decode(members[contents.MANIFEST])
    manifest["members"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in changed.items()
        if name != contents.MANIFEST
    }
    return {contents.MANIFEST: msgspec.json.encode(manifest)} | {
        name: data for name, data in changed.items() if name != contents.MANIFEST
    }


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_END = struct.Struct("<4s4H2LH")


def end_record(data: bytes) -> tuple[int, int, int]:
    """Entries, length and offset of the central directory of a zip without a comment."""
    _, _, _, _, entries, length, offset, _ = _END.unpack(data[-_END.size :])
    return entries, length, offset


def with_end_record(data: bytes, *, entries: int, length: int, offset: int) -> bytes:
    """``data`` (all before the end record) with an end record of these figures."""
    return data + _END.pack(b"PK\x05\x06", 0, 0, min(entries, 0xFFFF), min(entries, 0xFFFF), length, offset, 0)
