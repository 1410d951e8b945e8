"""Which part a trial is of, as findings on it name it."""

from haas_client.diagnostics import parts
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.probes import storage
from haas_client.diagnostics.snapshot import Storage
from haas_client.diagnostics.trials.values import Offer, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.process import Cancel


def part(host: Host, offer: Offer, cancel: Cancel) -> Part:
    """From a fresh look at the drives, which takes some seconds, where the trial is of one."""
    drives = storage.read(Context(host, cancel)) if offer.subject else Unknown(reason=Reason.NOT_REPORTED)
    return part_in(drives, offer)


def part_in(drives: Storage | Unknown, offer: Offer) -> Part:
    """From what is known of the drives. Memory and power supply as a whole: no trial tells which module it was."""
    if offer.subject and isinstance(drives, Storage):
        for drive in drives.drives:
            if drive.name == offer.subject:
                return parts.of_drive(drive)
    unknown = drives if isinstance(drives, Unknown) else Unknown(reason=Reason.NOT_REPORTED)
    if offer.subject:
        return Part(kind=PartKind.STORAGE, slot=offer.subject, model=unknown, serial=unknown)
    kind = PartKind.POWER if offer.kind == TrialKind.LOAD else PartKind.MEMORY
    return Part(kind=kind, slot=unknown, model=unknown, serial=unknown)
