"""Words for what is on a drive that is to go out."""

from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy.drive_contents import Contents, Role, Volume
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size
from haas_client.text import printable
from haas_client.wording.parts import joined
from haas_client.wording.reasons import reason

_ROLES = {
    Role.SYSTEM: N_("The system"),
    Role.BOOT: N_("What the PC starts from"),
    Role.SWAP: N_("Swap space"),
    Role.HOME: N_("Your own files"),
    Role.DATA: N_("Files"),
    Role.NOT_MOUNTED: N_("A file system that is not open: nobody can say from here what is in it"),
    Role.LOCKED: N_("Encrypted, and not open: nobody can say from here what is in it"),
    Role.MEMBER: N_("A part of an array that is not seen as a whole"),
    Role.UNRECOGNISED: N_("Nothing that this PC recognises. It may be empty, or not"),
    Role.NO_FILES: N_("Without files"),
}

_NOT_FOUND = {
    Reason.NOT_PRESENT: N_("No drive with this serial number is seen, so nothing is known of what is on it."),
    Reason.MALFORMED: N_("Several drives have this serial number, so it cannot be told which is meant."),
    Reason.NOT_REPORTED: N_("The drive tells no serial number, so it cannot be told which one is meant."),
}


def volume(one: Volume, t: Translator) -> str:
    """A line: Your own files · /home · ext4 · 212 GB of 500 GB used · encrypted."""
    notes = (t("encrypted") if one.encrypted and one.role != Role.LOCKED else "", t("on several drives") * one.shared)
    places = ", ".join(printable(point) for point in one.mounts if point.startswith("/"))
    return joined((t(_ROLES[one.role]), places, printable(one.file_system), _size(one, t), *notes), t)


def summary(found: Contents | Unknown, t: Translator) -> tuple[str, ...]:
    """What an owner must know before the drive goes out, a sentence each, the gravest first."""
    if isinstance(found, Unknown):
        return (t(_NOT_FOUND[found.reason]) if found.reason in _NOT_FOUND else reason(found, t),)
    return tuple(line for line in (_system(found, t), _used(found, t), _shared(found, t), _encrypted(found, t)) if line)


def _system(found: Contents, t: Translator) -> str:
    if found.system is True:
        return t("The system runs from this drive. Without it the PC does not start until a system is on the new one.")
    if found.system is False:
        return t("The system does not run from this drive.")
    return t("It cannot be told whether the PC starts without this drive. Please take it that it does not.")


def _used(found: Contents, t: Translator) -> str:
    if isinstance(found.used_bytes, int):
        return t("{size} are used.").format(size=drive_size(found.used_bytes))
    if found.least_used_bytes:
        size = drive_size(found.least_used_bytes)
        return t("At least {size} are used; not all of it can be seen from here.").format(size=size)
    return t("How much is used cannot be seen from here. That does not mean that it is empty.")


def _shared(found: Contents, t: Translator) -> str:
    if not any(one.shared for one in found.volumes):
        return ""
    return t("Files lie on this drive and on others together. Please ask us before it is taken out.")


def _encrypted(found: Contents, t: Translator) -> str:
    if found.encrypted is True:
        return t("It is encrypted, in whole or in part. Please make the copy of its files while it is open.")
    return "" if found.encrypted is False else t("It cannot be told whether it is encrypted.")


def _size(one: Volume, t: Translator) -> str:
    if not isinstance(one.size_bytes, int):
        return ""
    size = drive_size(one.size_bytes)
    if not one.mounts or not isinstance(one.used_bytes, int) or one.role == Role.SWAP:
        return size
    return t("{used} of {size} used").format(used=drive_size(one.used_bytes), size=size)
